"""Closed forms that are not the profile of scaled disks, but could pass for it."""

from collections.abc import Callable

import numpy as np
from jaxtyping import Float
from scipy.integrate import quad
from scipy.optimize import brentq
from scipy.special import ai_zeros, j0, jv

from theory.size import airy

Profile = Callable[[Float[np.ndarray, "..."]], Float[np.ndarray, "..."]]


def power(exponent: int | float) -> Profile:
    """Return 1 - rho^m, the profile that a polynomial guess would give."""
    return lambda rho: np.asarray(1 - rho**exponent)


def cosine_of_power(exponent: float) -> Profile:
    """Return cos(pi rho^m / 2), zero at rho = 1.

    The m = 1 of intervals and the m = 2 of the law p ~ r are solutions; the m nearest
    to the profile of disks, 1.428, is none.
    """
    return lambda rho: np.asarray(np.cos(np.pi * rho**exponent / 2))


def product(exponent: int, factor: float) -> Profile:
    """Return (1 - rho^m)(1 - a rho^m), a polynomial with one number to choose.

    With m the first power in the series of a profile, the best a leaves little: 0.14 %
    of disks at m = 3 and a = 0.287, 0.07 % of cosines at a = 0.223.
    """
    return lambda rho: np.asarray((1 - rho**exponent) * (1 - factor * rho**exponent))


def cosine(rho: Float[np.ndarray, "..."]) -> Float[np.ndarray, "..."]:
    """Return cos(pi rho / 2), the profile of scaled intervals (d = 1)."""
    return np.asarray(np.cos(np.pi * rho / 2))


def cosine_of_square(rho: Float[np.ndarray, "..."]) -> Float[np.ndarray, "..."]:
    """Return cos(pi rho^2 / 2), the profile of disks with radii of law p ~ r."""
    return np.asarray(np.cos(np.pi * rho**2 / 2))


def bessel(rho: Float[np.ndarray, "..."]) -> Float[np.ndarray, "..."]:
    """Return J_0(j rho), the vibrating membrane, zero at rho = 1."""
    return np.asarray(j0(brentq(j0, 2.0, 3.0) * rho))


def ball(rho: Float[np.ndarray, "..."]) -> Float[np.ndarray, "..."]:
    """Return the profile of scaled balls (d = 3), sqrt(rho) J_{-1/4}(j rho^2).

    Solves f'' = -k rho^2 f with f'(0) = 0 and f(1) = 0; normalised to f(0) = 1. Near
    zero the product is 0 times infinity; the first terms of the series replace it.
    """
    zero = brentq(lambda x: jv(-0.25, x), 1.5, 2.5)
    x = zero * np.maximum(rho, 1e-3) ** 2
    scaled = np.sqrt(np.maximum(rho, 1e-3)) * jv(-0.25, x)
    start = np.sqrt(1e-3) * jv(-0.25, zero * 1e-6)
    return np.asarray(scaled / start)


def phase(rho: Float[np.ndarray, "..."]) -> Float[np.ndarray, "..."]:
    """Return cos(pi rho^(3/2) / 2): the phase of Liouville and Green, no amplitude."""
    return np.asarray(np.cos(np.pi * rho**1.5 / 2))


def series(rho: Float[np.ndarray, "..."]) -> Float[np.ndarray, "..."]:
    """Return 1 - k rho^3 / 6 + k^2 rho^6 / 180, the first terms of Airy's series."""
    step = airy.constant() * rho**3
    return np.asarray(1 - step / 6 + step**2 / 180)


def constants() -> dict[str, float]:
    """Return values of k R^3 that other readings of the problem would give.

    A Rayleigh quotient ``int f'^2 / int rho f^2`` of the guess 1 - rho^2; the
    membrane J0; Ai alone, without Bi; intervals in place of disks; the slope free and
    the value zero at the centre; and k = 1 with R = 1. Nearest: the quotient of
    :func:`phase`, and j by two terms of McMahon's expansion.
    """
    stiffness = quad(lambda rho: 4 * rho**2, 0, 1)[0]
    mass = quad(lambda rho: rho * (1 - rho**2) ** 2, 0, 1)[0]
    bending = quad(
        lambda rho: rho * (0.75 * np.pi * np.sin(np.pi * rho**1.5 / 2)) ** 2, 0, 1
    )[0]
    carried = quad(lambda rho: rho * np.cos(np.pi * rho**1.5 / 2) ** 2, 0, 1)[0]
    far = 7 * np.pi / 12
    at_centre = brentq(lambda x: jv(1 / 3, x), 2.0, 4.0)
    return {
        "guess 1 - rho^2": stiffness / mass,
        "membrane J0": brentq(j0, 2.0, 3.0) ** 2,
        "Ai alone": float(-ai_zeros(1)[0][0]) ** 3,
        "intervals": np.pi**2 / 4,
        "zero at the centre": (1.5 * at_centre) ** 2,
        "k = 1": 1.0,
        "cos(pi rho^1.5 / 2)": bending / carried,
        "McMahon": (1.5 * (far + 5 / (72 * far))) ** 2,
    }


def closed_forms() -> dict[str, Profile]:
    """Return every rival of the Airy profile by name, on rho in [0, 1]."""
    return {
        **{f"1 - rho^{m}": power(m) for m in range(1, 6)},
        "J0": bessel,
        "cos(pi rho / 2)": cosine,
        "cos(pi rho^2 / 2)": cosine_of_square,
        "d = 3": ball,
    }


def neighbours() -> dict[str, Profile]:
    """Return the closed forms nearest to the profile of scaled disks, by name."""
    return {
        "cos(pi rho^1.5 / 2)": phase,
        "1 - k rho^3 / 6 + k^2 rho^6 / 180": series,
        "1 - rho^2.5": power(2.5),
    }
