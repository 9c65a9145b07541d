"""Why a second channel does what a bias or a stride does, as checked steps."""

import sympy as sp

from theory.derivation import Kind, Step, identity
from theory.position.channels import near_bias, near_taps
from theory.position.induction import layer, linear_form

_Y, _Z = sp.symbols("y z", real=True)
_I, _K, _A = sp.symbols("i k a", integer=True, nonnegative=True)
_N = sp.Symbol("n", integer=True, positive=True)
_L = sp.Symbol("L", integer=True, positive=True)
_ALPHA, _BETA = sp.symbols("alpha beta", real=True)
_D0, _D1 = sp.symbols("d_0 d_1", nonnegative=True)
_X, _D = sp.Function("x"), sp.Function("d")


def max_pair_derivation() -> tuple[Step, ...]:
    """Return why two channels, or channels that double, make up for a maximum."""
    return (*_opposite(), *_doubled())


def _opposite() -> tuple[Step, ...]:
    pair = (_D(2 * _K + j - 1) + _D(2 * _K + j) for j in (0, 1))
    summed = sp.Add(*pair, evaluate=False)
    return (
        identity(
            "Two channels with opposite filters keep the larger and minus the smaller "
            "of a pair: their difference is the sum.",
            sp.Max(_Y, _Z) - sp.Max(-_Y, -_Z),
            _Y + _Z,
        ),
        identity(
            "With [1, 1, 0] on the difference d of the channels before, or on the "
            "signal, this sum is the deck's own layer.",
            summed,
            layer(_D, _K),
        ),
        identity(
            "The last layer, [2, 1, 0] on d, compares two numbers of which the second "
            "is the larger one, because nothing in d is negative; it is the deck's "
            "last layer.",
            sp.Max(_D0, 2 * _D0 + _D1, evaluate=False),
            2 * _D0 + _D1,
        ),
    )


def _doubled() -> tuple[Step, ...]:
    even, odd = _dirac(2 * _K), _dirac(2 * _K + 1)
    return (
        identity(
            "Without negative taps: of a Dirac at 2k the filters [0, 1, 0] and "
            "[1, 0, 0] each leave one at k, together what the deck's layer leaves.",
            _kept(even, 0) + _kept(even, 1),
            layer(even, _I),
        ),
        identity(
            "Of a Dirac at 2k + 1 one leaves it at k and the other at k + 1, again "
            "what the deck's layer leaves; every channel holds a Dirac or nothing, so "
            "the next layer does the same to each.",
            _kept(odd, 0) + _kept(odd, 1),
            layer(odd, _I),
        ),
    )


def _kept(signal: sp.Lambda, back: int) -> sp.Expr:
    """Return the larger of the pair i of a signal shifted by ``back`` to the right."""
    return sp.Max(signal(2 * _I - back), signal(2 * _I + 1 - back))


def _dirac(place: sp.Expr) -> sp.Lambda:
    j = sp.Dummy("j", integer=True)
    return sp.Lambda(j, sp.KroneckerDelta(j, place))


def linear_pair_derivation() -> tuple[Step, ...]:
    """Return why two linear channels give any affine label of a Dirac."""
    summed = sp.Sum(_X(2 * _I) + _X(2 * _I + 1), (_I, 0, 2**_L - 1))
    total = sp.Sum(_X(_I), (_I, 0, 2 ** (_L + 1) - 1))
    dirac = sp.KroneckerDelta(_I, _A)
    return (
        identity(
            "A channel with [0, 1, 1] in every layer adds disjoint pairs: it ends "
            "with the sum of the signal.",
            summed,
            total,
        ),
        identity(
            "Of a Dirac within the signal this sum is 1, whatever its place.",
            sp.Sum(sp.KroneckerDelta(_I, _A), (_I, 0, _A + _K)),
            sp.Integer(1),
        ),
        identity(
            "The channel with [1, 2, 1] reads 2^L - a.",
            linear_form(lambda i: dirac.subs(_I, i), _L),
            sp.Max(0, 2**_L - _A),
        ),
        identity(
            "With n = 2^L these two make any affine label.",
            -_ALPHA * (_N - _A) + (_ALPHA * _N + _BETA),
            _ALPHA * _A + _BETA,
        ),
    )


