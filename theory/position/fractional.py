"""Diracs at real positions, shared by two samples, and their codes."""

from fractions import Fraction

import numpy as np
import sympy as sp
from jaxtyping import Float

from theory.derivation import Kind, Step, equal
from theory.position.encoder import layer_output
from theory.position.induction import linear_form
from theory.position.scaling import accumulated
from theory.position.variants import encode_numpy

_L = sp.Symbol("L", integer=True, positive=True)
_I, _K = sp.symbols("i k", integer=True, nonnegative=True)
_P, _Q = sp.Symbol("p", nonnegative=True), sp.Symbol("q", positive=True)
_SHARE = _P / (_P + _Q)
"""Any number from 0 to 1: the share of the right sample."""


def fractional_rounding_bound(levels: int) -> Fraction:
    """Return the largest relative error of a shared Dirac's code in float64.

    That of ``L + 4`` roundings. A layer adds at most two numbers of one sign, and
    doubling is exact: one rounding. The shares of equation (11) cost the rest: a
    rounding each for a of 1 or more, where ``a - floor a`` and ``ceil a - a`` are
    exact; for a below 1 they are within ``u = 2^-53`` of theirs, at most 4 u of the
    code, which is at least half of 2^L.

    Raises
    ------
    ValueError
        If the levels are below 1.

    Examples
    --------
    >>> round(float(fractional_rounding_bound(4) * 2**53), 6)
    8.0

    """
    if levels < 1:
        raise ValueError(f"levels must be at least 1, got {levels}.")
    return accumulated(levels + 4)


def shared_codes(
    right: Float[np.ndarray, " m"],
    left: Float[np.ndarray, " m"],
    places: Float[np.ndarray, " m"],
    levels: int,
) -> Float[np.ndarray, " m"]:
    """Return the codes of signals with one number at a place and one to its right.

    Parameters
    ----------
    right, left
        Shape (m,): the two numbers. What would fall off the end must be 0.
    places
        Shape (m,): the whole number k at which the left one stands, 0 to 2^L - 1.
    levels
        Number of layers L, at least 1.

    Returns
    -------
    array
        Shape (m,), ``left (2^L - k) + right (2^L - k - 1)``.

    Examples
    --------
    >>> quarter, place = np.array([0.25]), np.array([2.0])
    >>> shared_codes(quarter, 1 - quarter, place, levels=3).tolist()
    [5.75]

    """
    size = 2**levels
    return np.asarray(left * (size - places) + right * (size - places - 1))


def gaussian_codes(
    positions: Float[np.ndarray, " m"], levels: int, sigma: float, unit_sum: bool
) -> Float[np.ndarray, " m"]:
    """Return the codes of sampled Gaussians, which the ends of the signal cut off.

    Parameters
    ----------
    positions
        Shape (m,): the centres, in [0, 2^L - 1].
    levels
        Number of layers L, at least 1.
    sigma
        Width in samples, positive.
    unit_sum
        Whether what is left within the signal is brought to sum 1; otherwise the
        sum over the whole line is 1.

    Returns
    -------
    array
        Shape (m,).

    Examples
    --------
    >>> gaussian_codes(np.array([3.5]), 3, 0.5, unit_sum=True).round(6).tolist()
    [4.5]

    """
    offsets = np.arange(2**levels) - positions[:, None]
    signals = np.exp(-(offsets**2) / (2 * sigma**2))
    signals /= (
        signals.sum(axis=1, keepdims=True) if unit_sum else sigma * np.sqrt(2 * np.pi)
    )
    return np.asarray(encode_numpy(signals))


def continuous_dirac(position: float, levels: int) -> Float[np.ndarray, " n"]:
    """Return ``max(0, 1 - |a - i|)``, the deck's equation (11) as one formula.

    Parameters
    ----------
    position
        The place a, in [0, 2^L - 1].
    levels
        The signal has length 2^L, L from 1 to 53.

    Returns
    -------
    array
        Shape (2^L,).

    Raises
    ------
    ValueError
        If an argument is out of range.

    Examples
    --------
    >>> continuous_dirac(1.25, levels=2).tolist()
    [0.0, 0.75, 0.25, 0.0]

    """
    return layer_output(float(position), 0, levels)


def derivation() -> tuple[Step, ...]:
    """Return why a Dirac shared by two samples is encoded by its real position.

    The linear form of the theorem is affine in the position, and an affine function is
    its own linear interpolation.
    """
    return (*_sharing(), *_reading())


def _shared(i: sp.Expr) -> sp.Expr:
    left, right = sp.KroneckerDelta(i, _K), sp.KroneckerDelta(i, _K + 1)
    return (1 - _SHARE) * left + _SHARE * right


def _last(i: sp.Expr) -> sp.Expr:
    return sp.KroneckerDelta(i, 2**_L - 1)


def _sharing() -> tuple[Step, ...]:
    delta, a, t = sp.Function("delta"), sp.Symbol("a", real=True), sp.Symbol("s")
    return (
        Step(
            says="A real position a is a whole one, k, and a part s of the way to the "
            "next; the slide writes x for a.",
            relation=sp.Eq(a, _K + t),
            kind=Kind.DEFINITION,
        ),
        Step(
            says="The part is a number from 0 to 1.",
            relation=sp.Eq(t, _SHARE),
            kind=Kind.DEFINITION,
        ),
        Step(
            says="Equation (11) gives 1 - s to k and s to k + 1; at s = 0 its two "
            "cases are one and count once.",
            relation=sp.Eq(delta(_I), _shared(_I)),
            kind=Kind.DEFINITION,
        ),
        Step(
            says="That is the hat of half-width 1 at a.",
            relation=equal(_shared(_I), sp.Max(0, 1 - sp.Abs(_K + _SHARE - _I))),
            kind=Kind.IDENTITY,
        ),
    )


def _reading() -> tuple[Step, ...]:
    size = 2**_L
    near, far = sp.Max(0, size - _K), sp.Max(0, size - (_K + 1))
    return (
        Step(
            says="The cascade is linear, so its code is the same mean of two codes of "
            "whole positions.",
            relation=equal(
                linear_form(_shared, _L), (1 - _SHARE) * near + _SHARE * far
            ),
            kind=Kind.IDENTITY,
        ),
        Step(
            says="On the signal that is 2^L - a.",
            relation=equal(
                (1 - _SHARE) * (size - _K) + _SHARE * (size - (_K + 1)),
                size - (_K + _SHARE),
            ),
            kind=Kind.IDENTITY,
        ),
        Step(
            says="It stays so beyond the last sample, for k = 2^L - 1: the share that "
            "falls off the signal would have had the weight 0.",
            relation=equal(
                linear_form(lambda i: (1 - _SHARE) * _last(i), _L),
                size - (size - 1 + _SHARE),
            ),
            kind=Kind.IDENTITY,
        ),
    )
