"""How far the codes of a bias-free encoder must stay from labels not inverted."""

from collections.abc import Callable, Sequence

import numpy as np
import sympy as sp
from jaxtyping import Float
from scipy.optimize import least_squares, minimize

from theory.derivation import Kind, Step, equal
from theory.position.filters import cascade_weights

_N, _K = sp.symbols("n k", integer=True, nonnegative=True)
_T = sp.symbols("t_0 t_1 t_2", real=True)
_P, _Q = sp.symbols("alpha beta", real=True)


def first_layers_matrix(
    taps: Float[np.ndarray, "layers 3"],
) -> Float[np.ndarray, "positions 4"]:
    """Return the matrix that turns the weights of the last two layers into codes.

    The last two layers reach every v in R^4 (but for a limit, see
    :func:`derivation`), and a layer before them has ``w(2k) = t1 v(k)``
    and ``w(2k + 1) = t2 v(k) + t0 v(k + 1)``.

    Parameters
    ----------
    taps
        Shape (L - 2, 3): all layers but the last two, first layer first.

    Returns
    -------
    array
        Shape (2^L, 4).

    Examples
    --------
    >>> v = np.array([4.0, 3.0, 2.0, 1.0])
    >>> (first_layers_matrix(np.array([[1.0, 2.0, 1.0]])) @ v).tolist()
    [8.0, 7.0, 6.0, 5.0, 4.0, 3.0, 2.0, 1.0]

    """
    matrix = np.eye(4)
    for t0, t1, t2 in taps[::-1]:
        finer = np.empty((2 * len(matrix), 4))
        finer[::2] = t1 * matrix
        finer[1::2] = t2 * matrix
        finer[1:-1:2] += t0 * matrix[1:]
        matrix = finer
    return matrix


def floor(
    labels: Float[np.ndarray, "..."],
    bias: bool = False,
    starts: int = 5,
    seed: int = 0,
) -> float:
    """Return the smallest mean squared error of an encoder's codes, over 4^L.

    The last two layers are eliminated: for given taps of the layers before them, what
    is left is the part of the labels outside the range of a matrix. Only those taps
    are searched, from random starts. It is 0 for one and two layers, for
    multiples of 2^L - a, and, because a bias adds a constant, for all affine labels
    with a bias.

    Parameters
    ----------
    labels
        Shape (2^L,): the wanted code of each Dirac, affine in its position.
    bias
        Whether the output has a bias.
    starts, seed
        How many starts, and what draws them.

    Raises
    ------
    ValueError
        If the labels do not have length 2, 4, 8, ... or are not affine.

    Examples
    --------
    >>> f"{floor(np.arange(8.0)):.8f}", floor(np.arange(8.0), bias=True)
    ('0.00061068', 0.0)

    """
    size = _affine_size(labels)
    layers = size.bit_length() - 3
    inverted = np.array_equal(labels, labels[-1] * np.arange(size, 0, -1))
    if bias or layers < 1 or inverted:
        return 0.0
    rng = np.random.default_rng(seed)

    def left(flat: Float[np.ndarray, " p"]) -> float:
        matrix = first_layers_matrix(flat.reshape(layers, 3))
        solution = np.linalg.lstsq(matrix, labels, rcond=None)[0]
        return float(np.sum((matrix @ solution - labels) ** 2))

    runs = [
        minimize(left, rng.normal(size=3 * layers), method="L-BFGS-B", tol=1e-15)
        for _ in range(starts)
    ]
    return min(float(run.fun) for run in runs) / size**3


def shared_floor(
    labels: Float[np.ndarray, "..."], starts: int = 10, seed: int = 0
) -> float:
    """Return :func:`floor` for encoders that use one filter in all layers, no bias.

    Raises
    ------
    ValueError
        As for :func:`floor`.

    Examples
    --------
    >>> shared_floor(np.arange(4.0)) > 1e-3
    True

    """
    size = _affine_size(labels)
    levels = size.bit_length() - 1
    rng = np.random.default_rng(seed)
    runs = [
        least_squares(
            lambda taps: cascade_weights(np.tile(taps, (levels, 1))) - labels, start
        )
        for start in rng.normal(size=(starts, 3))
    ]
    return min(2 * float(run.cost) for run in runs) / size**3


def _affine_size(labels: Float[np.ndarray, "..."]) -> int:
    size = labels.size
    if labels.ndim != 1 or size < 2 or size & (size - 1):
        raise ValueError(
            f"labels must have shape (2,), (4,), (8,), ..., got {labels.shape}."
        )
    slope = (labels[-1] - labels[0]) / (size - 1)
    bends = np.abs(labels - labels[0] - slope * np.arange(size))
    if not np.max(bends) <= 1e-9 * np.max(np.abs(labels)):
        raise ValueError("labels must be affine in the position, got others.")
    return size


def derivation() -> tuple[Step, ...]:
    """Return what keeps three layers away from the labels a.

    The last two layers are no obstacle; the first one satisfies a relation at every
    odd position, and affine labels that vary and are no multiples of 2^L - a violate it
    whatever the taps.
    """
    return (*_last_two_layers(), *_first_layer(), *_other_labels())


