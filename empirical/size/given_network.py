"""Disks through a network that somebody else has built and trained."""

from copy import deepcopy
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from empirical.arrays import Arrays
from empirical.disks import disks, midpoint_radii
from empirical.size import probes


def disks_through(
    network: nn.Module,
    *,
    size: int = 64,
    largest_radius: float = 31.0,
    radii: int = 64,
) -> Arrays:
    """Show disks to a given network, and return what the claims on disks read.

    The defaults are those of the claims on networks without biases (``size.airy`` and
    its neighbours); their ``read`` takes these arrays as it takes their own.

    Parameters
    ----------
    network
        With ``encode``, from images (m, 1, n, n) to codes (m, 1), and ``decode`` back.
        A copy of it works, in float64 and in evaluation mode.
    size, largest_radius, radii
        Pixels along a side n, largest radius in pixels, and how many radii stand for
        the uniform law.

    Returns
    -------
    dict
        The arrays of :func:`empirical.size.profiles.bias_free_disks`; ``history``
        holds one number, the squared error over the energy of the disks.

    Raises
    ------
    ValueError
        If the network lacks one of the two functions, or they return other shapes or
        values that are not finite.

    """
    for name in ("encode", "decode"):
        if not callable(getattr(network, name, None)):
            raise ValueError(f"network must have a function {name}, got none.")
    copy: Any = deepcopy(network).double().eval().requires_grad_(False)
    place = next((value.device for value in copy.parameters()), torch.device("cpu"))
    radius = midpoint_radii(radii, largest_radius)
    images = torch.from_numpy(disks(radius, size))[:, None].to(place)
    codes = _checked("encode", copy.encode(images), (radii, 1))
    decoded = _checked("decode", copy.decode(codes), tuple(images.shape))
    lost = (decoded - images).square().sum() / images.square().sum()
    every = radii // 4
    return {
        "images": images[:, 0].cpu().numpy(),
        "radii": radius,
        "history": np.array([float(lost)]),
        "decoded": decoded[every - 1 :: every, 0].cpu().numpy(),
        **probes.profile(copy, images),
        **probes.homogeneity(copy, images),
    }


def _checked(name: str, values: Tensor, shape: tuple[int, ...]) -> Tensor:
    """Return what a function of the network gave, if it can be used."""
    if tuple(values.shape) != shape:
        raise ValueError(
            f"{name} must return shape {shape} here, got {tuple(values.shape)}."
        )
    if not bool(torch.isfinite(values).all()):
        raise ValueError(f"{name} must return finite values, got NaN or infinity.")
    return values
