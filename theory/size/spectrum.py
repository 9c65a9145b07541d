"""The eigenvalues of the energy, found without any differential equation."""

import numpy as np
from jaxtyping import Float
from scipy.linalg import eigvalsh


def eigenvalues(points: int, count: int = 1) -> Float[np.ndarray, " count"]:
    """Return the greatest eigenvalues 1 / (k_n R^3) of the integral operator.

    ``(T f)(t) = int_0^1 s (1 - max(s, t)) f(s) ds`` (after exchanging the integrals of
    the first variation), with the midpoint rule on equal intervals. The kernel has
    a kink on the diagonal, so the error falls as ``points ** -2``.

    Parameters
    ----------
    points
        Intervals, at least 2.
    count
        How many eigenvalues, greatest first.

    Raises
    ------
    ValueError
        If ``points`` is below 2 or ``count`` is not in 1 to ``points``.

    """
    if points < 2:
        raise ValueError(f"points must be at least 2, got {points}.")
    if not 1 <= count <= points:
        raise ValueError(f"count must be in 1 to points = {points}, got {count}.")
    s = (np.arange(points) + 0.5) / points
    root = np.sqrt(s / points)
    matrix = root[:, None] * (1 - np.maximum(s[:, None], s[None, :])) * root[None, :]
    greatest = (points - count, points - 1)
    return np.asarray(eigvalsh(matrix, subset_by_index=greatest)[::-1])


def constant(points: int) -> tuple[float, float]:
    """Return k R^3 from two grids, with the observed order of convergence.

    Grids of ``points``, ``2 points`` and ``4 points`` give the order; the two finest
    are extrapolated with order 2.

    Parameters
    ----------
    points
        Intervals of the coarsest grid, at least 2.

    Returns
    -------
    tuple
        ``(k R^3, order)``; the order tends to 2.

    """
    coarse, middle, fine = (float(eigenvalues(points * m)[0]) for m in (1, 2, 4))
    order = float(np.log2((middle - coarse) / (fine - middle)))
    return 1 / (fine + (fine - middle) / 3), order


def measured_constant(*, seed: int, fewest: int) -> dict[str, Float[np.ndarray, "1"]]:
    """Return k R^3 from a grid that the seed chooses, for the claim on the constant.

    Parameters
    ----------
    seed
        Draws the number of intervals, between ``fewest`` and twice that.
    fewest
        At least 2.

    Returns
    -------
    dict
        ``constant`` (1,), ``order`` (1,) and ``points`` (1,).

    """
    points = int(np.random.default_rng(seed).integers(fewest, 2 * fewest))
    value, order = constant(points)
    return {
        "constant": np.array([value]),
        "order": np.array([order]),
        "points": np.array([points]),
    }
