"""Measurements on other families of pictures: scaled real shapes, blurred disks."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from empirical.images.blur import blurred
from empirical.images.disks import disks, midpoint_radii
from empirical.images.real import picture, scaled
from empirical.losses import homogeneous_reconstruction
from empirical.models.autoencoder import BiasFreeAutoencoder
from empirical.probes import both_profiles
from empirical.training import Checkpoint, Schedule, choose_device, train

ArrayDict = dict[str, NDArray[Any]]


def scaled_shape(
    *,
    seed: int,
    device: str,
    checkpoint: Checkpoint | None,
    shape: str,
    number: int,
    size: int,
    largest: float,
    scales: int,
    channels: Sequence[int],
    slope: float,
    schedule: dict[str, Any],
) -> ArrayDict:
    """Train the autoencoder without biases on one real shape, scaled.

    Parameters
    ----------
    seed
        Draws the start, an averaging filter, and the batches.
    device, checkpoint
        Where to train, and where to keep the state of an unfinished training.
    shape, number
        As for :func:`empirical.images.real.picture`.
    size, largest, scales
        Pixels along a side, 2 to the number of layers; half the side of the largest
        copy, and how many scales stand for the uniform law.
    channels, slope, schedule
        Of the network and of its training.

    Returns
    -------
    dict
        ``images`` (m, n, n), ``sizes`` (m,), ``codes`` (m,), ``profiles`` (2, n, n)
        = D(1) and D(-1), ``history``.

    Raises
    ------
    FloatingPointError
        If the loss stops being finite.
    ValueError
        If an argument is out of range.

    """
    sizes = midpoint_radii(scales, largest)
    pictures = scaled(picture(shape, number), sizes, size)
    trained = _trained(pictures, seed, device, checkpoint, channels, slope, schedule)
    return {"images": pictures, "sizes": sizes, **trained}


def blurred_disks(
    *,
    seed: int,
    device: str,
    checkpoint: Checkpoint | None,
    sigma: float,
    size: int,
    largest_radius: float,
    radii: int,
    channels: Sequence[int],
    slope: float,
    schedule: dict[str, Any],
) -> ArrayDict:
    """Train the autoencoder without biases on disks under a Gaussian blur.

    Parameters
    ----------
    seed, device, checkpoint, channels, slope, schedule
        As for :func:`scaled_shape`.
    sigma
        Of the blur, in pixels, at least 0.
    size, largest_radius, radii
        Pixels along a side, largest radius in pixels, and how many radii stand for the
        uniform law.

    Returns
    -------
    dict
        As for :func:`scaled_shape`, ``sizes`` being the radii.

    Raises
    ------
    FloatingPointError
        If the loss stops being finite.
    ValueError
        If an argument is out of range.

    """
    radius = midpoint_radii(radii, largest_radius)
    pictures = blurred(disks(radius, size), sigma)
    trained = _trained(pictures, seed, device, checkpoint, channels, slope, schedule)
    return {"images": pictures, "sizes": radius, **trained}


def _trained(
    pictures: NDArray[np.float64],
    seed: int,
    device: str,
    checkpoint: Checkpoint | None,
    channels: Sequence[int],
    slope: float,
    schedule: dict[str, Any],
) -> ArrayDict:
    """Return the codes, both pictures and the loss history of a trained network."""
    layers = len(channels) + 1
    if pictures.shape[-1] != 2**layers:
        raise ValueError(
            f"size must be 2 to the number of layers, {2**layers} for {layers} layers, "
            f"got {pictures.shape[-1]}."
        )
    place = choose_device(device)
    exact = torch.from_numpy(pictures)[:, None].to(place)
    single = exact.float().contiguous(memory_format=torch.channels_last)
    energy = float(exact.square().sum((1, 2, 3)).mean())
    start = torch.Generator().manual_seed(seed)
    model = BiasFreeAutoencoder(channels, slope, start).to(place)
    model.make_averaging(single)

    def loss(batch: torch.Tensor | None) -> torch.Tensor:
        doubled = next(model.parameters()).dtype == torch.float64
        images = exact if doubled else single
        chosen = images if batch is None else images[batch.to(place)]
        return homogeneous_reconstruction(model, chosen, energy)

    history = train(model, loss, len(pictures), Schedule(**schedule), seed, checkpoint)
    return {"history": np.array(history), **both_profiles(model, exact)}
