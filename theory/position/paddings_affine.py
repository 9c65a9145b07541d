"""Which continuations of a signal let one linear channel read an affine label."""

from collections.abc import Mapping
from functools import cache

import numpy as np
import sympy as sp
from jaxtyping import Float
from scipy.optimize import minimize

from theory.derivation import Kind, Step, identity

CONTINUED: dict[str, dict[int, int]] = {
    "zeros": {},
    "circular": {-1: 1},
    "reflect": {1: 1},
    "replicate": {0: 1},
}
"""What stands before the first sample: how often each sample, counted from the ends."""

_N = sp.Symbol("n", integer=True, positive=True)
_I, _K = sp.symbols("i k", integer=True, nonnegative=True)
_ALPHA, _BETA, _RHO, _LAMBDA = sp.symbols("alpha beta rho lambda", real=True)
_GAMMA, _G0, _G1, _T0 = sp.symbols("gamma gamma_0 gamma_1 t_0", real=True)
_ALL, _ZEROS, _BEHIND, _C = (sp.Function(name) for name in "wzvc")


def affine_offset(
    gains: Mapping[int, int | sp.Rational], outputs: int = 4
) -> sp.Expr | None:
    """Return b of the only label ``b - a`` that a first layer lets through, if any.

    Whatever linear follows: the unknowns are the three taps of the first layer, what
    each of its outputs is counted, and b; they are eliminated in rationals.

    Parameters
    ----------
    gains
        The sample before the first one is a sum: of which samples, how often each.
    outputs
        Of the first layer, N; the signal has 2 N samples.

    Returns
    -------
    sympy expression
        None where there is no such label, NaN where there are many.

    Examples
    --------
    >>> affine_offset({}), affine_offset({-1: 1}), affine_offset({-1: -1})
    (8, None, 4)

    """
    found = [_eliminated(gains, outputs, middle) for middle in (0, 1)]
    labels = [b for b in found if b is not None]
    if len(labels) > 1:
        return sp.nan
    return labels[0] if labels else None


def _eliminated(
    gains: Mapping[int, int | sp.Rational], outputs: int, middle: int
) -> sp.Expr | None:
    """Return the label where the middle tap is 0, or 1, as scales allow."""
    t0, t2, b = sp.symbols("t0 t2 b")
    v = [*sp.symbols(f"v:{outputs}"), 0]
    size = 2 * outputs
    w = []
    for k in range(outputs):
        w += [middle * v[k], t2 * v[k] + t0 * v[k + 1]]
    for place, gain in gains.items():
        w[place % size] += gain * t0 * v[0]
    equations = [sp.expand(one - (b - a)) for a, one in enumerate(w)]
    basis = sp.groebner(equations, *v[:-1], t0, t2, b, order="lex").exprs
    if basis == [sp.S.One]:
        return None
    (last,) = [e for e in basis if e.free_symbols == {b}] or [sp.nan]
    roots = sp.roots(last, b) if last is not sp.nan else {}
    return next(iter(roots)) if len(roots) == 1 else sp.nan


@cache
def label_floor(padding: str, outputs: int = 4) -> float:
    """Return how near the codes of one linear channel come to ``n - a``, over n.

    The root mean square over all places of the least error of a first layer of three
    taps at even places, whatever linear without biases follows: a bound for every
    depth. For given taps the rest is a linear problem; the taps are sought from many
    starts.

    Parameters
    ----------
    padding
        One of ``CONTINUED``.
    outputs
        Of the first layer, N; n = 2 N.

    Examples
    --------
    >>> round(label_floor("circular"), 6)
    0.017824

    """
    reads = _reads(padding, outputs)
    starts = np.random.default_rng(0).normal(size=(12, 3))
    options = {"xatol": 1e-10, "fatol": 1e-16, "maxiter": 2000}
    runs = [
        minimize(_miss, start, args=(reads,), method="Nelder-Mead", options=options)
        for start in starts
    ]
    return float(min(run.fun for run in runs))