def _last_two_layers() -> tuple[Step, ...]:
    w, s = sp.Function("w"), sp.symbols("s_0 s_1", real=True)
    l2, r2 = sp.symbols("l r", real=True)
    v = (*sp.symbols("v_0:2", real=True), sp.Symbol("v_2", positive=True))
    v3 = sp.Symbol("v_3", real=True)
    right, left = v3 / v[2], (v[1] * v[2] - v3 * v[0]) / v[2] ** 2
    return (
        Step(
            says="The last layer gives two weights s; with taps (l, m, r) the layer "
            "before it makes four, of which this is the only one with two terms.",
            relation=sp.Eq(w(1), r2 * s[0] + l2 * s[1]),
            kind=Kind.DEFINITION,
        ),
        Step(
            says="Two layers therefore reach every four numbers v with v2 not 0: take "
            "m = 1, s0 = v0, s1 = v2, and these r and l.",
            relation=equal(right * v[0] + left * v[2], v[1]),
            kind=Kind.IDENTITY,
        ),
        Step(
            says="A bias lifts the restriction: every affine label is a multiple of "
            "n - k plus a constant.",
            relation=equal(_P * _K + _Q, -_P * (_N - _K) + (_Q + _P * _N)),
            kind=Kind.IDENTITY,
        ),
    )


def _combination(values: Sequence[sp.Expr]) -> sp.Expr:
    """Return ``t2 w(2k) - t1 w(2k + 1) + t0 w(2k + 2)``."""
    return _T[2] * values[0] - _T[1] * values[1] + _T[0] * values[2]


def _between_every_other(u: Callable[[sp.Expr], sp.Expr]) -> sp.Expr:
    """Return ``s2 w(4k) - s1 w(4k + 2) + s0 w(4k + 4)`` for two layers before u."""
    s0, s1, s2 = sp.symbols("s_0 s_1 s_2", real=True)
    v = (s1 * u(_K), s2 * u(_K) + s0 * u(_K + 1), s1 * u(_K + 1))
    return sp.Add(
        *(s * _T[1] * value for s, value in zip((s2, -s1, s0), v, strict=True)),
        evaluate=False,
    )


def _first_layer() -> tuple[Step, ...]:
    v, d, x = sp.Function("v"), sp.Function("d"), sp.Function("x")
    even, odd = _T[1] * v(_K), _T[2] * v(_K) + _T[0] * v(_K + 1)
    error, reach = sp.Symbol("e", nonnegative=True), sp.Sum(x(_K) * d(_K), (_K, 0, 3))
    spread = (_T[2] * x(_K) + _T[0] * x(_K - 1)) ** 2 + (_T[1] * x(_K)) ** 2
    behind = sp.Function("u")
    return (
        Step(
            says="A first layer makes w(2k) = t1 v(k) and w(2k + 1) = t2 v(k) + "
            "t0 v(k + 1), so its codes satisfy a relation at every odd position.",
            relation=equal(_combination((even, odd, _T[1] * v(_K + 1))), 0),
            kind=Kind.IDENTITY,
        ),
        Step(
            says="Inside, the labels a violate it by this much, d(k).",
            relation=equal(
                _combination((2 * _K, 2 * _K + 1, 2 * _K + 2)),
                2 * _K * (_T[0] - _T[1] + _T[2]) + 2 * _T[0] - _T[1],
            ),
            kind=Kind.IDENTITY,
        ),
        Step(
            says="At the end, n - 1, there is no right neighbour, and d is this.",
            relation=equal(
                _combination((_N - 2, _N - 1, sp.S.Zero)),
                (_N - 2) * (_T[2] - _T[1]) - _T[1],
            ),
            kind=Kind.IDENTITY,
        ),
        Step(
            says="All of them vanish only for t = 0, so the labels are out of reach; "
            "for n = 8 and any x, with x(-1) = 0, this bounds the sum e of squared "
            "errors from below, by Cauchy and Schwarz.",
            relation=sp.Ge(error * sp.Sum(spread, (_K, 0, 3)), reach**2),
            kind=Kind.CONCLUSION,
        ),
        Step(
            says="With four layers the second one, with taps s, adds the same relation "
            "between every other code, because w(2k) is t1 times v(k).",
            relation=equal(_between_every_other(behind), 0),
            kind=Kind.IDENTITY,
        ),
    )


def _other_labels() -> tuple[Step, ...]:
    inside = [_P * (2 * _K + j) + _Q for j in range(3)]
    end = (_P * (_N - 2) + _Q, _P * (_N - 1) + _Q, sp.S.Zero)
    deck = (_T[0], 2 * _T[0], _T[0])
    return (
        Step(
            says="Other affine labels, alpha times the position plus beta, violate the "
            "first layer's relation by this inside.",
            relation=equal(
                _combination(inside),
                (2 * _P * _K + _Q) * (_T[0] - _T[1] + _T[2]) + _P * (2 * _T[0] - _T[1]),
            ),
            kind=Kind.IDENTITY,
        ),
        Step(
            says="Unless alpha is zero, it vanishes for every k only for multiples of "
            "[1, 2, 1], which have t2 = t0 and this.",
            relation=sp.Eq(_T[1], deck[1]),
            kind=Kind.CONCLUSION,
        ),
        Step(
            says="These leave this at the end, zero for multiples of n - a only.",
            relation=equal(
                sp.Subs(_combination(end), _T, deck), -_T[0] * (_P * _N + _Q)
            ),
            kind=Kind.IDENTITY,
        ),
    )
