"""A proven enclosure of the split at which two signs are balanced, by intervals.

For uniform radii in the plane. Unknowns are tau and c; the upper profile is
``f = A Ai(-c t) + B Bi(-c t)`` on [tau, 1] with lambda = c^-3, f(tau) = 1 and
``f'(tau) = -tau^2 / (2 lambda)``; the two equations are f(1) = 0 and, at tau,
``lambda f'(1)^2 - tau^5 / (4 lambda) = k tau^2 / 4``, k the constant of Airy's profile:
both classes keep the same of the disk of radius tau. No code of ``branches`` is used,
which the tests compare with this.
"""

import math
from collections.abc import Callable
from typing import Any

from flint import arb, arb_series, ctx

from theory.size.certified import Enclosure, constant

Pair = tuple[Any, Any]


def split(digits: int = 20) -> Enclosure:
    """Return an interval that provably holds tau over R, where the classes balance.

    It holds exactly one solution of the two equations of the module: a split at which
    the energy is stationary. That no other split keeps more is not proved here; tests
    compare it with splits all over (0, 1).

    Parameters
    ----------
    digits
        Decimal digits wanted, 1 to 200.

    Raises
    ------
    ValueError
        If ``digits`` is out of range.
    ArithmeticError
        If the interval test fails (it never did).

    Examples
    --------
    >>> split(12).digits
    '0.724652578354'

    """
    return _enclosed(lambda c, tau, k: tau, digits)


def captured(digits: int = 20) -> Enclosure:
    """Return an interval that provably holds 6 (tau^3 / k + lambda).

    Examples
    --------
    >>> captured(12).digits
    '0.851450939407'

    """
    return _enclosed(lambda c, tau, k: 6 * (tau**3 / k + c**-3), digits)


def _enclosed(function: Callable[[arb, arb, arb], arb], digits: int) -> Enclosure:
    if not 1 <= digits <= 200:
        raise ValueError(f"digits must be in 1 to 200, got {digits}.")
    sharp = constant(digits + 30)
    with ctx.workdps(digits + 30):
        k = arb(sharp.digits, sharp.radius)
        start = (arb("2.2044", "0.0005"), arb("0.7247", "0.0005"))
        c, tau = _krawczyk(start, k, digits)
        ball = function(c, tau, k)
        text = str(arb(ball.mid()).str(digits, radius=False))
        width = abs(ball - arb(text)).upper()
        return Enclosure(digits=text, radius=math.nextafter(float(width), math.inf))


def _krawczyk(box: Pair, k: arb, digits: int) -> Pair:
    """Return a box proved to hold one zero: it is mapped into its own inside."""
    inside = False
    for _ in range(64):
        image = _image(box, k)
        pairs = list(zip(box, image, strict=True))
        inside = inside or all(b.contains_interior(i) for b, i in pairs)
        box = (pairs[0][0].intersection(image[0]), pairs[1][0].intersection(image[1]))
        if inside and max(b.rad() for b in box) < arb(10) ** (-digits - 3):
            return box
    raise ArithmeticError("Krawczyk's iteration did not converge; raise the precision.")


def _image(box: Pair, k: arb) -> Pair:
    """Return ``y - Y g(y) + (1 - Y J)(box - y)``, Y an inverse of J at the middle y."""
    middle = (arb(box[0].mid()), arb(box[1].mid()))
    value = _equations(middle, k)
    (a, b), (c, d) = ((arb(x.mid()) for x in row) for row in _jacobian(middle, k))
    scale = a * d - b * c
    inverse = ((d / scale, -b / scale), (-c / scale, a / scale))
    slope = _jacobian(box, k)
    found = []
    for row in range(2):
        y0, y1 = inverse[row]
        left = [y0 * slope[0][j] + y1 * slope[1][j] for j in range(2)]
        left = [(1 if j == row else 0) - left[j] for j in range(2)]
        moved = sum((left[j] * (box[j] - middle[j]) for j in range(2)), arb(0))
        found.append(middle[row] - (y0 * value[0] + y1 * value[1]) + moved)
    return found[0], found[1]


def _jacobian(box: Pair, k: arb) -> tuple[Pair, Pair]:
    """Return the derivatives of both equations in c and tau, over a box."""
    one = [arb(0), arb(1)]
    columns = []
    for moving in range(2):
        c, tau = (arb_series([b, one[i == moving]], 2) for i, b in enumerate(box))
        columns.append([g[1] for g in _equations((c, tau), k)])
    return (columns[0][0], columns[1][0]), (columns[0][1], columns[1][1])


def _equations(point: tuple[Any, Any], k: arb) -> tuple[Any, Any]:
    """Return f(1) and the balance at tau; numbers and series alike."""
    c, tau = point
    slope = -(tau * tau) * c * c * c / 2
    ai, ai_slope, bi, bi_slope = (-c * tau).airy()
    # The Wronskian of Ai and Bi is 1 / pi.
    a = arb.pi() * (bi_slope + bi * slope / c)
    b = -arb.pi() * (ai_slope + ai * slope / c)
    ai, ai_slope, bi, bi_slope = (-c).airy()
    end, end_slope = a * ai + b * bi, -c * (a * ai_slope + b * bi_slope)
    cube = c * c * c
    balance = end_slope * end_slope / cube - tau**5 * cube / 4 - k * tau * tau / 4
    return end, balance
