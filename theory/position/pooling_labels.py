"""Which labels an encoder with average pooling can be given."""

import numpy as np
import sympy as sp
from jaxtyping import Float
from scipy.optimize import least_squares

from theory.derivation import Kind, Step, equal, identity
from theory.position.pooling_proof import average_derivation

_K = sp.Symbol("k", integer=True, nonnegative=True)
_N = sp.Symbol("n", integer=True, positive=True)
_P, _Q = sp.symbols("p q", real=True)
_T = sp.symbols("t_0 t_1 t_2", real=True)

Taps = tuple[sp.Expr, ...]


def average_weights(taps: Float[np.ndarray, "..."]) -> Float[np.ndarray, " positions"]:
    """Return the codes of all Diracs with average pooling, read backwards.

    If v are the weights of the layers after the first, the first one, with taps t, has
    ``w(2k) = ((t0 + t1) v(k) + t2 v(k - 1)) / 2`` and
    ``w(2k + 1) = ((t1 + t2) v(k) + t0 v(k + 1)) / 2``, where v is 0 beyond its ends.

    Parameters
    ----------
    taps
        Shape (L, 3), first layer first.

    Returns
    -------
    array
        Shape (2^L,).

    Raises
    ------
    ValueError
        If the taps do not have three columns.

    Examples
    --------
    >>> average_weights(np.array([[2.0, 2, 0], [2, 2, 0]])).tolist()
    [4.0, 3.0, 2.0, 1.0]
    >>> average_weights(np.array([[0.0, 2, 2], [0, 2, 2]])).tolist()
    [1.0, 2.0, 3.0, 4.0]

    """
    if taps.ndim != 2 or taps.shape[1] != 3:
        raise ValueError(f"taps must have shape (layers, 3), got {taps.shape}.")
    weights = np.ones(1)
    for t0, t1, t2 in taps[::-1]:
        finer = np.empty(2 * weights.size)
        before, after = np.append(0, weights[:-1]), np.append(weights[1:], 0)
        finer[::2] = ((t0 + t1) * weights + t2 * before) / 2
        finer[1::2] = ((t1 + t2) * weights + t0 * after) / 2
        weights = finer
    return weights


def average_floor(
    labels: Float[np.ndarray, "..."], starts: int = 2, seed: int = 0
) -> float:
    """Return the smallest mean squared error found with average pooling, over 4^L.

    Trust-region least squares from random starts and from the filters of both exact
    codes, ``2^L - a`` and ``a + 1``; the best one counts. An upper bound of the true
    floor, which it is if one of the runs has found the deepest valley.

    Parameters
    ----------
    labels
        Shape (2^L,), L at least 1: the wanted code of each Dirac.
    starts, seed
        How many random starts, and what draws them.

    Raises
    ------
    ValueError
        If the labels do not have length 2, 4, 8 and so on.

    Examples
    --------
    >>> f"{average_floor(np.arange(8.0)) ** 0.5:.4f}"
    '0.0194'

    """
    size = labels.size
    if labels.ndim != 1 or size < 2 or size & (size - 1):
        raise ValueError(
            f"labels must have shape (2,), (4,), (8,), ..., got {labels.shape}."
        )
    shape = (size.bit_length() - 1, 3)
    rng = np.random.default_rng(seed)
    exact = [np.tile(taps, (shape[0], 1)) for taps in ((2.0, 2, 0), (0.0, 2, 2))]
    runs = [
        least_squares(
            lambda flat: (average_weights(flat.reshape(shape)) - labels) / size,
            start.ravel(),
            max_nfev=200,
        )
        for start in (*exact, *rng.normal(size=(starts, *shape)))
    ]
    return min(2 * float(run.cost) for run in runs) / size


def derivation() -> tuple[Step, ...]:
    """Return when average pooling gives [1, 2, 1], and which affine codes it passes on.

    Unlike a stride it takes no side, so a code has a mirror image; but the position
    itself is neither of the two.
    """
    return (*average_derivation(), *_filters(), *_slopes(), *_ends(), *_both())


def _first(v0: sp.Expr, before: sp.Expr, taps: Taps) -> sp.Expr:
    return ((taps[0] + taps[1]) * v0 + taps[2] * before) / 2


def _second(v0: sp.Expr, after: sp.Expr, taps: Taps) -> sp.Expr:
    return ((taps[1] + taps[2]) * v0 + taps[0] * after) / 2


