"""Measurements on the same network trained on one family of shapes after another."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from empirical.arrays import Arrays
from empirical.size.images.outlines import outlined_copies
from empirical.size.images.real_shapes import picture
from empirical.size.profiles import scaled_bodies, scaled_images
from empirical.training import Start


def several_families(
    *,
    start: Start,
    families: Sequence[Mapping[str, Any]],
    **shared: Any,
) -> Arrays:
    """Train the autoencoder without biases on each family, always from one start.

    Parameters
    ----------
    start
        Its seed draws the start and the batches, the same for every family.
    families
        What each adds to the shared arguments: those of
        :func:`empirical.size.profiles.scaled_bodies`, or of
        :func:`outlined_digit` if it has a ``digit``.
    shared
        What all have in common; each family has as many copies.

    Returns
    -------
    dict
        ``images`` (k, m, n, n), ``sizes`` (k, m), ``codes`` (k, m), ``profiles``
        (k, 2, n, n) = D(1) and D(-1), and ``history``, of the k families.

    """
    each, found = replace(start, checkpoint=None), []
    for family in families:
        measured = outlined_digit if "digit" in family else scaled_bodies
        found.append(measured(start=each, **{**shared, **family}))
    return {name: np.stack([one[name] for one in found]) for name in found[0]}


def outlined_digit(
    *,
    start: Start,
    digit: int,
    size: int,
    sizes: Sequence[float],
    channels: Sequence[int],
    slope: float,
    schedule: dict[str, Any],
) -> Arrays:
    """Train the autoencoder without biases on copies of a digit's filled outline.

    Parameters
    ----------
    start
        Its seed draws the start, an averaging filter, and the batches.
    digit
        Its number, as for :func:`empirical.size.images.real_shapes.picture`.
    size, sizes
        Pixels along a side, 2 to the number of layers; half the side of each copy's
        square, in pixels.
    channels, slope, schedule
        Of the network and of its training.

    Returns
    -------
    dict
        As for :func:`empirical.size.profiles.scaled_bodies`.

    Raises
    ------
    FloatingPointError
        If the loss stops being finite.
    ValueError
        If the network does not map an image of this size to one number.

    """
    copies = outlined_copies(picture("digit", digit), np.asarray(sizes, float), size)
    return scaled_images(
        start, copies, sizes, channels=channels, slope=slope, schedule=schedule
    )
