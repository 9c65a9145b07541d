"""Why a second channel, or a first bias, is the least that makes up for a maximum."""

from collections.abc import Sequence
from typing import Any

import sympy as sp

from theory.derivation import Kind, Step, identity
from theory.position import pooling_nonnegative_proof
from theory.position.pooling_least import ONE_BIAS, one_bias_taps

_P = sp.Symbol("p", positive=True)
_D, _GAP = sp.symbols("d w", nonnegative=True)
_A, _M, _K, _L = sp.symbols("a m k L", integer=True, nonnegative=True)
_BETA = sp.Symbol("beta", real=True)
_E, _ALONE = sp.Function("E"), sp.Function("F")
_R, _Q = sp.Function("r"), sp.Function("q")

_TIED = sp.Poly(ONE_BIAS, _BETA, domain="QQ")
_ROOT = (sp.Rational(-18, 100), sp.Rational(-17, 100))
"""An interval around its real root."""


def width_derivation() -> tuple[Step, ...]:
    """Return why two channels without negative taps or biases do, and one does not."""
    return (*_state(), *_next_state(), *_end(), *pooling_nonnegative_proof.derivation())


def bias_derivation() -> tuple[Step, ...]:
    """Return why one channel without negative taps needs a bias in its first layer."""
    return (*_biased(), *pooling_nonnegative_proof.unbiased_start_derivation())


def _state() -> tuple[Step, ...]:
    return (
        Step(
            says="Two channels begin as copies of the impulse at a. Every layer makes "
            "[1, 1, 0] r + [1, 0, 0] q of them for the next r, and [2, 0, 0] q for the "
            "next q. Say that behind l layers, with p = 2^l, the second holds p at m, "
            "the least whole number that a/p does not exceed, and nothing else,",
            relation=sp.Eq(_Q(_M), _P),
            kind=Kind.DEFINITION,
        ),
        Step(
            says="that the first holds p at m as well,",
            relation=sp.Eq(_R(_M), _P),
            kind=Kind.DEFINITION,
        ),
        Step(
            says="and this at m - 1, which is at least 0 and below p. It is so for "
            "l = 0.",
            relation=sp.Eq(_R(_M - 1), _P * _M - _A),
            kind=Kind.DEFINITION,
        ),
    )


def _next_state() -> tuple[Step, ...]:
    p = _D + _GAP
    return (
        identity(
            "Let d be that. The filters leave d at m - 1, d + p at m and 2p at m + 1, "
            "where the other channel has 2p alone. If m is 2k, d stays, at k - 1, "
            "where 2p k - a is to be, and the last two are a pair. With p = d + w, w "
            "not negative, its maximum is 2p, which is larger by this.",
            sp.Add(2 * p, -(_D + p), evaluate=False),
            _GAP,
        ),
        identity(
            "If m is 2k + 1, the pair k holds d and d + p, of which this is left, and "
            "the next pair 2p:",
            sp.Max(_D, _D + _P, evaluate=False),
            _D + _P,
        ),
        identity(
            "again what is claimed, for 2p and k + 1.",
            (_P * (2 * _K + 1) - _A) + _P,
            2 * _P * (_K + 1) - _A,
        ),
    )


def _end() -> tuple[Step, ...]:
    return (
        Step(
            says="No filter has a right tap, so what moves beyond the end never comes "
            "back. Behind L layers one place is left. An impulse at 0 is still at "
            "m = 0; for any other m is 1, and m - 1 the place that is left: both "
            "ways the first channel holds this there.",
            relation=sp.Eq(_E(_A), 2**_L - _A),
            kind=Kind.CONCLUSION,
        ),
    )


def _biased() -> tuple[Step, ...]:
    (_, t, s), (_, u, v), _ = one_bias_taps(_BETA)
    left = _TIED.as_expr() / (_BETA * (2 + 8 * _BETA - _BETA**2 - _BETA**3) ** 2)
    return (
        Step(
            says="Three layers with the taps [7, 1, 0], [7, 7, 5] and [1/7, 1/7, 0], "
            "the first with a bias of -3, the last with one of 43/7: eight codes, each "
            "a matter of rational arithmetic.",
            relation=sp.Eq(_E(_A), 8 - _A),
            kind=Kind.CONCLUSION,
        ),
        identity(
            "A bias beta in the first layer alone does too. With the taps [1, t, s], "
            "[1, u, v] and [-2/beta, 0, -2/(3 beta)] the codes are 8 - a, as long as "
            "each maximum is the one expected, if five equations hold. Three of them "
            "give s, t and v by u and beta; the fourth, times 1 + beta, and the fifth "
            "add up to one that gives u by beta. Of the fourth this is left then,",
            t * v - (1 + 5 * _BETA / 2),
            left,
        ),
        identity(
            "and this of the fifth. Both ask beta to be a root of one polynomial, "
            "which is irreducible over the rationals, and has one real root.",
            s * u + v - (1 + 2 * _BETA),
            -(1 + _BETA) * left,
        ),
        Step(
            says="It is about -0.17686; no tap is negative there, and the maxima are "
            "those expected.",
            relation=sp.Eq(_ALONE(_A), 8 - _A),
            kind=Kind.CONCLUSION,
        ),
    )


def one_bias_codes() -> list[sp.Expr]:
    """Return the eight codes with the first bias alone, exactly.

    Of the layers of :func:`theory.position.pooling_least.one_bias_taps`.
    Numbers are polynomials in the root that they need, reduced by its own polynomial;
    which of two is the larger is read off an interval that holds this root and none of
    their difference.

    Raises
    ------
    ArithmeticError
        If a tap is negative.

    Examples
    --------
    >>> one_bias_codes()
    [8, 7, 6, 5, 4, 3, 2, 1]

    """
    rows = [[_reduced(tap) for tap in row] for row in one_bias_taps(_BETA)]
    if any(_sign(tap) < 0 for row in rows for tap in row):
        raise ArithmeticError("the taps must not be negative.")
    zero = _reduced(0)
    biases = (_reduced(_BETA), zero, zero)
    return [_code(a, rows, biases).as_expr() for a in range(8)]


def _code(
    a: int, rows: Sequence[Sequence[sp.Poly]], biases: Sequence[sp.Poly]
) -> sp.Poly:
    zero = _reduced(0)
    signal = [_reduced(int(i == a)) for i in range(8)]
    for taps, bias in zip(rows, biases, strict=True):
        x = [zero, *signal, zero]
        y = [
            sum((t * x[i + j] for j, t in enumerate(taps)), bias).rem(_TIED)
            for i in range(len(signal))
        ]
        pairs = zip(y[::2], y[1::2], strict=True)
        signal = [even if _sign(even - odd) > 0 else odd for even, odd in pairs]
    return signal[0]


def _reduced(number: Any) -> sp.Poly:
    """Return a rational function of the root as a polynomial of lower degree."""
    above, below = sp.fraction(sp.together(number))
    inverse = sp.invert(sp.Poly(below, _BETA, domain="QQ"), _TIED)
    return (sp.Poly(above, _BETA, domain="QQ") * inverse).rem(_TIED)


def _sign(number: sp.Poly) -> int:
    """Return the sign of a polynomial at the root; 0 for none but zero itself."""
    if number.is_zero:
        return 0
    low, high = _ROOT
    while number.count_roots(low, high):
        low, high = _TIED.refine_root(low, high, eps=(high - low) / 16)
    return 1 if number.eval(low) > 0 else -1