def hat_miss(padding: str, outputs: int = 4) -> float:
    """Return the error of :func:`label_floor` for the taps [1, 2, 1]."""
    return _miss(np.array([1.0, 2.0, 1.0]), _reads(padding, outputs))


def _reads(padding: str, outputs: int) -> Float[np.ndarray, "3 n outputs"]:
    reads = np.zeros((3, 2 * outputs, outputs))
    for k in range(outputs):
        reads[1, 2 * k, k] = reads[2, 2 * k + 1, k] = 1
        if k:
            reads[0, 2 * k - 1, k] = 1
    for place, gain in CONTINUED[padding].items():
        reads[0, place, 0] += gain
    return reads


def _miss(
    taps: Float[np.ndarray, " 3"], reads: Float[np.ndarray, "3 n outputs"]
) -> float:
    made = np.tensordot(taps / np.linalg.norm(taps), reads, 1)
    label = np.arange(float(len(made)), 0, -1)
    behind = np.linalg.lstsq(made, label, rcond=1e-12)[0]
    return float(np.sqrt(np.mean((made @ behind - label) ** 2)) / len(made))


def derivation() -> tuple[Step, ...]:
    """Return which rules at the end allow a label that is affine."""
    return (*_inside(), *_ends())


def _label(place: sp.Expr | int) -> sp.Expr:
    return _ALPHA * place + _BETA


def _inside() -> tuple[Step, ...]:
    def miss(k: sp.Expr) -> sp.Expr:
        return _label(2 * k + 1) - _RHO * _label(2 * k) - _LAMBDA * _label(2 * (k + 1))

    return (
        Step(
            says="Let z be the code where zeros stand before the signal, and v what "
            "all behind the first layer counts of its n outputs. A sum c of samples "
            "in their place adds this.",
            relation=sp.Eq(_ALL(_I), _ZEROS(_I) + _T0 * _BEHIND(0) * _C(_I)),
            kind=Kind.DEFINITION,
        ),
        identity(
            "The middle tap is not 0: else all even places where c is 0 would read 0, "
            "which are two or more. So they fix v, and odd ones miss an affine code by "
            "what changes by this from one to the next; with n at least 4 there are "
            "two.",
            sp.Add(miss(_K + 1), -miss(_K)),
            2 * _ALPHA * (1 - _RHO - _LAMBDA),
        ),
        identity(
            "So both shares add up to 1, and each is half: the hat.",
            miss(_K).subs(_RHO, 1 - _LAMBDA),
            _ALPHA * (1 - 2 * _LAMBDA),
        ),
    )


def _ends() -> tuple[Step, ...]:
    half = sp.Rational(1, 2)
    end = _label(2 * _N - 1) - half * _label(2 * _N - 2)
    return (
        identity(
            "The last place meets one tap. Where c is 0 there it misses this: the "
            "label is 0 at 2 n.",
            end,
            half * _label(2 * _N),
        ),
        identity(
            "Let the sample before the first be gamma_0 times the first and gamma_1 "
            "times the second: places 0 and 1 each fix v(0), as the label at 0 over 1 "
            "+ gamma_0 / 2 and 1 + gamma_1. Neither the first sample nor the second "
            "alone will do, as they differ; and both may not be 0, as the label is 0 "
            "at 2 n alone.",
            (1 + _G1) * _label(0) - (1 + _G0 / 2) * _label(0),
            (_G1 - _G0 / 2) * _BETA,
        ),
        identity(
            "Let it be gamma times the last sample, on a circle: the last place "
            "misses this instead,",
            end - half * _GAMMA * _label(0),
            half * (2 * _ALPHA * _N - (_GAMMA - 1) * _BETA),
        ),
        Step(
            says="which is 0 for one label, and for none where gamma is 1.",
            relation=sp.Eq(_BETA * (_GAMMA - 1), 2 * _ALPHA * _N),
            kind=Kind.CONCLUSION,
        ),
    )
