"""What [1, 2, 1] makes of a Dirac where the signal is continued otherwise than by 0."""

import numpy as np
import sympy as sp
from jaxtyping import Float

from theory.derivation import Kind, Step, identity
from theory.position.induction import Signal, layer

PADDINGS = ("zeros", "circular", "reflect", "replicate")
"""Zeros; a circle; mirrored at the first sample; the first sample repeated."""

_K, _A = sp.symbols("k a", integer=True, nonnegative=True)
_N, _M, _L = sp.symbols("n m L", integer=True, positive=True)
_T0, _T1, _T2 = sp.symbols("t_0 t_1 t_2", real=True)
_X, _V, _W, _C = (sp.Function(name) for name in "xvwc")


def padded_codes(levels: int, padding: str) -> Float[np.ndarray, " n"]:
    """Return the codes of all Diracs of length n = 2^L under [1, 2, 1].

    ``n - a`` with zeros; n on a circle; mirrored ``2 (n - a)``, but n at 0; repeated
    3^L at 0, ``2^(m-1) (3^(L-m) - 1)`` at 2^m, and straight lines in between. Only
    what stands left of the signal enters: no even position looks beyond its right end.

    Parameters
    ----------
    levels
        Number of layers L, 1 to 20.
    padding
        One of ``PADDINGS``.

    Raises
    ------
    ValueError
        If an argument is not as above.

    Examples
    --------
    >>> padded_codes(3, "replicate").tolist()
    [27.0, 13.0, 8.0, 6.0, 4.0, 3.0, 2.0, 1.0]

    """
    if not 1 <= levels <= 20:
        raise ValueError(f"levels must be in [1, 20], got {levels}.")
    if padding not in PADDINGS:
        raise ValueError(f"padding must be one of {PADDINGS}, got {padding}.")
    size = 2**levels
    place = np.arange(float(size))
    if padding == "zeros":
        return np.asarray(size - place)
    if padding == "circular":
        return np.full(size, float(size))
    if padding == "reflect":
        return np.asarray(np.where(place == 0, size, 2 * (size - place)))
    knots = np.arange(levels + 1)
    heights = 2.0 ** (knots - 1) * (3.0 ** (levels - knots) - 1)
    inside = np.interp(place, 2.0**knots, heights)
    return np.asarray(np.where(place == 0, 3.0**levels, inside))


def derivation() -> tuple[Step, ...]:
    """Return the codes of the three other paddings, and which one Table 1 has."""
    return (_told(), *_circle(), *_mirror(), *_repeated())


def _told() -> Step:
    def continued(i: sp.Expr) -> sp.Expr:
        return _C(_A) if i == -1 else sp.KroneckerDelta(i, _A)

    return identity(
        "Where a layer continues its input to the left by any combination c of its "
        "samples, its first entry behind a Dirac at a is this. In Table 1 it is 2, 1 "
        "and then 0, what the taps make of zeros: c is 0 at every a.",
        layer(continued, sp.S.Zero),
        sp.Max(0, 2 - _A) + _C(_A),
    )


def _circle() -> tuple[Step, ...]:
    whole = sp.Sum(_X(_K), (_K, 0, 2 * _N - 1))
    made = sp.Sum(layer(_X, _K), (_K, 0, _N - 1))
    return (
        identity(
            "What all entries of a layer add up to is twice the sum of its input, but "
            "for the samples beyond both ends, which on a circle are one.",
            made - (_X(-1) - _X(2 * _N - 1)),
            2 * whole,
        ),
        Step(
            says="So on a circle the last entry is 2^L times the sum of the signal, "
            "wherever the impulse is.",
            relation=sp.Eq(sp.Function("C")(_A), 2**_L),
            kind=Kind.CONCLUSION,
        ),
    )


def _filtered(signal: Signal, k: sp.Expr) -> sp.Expr:
    places = (2 * k - 1, 2 * k, 2 * k + 1)
    terms = (t * signal(i) for t, i in zip((_T0, _T1, _T2), places, strict=True))
    return sp.Add(*terms)


def _mirror() -> tuple[Step, ...]:
    return (
        identity(
            "What a layer makes of the signal mirrored at sample 0 differs from the "
            "mirrored output by this: by nothing, as [1, 2, 1] is symmetric.",
            _filtered(lambda i: _X(-i), -_K) - _filtered(_X, _K),
            (_T0 - _T2) * (_X(2 * _K + 1) - _X(2 * _K - 1)),
        ),
        Step(
            says="So the code is that of all 2^(L+1) - 1 samples around 0 under the "
            "hat 2^L - |i|: every sample counts twice but the one at 0.",
            relation=sp.Eq(
                sp.Function("M")(_A), (2 - sp.KroneckerDelta(_A, 0)) * (2**_L - _A)
            ),
            kind=Kind.CONCLUSION,
        ),
    )


def _repeated() -> tuple[Step, ...]:
    height = 2 ** (_M - 1) * (3 ** (_L - _M) - 1)
    return (
        Step(
            says="With the first sample repeated, the first entry meets the left and "
            "the middle tap: let w be the weights of all layers, v of those behind the "
            "first.",
            relation=sp.Eq(_W(0), 3 * _V(0)),
            kind=Kind.CONCLUSION,
        ),
        Step(
            says="All other even places meet the middle tap,",
            relation=sp.Eq(_W(2 * _K + 2), 2 * _V(_K + 1)),
            kind=Kind.CONCLUSION,
        ),
        Step(
            says="and odd places both outer ones; beyond 1 they are halfway between "
            "their neighbours, and v is 0 beyond its end.",
            relation=sp.Eq(_W(2 * _K + 1), _V(_K) + _V(_K + 1)),
            kind=Kind.CONCLUSION,
        ),
        identity(
            "One layer more doubles the weight at 2^m into that at 2^(m + 1),",
            2 * height,
            height.subs({_M: _M + 1, _L: _L + 1}, simultaneous=True),
        ),
        identity(
            "and the weight at 1 is that at 0 and that at 1 of the layers behind, "
            "added up.",
            3**_L + (3**_L - 1) / sp.Integer(2),
            (3 ** (_L + 1) - 1) / sp.Integer(2),
        ),
    )
