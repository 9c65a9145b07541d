"""Proven enclosures of the constants, by interval arithmetic."""

import math
from collections.abc import Callable
from dataclasses import dataclass

from flint import arb, ctx


@dataclass(frozen=True, kw_only=True)
class Enclosure:
    """An interval that provably holds a number.

    Parameters
    ----------
    digits
        The midpoint in decimal.
    radius
        Half the width, rounded up; it covers the rounding of ``digits`` too.

    """

    digits: str
    radius: float


def scaled_radius(digits: int = 40) -> Enclosure:
    """Return an interval that provably holds exactly one zero cR of the profile.

    Interval Newton on ``g(x) = sqrt(3) Ai(-x) + Bi(-x)`` over [1.9, 2.1]: where the
    image of the interval lies inside it, it holds exactly one zero. That it is the
    first positive one: g has a positive enclosure on every piece of [0, 1.9].

    Parameters
    ----------
    digits
        Decimal digits wanted, 1 to 1000.

    Raises
    ------
    ValueError
        If ``digits`` is out of range.
    ArithmeticError
        If the interval test fails (it never did).

    Examples
    --------
    >>> scaled_radius(12).digits
    '1.98635270743'

    """
    return _enclosed(lambda x: x, digits)


def constant(digits: int = 40) -> Enclosure:
    """Return an interval that provably holds k R^3 = (cR)^3.

    Examples
    --------
    >>> constant(12).digits
    '7.83734743894'

    """
    return _enclosed(lambda x: x**3, digits)


def captured(digits: int = 40) -> Enclosure:
    """Return an interval that provably holds the captured share 6 / (k R^3).

    Examples
    --------
    >>> captured(12).digits
    '0.765565141362'

    """
    return _enclosed(lambda x: 6 / x**3, digits)


def _enclosed(function: Callable[[arb], arb], digits: int) -> Enclosure:
    """Return the enclosure of a function of cR, at a precision set for this call."""
    if not 1 <= digits <= 1000:
        raise ValueError(f"digits must be in 1 to 1000, got {digits}.")
    with ctx.workdps(digits + 20):
        ball = function(_newton(arb("2.0", "0.1"), digits))
        text = str(arb(ball.mid()).str(digits, radius=False))
        width = abs(ball - arb(text)).upper()
        return Enclosure(digits=text, radius=math.nextafter(float(width), math.inf))


def _newton(box: arb, digits: int) -> arb:
    _no_earlier_zero(pieces=64)
    inside = False
    for _ in range(64):
        middle = arb(box.mid())
        image = middle - _value(middle) / _slope(box)
        inside = inside or bool(box.contains(image))
        box = box.intersection(image)
        if inside and box.rad() < arb(10) ** (-digits - 2):
            return box
    raise ArithmeticError("interval Newton did not converge; raise the precision.")


def _no_earlier_zero(pieces: int) -> None:
    """Prove that the profile is positive on [0, 1.9]."""
    half = arb("1.9") / (2 * pieces)
    for piece in range(pieces):
        box = arb((2 * piece + 1) * half, half.upper())
        if not _value(box) > 0:
            raise ArithmeticError("the profile could not be shown positive below 1.9.")


def _value(x: arb) -> arb:
    return arb(3).sqrt() * (-x).airy_ai() + (-x).airy_bi()


def _slope(x: arb) -> arb:
    return -(arb(3).sqrt() * (-x).airy_ai(derivative=1) + (-x).airy_bi(derivative=1))
