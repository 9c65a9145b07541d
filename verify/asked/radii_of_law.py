"""A finite list of weighted radii that stands for a law: what the images show."""

from itertools import pairwise

import numpy as np

from theory.size.law import Law
from verify.claim import Array

POINTS = 20_000
"""At which the density is looked at, but for at least eight between two breaks."""


def weighted_radii(law: Law, count: int) -> tuple[Array, Array]:
    """Return radii, in shares of the largest, and their weights, of sum 1.

    (0, 1) is cut into cells, which hold equal parts of a mixture: half of it uniform,
    half of the law times r^2, where large disks count as their area. Each cell with
    radii becomes one, its mean radius, weighed by its mass: whatever varies linearly
    in a cell is summed exactly, whether the density jumps there or not.

    Parameters
    ----------
    law
        Of the radii, up to a factor.
    count
        Cells, at least 4; those without radii are left out.

    Raises
    ------
    ValueError
        If the density is negative, not finite or zero everywhere.

    Examples
    --------
    >>> radius, weight = weighted_radii(Law(density=lambda r: (r < 0.5) * 1.0), 40)
    >>> round(float(radius @ weight), 6), bool(radius.max() < 0.5)
    (0.25, True)

    """
    radius, width = _places((0.0, *law.breaks, 1.0))
    mass = law.at(radius) * width
    if not mass.sum() > 0:
        raise ValueError("density must have mass on (0, 1], got 0 everywhere.")
    mass = mass / mass.sum()
    area = mass * radius**2
    mixture = np.cumsum(width + area / area.sum()) / 2
    cell = np.minimum((count * mixture).astype(int), count - 1)
    held: Array = np.bincount(cell, mass, count).astype(float)
    moment: Array = np.bincount(cell, mass * radius, count).astype(float)
    some = held > 0
    return moment[some] / held[some], held[some]


def _places(breaks: tuple[float, ...]) -> tuple[Array, Array]:
    """Return points and the widths they stand for, denser towards every break."""
    each = max(8, POINTS // (len(breaks) - 1))
    u = (np.arange(each) + 0.5) / each
    # Ends where the density may be infinite are met as t^2 dt, no more singular.
    t, slope = u * u * (3 - 2 * u), u * (1 - u)
    slope = slope / np.sum(slope)
    found = [(a + (b - a) * t, (b - a) * slope) for a, b in pairwise(breaks)]
    return np.concatenate([f[0] for f in found]), np.concatenate([f[1] for f in found])