_E = sp.Symbol("epsilon", positive=True)
_CODE, _NEAR = sp.Function("E"), sp.Function("F")


def biased_derivation() -> tuple[Step, ...]:
    """Return what biases do for four layers of one channel with max pooling."""
    return (
        Step(
            says="Four layers with the taps [-2, 2, 4], [-2/3, -11/6, 5/3], "
            "[3/2, -3/2, 3] and [1, -1/2, -1], the last three with biases of -4/3, -11 "
            "and -1/2: sixteen codes, each a matter of rational arithmetic.",
            relation=sp.Eq(_CODE(_A), 16 - _A),
            kind=Kind.CONCLUSION,
        ),
        Step(
            says="A family with a bias at the output alone, and a small number in its "
            "taps, in (0, 1/100]: its codes are polynomials in it, over 6 times its "
            "square. At a = 3, furthest below,",
            relation=sp.Eq(_NEAR(3), 13 - 37 * _E + 46 * _E**2),
            kind=Kind.CONCLUSION,
        ),
        Step(
            says="and at a = 8, furthest above, it is this.",
            relation=sp.Eq(_NEAR(8), 8 + 37 * _E - 46 * _E**2 - 192 * _E**3),
            kind=Kind.CONCLUSION,
        ),
        identity(
            "Beside 1/epsilon - 14 the bias takes away the mean of what these two are "
            "off by without it, but for the term of third order.",
            (_E * (53 - 138 * _E - 192 * _E**2) - _E * (21 + 46 * _E)) / 2,
            16 * _E - 92 * _E**2 - 96 * _E**3,
        ),
        Step(
            says="No code is further off.",
            relation=sp.Le(sp.Abs(_NEAR(_A) - (16 - _A)), 37 * _E - 46 * _E**2),
            kind=Kind.CONCLUSION,
        ),
    )


def near_errors() -> tuple[sp.Poly, ...]:
    """Return code minus ``16 - a`` of :func:`~theory.position.channels.near_four`.

    As polynomials in e, proved for all e in (0, 1/100]: of both entries of a pair the
    difference is a polynomial without a root there.

    Raises
    ------
    ArithmeticError
        If a maximum cannot be decided for all e.

    Examples
    --------
    >>> near_errors()[3].as_expr()
    46*e**2 - 37*e

    """
    e = sp.Symbol("e")
    rows = near_taps(e)
    found = []
    for a in range(16):
        signal = [sp.Integer(i == a) for i in range(16)]
        for taps in rows:
            x = [sp.S.Zero, *signal, sp.S.Zero]
            y = [
                sp.expand(sum(t * x[i + j] for j, t in enumerate(taps)))
                for i in range(len(signal))
            ]
            signal = [_larger(y[i], y[i + 1], e) for i in range(0, len(y), 2)]
        code = sp.expand(signal[0] / (6 * e**2) + near_bias(e))
        found.append(sp.Poly(code - (16 - a), e))
    return tuple(found)


def all_below(errors: tuple[sp.Poly, ...], bound: sp.Poly) -> bool:
    """Return whether no error is larger in magnitude than a bound on (0, 1/100]."""
    e = bound.gen
    return all(
        _larger(bound.as_expr(), sign * error.as_expr(), e) == bound.as_expr()
        for error in errors
        for sign in (1, -1)
    )


def _larger(u: sp.Expr, v: sp.Expr, e: sp.Symbol) -> sp.Expr:
    """Return the larger one for all e in (0, 1/100]."""
    difference = sp.Poly(u - v, e)
    if difference.is_zero:
        return u
    end = sp.Rational(1, 100)
    lowest = min(power for (power,) in difference.monoms())
    left = sp.Poly(sp.cancel(difference.as_expr() / e**lowest), e)
    if left.count_roots(0, end):
        raise ArithmeticError(f"the larger of {u} and {v} depends on {e}.")
    return u if left.eval(end) > 0 else v
