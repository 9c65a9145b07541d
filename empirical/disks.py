"""Centred disks on a pixel grid."""

import numpy as np
from jaxtyping import Float

SUBSAMPLES = 8


def midpoint_radii(count: int, largest: float) -> Float[np.ndarray, " count"]:
    """Return the midpoints of ``count`` equal intervals of [0, largest], in pixels.

    The midpoint rule makes a mean over these radii an integral over a uniform law,
    to second order; no radius is zero.
    """
    return (np.arange(count) + 0.5) * largest / count


def disks(
    radii: Float[np.ndarray, " m"], size: int
) -> Float[np.ndarray, "m size size"]:
    """Return one antialiased image of a centred disk for each radius.

    Each pixel holds the share of its area that the disk covers, estimated on
    8 x 8 points: the slight blur that keeps the set from being a staircase.

    Parameters
    ----------
    radii
        Shape (m,), pixels, each in (0, size / 2].
    size
        Pixels along one side.

    Returns
    -------
    array
        Shape (m, size, size), values in [0, 1].

    Raises
    ------
    ValueError
        If a radius is not in (0, size / 2].

    """
    radii = np.asarray(radii, dtype=float)
    bad = ~((radii > 0) & (radii <= size / 2))
    if bad.any():
        raise ValueError(
            f"radii must be in (0, {size / 2:g}], got {radii[bad][0]:g}; enlarge the "
            "image or shrink the disk."
        )
    axis = (np.arange(size * SUBSAMPLES) + 0.5) / SUBSAMPLES - size / 2
    squared = axis[:, None] ** 2 + axis[None, :] ** 2
    blocks = (size, SUBSAMPLES, size, SUBSAMPLES)
    return np.stack(
        [(squared <= r * r).reshape(blocks).mean(axis=(1, 3)) for r in radii]
    )
