"""The deck's training problem (eq. 4) without a network: over f and h together."""

import numpy as np
from jaxtyping import Float
from scipy.optimize import minimize

from empirical.arrays import Arrays

_ACCURACY = {"maxiter": 20_000, "maxfun": 40_000, "ftol": 1e-16, "gtol": 1e-10}


def best_image_and_strengths(*, seed: int, intervals: int, radii: int) -> Arrays:
    """Minimise ``int int (h(r) f(t) - 1_{B_r}(t))^2 dt dr`` over f and h at once.

    f is constant on equal intervals of the distance from the centre, h is free at the
    midpoints of equal intervals of radii; R is 1. L-BFGS moves all numbers together,
    from random ones: neither eq. (5) nor an eigenvector is used.

    Parameters
    ----------
    seed
        Draws the start, uniform in (0, 1).
    intervals, radii
        Numbers of values of f and of h, at least 2.

    Returns
    -------
    dict
        ``f`` (intervals,), ``h`` (radii,), and ``left`` (1,), the least value over the
        energy of the disks.

    Raises
    ------
    ValueError
        If a number is below 2.

    """
    if min(intervals, radii) < 2:
        raise ValueError(
            f"intervals and radii must be at least 2, got {intervals} and {radii}."
        )
    area, covered = _rings(intervals, radii)
    start = np.random.default_rng(seed).uniform(size=intervals + radii)
    found = minimize(
        _left,
        start,
        args=(area, covered),
        jac=True,
        method="L-BFGS-B",
        options=_ACCURACY,
    )
    return {
        "f": found.x[:intervals],
        "h": found.x[intervals:],
        "left": np.array([found.fun]),
    }


def _rings(
    intervals: int, radii: int
) -> tuple[Float[np.ndarray, " n"], Float[np.ndarray, "m n"]]:
    """Return the areas of the rings, and how much of each every disk covers."""
    ends = np.pi * (np.arange(intervals + 1) / intervals) ** 2
    disks = np.pi * ((np.arange(radii) + 0.5) / radii) ** 2
    return np.diff(ends), np.diff(np.minimum(ends, disks[:, None]), axis=1)


def _left(
    values: Float[np.ndarray, " unknowns"],
    area: Float[np.ndarray, " n"],
    covered: Float[np.ndarray, "m n"],
) -> tuple[float, Float[np.ndarray, " unknowns"]]:
    """Return the squared error over the energy, and its gradient in f and h."""
    f, h = values[: len(area)], values[len(area) :]
    energy = covered.sum()
    norm, overlaps = float(area @ f**2), covered @ f
    error = norm * float(h @ h) - 2 * float(h @ overlaps) + energy
    by_f = 2 * (float(h @ h) * area * f - h @ covered)
    by_h = 2 * (norm * h - overlaps)
    return error / energy, np.concatenate([by_f, by_h]) / energy
