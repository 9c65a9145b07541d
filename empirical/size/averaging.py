"""What averaging an image of a disk gives."""

from collections.abc import Sequence

import numpy as np

from empirical.arrays import Arrays
from empirical.disks import SUBSAMPLES, disks


def averaged_disks(*, seed: int, size: int, radii: Sequence[float]) -> Arrays:
    """Average images of disks: all pixels at once, and by filters with a stride.

    Parameters
    ----------
    seed
        Enters nothing; every experiment has one.
    size
        Pixels along a side, a power of two.
    radii
        In pixels.

    Returns
    -------
    dict
        ``radii`` (m,); ``spacing`` (1,), between the points that are counted, in
        pixels; ``means`` (m,), of all pixels; ``filtered`` (m,), what is left where
        the filter that averages 2 x 2 pixels, with a stride of 2, is applied until one
        number is left.

    Raises
    ------
    ValueError
        If the size is no power of two, or a radius does not fit.

    """
    if size < 2 or size & (size - 1):
        raise ValueError(f"size must be a power of two, at least 2, got {size}.")
    radius = np.asarray(radii, dtype=float)
    images = disks(radius, size)
    filtered = images
    while filtered.shape[1] > 1:
        half = filtered.shape[1] // 2
        filtered = filtered.reshape(-1, half, 2, half, 2).mean(axis=(2, 4))
    return {
        "radii": radius,
        "spacing": np.array([1 / SUBSAMPLES]),
        "means": images.mean(axis=(1, 2)),
        "filtered": filtered[:, 0, 0],
    }
