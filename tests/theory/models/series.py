"""Power series of ``f'' = -mu t f``, and the zeros of Bessel functions.

No route of theory uses them: it takes Airy functions, shooting or interval arithmetic.
"""

import math
from dataclasses import dataclass
from functools import cache
from typing import Any

import mpmath
from numpy.polynomial import Polynomial

TERMS = 26


@dataclass(frozen=True)
class Series:
    """The solution with given value and slope at 0, as coefficients of t^i."""

    value: int
    slope: int

    @cache  # noqa: B019
    def coefficients(self, mu: Any) -> list[Any]:
        """Return them: ``(i + 3)(i + 2) a_{i + 3} = -mu a_i``."""
        a = [mpmath.mpf(self.value), mpmath.mpf(self.slope), mpmath.mpf(0)]
        for i in range(3 * TERMS):
            a.append(-mu * a[i] / ((i + 3) * (i + 2)))
        return a

    def at(self, t: Any, mu: Any) -> Any:
        """Return f(t)."""
        return mpmath.polyval(self.coefficients(mu)[::-1], mpmath.mpf(t))

    def polynomial(self, mu: Any) -> Polynomial:
        """Return f in double precision."""
        return Polynomial([float(a) for a in self.coefficients(mu)])


def airy_series(value: int, slope: int) -> Series:
    """Return the solution with this value and slope at 0."""
    return Series(value, slope)


@cache
def root(series: Series, near: float) -> Any:
    """Return the mu near a number for which the series vanishes at 1."""
    with mpmath.workdps(45):
        return mpmath.findroot(lambda mu: series.at(1, mu), near)


@cache
def bessel_zero(order: str, n: int) -> Any:
    """Return the n-th positive zero of the Bessel function of a fractional order."""
    with mpmath.workdps(45):
        nu = mpmath.mpf(order.split("/")[0]) / int(order.split("/")[1])
        near = (n + nu / 2 - mpmath.mpf(1) / 4) * mpmath.pi
        return mpmath.findroot(lambda x: mpmath.besselj(nu, x), near)


def overlapped(f: Polynomial) -> Polynomial:
    """Return the integral of 2 pi t f over (0, r), as a function of r."""
    return (2 * math.pi * Polynomial([0, 1]) * f).integ()
