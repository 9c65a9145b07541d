"""How far the best image is from Airy's profile: by its energy, and for drawn radii."""

from functools import cache

import numpy as np
import sympy as sp
from jaxtyping import Float

from theory.derivation import Kind, Step, equal, identity
from theory.size import spectrum


def gap() -> float:
    """Return by how much the first mode's share of the energy exceeds the second's.

    Examples
    --------
    >>> round(gap(), 4)
    0.6584

    """
    coarse, fine = (spectrum.eigenvalues(n, 2) for n in (400, 800))
    first, second = 6 * (fine + (fine - coarse) / 3)
    return float(first - second)


@cache
def spread(points: int = 200) -> float:
    """Return the limit of m E|f_m - f|^2, m radii drawn from the uniform law.

    ``sum_n E[F_1^2 F_n^2] / (lambda_1 - lambda_n)^2`` over all other modes n, with F_n
    the overlap of mode n with a disk. Grids of radii, of two sizes, extrapolated with
    order 2.

    Parameters
    ----------
    points
        Radii of the coarser grid, at least 2.

    Raises
    ------
    ValueError
        If ``points`` is below 2.

    Examples
    --------
    >>> round(spread(), 4)
    0.4884

    """
    if points < 2:
        raise ValueError(f"points must be at least 2, got {points}.")
    coarse, fine = (float(spreads(n).sum()) for n in (points, 2 * points))
    return fine + (fine - coarse) / 3


def spreads(points: int) -> Float[np.ndarray, " others"]:
    """Return the part of every other mode in :func:`spread`, on one grid of radii."""
    radii = (np.arange(points) + 0.5) / points
    values, vectors = np.linalg.eigh(np.minimum.outer(radii, radii) ** 2 / points)
    squares = points * values * vectors**2
    means = squares[:, -1] @ squares[:, :-1] / points
    return np.asarray(means / (values[-1] - values[:-1]) ** 2)[::-1]


def profile_of(
    radii: Float[np.ndarray, " m"], at: Float[np.ndarray, "..."]
) -> Float[np.ndarray, "..."]:
    """Return the best image of disks of these very radii, at distances from the centre.

    A sum of disks, so constant between neighbouring radii; 1 at the centre.

    Parameters
    ----------
    radii
        Shape (m,), positive, in any order.
    at
        Distances, in the unit of the radii.

    Examples
    --------
    >>> profile_of(np.array([1.0, 2.0]), np.array([0.5, 1.5, 2.5])).round(4)
    array([1.    , 0.7676, 0.    ])

    """
    sizes = np.sort(np.asarray(radii, dtype=float))
    best = np.abs(np.linalg.eigh(np.minimum.outer(sizes, sizes) ** 2)[1][:, -1])
    before = np.append(0.0, np.cumsum(best))
    return np.asarray(1 - before[np.searchsorted(sizes, at, "left")] / before[-1])


def derivation() -> tuple[Step, ...]:
    """Return how energy bounds the angle, and what a drawn set of radii does."""
    return _angle_steps() + _drawn_steps()


def _angle_steps() -> tuple[Step, ...]:
    c, a = sp.symbols("c_1:4", positive=True), sp.symbols("a_1:4", real=True)
    kept = sum(x * y**2 for x, y in zip(c, a, strict=True))
    sine, deficit, apart = sp.symbols("s delta gamma", positive=True)
    return (
        identity(
            "Written in the modes of the energy, an image of unit norm with the parts "
            "a_n keeps the sum of c_n a_n^2. With three modes, c_1 less that is:",
            c[0] * sum(y**2 for y in a) - kept,
            (c[0] - c[1]) * (a[1] ** 2 + a[2] ** 2) + (c[1] - c[2]) * a[2] ** 2,
        ),
        Step(
            says="So what any image falls short of, delta, over gamma = c_1 - c_2, "
            "bounds the squared sine of its angle to the first mode, Airy's profile:",
            relation=sp.Le(sine**2, deficit / apart, evaluate=False),
            kind=Kind.CONCLUSION,
        ),
    )


def _drawn_steps() -> tuple[Step, ...]:
    n, last = sp.symbols("n N", integer=True, positive=True)
    value, mean = sp.Function("lambda"), sp.Function("A")
    first, second = sp.symbols("lambda_1 lambda_2", positive=True)
    change, part = sp.Symbol("S_12", real=True), sp.Symbol("b_2", real=True)
    return (
        Step(
            says="Change the operator of the energy by a small S: to first order the "
            "first mode gets the part b_n of mode n, here of the second.",
            relation=equal(part, change / (first - second)),
            kind=Kind.CONCLUSION,
        ),
        Step(
            says="With m radii drawn, S_1n is the mean of m independent F_1 F_n, whose "
            "mean is 0 and whose mean square is A_n. So m times the mean squared "
            "distance of the best images tends to V, the sum over the other modes.",
            relation=equal(
                sp.Symbol("V"),
                sp.Sum(mean(n) / (first - value(n)) ** 2, (n, 2, last)),
            ),
            kind=Kind.CONCLUSION,
        ),
    )
