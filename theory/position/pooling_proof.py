"""Why filters can make up for pooling, and why [1, 2, 1] cannot, as checked steps."""

from collections.abc import Callable, Sequence
from typing import cast

import sympy as sp

from theory.derivation import Kind, Step, identity
from theory.position.induction import layer

Signal = Callable[[sp.Expr], sp.Expr]

_N, _HALF = sp.symbols("n m", integer=True, positive=True)
_I, _K, _A = sp.symbols("i k a", integer=True, nonnegative=True)
_R, _S = sp.symbols("r s", positive=True)
_T, _U = sp.symbols("t u", nonnegative=True)
_T0, _T1, _T2 = sp.symbols("t_0 t_1 t_2", real=True)
_X = sp.Function("x")


def max_derivation() -> tuple[Step, ...]:
    """Return why three layers with max pooling can read ``8 - a``, for all r, s, t."""
    return (*_first_layer(), *_middle_layer(), *_last_layer())


def average_derivation() -> tuple[Step, ...]:
    """Return why average pooling is a strided convolution, and which one is [1, 2, 1].

    With it, all that holds of the deck's encoder holds of average pooling: the code is
    ``2^L - a`` at every L, and it needs no non-linearity.
    """
    four = (_T0, _T0 + _T1, _T1 + _T2, _T2)
    strided = sum((c * _X(2 * _K + j - 1) for j, c in enumerate(four)), sp.S.Zero)
    return (
        identity(
            "The mean of a pair is a convolution of four taps at stride 2.",
            _mean_of_pair((_T0, _T1, _T2)),
            strided / 2,
        ),
        identity(
            "With the filter [2, 2, 0] it is the deck's own layer.",
            sp.Subs(_mean_of_pair((_T0, _T1, _T2)), (_T0, _T1, _T2), (2, 2, 0)),
            layer(_X, _K),
        ),
    )


def mirror_derivation() -> tuple[Step, ...]:
    """Return why a symmetric filter with pooling cannot tell a from ``n - 1 - a``."""
    code = sp.Function("E")
    centred, taps = _I - (_N - 1) / 2, (_T0, _T1, _T2)
    return (
        identity(
            "What a filter makes of the mirrored signal differs from the mirrored "
            "output by this: by nothing, if the filter is symmetric.",
            _filtered(taps, lambda i: _X(_N - 1 - i), _I)
            - _filtered(taps, _X, _N - 1 - _I),
            (_T0 - _T2) * (_X(_N - _I) - _X(_N - _I - 2)),
        ),
        identity(
            "With n = 2m, the mirror makes the second of a pair the first of another, "
            "so maximum and mean of the pairs are mirrored too.",
            2 * _HALF - 1 - (2 * _K + 1),
            sp.Mul(2, _HALF - 1 - _K, evaluate=False),
        ),
        Step(
            says="Layer after layer, down to one number: half of the codes at most are "
            "different.",
            relation=sp.Eq(code(_A), code(_N - 1 - _A)),
            kind=Kind.CONCLUSION,
        ),
        identity(
            "Such codes are uncorrelated with the position, so their best affine "
            "reading is a constant, and this is left of n labels.",
            sp.Sum(centred**2, (_I, 0, _N - 1)),
            _N * (_N**2 - 1) / 12,
        ),
        identity(
            "A stride keeps the even positions, and the mirror makes them odd: it "
            "alone takes a side.",
            2 * _HALF - 1 - 2 * _K,
            sp.Mul(2, _HALF - 1 - _K, evaluate=False) + 1,
        ),
    )


def proved_codes(levels: int) -> list[sp.Expr]:
    """Return the codes of :func:`theory.position.pooling.max_pooling_encoder`, proved.

    The taps are kept as polynomials in r, s and t, with layers scaled to clear their
    denominators, and each maximum is decided by a difference whose coefficients all
    have one sign: the codes hold for all r > 0, s > 0, t >= 0.

    Parameters
    ----------
    levels
        Number of layers L, 1 to 3.

    Returns
    -------
    list of Expr
        The 2^L codes, divided by the scales.

    Raises
    ------
    ValueError
        If the levels are out of range.
    ArithmeticError
        If a maximum cannot be decided for all r, s and t.

    Examples
    --------
    >>> proved_codes(3)
    [8, 7, 6, 5, 4, 3, 2, 1]

    """
    if levels not in _SCALED:
        raise ValueError(f"levels must be in [1, 3], got {levels}.")
    layers, scale = _SCALED[levels]
    size = 2**levels
    return [sp.cancel(_decided_code(a, size, layers) / scale) for a in range(size)]


_FIRST = (sp.Integer(2), sp.S.One, -_T)
_SCALED: dict[int, tuple[tuple[tuple[sp.Expr, ...], ...], sp.Expr]] = {
    1: ((_FIRST,), sp.S.One),
    2: ((_FIRST, (sp.Integer(4), sp.S.One, sp.Integer(2))), sp.Integer(2)),
    3: (
        (_FIRST, (2 * _S, -_S - 3 * _R, -2 * _R), (4 * _R, -_S, 2 * _R)),
        2 * _R * _S,
    ),
}
"""The layers without denominators, and what that multiplies the code by."""


