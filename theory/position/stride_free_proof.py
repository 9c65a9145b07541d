"""What an encoder can do without a stride, and what it cannot, as checked steps."""

from collections.abc import Sequence

import sympy as sp
from flint import fmpz_poly

from theory.derivation import Kind, Step, identity
from theory.position.induction import layer

_I, _K, _A, _ELL = sp.symbols("i k a l", integer=True, nonnegative=True)
_N, _L = sp.symbols("n L", integer=True, positive=True)
_P, _Q, _Z = sp.symbols("p q z", real=True)
_S = sp.symbols("s_0 s_1 s_2", real=True)
_T = sp.symbols("t_0 t_1 t_2", real=True)
_X, _V, _TOLD, _LAYERS = (sp.Function(name) for name in ("x", "v", "N", "K"))


def derivation() -> tuple[Step, ...]:
    """Return why layers without a stride read every label, and spaced taps too."""
    return (*_products(), _spaced())


def _products() -> tuple[Step, ...]:
    inner = [_made(_T, _I + j) for j in range(3)]
    twice = sum((s * y for s, y in zip(_S, inner, strict=True)), sp.S.Zero)
    pairs = [[_S[j] * _T[m - j] for j in range(3) if 0 <= m - j < 3] for m in range(5)]
    once = sum((sp.Add(*c) * _X(_I + m) for m, c in enumerate(pairs)), sp.S.Zero)
    upper, lower = _P + sp.I * _Q, _P - sp.I * _Q
    return (
        identity(
            "Two layers of three neighbouring taps and no stride are one of five, "
            "whose taps are the coefficients of the product of two polynomials.",
            twice,
            once,
        ),
        Step(
            says="A layer without padding hands on two samples fewer; with two taps "
            "in the last one where n is even, this many make one number of n samples.",
            relation=sp.Eq(_LAYERS(_N), sp.floor(_N / 2)),
            kind=Kind.CONCLUSION,
        ),
        identity(
            "The code of a Dirac at a is the coefficient of z^a in the product. Every "
            "real polynomial is a product of such factors: its roots that are not real "
            "come in pairs, each with a real factor,",
            sp.Mul(_Z - upper, _Z - lower, evaluate=False),
            _Z**2 - 2 * _P * _Z + _P**2 + _Q**2,
        ),
        identity(
            "and so has any pair of real ones. A degree that is odd leaves one of "
            "them, for the layer of two taps.",
            sp.Mul(_Z - _P, _Z - _Q, evaluate=False),
            _Z**2 - (_P + _Q) * _Z + _P * _Q,
        ),
    )


def _made(taps: Sequence[sp.Expr], i: sp.Expr) -> sp.Expr:
    return sum((t * _X(i + k) for k, t in enumerate(taps)), sp.S.Zero)


def _spaced() -> Step:
    apart = 2**_ELL
    middle = 2 * apart * _I
    return identity(
        "Or the taps of [1, 2, 1] are moved apart, to 2^l samples in layer l, counted "
        "from 0, and no sample is left out: at multiples of 2^l stands what the "
        "strided layers make.",
        layer(lambda i: _V(apart * i), _I),
        _V(middle - apart) + 2 * _V(middle) + _V(middle + apart),
    )


def reach_derivation() -> tuple[Step, ...]:
    """Return what is lost without a stride: reach, and one filter for all layers."""
    return (*_reach(), *_one_filter())


def _reach() -> tuple[Step, ...]:
    return (
        identity(
            "A number behind L layers of three neighbouring taps depends on 2L + 1 "
            "samples: each layer sees one more on either side.",
            sp.Add(2 * _L + 1, 2, evaluate=False),
            2 * (_L + 1) + 1,
        ),
        Step(
            says="So all Diracs further away have one code, that of no Dirac, "
            "whatever filters, channels, biases and activations are: this many "
            "different codes at most.",
            relation=sp.Le(_TOLD(_L), 2 * _L + 2),
            kind=Kind.CONCLUSION,
        ),
        Step(
            says="From four layers on these are fewer than the places.",
            relation=sp.Lt(2 * (_K + 4) + 2, 2 ** (_K + 4)),
            kind=Kind.CONCLUSION,
        ),
        identity(
            "With strides a layer sees twice as many and one: 2^(L + 1) - 1 in all.",
            2 * (2 ** (_L + 1) - 1) + 1,
            2 ** (_L + 2) - 1,
        ),
    )


def _one_filter() -> tuple[Step, ...]:
    short = _N - (_N + 1) * _Z + _Z ** (_N + 1)
    label = sp.Sum((_N - _A) * _Z**_A, (_A, 0, _N - 1))
    return (
        identity(
            "One filter in K layers, times any numbers, is a K-th power, and each of "
            "its roots counts K times. The label n - a has this polynomial, which",
            (1 - _Z) ** 2 * label,
            short,
        ),
        identity(
            "has a repeated root only where its derivative is 0, z^n = 1,",
            sp.Derivative(short, _Z),
            (_N + 1) * (_Z**_N - 1),
        ),
        identity(
            "and there it is this, which is 0 at z = 1 alone,",
            short - _Z ** (_N + 1) + _Z,
            _N * (1 - _Z),
        ),
        identity(
            "where the label's own polynomial is not: all its roots are simple, and "
            "no K above 1 is possible.",
            label.subs(_Z, 1),
            _N * (_N + 1) / 2,
        ),
    )


def repeated_roots(longest: int) -> int:
    """Return how many lengths n, 3 to the longest, give n - a a repeated root.

    From the greatest common divisor of the polynomial and its derivative, exactly.

    Examples
    --------
    >>> repeated_roots(40)
    0

    """
    labels = (fmpz_poly(list(range(n, 0, -1))) for n in range(3, longest + 1))
    return sum(p.gcd(p.derivative()).degree() > 0 for p in labels)
