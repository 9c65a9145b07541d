"""An encoder that gives sharp disks any code and hardly changes next to them."""

from collections.abc import Sequence

import numpy as np
from jaxtyping import Float

from empirical.arrays import Arrays

_NOISES = 4
"""Random directions, besides two that follow the disks."""


def envelope_encoder(
    *,
    seed: int,
    cells: int,
    exponents: Sequence[float],
    smallest: float,
    areas: Sequence[float],
    steps: Sequence[float],
) -> Arrays:
    """Move off sharp disks by ever smaller steps, and see how the code changes.

    An image is a function of the area inside its radius, on cells of equal area; a
    disk is 1 up to its own area and 0 beyond. The encoder gives an image x the least of
    ``b^p + M |x - x_b|^2`` over all disks b, by looking at every one.

    Parameters
    ----------
    seed
        Draws the random directions.
    cells
        Into how many the area 1 is cut.
    exponents
        Of the codes, powers of the area.
    smallest
        The least area of a disk, in (0, 1).
    areas
        Of the disks that are left, each above the smallest by the largest squared step.
    steps
        Norms of the steps; a squared step is a whole number of cells.

    Returns
    -------
    dict
        ``steps`` (s,); ``lipschitz`` and ``steepness`` (c,), the constants K and M of
        each code; ``changes`` (c, s), the largest change over disks and directions.

    Raises
    ------
    ValueError
        If a disk or a step does not fit the cells.

    """
    rings = np.square(steps) * cells
    room = min(areas) - smallest, 1 - max(areas)
    if np.any(np.abs(rings - rings.round()) > 1e-9) or not rings.min() >= 1:
        raise ValueError(f"steps must be roots of whole cells, got {rings} cells.")
    if not 0 < smallest < 1 or min(room) < max(steps) ** 2:
        raise ValueError(
            f"areas must leave {max(steps) ** 2:g} of {smallest:g} to 1 on either "
            f"side, got {min(areas)} to {max(areas)}."
        )
    rng = np.random.default_rng(seed)
    noises = rng.normal(size=(_NOISES, cells))
    noises /= np.sqrt(np.mean(noises**2, axis=1, keepdims=True))
    codes = [_Envelope(cells, p, smallest) for p in exponents]
    changes = np.zeros((len(codes), len(steps)))
    for area in areas:
        disk = _disk(area, cells)
        for j, step in enumerate(steps):
            moved = [disk + step * noise for noise in noises]
            moved += [_disk(area + sign * step**2, cells) for sign in (1, -1)]
            for i, encoder in enumerate(codes):
                change = max(abs(encoder(x) - encoder(disk)) for x in moved)
                changes[i, j] = max(changes[i, j], change)
    return {
        "steps": np.array(steps),
        "lipschitz": np.array([code.lipschitz for code in codes]),
        "steepness": np.array([code.steepness for code in codes]),
        "changes": changes,
    }


def _disk(area: float, cells: int) -> Float[np.ndarray, " cells"]:
    return np.asarray((np.arange(cells) + 0.5) / cells < area, dtype=float)


class _Envelope:
    """The least of ``b^p + M |x - x_b|^2`` over disks b on the cells."""

    def __init__(self, cells: int, exponent: float, smallest: float) -> None:
        first = round(smallest * cells)
        self.kept = np.arange(first, cells + 1)
        self.codes = (self.kept / cells) ** exponent
        ends = np.array([first / cells, 1.0])
        self.lipschitz = float(np.max(exponent * ends ** (exponent - 1)))
        self.steepness = 3 * self.lipschitz

    def __call__(self, image: Float[np.ndarray, " cells"]) -> float:
        inside = np.concatenate([[0.0], np.cumsum((image - 1) ** 2)])
        outside = np.sum(image**2) - np.concatenate([[0.0], np.cumsum(image**2)])
        distances = (inside + outside)[self.kept] / len(image)
        return float(np.min(self.codes + self.steepness * distances))
