"""Codes of scaled disks: the least contractive ones, and what passes for them."""

from collections.abc import Callable
from functools import cache

import numpy as np
from jaxtyping import Float
from scipy.linalg import eigh
from scipy.optimize import brentq
from scipy.special import airy

from theory.size import airy as one_signed

Code = Callable[[Float[np.ndarray, " m"]], Float[np.ndarray, " m"]]


def power(exponent: float) -> Code:
    """Return the code rho^m: 1 for the radius, 2 for the area.

    Examples
    --------
    >>> power(2)(np.array([0.5]))
    array([0.25])

    """
    return lambda rho: np.asarray(rho**exponent)


def least_of_range(law: float) -> Code:
    """Return the code of least contractive energy at given range, for p ~ rho^k.

    ``g' ~ s / p ~ rho^(1 - k)``, so ``g = rho^(2 - k)``: the area for k = 0, the radius
    for k = 1. The encoder is free; see :mod:`theory.size.contraction`.

    Parameters
    ----------
    law
        The exponent k, below 2: beyond, small radii are so rare that any range can be
        had there for nothing.

    Raises
    ------
    ValueError
        If the exponent is 2 or more, or not a number.

    Examples
    --------
    >>> least_of_range(1.0)(np.array([0.25]))
    array([0.25])

    """
    if not law < 2:
        raise ValueError(f"law must be below 2 for a code of least energy, got {law}.")
    return power(2 - law)


@cache
def scaled_radius() -> float:
    """Return cR, the first positive zero of sqrt(3) Ai(-x) - Bi(-x).

    Equal to ``(3 j / 2)^(2/3)`` with j the first zero of the Bessel function of order
    1/3.

    Examples
    --------
    >>> round(scaled_radius(), 12)
    2.666352690407

    """
    return float(brentq(_slope, 2.0, 3.5, xtol=1e-15, rtol=1e-15))


def constant() -> float:
    """Return mu R^3, the energy over the variance of the code that has least of it.

    For radii uniform on (0, R) and a squared speed of the images equal to the radius.

    Examples
    --------
    >>> round(constant(), 9)
    18.956265591

    """
    return scaled_radius() ** 3


def least_of_variance(rho: Float[np.ndarray, " m"]) -> Float[np.ndarray, " m"]:
    """Return the code of least contractive energy at variance 1, for uniform radii.

    The derivative of Airy's combination, ``g ~ sqrt(3) Ai'(-c rho) - Bi'(-c rho)``,
    increasing, with mean 0 and variance 1 under the uniform law. The encoder is free.

    Parameters
    ----------
    rho
        Shape (m,), shares of the largest radius in [0, 1].

    """
    _, ai, _, bi = airy(-scaled_radius() * np.asarray(rho, dtype=float))
    return np.asarray((np.sqrt(3) * ai - bi) / _deviation())


def overlap(rho: Float[np.ndarray, " m"]) -> Float[np.ndarray, " m"]:
    """Return F, the overlap of each disk with the profile of a bias-free decoder.

    ``F ~ -f'`` for the Airy profile f: the code of that network (deck, eq. 5).

    Examples
    --------
    >>> overlap(np.zeros(1)).round(12) + 0.0
    array([0.])

    """
    _, ai, _, bi = airy(-one_signed.scaled_radius() * np.asarray(rho, dtype=float))
    return np.asarray(np.sqrt(3) * ai + bi)


def cosine_of_power(exponent: float) -> Code:
    """Return -cos(pi rho^m).

    For m = 2 the linear code of most variance under the law p ~ rho; for m = 3/2 what
    the first order of Liouville and Green makes of the code of least energy at given
    variance.

    Examples
    --------
    >>> cosine_of_power(2)(np.array([0.0, 1.0]))
    array([-1.,  1.])

    """
    return lambda rho: np.asarray(-np.cos(np.pi * rho**exponent))


def least_of_variance_under(law: float, points: int = 800) -> Code:
    """Return the code of least contractive energy at given variance, for p ~ rho^k.

    By linear algebra on a grid (:func:`on_a_grid`), second order, and straight lines
    between the grid's points.

    Parameters
    ----------
    law
        The exponent k, at least 0.
    points
        Intervals of the grid.

    Examples
    --------
    >>> rho = np.linspace(0.1, 0.9, 5)
    >>> off = least_of_variance_under(0.0)(rho) - least_of_variance(rho)
    >>> bool(np.abs(off).max() < 1e-4)
    True

    """
    found, _ = _grid_code(law, points)
    middle = (np.arange(points) + 0.5) / points
    return lambda rho: np.asarray(np.interp(rho, middle, found))