def _affine(k: sp.Expr) -> sp.Expr:
    return _P * k + _Q


def _condition(says: str, left: sp.Expr, right: sp.Expr | int) -> Step:
    return Step(says=says, relation=equal(left, right), kind=Kind.CONDITION)


def _filters() -> tuple[Step, ...]:
    t0, t1, t2 = _T
    return (
        identity(
            "Not every filter of four taps comes out: their alternating sum is zero.",
            sp.Add(t0, -(t0 + t1), t1 + t2, -t2, evaluate=False),
            0,
        ),
        identity(
            "For [1, 2, 1, 0] the outer ones ask for t0 = 2 and t2 = 0; the second is "
            "then this, and 2 for t1 = 2 only. No symmetric filter will do.",
            sp.Subs((t0 + t1) / 2, t0, 2),
            1 + t1 / 2,
        ),
        Step(
            says="So multiples of [1, 2, 1] at the even positions come out of "
            "multiples of [2, 2, 0] only: the right tap is zero, and this.",
            relation=sp.Eq(t1, t0),
            kind=Kind.CONCLUSION,
        ),
    )


def _slopes() -> tuple[Step, ...]:
    w, v = sp.Function("w"), sp.Function("v")
    even = _first(_affine(_K), _affine(_K - 1), _T)
    odd = _second(_affine(_K), _affine(_K + 1), _T)
    following = _first(_affine(_K + 1), _affine(_K), _T)
    return (
        Step(
            says="Which affine codes? Let v be the weights of the layers after the "
            "first, zero beyond their ends, and w those of all layers.",
            relation=sp.Eq(w(2 * _K), _first(v(_K), v(_K - 1), _T)),
            kind=Kind.DEFINITION,
        ),
        Step(
            says="The odd positions mirror the even ones.",
            relation=sp.Eq(w(2 * _K + 1), _second(v(_K), v(_K + 1), _T)),
            kind=Kind.DEFINITION,
        ),
        _condition("Let the layers after the first be affine.", v(_K), _affine(_K)),
        identity(
            "From an even position inside to the next the code grows by this,",
            odd - even,
            (_T[0] + _T[2]) * _P / 2,
        ),
        identity("and from an odd one by this.", following - odd, _T[1] * _P / 2),
        _condition("The two have to be equal.", _T[1], _T[0] + _T[2]),
    )


def _ends() -> tuple[Step, ...]:
    left = _first(_affine(sp.S.Zero), sp.S.Zero, _T)
    right = _second(_affine(_N / 2 - 1), sp.S.Zero, _T)
    return (
        identity(
            "At the first position the neighbour v(-1) is padding, and this is missing "
            "from the line; it has to be zero.",
            sp.Add(
                _first(_affine(sp.S.Zero), _affine(sp.Integer(-1)), _T),
                -left,
                evaluate=False,
            ),
            _T[2] * (_Q - _P) / 2,
        ),
        identity(
            "So is this at the last one, n - 1.",
            sp.Add(
                _second(_affine(_N / 2 - 1), _affine(_N / 2), _T),
                -right,
                evaluate=False,
            ),
            _T[0] * (_P * _N / 2 + _Q) / 2,
        ),
    )


def _both() -> tuple[Step, ...]:
    code, a = sp.Function("E"), sp.Symbol("a", integer=True, nonnegative=True)
    t0, t1, _ = _T
    return (
        identity(
            "One way out is t2 = 0, with t1 = t0 and q = -p n/2: [2, 2, 0] makes the "
            "inverted position of the inverted position,",
            _first(_N / 2 - _K, _N / 2 - _K + 1, (t0, t0, sp.S.Zero)),
            t0 * (_N - 2 * _K) / 2,
        ),
        identity(
            "the other t0 = 0, with t1 = t2 and q = p: [0, 2, 2] makes a + 1 of a + 1.",
            _first(_K + 1, _K, (sp.S.Zero, t1, t1)),
            t1 * (2 * _K + 1) / 2,
        ),
        identity(
            "It does so at odd positions too.",
            _second(_K + 1, _K + 2, (sp.S.Zero, t1, t1)),
            t1 * (2 * _K + 2) / 2,
        ),
        Step(
            says="The plain label a is neither, but no more than one sample off the "
            "second, 1/n of the length: below any share of it for L large enough.",
            relation=sp.Le(sp.Abs(code(a) - a), 1),
            kind=Kind.CONCLUSION,
        ),
    )
