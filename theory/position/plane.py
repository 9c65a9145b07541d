"""What filters for two directions make of a Dirac at (a, b) in the plane."""

import numpy as np
import sympy as sp
from jaxtyping import Num

from theory.derivation import Kind, Step, equal
from theory.position.exactness import Numbers
from theory.position.induction import layer, linear_form
from theory.position.variants import dirac_codes_numpy

SUM_TAPS = (0, 1, 1)
"""The filter across: with subsampling it adds disjoint pairs, and so the whole line."""

_L = sp.Symbol("L", integer=True, positive=True)
_I, _J, _A, _B, _K = sp.symbols("i j a b k", integer=True, nonnegative=True)
_X, _Y = sp.Function("x"), sp.Function("y")
_GAMMA, _R0, _R2 = sp.symbols("gamma r_0 r_2", real=True)


def inverted_coordinates(levels: int) -> Num[np.ndarray, "positions 2"]:
    """Return ``(2^L - a, 2^L - b)`` for every Dirac of an image of side 2^L.

    The code of two channels: [1, 2, 1] along the coordinate that is read, [0, 1, 1]
    along the other, subsampling by 2 in both directions. The kernels are products, so
    the image of a Dirac stays a product; along the other direction it is summed to 1.

    Parameters
    ----------
    levels
        Number of layers L, 1 to 12.

    Returns
    -------
    array
        Shape (4^L, 2), int64; row ``2^L a + b`` belongs to the Dirac in row a, column
        b.

    Raises
    ------
    ValueError
        If the levels are out of range.

    Examples
    --------
    >>> inverted_coordinates(1).tolist()
    [[2, 2], [2, 1], [1, 2], [1, 1]]

    """
    if not 1 <= levels <= 12:
        raise ValueError(f"levels must be in [1, 12], got {levels}.")
    places = np.indices((2**levels, 2**levels)).reshape(2, -1)
    return np.asarray(2**levels - places.T)


def product_codes(
    levels: int, down: Numbers, across: Numbers
) -> Num[np.ndarray, " positions"]:
    """Return the code of every Dirac under one kernel ``down x across``.

    A Dirac at (a, b) is a product, and so is the kernel, so the code is the
    product of the codes of a under the taps ``down`` and of b under ``across``.

    Parameters
    ----------
    levels
        Number of layers L, at least 1.
    down, across
        Taps from row to row and from column to column, as for
        :func:`theory.position.variants.layers_numpy`.

    Returns
    -------
    array
        Shape (4^L,), in the order of :func:`inverted_coordinates`.

    Raises
    ------
    ValueError
        If the taps are not three.

    Examples
    --------
    >>> product_codes(1, (1, 2, 1), (1, 2, 1)).tolist()
    [4, 2, 2, 1]

    """
    rows, columns = dirac_codes_numpy(levels, down), dirac_codes_numpy(levels, across)
    return np.outer(rows, columns).ravel()


def derivation() -> tuple[Step, ...]:
    """Return why the two channels read n - a and n - b, and what else they could be.

    Images that are products x(i) y(j) are enough: every image is a sum of such, and a
    layer is linear.
    """
    return (*_layer_steps(), *_induction_steps(), *_other_kernels())


def total(signal: sp.Expr, levels: sp.Expr) -> sp.Expr:
    """Return ``sum_{j < 2^L} y(j)`` of an expression in j."""
    return sp.Sum(signal, (_J, 0, 2**levels - 1))


def pair(j: sp.Expr) -> sp.Expr:
    """Return entry j of a layer with [0, 1, 1]: ``y(2j) + y(2j + 1)``."""
    return _Y(2 * j) + _Y(2 * j + 1)


