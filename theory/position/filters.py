"""Which filters make the code of a Dirac an affine function of its position."""

import numpy as np
import sympy as sp
from jaxtyping import Bool, Float
from scipy.optimize import least_squares

from theory.derivation import Kind, Step, identity

_K = sp.Symbol("k", integer=True, nonnegative=True)
_N = sp.Symbol("n", integer=True, positive=True)
_ALPHA, _BETA, _R0, _R2 = sp.symbols("alpha beta r_0 r_2", real=True)


def cascade_weights(taps: Float[np.ndarray, "..."]) -> Float[np.ndarray, " positions"]:
    """Return the codes of all Diracs, read backwards from the code to the signal.

    If v are the weights of the layers after the first, the first one, with taps t,
    has ``w(2k) = t1 v(k)`` and ``w(2k + 1) = t2 v(k) + t0 v(k + 1)``, where v is 0
    beyond its end.

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
    >>> cascade_weights(np.array([[1.0, 2, 1], [1, 2, 1]])).tolist()
    [4.0, 3.0, 2.0, 1.0]

    """
    if taps.ndim != 2 or taps.shape[1] != 3:
        raise ValueError(f"taps must have shape (layers, 3), got {taps.shape}.")
    weights = np.ones(1)
    for t0, t1, t2 in taps[::-1]:
        finer = np.empty(2 * weights.size)
        finer[::2] = t1 * weights
        finer[1::2] = t2 * weights + t0 * np.append(weights[1:], 0)
        weights = finer
    return weights


def identifiable_taps(levels: int) -> Bool[np.ndarray, "levels 3"]:
    """Return which taps the code ``2^L - a`` determines, each layer up to its scale.

    All of them but the left tap of the last layer, whose input has two entries: at
    position 0, the only one kept, that tap meets nothing but padding.

    Parameters
    ----------
    levels
        Number of layers L, at least 1. From L = 3 on the same holds for any affine
        code, since 2^L - a and its multiples are then the only ones.

    Returns
    -------
    array
        Shape (L, 3).

    Raises
    ------
    ValueError
        If the levels are below 1.

    Examples
    --------
    >>> identifiable_taps(2).tolist()
    [[True, True, True], [False, True, True]]

    """
    if levels < 1:
        raise ValueError(f"levels must be at least 1, got {levels}.")
    mask = np.ones((levels, 3), dtype=bool)
    mask[-1, 0] = False
    return mask


def fitted_taps(
    labels: Float[np.ndarray, "..."], starts: int = 5, seed: int = 0
) -> Float[np.ndarray, "levels 3"]:
    """Return the filters whose codes come closest to the labels, in squared error.

    Trust-region least squares from positive random starts; the best one counts. It
    says what a trained encoder would learn from labels other than 2^L - a.

    Parameters
    ----------
    labels
        Shape (2^L,), L at least 1: the wanted code of each Dirac.
    starts, seed
        How many starts, and what draws them.

    Returns
    -------
    array
        Shape (L, 3). Scales may move between layers; their product is determined.

    Raises
    ------
    ValueError
        If the labels do not have length 2, 4, 8 and so on.

    """
    size = labels.size
    if labels.ndim != 1 or size < 2 or size & (size - 1):
        raise ValueError(
            f"labels must have shape (2,), (4,), (8,), ..., got {labels.shape}."
        )
    shape = (size.bit_length() - 1, 3)
    rng = np.random.default_rng(seed)
    runs = [
        least_squares(
            lambda flat: cascade_weights(flat.reshape(shape)) - labels,
            rng.uniform(0, 2, size=shape).ravel(),
            xtol=1e-14,
            ftol=1e-14,
            gtol=1e-14,
        )
        for _ in range(starts)
    ]
    best = min(runs, key=lambda run: float(run.cost))
    return np.asarray(best.x, dtype=float).reshape(shape)


def derivation() -> tuple[Step, ...]:
    """Return why an affine code forces [1, 2, 1] up to scale, from L = 3 on.

    First the first layer of at least three, whatever the affine code; then the layers
    after it, which face the same question at half the length.
    """
    return (*_setting(), *_first_layer(), *_layers_after())


