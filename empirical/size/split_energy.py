"""What two classes of disks keep when each has an image of its own."""

from collections.abc import Sequence

import numpy as np
from jaxtyping import Float

from empirical.arrays import Arrays
from empirical.disks import disks


def split_energy(
    *,
    seed: int,
    size: int,
    largest_radius: float,
    radii: int,
    splits: Sequence[float],
) -> Arrays:
    """Measure on pixels what the best image of either class keeps, for each split.

    One radius is drawn in each of equal intervals. The best image of a class keeps the
    greatest singular value squared of its stacked images.

    Parameters
    ----------
    seed
        Draws the radii.
    size, largest_radius, radii
        Pixels along a side, largest radius in pixels, and how many radii, at least 2.
    splits
        Shares of the largest radius, each with radii on either side.

    Returns
    -------
    dict
        ``captured``, shape (splits,): the sum over both classes, over the area of all
        disks; ``whole``, shape (1,), the same for one class.

    Raises
    ------
    ValueError
        If a split leaves a class empty.

    """
    rng = np.random.default_rng(seed)
    shares = (np.arange(radii) + rng.uniform(size=radii)) / radii
    flat = disks(shares * largest_radius, size).reshape(radii, -1)
    counts = [int(np.sum(shares < split)) for split in splits]
    for split, count in zip(splits, counts, strict=True):
        if not 0 < count < radii:
            raise ValueError(
                f"splits must leave radii on either side, got {split:g} with {count} "
                f"of {radii} below."
            )
    # A pixel holds a share of its area: the sum is the area, the squared norm less.
    area = float(flat.sum())
    captured = [(_kept(flat[:n]) + _kept(flat[n:])) / area for n in counts]
    return {"captured": np.array(captured), "whole": np.array([_kept(flat) / area])}


def _kept(flat: Float[np.ndarray, "m pixels"]) -> float:
    return float(np.linalg.eigvalsh(flat @ flat.T)[-1])