def squared_speed(softness: float) -> float:
    """Return ``|dx/dr|^2 / r`` for disks with the edge 1 / (1 + exp((t - r) / w)).

    ``2 pi`` times the integral of the squared slope of the edge, ``1 / (6 w)``, where
    the edge is much narrower than the disk.

    Parameters
    ----------
    softness
        The width w, positive.

    Examples
    --------
    >>> round(squared_speed(0.5) / np.pi, 12)
    0.666666666667

    """
    if not softness > 0:
        raise ValueError(f"softness must be positive, got {softness}.")
    return float(np.pi / (3 * softness))


def energy_of_range(law: float, radii: tuple[float, float], softness: float) -> float:
    """Return the least mean squared gradient at range 1, ``1 / int (s / p) dr``.

    For radii of law p ~ r^k between two bounds and a free encoder.

    Parameters
    ----------
    law
        The exponent k, in [0, 2).
    radii
        The smallest and the largest radius.
    softness
        Width of the edge, as in :func:`squared_speed`.

    Examples
    --------
    >>> uniform = energy_of_range(0.0, (0.0, 2.0), np.pi / 3)
    >>> round(uniform, 12)
    0.25

    """
    low, high = radii
    mass = (high ** (law + 1) - low ** (law + 1)) / (law + 1)
    code = (high ** (2 - law) - low ** (2 - law)) / (2 - law)
    return float(1 / (squared_speed(softness) * mass * code))


def energy_of_variance(radius: float, softness: float) -> float:
    """Return the least mean squared gradient at variance 1, for uniform radii.

    Examples
    --------
    >>> round(energy_of_variance(1.0, np.pi / 3), 9)
    18.956265591

    """
    return constant() / (squared_speed(softness) * radius**3)


def energy_of_linear(radius: float) -> float:
    """Return the least squared norm of a linear encoder of range 1: 1 / (pi R^2).

    Examples
    --------
    >>> round(energy_of_linear(1.0) * np.pi, 12)
    1.0

    """
    return float(1 / (np.pi * radius**2))


def on_a_grid(
    law: Code, speed: Code, points: int, variance: bool = False
) -> tuple[Float[np.ndarray, " points"], float]:
    """Return the least code on a grid of [0, 1], without any differential equation.

    The energy ``int p g'^2 / s`` becomes a quadratic form of the values at the
    midpoints of equal intervals; it is minimised by linear algebra. Second order. The
    tests compare the equation's code with it.

    Parameters
    ----------
    law, speed
        The law p of the radii and the squared speed s of the images, positive
        functions of the share of the largest radius; p need not be normalised.
    points
        Intervals, at least 3.
    variance
        Whether the variance under the law is given, rather than the range.

    Returns
    -------
    tuple
        Values at the midpoints, and the energy over the variance or over the squared
        range between the first midpoint and the last.

    Raises
    ------
    ValueError
        If there are fewer than 3 intervals, or law or speed is not positive.

    """
    if points < 3:
        raise ValueError(f"points must be at least 3, got {points}.")
    middle = (np.arange(points) + 0.5) / points
    between = np.arange(1, points) / points
    weight = law(middle) / law(middle).sum()
    stiffness = law(between) / law(middle).sum() / speed(between) * points**2
    if not (np.all(weight > 0) and np.all(np.isfinite(stiffness) & (stiffness > 0))):
        raise ValueError("law and speed must be positive and finite inside (0, 1).")
    if not variance:
        resistance = np.cumsum(1 / stiffness)
        values = np.concatenate([[0.0], resistance]) / resistance[-1]
        return values, float(1 / resistance[-1])
    return _least_of_variance(weight, stiffness)


@cache
def _grid_code(law: float, points: int) -> tuple[Float[np.ndarray, " points"], float]:
    return on_a_grid(lambda rho: rho**law, power(1.0), points, variance=True)


def _least_of_variance(
    weight: Float[np.ndarray, " points"], stiffness: Float[np.ndarray, " gaps"]
) -> tuple[Float[np.ndarray, " points"], float]:
    """Return the least mode but the constant one, and its energy."""
    difference = np.diff(np.eye(len(weight)), axis=0)
    energy = difference.T @ (stiffness[:, None] * difference)
    least = eigh(energy, np.diag(weight), subset_by_index=(1, 1))
    values = least[1][:, 0] * np.sign(least[1][-1, 0])
    return np.asarray(values), float(least[0][0])


def _slope(x: Float[np.ndarray, "..."] | float) -> Float[np.ndarray, "..."]:
    ai, _, bi, _ = airy(-np.asarray(x, dtype=float))
    return np.asarray(np.sqrt(3) * ai - bi)


@cache
def _deviation() -> float:
    """Return the root mean square of sqrt(3) Ai'(-c rho) - Bi'(-c rho) on (0, 1)."""
    # The integrand is entire: 60 Gauss nodes leave only rounding.
    nodes, weights = np.polynomial.legendre.leggauss(60)
    _, ai, _, bi = airy(-scaled_radius() * (nodes + 1) / 2)
    return float(np.sqrt(weights @ (np.sqrt(3) * ai - bi) ** 2 / 2))