def _code(j: sp.Expr) -> sp.Expr:
    return _ALPHA * j + _BETA


def _miss(k: sp.Expr) -> sp.Expr:
    """Return by how much the odd position 2k + 1 misses an affine code.

    The even positions fix ``t1 v(k) = alpha 2k + beta``; taps enter as r = t / t1.
    """
    return _code(2 * k + 1) - _R2 * _code(2 * k) - _R0 * _code(2 * (k + 1))


def _condition(says: str, left: sp.Expr, right: sp.Expr) -> Step:
    return Step(says=says, relation=sp.Eq(left, right), kind=Kind.CONDITION)


def _setting() -> tuple[Step, ...]:
    w, v = sp.Function("w"), sp.Function("v")
    t0, t1, t2 = sp.symbols("t_0 t_1 t_2", real=True)
    return (
        Step(
            says="Let v be the weights of the layers after the first, and w those of "
            "all layers; the middle tap of the first meets the even positions.",
            relation=sp.Eq(w(2 * _K), t1 * v(_K)),
            kind=Kind.DEFINITION,
        ),
        Step(
            says="Its outer taps meet the odd ones; v is 0 beyond its end n/2.",
            relation=sp.Eq(w(2 * _K + 1), t2 * v(_K) + t0 * v(_K + 1)),
            kind=Kind.DEFINITION,
        ),
        _condition("The code is to be affine and not constant.", w(_K), _code(_K)),
        _condition(
            "So t1 is not zero, and the even positions fix v.",
            v(_K),
            _code(2 * _K) / t1,
        ),
        Step(
            says="Only the ratios of the taps are left to find.",
            relation=sp.Eq(_R0, t0 / t1),
            kind=Kind.DEFINITION,
        ),
        Step(
            says="Likewise for the right tap.",
            relation=sp.Eq(_R2, t2 / t1),
            kind=Kind.DEFINITION,
        ),
    )


def _first_layer() -> tuple[Step, ...]:
    half = {_R0: sp.Rational(1, 2), _R2: sp.Rational(1, 2)}
    end = _code(_N - 1) - _R2 * _code(_N - 2)
    return (
        identity(
            "What an inner odd position misses changes from one to the next by this; "
            "from n = 8 on there are two to compare.",
            sp.Add(_miss(_K + 1), -_miss(_K)),
            2 * _ALPHA * (1 - _R0 - _R2),
        ),
        _condition(
            "Nothing may be missed, so the change is zero.", _R0 + _R2, sp.S.One
        ),
        identity(
            "Then every inner odd position misses the same.",
            _miss(_K).subs(_R2, 1 - _R0),
            _ALPHA * (1 - 2 * _R0),
        ),
        _condition("It has to be zero: both outer taps are half.", _R0, half[_R0]),
        identity(
            "The last position has one neighbour only and misses this.",
            end.subs(half),
            (_ALPHA * _N + _BETA) / 2,
        ),
        _condition(
            "So the code is a multiple of n - a: the inverted position, and no other.",
            _BETA,
            -_ALPHA * _N,
        ),
    )


def _layers_after() -> tuple[Step, ...]:
    inverted = {_BETA: -_ALPHA * _N}
    end = _code(_N - 1) - _R2 * _code(_N - 2)
    return (
        identity(
            "The layers after the first must then give the inverted position at "
            "length n/2, so the argument repeats.",
            _code(2 * _K).subs(inverted),
            2 * _ALPHA * (_K - _N / 2),
        ),
        identity(
            "For an inverted position the last entry alone fixes the right tap, at "
            "any length: this must be zero.",
            end.subs(inverted),
            _ALPHA * (2 * _R2 - 1),
        ),
        identity(
            "And an inner odd position fixes the left tap, at length 4 too; at length "
            "2 the only one is the end, k + 1 = n/2, so there the left tap is free.",
            _miss(_K).subs({**inverted, _R2: sp.Rational(1, 2)}),
            _ALPHA * (1 - 2 * _R0) * (_K + 1 - _N / 2),
        ),
    )
