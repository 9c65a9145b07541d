"""What eq. (15) does not fix: a code may carry any curve of the codes before it.

Two independent numbers, u on -2 .. 2 and v on -1, 1, all alike likely, are the image.
The second code is v + c (u^2 - 2), which is uncorrelated with u, and the decoder takes
the curve off again. Exact rationals.
"""

from collections.abc import Callable
from fractions import Fraction
from itertools import product

import sympy as sp

from theory.derivation import Kind, Step, equal

FIRST, SECOND = (-2, -1, 0, 1, 2), (-1, 1)
Pair = tuple[Fraction, Fraction]


def _bend(u: Fraction) -> Fraction:
    return u**2 - 2


def _mean(value: Callable[[Fraction, Fraction], Fraction]) -> Fraction:
    pairs = [(Fraction(u), Fraction(v)) for u, v in product(FIRST, SECOND)]
    return sum((value(u, v) for u, v in pairs), Fraction(0)) / len(pairs)


def loss_parts(c: Fraction) -> Pair:
    """Return the error and the covariance of the codes u and v + c (u^2 - 2).

    Examples
    --------
    >>> loss_parts(Fraction(2))
    (Fraction(0, 1), Fraction(0, 1))

    """

    def code(u: Fraction, v: Fraction) -> Fraction:
        return v + c * _bend(u)

    error = _mean(lambda u, v: (code(u, v) - c * _bend(u) - v) ** 2)
    means = _mean(lambda u, v: u) * _mean(code)
    return error, _mean(lambda u, v: u * code(u, v)) - means


def own_share(c: Fraction) -> Fraction:
    """Return the share of u in what changes along the first axis.

    Along it the second code stays, so that v moves by -c times the change of u^2; each
    change is measured against the variance of its number. ``1 / (1 + 14 c^2 / 5)``.

    Examples
    --------
    >>> own_share(Fraction(0)), own_share(Fraction(1, 2))
    (Fraction(1, 1), Fraction(10, 17))

    """
    spread = _mean(lambda u, v: _bend(u) ** 2) - _mean(lambda u, v: _bend(u)) ** 2
    other = c**2 * spread / _mean(lambda u, v: v**2)
    return 1 / (1 + other)


def explained_share(c: Fraction) -> Fraction:
    """Return the share of the second code's variance that the first explains.

    The mean of v + c (u^2 - 2) where u is known is the curve; ``1 - own_share(c)``.

    Examples
    --------
    >>> explained_share(Fraction(0)), explained_share(Fraction(1, 2))
    (Fraction(0, 1), Fraction(7, 17))

    """
    curve = _mean(lambda u, v: (c * _bend(u)) ** 2)
    return curve / _mean(lambda u, v: (v + c * _bend(u)) ** 2)


def left_by_a_whole_code() -> tuple[Fraction, int]:
    """Return the covariance of u + 3 v and 3 u - 2 v, and what the first leaves open.

    No two images share the value of the first code, so that alone it has error 0 and
    tells all of the second. What it leaves open are the images that do not have a value
    of their own.

    Examples
    --------
    >>> left_by_a_whole_code()
    (Fraction(0, 1), 0)

    """
    firsts = {u + 3 * v for u, v in product(FIRST, SECOND)}
    means = _mean(lambda u, v: u + 3 * v) * _mean(lambda u, v: 3 * u - 2 * v)
    together = _mean(lambda u, v: (u + 3 * v) * (3 * u - 2 * v))
    return together - means, len(FIRST) * len(SECOND) - len(firsts)


def steps() -> tuple[Step, ...]:
    """Return why error and penalty stay while the axes change."""
    u, v, c = sp.symbols("u v c", real=True)
    place = sp.Symbol("i", integer=True)
    code = v + c * (u**2 - 2)
    mean = sp.Sum(place * (place**2 - 2), (place, -2, 2)) / 5
    spread = sp.Sum((place**2 - 2) ** 2, (place, -2, 2)) / 5
    share = sp.Symbol("S", positive=True)
    return (
        Step(
            says="Take for the second code, instead of v,",
            relation=equal(sp.Symbol("z_2"), code),
            kind=Kind.DEFINITION,
        ),
        Step(
            says="A decoder can take the curve off again, so the error stays,",
            relation=equal(sp.Symbol("z_2") - c * (u**2 - 2), v),
            kind=Kind.CONCLUSION,
        ),
        Step(
            says="and as u is as often positive as negative, the curve has no "
            "covariance with u: the penalty of eq. (15) stays too.",
            relation=equal(mean, 0),
            kind=Kind.IDENTITY,
        ),
        Step(
            says="But along the first axis v now moves by the curve, whose variance is",
            relation=equal(c**2 * spread, sp.Rational(14, 5) * c**2),
            kind=Kind.IDENTITY,
        ),
        Step(
            says="so that of what changes, the share of u is",
            relation=equal(share, 1 / (1 + sp.Rational(14, 5) * c**2)),
            kind=Kind.CONCLUSION,
        ),
    )
