"""Measurements on scaled disks and other scaled bodies."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import torch
from jaxtyping import Float

from empirical.arrays import Arrays
from empirical.disks import disks, midpoint_radii
from empirical.size.alternation import Rounds, train_in_turn
from empirical.size.images.blur import blurred
from empirical.size.images.bodies import scaled_copies
from empirical.size.losses import TrainingImages
from empirical.size.models.bias_free import BiasFreeAutoencoder
from empirical.size.probes import both_profiles, homogeneity, profile, reconstructions
from empirical.training import Start
from empirical.weights import weights_of

NAME = "no biases"
"""Of the network whose weights a measurement on disks keeps."""


def bias_free_disks(
    *,
    start: Start,
    size: int,
    largest_radius: float,
    radii: int,
    channels: Sequence[int],
    slope: float,
    schedule: dict[str, Any],
) -> Arrays:
    """Train the deck's autoencoder without biases on disks and probe it.

    Parameters
    ----------
    start
        Its seed draws the start and the batches.
    size, largest_radius, radii
        Pixels along a side, above 2^(L-1) and at most 2^L for L layers, largest radius
        in pixels, and how many radii stand for the uniform law.
    channels, slope, schedule
        Of the network and of its training.

    Returns
    -------
    dict
        ``images`` (m, n, n), ``radii`` (m,), ``codes`` (m,), ``profile`` (n, n) =
        D(+-1) for the sign of the codes, ``decoded`` (4, n, n), what becomes of every
        quarter of the radii, ``history``, the arrays of
        :func:`empirical.size.probes.homogeneity`, and the weights.

    Raises
    ------
    FloatingPointError
        If the loss stops being finite.
    ValueError
        If the network does not map an image of this size to one number.

    """
    radius = midpoint_radii(radii, largest_radius)
    images = TrainingImages(disks(radius, size), start.place)
    model, history = _trained(start, images, channels, slope, schedule)
    return {
        "images": images.pictures,
        "radii": radius,
        "history": history,
        **profile(model, images.exact),
        **reconstructions(model, images.exact, radii // 4),
        **homogeneity(model, images.exact),
        **weights_of(model, NAME),
    }


def scaled_bodies(
    *,
    start: Start,
    body: str,
    dimension: int,
    size: int,
    sizes: Sequence[float],
    weights: Sequence[float] | None = None,
    blur: float = 0.0,
    split: float | None = None,
    channels: Sequence[int],
    slope: float,
    schedule: dict[str, Any],
) -> Arrays:
    """Train the autoencoder without biases on copies of one body under any law.

    The law of the sizes is in the list itself (quantiles of the law), or in weights
    beside it. A weight multiplies the squared error of its image; a network without
    biases is told of it by scaling the image with the root of the weight, since
    ``|D(E(s x)) - s x|^2 = s^2 |D(E(x)) - x|^2``.

    Parameters
    ----------
    start
        Its seed draws the start and the batches.
    body, dimension
        A name in ``empirical.size.images.bodies.BODIES``, and the number of axes.
    size
        Pixels along an axis, above 2^(L-1) and at most 2^L for L layers.
    sizes, weights
        Of the copies, in pixels; weights of at least 0, None for equal ones.
    blur
        Standard deviation, in pixels, of the Gaussian that plane copies go through;
        at least 0.
    split
        None for the averaging start, whose codes are all positive; a size for the
        start whose codes are positive for smaller copies only.
    channels, slope, schedule
        Of the network and of its training.

    Returns
    -------
    dict
        ``images`` (m, n, ...), scaled by the roots of the weights over their mean,
        ``sizes`` (m,), ``codes`` (m,), ``profiles`` (2, n, ...) = D(1) and D(-1),
        ``history``.

    Raises
    ------
    FloatingPointError
        If the loss stops being finite.
    ValueError
        If an argument is out of range.

    """
    copies = scaled_copies(body, sizes, size, dimension)
    if blur:
        if dimension != 2:
            raise ValueError(f"blur needs dimension 2, got {dimension}.")
        copies = blurred(copies, blur)
    roots = np.sqrt(_relative_weights(len(sizes), weights))
    pictures = copies * roots.reshape(-1, *[1] * dimension)
    return scaled_images(
        start, pictures, sizes, split, channels=channels, slope=slope, schedule=schedule
    )


def scaled_images(
    start: Start,
    pictures: Float[np.ndarray, "m *axes"],
    sizes: Sequence[float] | Float[np.ndarray, " m"],
    split: float | None = None,
    *,
    channels: Sequence[int],
    slope: float,
    schedule: dict[str, Any],
) -> Arrays:
    """Train the autoencoder without biases on given images.

    Parameters
    ----------
    start, split, channels, slope, schedule
        As for :func:`scaled_bodies`.
    pictures, sizes
        The images, and the size of what is on each.

    Returns
    -------
    dict
        As for :func:`scaled_bodies`.

    Raises
    ------
    FloatingPointError
        If the loss stops being finite.
    ValueError
        If the network does not map an image of this size to one number.

    """
    of_copies = np.asarray(sizes, dtype=float)
    images = TrainingImages(pictures, start.place)
    signed = None if split is None else (of_copies, split)
    model, history = _trained(start, images, channels, slope, schedule, signed)
    return {
        "images": pictures,
        "sizes": of_copies,
        "history": history,
        **both_profiles(model, images.exact),
    }


def _trained(
    start: Start,
    images: TrainingImages,
    channels: Sequence[int],
    slope: float,
    schedule: dict[str, Any],
    signed: tuple[Float[np.ndarray, " m"], float] | None = None,
) -> tuple[BiasFreeAutoencoder, Float[np.ndarray, " _"]]:
    """Return the trained model and its loss history."""
    pictures = images.exact
    model = BiasFreeAutoencoder(
        channels, slope, start.generator(), pictures.ndim - 2, pictures.shape[-1]
    ).to(start.place)
    if signed is None:
        model.make_averaging(images.single)
    else:
        model.make_two_signed(images.single, torch.from_numpy(signed[0]), signed[1])

    history = train_in_turn(
        model, images, Rounds(**schedule), start.seed, start.checkpoint
    )
    return model, np.array(history)


def _relative_weights(
    count: int, weights: Sequence[float] | None
) -> Float[np.ndarray, " m"]:
    """Return the weights over their mean."""
    given = np.ones(count) if weights is None else np.asarray(weights, dtype=float)
    if given.shape != (count,):
        raise ValueError(
            f"weights must be {count}, one for each size, got {given.size}."
        )
    bad = ~(np.isfinite(given) & (given >= 0))
    if bad.any() or not given.any():
        worst = given[bad][0] if bad.any() else 0
        raise ValueError(
            f"weights must be finite, at least 0 and not all 0, got {worst:g}."
        )
    return np.asarray(given / given.mean())