def _layer_steps() -> tuple[Step, ...]:
    u, n = sp.Function("u"), sp.Symbol("n", integer=True, positive=True)
    kernel = sp.Matrix([1, 2, 1]) * sp.Matrix([list(SUM_TAPS)])
    six = sum(
        kernel[p, q] * _X(2 * _I + p - 1) * _Y(2 * _J + q - 1)
        for p in range(3)
        for q in range(3)
    )
    return (
        Step(
            says="One channel: a layer filters with the kernel [1, 2, 1] x [0, 1, 1] "
            "and keeps the even rows and columns.",
            relation=sp.Eq(u(_I, _J), six),
            kind=Kind.DEFINITION,
        ),
        Step(
            says="Of a product it makes a product: one filter acts down, the other "
            "across.",
            relation=equal(six, layer(_X, _I) * pair(_J)),
            kind=Kind.IDENTITY,
        ),
        Step(
            says="Hypothesis: L layers turn an image of side n = 2^L into the form of "
            "the line, times a plain sum.",
            relation=sp.Eq(
                sp.Function("E")(n),
                linear_form(_X, _L) * total(_Y(_J), _L),
            ),
            kind=Kind.CONDITION,
        ),
    )


def _induction_steps() -> tuple[Step, ...]:
    longer = linear_form(_X, _L + 1) + 2**_L * _X(-1)
    one = sp.S.One
    return (
        Step(
            says="Base: one layer, where x(-1) is zero.",
            relation=equal(
                (layer(_X, sp.S.Zero) - _X(-1)) * pair(sp.S.Zero),
                linear_form(_X, one) * total(_Y(_J), one),
            ),
            kind=Kind.IDENTITY,
        ),
        Step(
            says="Across, a further layer adds disjoint pairs and leaves the sum as "
            "it is.",
            relation=equal(total(pair(_J), _L), total(_Y(_J), _L + 1)),
            kind=Kind.IDENTITY,
        ),
        Step(
            says="Down, it turns the form for L into the form for L + 1, as x(-1) is "
            "zero: the hypothesis for L + 1.",
            relation=equal(linear_form(lambda i: layer(_X, i), _L), longer),
            kind=Kind.IDENTITY,
        ),
        Step(
            says="A Dirac at (a, b) on the image has sum 1 across, so this channel "
            "reads 2^L - a; the transposed kernel reads 2^L - b.",
            relation=equal(
                linear_form(lambda i: sp.KroneckerDelta(i, _A), _L)
                * total(sp.KroneckerDelta(_J, _B), _L),
                sp.Max(0, 2**_L - _A) * sp.Min(1, sp.Max(0, 2**_L - _B)),
            ),
            kind=Kind.IDENTITY,
        ),
    )


def _other_kernels() -> tuple[Step, ...]:
    return (
        Step(
            says="With [1, 2, 1] in both directions one channel reads the product "
            "(2^L - a) (2^L - b) instead.",
            relation=equal(
                linear_form(lambda i: sp.KroneckerDelta(i, _A), _L)
                * linear_form(lambda i: sp.KroneckerDelta(i, _B), _L),
                sp.Max(0, 2**_L - _A) * sp.Max(0, 2**_L - _B),
            ),
            kind=Kind.IDENTITY,
        ),
        Step(
            says="Nothing but a sum will do across: for a constant code gamma, not 0, "
            "the even positions fix the layers after, and the last odd one, with one "
            "neighbour, misses this.",
            relation=equal(_miss(sp.S.Zero), _GAMMA * (1 - _R2)),
            kind=Kind.IDENTITY,
        ),
        Step(
            says="An inner odd position misses this: the right tap is equal to the "
            "middle one and the left one is 0, except in a layer of length 2, where "
            "it meets only padding.",
            relation=equal(_miss(_R0), _GAMMA * (1 - _R0 - _R2)),
            kind=Kind.IDENTITY,
        ),
    )


def _miss(left: sp.Expr) -> sp.Expr:
    """Return by how much an odd position misses gamma, for taps left : 1 : r2."""
    return _GAMMA - _R2 * _GAMMA - left * _GAMMA
