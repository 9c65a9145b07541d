"""What a LeakyReLU behind every layer does to the code of a Dirac."""

import math
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import numpy as np
import sympy as sp
from jaxtyping import Num

from theory.derivation import Kind, Step, equal
from theory.position.encoder import inverted_position

_L = sp.Symbol("L", integer=True, positive=True)
_I = sp.Symbol("i", integer=True, nonnegative=True)
_P, _Q, _C = sp.symbols("p q c", positive=True)
_ALPHA = sp.Symbol("alpha", real=True)


def activated_code(
    position: int | float | Num[np.ndarray, "..."],
    scales: Sequence[int | Fraction | float],
    slope: int | Fraction | float,
) -> Any:
    """Return the code of a Dirac when a LeakyReLU follows each filter c_l [1, 2, 1].

    ``alpha^m c_1 ... c_L (2^L - a)``, where m is the number of layers with a negative
    output: all entries of one layer have one sign, and a LeakyReLU only multiplies
    numbers of one sign, by 1 or by its slope alpha. With positive filters m = 0: the
    activation changes nothing.

    Parameters
    ----------
    position
        The place a, in [0, 2^L - 1]. A number or an array.
    scales
        The factors c_1 to c_L, finite, first layer first; at least one.
    slope
        The LeakyReLU is the identity for positive numbers and alpha times them for
        negative ones; alpha finite, of any sign (0 is ReLU, -1 the absolute value).

    Returns
    -------
    number or array
        Of the kind that the arguments have together.

    Raises
    ------
    ValueError
        If an argument is out of range.

    Notes
    -----
    Deck, summary of part 2: "Does not even require non-linearity".

    Examples
    --------
    >>> activated_code(5, [1, 1, 1], slope=Fraction(1, 4))
    3
    >>> activated_code(5, [-1, -1, -1], slope=Fraction(1, 4))
    Fraction(-3, 16)

    """
    if not all(math.isfinite(number) for number in (*scales, slope)):
        raise ValueError(
            f"scales and slope must be finite, got {list(scales)} and {slope}."
        )
    code = inverted_position(position, len(scales))
    gain: Any = 1
    sign = 1
    for scale in scales:
        sign = -sign if scale < 0 else sign
        if sign < 0:
            gain, sign = gain * slope, _sign_after(slope)
        gain *= scale
    return gain * code


def _sign_after(slope: int | Fraction | float) -> int:
    """Return the sign of negative numbers behind the LeakyReLU."""
    return 1 if slope < 0 else -1


def leaky(value: sp.Expr) -> sp.Expr:
    """Return ``max(x, 0) + alpha min(x, 0)``, the LeakyReLU of slope alpha.

    Written out even where sympy sees the sign of x, so that a step shows what it says.
    """
    above, below = (f(value, 0, evaluate=False) for f in (sp.Max, sp.Min))
    return above + _ALPHA * below


def derivation() -> tuple[Step, ...]:
    """Return why positive filters never meet the slope, and what negative ones do."""
    return (*_positive(), *_negative())


def _positive() -> tuple[Step, ...]:
    ell, u, taps = (
        sp.Function("ell"),
        sp.Function("u"),
        sp.symbols("t_0:3", positive=True),
    )
    x, s = sp.Symbol("x", real=True), sp.symbols("s_0:3", nonnegative=True)
    mixed = sum(t * value for t, value in zip(taps, s, strict=True))
    return (
        Step(
            says="A LeakyReLU of slope alpha is the identity above 0.",
            relation=sp.Eq(ell(x), leaky(x)),
            kind=Kind.DEFINITION,
        ),
        Step(
            says="Whatever alpha is, it leaves alone a number that is not negative.",
            relation=equal(leaky(s[0]), s[0]),
            kind=Kind.IDENTITY,
        ),
        Step(
            says="A layer with positive taps makes no other numbers out of such "
            "numbers, so the LeakyReLU behind it does nothing.",
            relation=equal(leaky(mixed), mixed),
            kind=Kind.IDENTITY,
        ),
        Step(
            says="A Dirac has no negative entry, integer or shared by two "
            "samples; so, layer by layer, no activation changes anything.",
            relation=sp.Eq(ell(u(_I)), u(_I)),
            kind=Kind.CONCLUSION,
        ),
    )


def _negative() -> tuple[Step, ...]:
    bent = leaky(_Q - _P)
    hats = [sp.Max(0, _P - sp.Abs(_Q - _P * k)) for k in range(3)]
    below = -sum(t * h for t, h in zip((1, 2, 1), hats, strict=True))
    return (
        Step(
            says="With the filter -[1, 2, 1] a layer of such numbers has no positive "
            "entry, and the LeakyReLU multiplies all of it by alpha.",
            relation=equal(leaky(below), _ALPHA * below),
            kind=Kind.IDENTITY,
        ),
        Step(
            says="The LeakyReLU commutes with positive factors.",
            relation=equal(leaky(_C * (_Q - _P)), _C * bent),
            kind=Kind.IDENTITY,
        ),
        Step(
            says="So with alpha > 0 and the filter -[1, 2, 1] every layer whose number "
            "is odd brings a factor alpha.",
            relation=sp.Eq(
                sp.Function("E")(_L),
                (-1) ** _L
                * _ALPHA ** sp.ceiling(_L / 2)
                * (2**_L - sp.Symbol("a", nonnegative=True)),
            ),
            kind=Kind.CONCLUSION,
        ),
        Step(
            says="Signs that meet in one entry do change the code: of two neighbours q "
            "and p under the taps 1 and -1 it makes this.",
            relation=equal(
                bent, (1 + _ALPHA) * (_Q - _P) / 2 + (1 - _ALPHA) * sp.Abs(_Q - _P) / 2
            ),
            kind=Kind.IDENTITY,
        ),
    )
