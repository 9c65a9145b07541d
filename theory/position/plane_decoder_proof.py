"""Why the decoder of images with given weights is exact, in steps to be re-checked."""

from collections.abc import Callable

import sympy as sp

from theory.derivation import Kind, Step, equal
from theory.position.activation import leaky
from theory.position.decoder_proof import carried, hat_step, reading_steps
from theory.position.plane_decoder import BOTH, ODD, Taps
from theory.position.plane_dirac import crossed, plane_steps

_L, _LEVEL = sp.symbols("L l", integer=True, nonnegative=True)
_I, _J = sp.symbols("i j", integer=True, nonnegative=True)
_A, _B = sp.symbols("a b", nonnegative=True)
_P, _R, _X, _Y, _ALPHA = sp.symbols("p r x y alpha", real=True)
_V, _W = sp.Function("V"), sp.Function("W")

Sample = Callable[[sp.Expr, sp.Expr], sp.Expr]


def derivation() -> tuple[Step, ...]:
    """Return why the decoder ends in the Dirac, by induction over layers.

    It begins with what can be decoded in the plane, and what cannot.
    """
    return (
        *plane_steps(),
        *_carried(),
        *_children(),
        *reading_steps(),
        *_ending(),
    )


def child(down: Taps, across: Taps, sample: Sample, row: int, column: int) -> sp.Expr:
    """Return what a kernel ``down x across`` gives at (2i + row, 2j + column).

    Zeros are inserted in both directions, so that the samples (i, j) of a channel stand
    at (2i, 2j); ``row`` and ``column`` are 0 or 1.
    """
    return sum(
        (
            down[p]
            * across[q]
            * sample(_I + (row + p - 1) // 2, _J + (column + q - 1) // 2)
            for p in range(3)
            for q in range(3)
            if (row + p) % 2 and (column + q) % 2
        ),
        sp.S.Zero,
    )


def _down(i: sp.Expr, j: sp.Expr) -> sp.Expr:
    return carried(_LEVEL, i)


def _across(i: sp.Expr, j: sp.Expr) -> sp.Expr:
    return carried(_LEVEL, j).subs(_A, _B)


def _one(i: sp.Expr, j: sp.Expr) -> sp.Expr:
    return sp.S.One


def _carried() -> tuple[Step, ...]:
    return (
        Step(
            says="Hypothesis down: behind l layers the decoder carries, at pixel "
            "(i, j) of side 2^l, how far the impulse is below it, in pixels.",
            relation=sp.Eq(_V(_LEVEL, _I, _J), _down(_I, _J)),
            kind=Kind.CONDITION,
        ),
        Step(
            says="Hypothesis across: and how far to the right of it.",
            relation=sp.Eq(_W(_LEVEL, _I, _J), _across(_I, _J)),
            kind=Kind.CONDITION,
        ),
        Step(
            says="Base: one pixel, of which the first layer makes both from the codes "
            "2^L - a and 2^L - b.",
            relation=equal(
                1 - (2**_L - _B) / 2**_L, _across(_I, sp.S.Zero).subs(_LEVEL, 0)
            ),
            kind=Kind.IDENTITY,
        ),
    )


def _children() -> tuple[Step, ...]:
    places = {
        (0, 0): "At even rows and columns the middle of the kernel [1, 1, 0] x [1, 1, "
        "0] meets pixel (i, j), and doubles it: the hypothesis down for l + 1.",
        (0, 1): "Beside it, in odd columns, the left tap meets the same pixel.",
        (1, 0): "In odd rows the upper tap does, and a channel that holds 1 there, "
        "under [1, 0, 0] x [1, 1, 0], takes 1 off.",
        (1, 1): "So it is in odd rows and columns, by the corner of both kernels.",
    }
    return (
        *(
            Step(
                says=says,
                relation=equal(
                    2 * child(BOTH, BOTH, _down, row, column)
                    - child(ODD, BOTH, _one, row, column),
                    carried(_LEVEL + 1, 2 * _I + row),
                ),
                kind=Kind.IDENTITY,
            )
            for (row, column), says in places.items()
        ),
        Step(
            says="Across, the transposed kernels do the same with j: here in odd rows "
            "and columns.",
            relation=equal(
                2 * child(BOTH, BOTH, _across, 1, 1) - child(BOTH, ODD, _one, 1, 1),
                carried(_LEVEL + 1, 2 * _J + 1).subs(_A, _B),
            ),
            kind=Kind.IDENTITY,
        ),
    )


def _ending() -> tuple[Step, ...]:
    u, d = _P + _R - 1, _P - _R
    pixel = sp.Function("D")
    p, r = (sp.Max(0, 1 - sp.Abs(x)) for x in (_A - _I, _B - _J))
    return (
        hat_step(),
        Step(
            says="Magnitudes are read off two channels as well, here that of x.",
            relation=equal(leaky(_X) + leaky(-_X), (1 - _ALPHA) * sp.Abs(_X)),
            kind=Kind.IDENTITY,
        ),
        Step(
            says="Of the hats p of V and r of W one layer makes p + r - 1 and p - r, "
            "and the last one the Dirac that is the mean of both triangles'.",
            relation=equal((2 * u + 1 + sp.Abs(u) - sp.Abs(d)) / 4, crossed(_P, _R)),
            kind=Kind.IDENTITY,
        ),
        Step(
            says="So the codes 2^L - a and 2^L - b give it back, at all real a and b "
            "in [0, 2^L - 1].",
            relation=sp.Eq(pixel(_I, _J), crossed(p, r)),
            kind=Kind.CONCLUSION,
        ),
    )
