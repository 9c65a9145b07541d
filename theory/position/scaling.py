"""The code under a multiple of the deck's filter."""

import math
from fractions import Fraction
from typing import Any

import numpy as np
import sympy as sp
from jaxtyping import Num

from theory.derivation import Kind, Step, equal
from theory.position.encoder import inverted_position
from theory.position.induction import layer, linear_form

UNIT_ROUNDOFF = Fraction(1, 2**53)
"""Largest relative error of one rounding in float64."""

_L = sp.Symbol("L", integer=True, positive=True)
_I, _K = sp.symbols("i k", integer=True, nonnegative=True)
_C = sp.Symbol("c", real=True)
_X = sp.Function("x")


def scaled_code(
    position: int | float | Num[np.ndarray, "..."],
    levels: int,
    scale: int | Fraction | float,
) -> Any:
    """Return ``c^L (2^L - a)``, the code of a Dirac at a under the filter c [1, 2, 1].

    The factor c comes out of each of the L layers, because a layer is linear.

    Parameters
    ----------
    position
        The place a, in [0, 2^L - 1]. A number or an array.
    levels
        Number of layers L, at least 1.
    scale
        The factor c, finite and not 0. Exact for an int or a Fraction.

    Returns
    -------
    number or array
        Of the kind that position and scale have together.

    Raises
    ------
    ValueError
        If an argument is out of range.

    Notes
    -----
    Deck, "Position autoencoder induction proof", conclusion.

    Examples
    --------
    >>> scaled_code(5, levels=3, scale=-2)
    -24
    >>> scaled_code(5, levels=3, scale=Fraction(1, 3))
    Fraction(1, 9)

    """
    if not math.isfinite(scale) or scale == 0:
        raise ValueError(f"scale must be finite and not 0, got {scale}.")
    return scale**levels * inverted_position(position, levels)


def accumulated(roundings: int) -> Fraction:
    """Return ``m u / (1 - m u)``: the relative error that m roundings can make.

    With ``u = 2^-53``, the unit roundoff of float64 (Higham's gamma), for a product of
    m factors within u of 1.

    Examples
    --------
    >>> float(accumulated(8) * 2**53)
    8.000000000000007

    """
    return roundings * UNIT_ROUNDOFF / (1 - roundings * UNIT_ROUNDOFF)


def scaled_rounding_bound(levels: int) -> Fraction:
    """Return the largest relative error of a Dirac's code under c [1, 2, 1] in float64.

    That of ``2 L`` roundings. A layer of a Dirac has two neighbouring
    non-zeros, both of one sign, so an entry of the next layer is one product, or
    the sum of two: at most two roundings, which cannot cancel. Doubling c is exact.
    It holds for every float c at which no product underflows or overflows.

    Raises
    ------
    ValueError
        If the levels are below 1.

    Examples
    --------
    >>> float(scaled_rounding_bound(4) * 2**53)
    8.000000000000007

    """
    if levels < 1:
        raise ValueError(f"levels must be at least 1, got {levels}.")
    return accumulated(2 * levels)


def derivation() -> tuple[Step, ...]:
    """Return why L layers of c [1, 2, 1] give ``c^L (2^L - a)``.

    The induction of the deck with the factor carried along; positions k beyond the end
    are kept, as in :func:`theory.position.induction.derivation`.
    """
    return (*_hypothesis(), *_induction())


def _hypothesis() -> tuple[Step, ...]:
    u, e = sp.Function("u"), sp.Function("E")
    return (
        Step(
            says="One layer filters with c [1, 2, 1] and keeps the even positions.",
            relation=sp.Eq(u(_I), _scaled_layer(_I)),
            kind=Kind.DEFINITION,
        ),
        Step(
            says="The factor comes out of a layer.",
            relation=equal(_scaled_layer(_I), _C * layer(_X, _I)),
            kind=Kind.IDENTITY,
        ),
        Step(
            says="Hypothesis: L layers give c^L times the form that [1, 2, 1] gives.",
            relation=sp.Eq(e(_L), _C**_L * linear_form(_X, _L)),
            kind=Kind.CONDITION,
        ),
    )


def _induction() -> tuple[Step, ...]:
    longer = linear_form(_X, _L + 1) + 2**_L * _X(-1)
    return (
        Step(
            says="Base: it holds for one layer, whose left neighbour x(-1) is zero.",
            relation=equal(
                _scaled_layer(sp.S.Zero) - _C * _X(-1),
                _C * linear_form(_X, sp.S.One),
            ),
            kind=Kind.IDENTITY,
        ),
        Step(
            says="Step: the hypothesis on the output of a layer is the hypothesis for "
            "L + 1, as x(-1) is zero.",
            relation=equal(
                _C**_L * linear_form(_scaled_layer, _L), _C ** (_L + 1) * longer
            ),
            kind=Kind.IDENTITY,
        ),
        Step(
            says="Of a Dirac at k the form reads its weight, so the code is "
            "c^L (2^L - k) on the signal.",
            relation=equal(
                _C**_L * linear_form(lambda i: sp.KroneckerDelta(i, _K), _L),
                _C**_L * sp.Max(0, 2**_L - _K),
            ),
            kind=Kind.IDENTITY,
        ),
    )


def _scaled_layer(i: sp.Expr) -> sp.Expr:
    return _C * _X(2 * i - 1) + 2 * _C * _X(2 * i) + _C * _X(2 * i + 1)
