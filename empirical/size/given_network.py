"""Disks through a network that somebody else has built and trained."""

from types import SimpleNamespace
from typing import Any

import numpy as np
import torch
from torch import Tensor

from empirical.arrays import Arrays
from empirical.disks import disks, midpoint_radii
from empirical.guest import Form, Guest, GuestError, guest
from empirical.size import probes


def disks_through(
    network: Any,
    *,
    size: int = 64,
    largest_radius: float = 31.0,
    radii: int = 64,
    form: Form | None = None,
) -> Arrays:
    """Show disks to a given network, and return what the claims on disks read.

    The defaults are those of the claims on networks without biases (``size.airy`` and
    its neighbours); their ``read`` takes these arrays as it takes their own.

    Parameters
    ----------
    network
        In any form that :func:`empirical.guest.guest` takes, from images (n, n) to one
        code and back. It is not changed.
    size, largest_radius, radii
        Pixels along a side n, largest radius in pixels, and how many radii stand for
        the uniform law.
    form
        How it is called; by default in double precision, which needs a copy of it.

    Returns
    -------
    dict
        The arrays of :func:`empirical.size.profiles.bias_free_disks`; ``history``
        holds one number, the squared error over the energy of the disks.

    Raises
    ------
    GuestError
        A ValueError: if the network cannot be called, lacks one of the two functions,
        has several codes, or gives values that are not finite.

    """
    radius = midpoint_radii(radii, largest_radius)
    images = disks(radius, size)
    found = guest(network, (size, size), form or Form(dtype="float64"), images)
    if found.codes != 1:
        raise GuestError(
            f"the network must have one code, shape {(radii, 1)} here, got "
            f"{(radii, found.codes)}."
        )
    codes = found.encode(images)
    decoded = found.decode(codes)
    every = radii // 4
    shown, as_probed = torch.from_numpy(images)[:, None], _probed(found)
    return {
        "images": images,
        "radii": radius,
        "history": np.array([((decoded - images) ** 2).sum() / (images**2).sum()]),
        "decoded": decoded[every - 1 :: every],
        **probes.profile(as_probed, shown),
        **probes.homogeneity(as_probed, shown),
    }


def _probed(found: Guest) -> Any:
    """Return what the probes call: tensors with one channel, in double precision."""

    def encode(images: Tensor) -> Tensor:
        return torch.from_numpy(found.encode(images[:, 0].numpy()))

    def decode(codes: Tensor) -> Tensor:
        return torch.from_numpy(found.decode(codes.numpy()))[:, None]

    return SimpleNamespace(encode=encode, decode=decode)
