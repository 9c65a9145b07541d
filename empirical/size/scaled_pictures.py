"""Measurements on other families of pictures: scaled real shapes, blurred disks."""

from collections.abc import Sequence
from typing import Any

from empirical.arrays import Arrays
from empirical.disks import disks, midpoint_radii
from empirical.size.images.blur import blurred
from empirical.size.images.real_shapes import picture, scaled
from empirical.size.profiles import scaled_images
from empirical.training import Start


def scaled_shape(
    *,
    start: Start,
    shape: str,
    number: int,
    size: int,
    largest: float,
    scales: int,
    split: float | None = None,
    channels: Sequence[int],
    slope: float,
    schedule: dict[str, Any],
) -> Arrays:
    """Train the autoencoder without biases on one real shape, scaled.

    Parameters
    ----------
    start
        Its seed draws the start, an averaging filter, and the batches.
    shape, number
        As for :func:`empirical.size.images.real_shapes.picture`.
    size, largest, scales
        Pixels along a side, 2 to the number of layers; half the side of the largest
        copy, and how many scales stand for the uniform law.
    split
        As for :func:`empirical.size.profiles.scaled_bodies`, in pixels.
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
    return scaled_images(
        start, pictures, sizes, split, channels=channels, slope=slope, schedule=schedule
    )


def blurred_disks(
    *,
    start: Start,
    sigma: float,
    size: int,
    largest_radius: float,
    radii: int,
    channels: Sequence[int],
    slope: float,
    schedule: dict[str, Any],
) -> Arrays:
    """Train the autoencoder without biases on disks under a Gaussian blur.

    Parameters
    ----------
    start, channels, slope, schedule
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
    return scaled_images(
        start, pictures, radius, channels=channels, slope=slope, schedule=schedule
    )
