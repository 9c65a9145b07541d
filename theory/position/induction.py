"""Two proofs that the encoder's code is 2^L - a, as steps that a machine re-checks."""

from collections.abc import Callable

import sympy as sp

from theory.derivation import Kind, Step

Signal = Callable[[sp.Expr], sp.Expr]

_L = sp.Symbol("L", integer=True, positive=True)
_I, _K, _A = sp.symbols("i k a", integer=True, nonnegative=True)
_X = sp.Function("x")


def layer(signal: Signal, i: sp.Expr, scale: sp.Expr = sp.S.One) -> sp.Expr:
    """Return entry i of one layer: c [1, 2, 1], of which the even positions stay.

    ``c (x(2i - 1) + 2 x(2i) + x(2i + 1))``.
    """
    return scale * (signal(2 * i - 1) + 2 * signal(2 * i) + signal(2 * i + 1))


def linear_form(signal: Signal, levels: sp.Expr) -> sp.Expr:
    """Return ``sum_{i < 2^L} (2^L - i) x(i)``, the deck's equation (18)."""
    size = 2**levels
    return sp.Sum((size - _I) * signal(_I), (_I, 0, size - 1))


def derivation() -> tuple[Step, ...]:
    """Return the deck's induction: base, even, odd, end, and any c [1, 2, 1].

    The hypothesis is the linear form, so it speaks of every signal and not of Diracs
    alone. Positions k beyond the end are kept in the identities (their code is
    ``max(0, .)``), so that no identity needs a side condition.
    """
    return (*_hypothesis(), *_cases(), *_conclusion())


def _hypothesis() -> tuple[Step, ...]:
    u, e = sp.Function("u"), sp.Function("E")
    return (
        Step(
            says="One layer filters with [1, 2, 1] and keeps the even positions; "
            "the signal is zero outside.",
            relation=sp.Eq(u(_I), layer(_X, _I)),
            kind=Kind.DEFINITION,
        ),
        Step(
            says="Hypothesis: L layers turn a signal of length 2^L into this linear "
            "form.",
            relation=sp.Eq(e(_L), linear_form(_X, _L)),
            kind=Kind.CONDITION,
        ),
        Step(
            says="Of a Dirac at k it is the weight at k, and nothing once k reaches "
            "the end 2^L.",
            relation=sp.Eq(linear_form(_dirac(_K), _L), sp.Max(0, 2**_L - _K)),
            kind=Kind.IDENTITY,
        ),
        Step(
            says="Base: one layer reads a signal of length 2 as the form says for "
            "L = 1, as its left neighbour x(-1) is zero.",
            relation=sp.Eq(layer(_X, sp.S.Zero) - _X(-1), linear_form(_X, sp.S.One)),
            kind=Kind.IDENTITY,
        ),
    )


def _cases() -> tuple[Step, ...]:
    even, odd = _dirac(2 * _K), _dirac(2 * _K + 1)
    half, last = _dirac(_K), 2**_L - 1
    return (
        Step(
            says="Even a = 2k: only the middle tap meets the impulse.",
            relation=sp.Eq(layer(even, _I), 2 * half(_I)),
            kind=Kind.IDENTITY,
        ),
        Step(
            says="The form on L levels then reads 2^(L+1) - a.",
            relation=sp.Eq(
                linear_form(lambda i: 2 * half(i), _L),
                sp.Max(0, 2 ** (_L + 1) - 2 * _K),
            ),
            kind=Kind.IDENTITY,
        ),
        Step(
            says="Odd a = 2k + 1: the outer taps copy the impulse to k and k + 1.",
            relation=sp.Eq(layer(odd, _I), half(_I) + _dirac(_K + 1)(_I)),
            kind=Kind.IDENTITY,
        ),
        Step(
            says="The two weights again add up to 2^(L+1) - a.",
            relation=sp.Eq(
                linear_form(lambda i: half(i) + _dirac(_K + 1)(i), _L),
                sp.Max(0, 2 ** (_L + 1) - (2 * _K + 1)),
            ),
            kind=Kind.IDENTITY,
        ),
        Step(
            says="At the end, a = 2^(L+1) - 1, the copy at 2^L falls off the signal, "
            "and the other is read as 1.",
            relation=sp.Eq(linear_form(_dirac(last), _L), 1),
            kind=Kind.IDENTITY,
        ),
    )


def _conclusion() -> tuple[Step, ...]:
    c = sp.Symbol("c", real=True)
    longer = linear_form(_X, _L + 1) + 2**_L * _X(-1)
    return (
        Step(
            says="All cases at once, for every signal: a further layer turns the form "
            "for L into the form for L + 1, as x(-1) is zero.",
            relation=sp.Eq(linear_form(lambda i: layer(_X, i), _L), longer),
            kind=Kind.IDENTITY,
        ),
        Step(
            says="With c [1, 2, 1] each layer brings a factor c, so the code is "
            "c^L (2^L - a).",
            relation=sp.Eq(
                c**_L * linear_form(lambda i: layer(_X, i, c), _L),
                c ** (_L + 1) * longer,
            ),
            kind=Kind.IDENTITY,
        ),
    )


def hat_derivation() -> tuple[Step, ...]:
    """Return why every layer of a Dirac is a sampled hat, for integer and real a.

    ``u^(l)(i) = max(0, 2^l - |a - 2^l i|)``: the filter [1, 2, 1] is the two-scale
    relation of the hat function.
    """
    u, a = sp.Function("u"), sp.Symbol("a", nonnegative=True)
    level = sp.Symbol("l", integer=True, nonnegative=True)
    s = sp.Symbol("s", real=True)
    return (
        Step(
            says="A Dirac is a hat of half-width 1.",
            relation=sp.Eq(_dirac(_A)(_I), sp.Max(0, 1 - sp.Abs(_A - _I))),
            kind=Kind.IDENTITY,
        ),
        Step(
            says="Hypothesis: level l is a hat of half-width and height 2^l, sampled "
            "at the multiples of 2^l.",
            relation=sp.Eq(u(level, _I), _hat(2**level, a - 2**level * _I)),
            kind=Kind.CONDITION,
        ),
        Step(
            says="A layer combines three neighbours.",
            relation=sp.Eq(u(level + 1, _I), layer(lambda j: u(level, j), _I)),
            kind=Kind.DEFINITION,
        ),
        Step(
            says="With a - 2^(l+1) i = 2^l s, the three hats add up to one twice as "
            "wide and twice as high: the hypothesis for l + 1.",
            relation=sp.Eq(
                _hat(sp.S.One, s + 1) + 2 * _hat(sp.S.One, s) + _hat(sp.S.One, s - 1),
                _hat(sp.Integer(2), s),
            ),
            kind=Kind.IDENTITY,
        ),
        Step(
            says="The hat that the padding stands for, at i = -1, is zero on every "
            "position a.",
            relation=sp.Eq(
                sp.Max(0, 2**level - (a + 2**level), evaluate=False),
                0,
                evaluate=False,
            ),
            kind=Kind.IDENTITY,
        ),
        Step(
            says="Level L has the sample i = 0 only, and a is below 2^L.",
            relation=sp.Eq(u(_L, 0), 2**_L - a),
            kind=Kind.CONDITION,
        ),
    )


def _dirac(place: sp.Expr) -> Signal:
    return lambda i: sp.KroneckerDelta(i, place)


def _hat(width: sp.Expr, t: sp.Expr) -> sp.Expr:
    return sp.Max(0, width - sp.Abs(t))
