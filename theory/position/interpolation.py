"""What Diracs at some positions leave undecided about a decoder, as checked steps."""

import sympy as sp

from theory.derivation import Kind, Step, equal

_A, _P = sp.symbols("a p", real=True)
_K = sp.Symbol("k", integer=True, nonnegative=True)
_SPACING = sp.Symbol("h", positive=True)
_HALF = sp.Rational(1, 2)

SKIPPED = sp.sqrt(sp.Rational(3, 2))
"""Relative error at an impulse left out, of a decoder that interpolates over it."""

NEAREST = _HALF
"""Relative error between whole numbers, of a decoder that jumps halfway."""


def derivation() -> tuple[Step, ...]:
    """Return what is left open, and how wrong two plausible ways to fill it are."""
    return (*_left_open(), *_plausible())


def wave(position: sp.Expr, spacing: sp.Expr) -> sp.Expr:
    """Return ``sin(pi a / h)`` unevaluated; it vanishes at all multiples of h."""
    return sp.sin(sp.pi * position / spacing, evaluate=False)


def _left_open() -> tuple[Step, ...]:
    decoder, other = sp.Function("D"), sp.Function("D_1")
    c = sp.Symbol("c", real=True)
    return (
        Step(
            says="Let a decoder be right at every multiple of a spacing h, and add "
            "this to any of its samples.",
            relation=sp.Eq(other(_A), decoder(_A) + c * wave(_A, _SPACING)),
            kind=Kind.DEFINITION,
        ),
        Step(
            says="Nothing changes where it was trained, however often.",
            relation=equal(wave(_K * _SPACING, _SPACING), 0),
            kind=Kind.IDENTITY,
        ),
        Step(
            says="In the middle between two of these positions it is off by all of c: "
            "the samples decide nothing there, only the network's own bent does.",
            relation=equal(wave((2 * _K + _HALF) * _SPACING, _SPACING), 1),
            kind=Kind.IDENTITY,
        ),
        Step(
            says="A signal twice as long, with twice the impulses, has the same "
            "spacing; with positions at halves, h = 1/2, this one is decided too.",
            relation=equal(wave((2 * _K + _HALF), _HALF), 0),
            kind=Kind.IDENTITY,
        ),
    )


def _plausible() -> tuple[Step, ...]:
    share = sp.Symbol("s", real=True)
    right = sp.Integral(_P**2 + (1 - _P) ** 2, (_P, 0, 1))
    return (
        Step(
            says="A decoder that goes straight from one impulse to the next but one "
            "puts s = 1/2 on either side of an impulse left out and nothing on it.",
            relation=equal(sp.Subs(2 * share**2 + 1, share, _HALF), SKIPPED**2),
            kind=Kind.IDENTITY,
        ),
        Step(
            says="One that jumps halfway between whole numbers is as wrong as this, "
            "relative to the shares of equation (11).",
            relation=equal(
                2 * sp.Integral(2 * _P**2, (_P, 0, _HALF)), NEAREST**2 * right
            ),
            kind=Kind.IDENTITY,
        ),
    )