_MIDDLE = (_S, -(_S + 3 * _R) / 2, -_R)
_BEHIND_FIRST: tuple[tuple[tuple[int, ...], sp.Expr, sp.Expr], ...] = (
    ((2, 0, 0, 0), 2 * _S, sp.S.Zero),
    ((1, 2, 0, 0), -3 * _R, 2 * _S),
    ((0, 2, 0, 0), -2 * _R, 2 * _S),
    ((0, 1, 2, 0), -_R, 2 * _S),
    ((0, 0, 2, 0), sp.S.Zero, 2 * _S),
    ((0, 0, 1, 2), sp.S.Zero, -3 * _R),
    ((0, 0, 0, 2), sp.S.Zero, -2 * _R),
    ((0, 0, 0, 1), sp.S.Zero, -_R),
)
"""For each a: what the first layer leaves, and what the second makes of either pair."""


def _decided_code(a: int, size: int, layers: Sequence[Sequence[sp.Expr]]) -> sp.Expr:
    signal = [sp.Integer(i == a) for i in range(size)]
    for t0, t1, t2 in layers:
        x = [sp.S.Zero, *signal, sp.S.Zero]
        y = [t0 * x[i] + t1 * x[i + 1] + t2 * x[i + 2] for i in range(len(signal))]
        signal = [_larger(y[i], y[i + 1]) for i in range(0, len(y), 2)]
    return signal[0]


def _larger(u: sp.Expr, v: sp.Expr) -> sp.Expr:
    coefficients = sp.Poly(u - v, _R, _S, _T).coeffs()
    if all(c >= 0 for c in coefficients):
        return u
    if all(c <= 0 for c in coefficients):
        return v
    raise ArithmeticError(f"the larger of {u} and {v} depends on r, s and t.")


def _max(u: sp.Expr | int, v: sp.Expr | int) -> sp.Expr:
    """Return the maximum as it is written, even where sympy sees which one it is."""
    return sp.Max(sp.sympify(u), sp.sympify(v), evaluate=False)


def _filtered(taps: Sequence[sp.Expr], signal: Signal, i: sp.Expr) -> sp.Expr:
    terms = (t * signal(i + j - 1) for j, t in enumerate(taps))
    return cast(sp.Expr, sum(terms, sp.S.Zero))


def _mean_of_pair(taps: Sequence[sp.Expr]) -> sp.Expr:
    pair = (_filtered(taps, _X, 2 * _K + j) for j in range(2))
    return cast(sp.Expr, sum(pair, sp.S.Zero) / 2)


def _first_layer() -> tuple[Step, ...]:
    u, y = sp.Function("u"), sp.Function("y")
    return (
        Step(
            says="A layer filters at stride 1 and keeps the larger of each pair.",
            relation=sp.Eq(u(_K), sp.Max(y(2 * _K), y(2 * _K + 1))),
            kind=Kind.DEFINITION,
        ),
        identity(
            "The first filter is [2, 1, -t] with t at least 0: an impulse at 2k meets "
            "the taps 1 and 2 in its own pair, which keeps this.",
            _max(1, 2),
            2,
        ),
        identity(
            "The pair before it meets the tap -t beside a 0, and keeps nothing.",
            _max(0, -_T),
            0,
        ),
        identity(
            "An impulse at 2k + 1 leaves this in its own pair, and 2 in the next.",
            _max(-_T, 1),
            1,
        ),
        Step(
            says="The second filter is [s, t1, -r] with r and s positive and this in "
            "the middle, so that s + 2 t1 is -3 r.",
            relation=sp.Eq(_T1, _MIDDLE[1]),
            kind=Kind.DEFINITION,
        ),
    )


def _middle_layer() -> tuple[Step, ...]:
    # A pair that meets nothing keeps 0 without a word.
    return tuple(
        identity(
            f"Behind the second filter, a = {a} leaves this in the {side} pair.",
            pair,
            value,
        )
        for a, (entries, left, right) in enumerate(_BEHIND_FIRST)
        for side, k, value in (("left", 0, left), ("right", 1, right))
        if (pair := _pair(entries, k)) != 0
    )


def _pair(entries: tuple[int, ...], k: int) -> sp.Expr:
    """Return what the second filter and the maximum make of pair k."""
    padded = [sp.Integer(x) for x in (0, *entries, 0)]
    even, odd = (
        _filtered(_MIDDLE, lambda i: padded[int(i) + 1], sp.Integer(2 * k + j))
        for j in range(2)
    )
    return _max(even, odd)


def _last_layer() -> tuple[Step, ...]:
    code = sp.Function("E")
    return (
        identity(
            "The last filter is [4/s, -1/r, 2/s]: of 2s on the left it makes 8,",
            _max(-2 * _S / _R, 8),
            8,
        ),
        identity(
            "of -u on the left and 2s on the right this,",
            _max(_U / _R + 4, -4 * _U / _S - 2 * _S / _R),
            4 + _U / _R,
        ),
        identity(
            "and of -u on the right this.",
            _max(-2 * _U / _S, _U / _R),
            _U / _R,
        ),
        Step(
            says="With u = 3r, 2r, r and 0 these are the eight codes in order.",
            relation=sp.Eq(code(_A), 8 - _A),
            kind=Kind.CONCLUSION,
        ),
    )
