"""Why two codes place an object of any brightness, and one code cannot."""

import sympy as sp

from theory.derivation import Kind, Step, identity
from theory.position.activation import leaky

_N = sp.Symbol("n", integer=True, positive=True)
_I, _J, _W, _L, _LEVEL = sp.symbols("i j w L l", integer=True, nonnegative=True)
_AT = sp.Symbol("k", integer=True)
_A, _V, _ALPHA, _BETA, _E = sp.symbols("a V alpha beta e", real=True)
_U, _P, _M, _C, _Z, _K = sp.symbols("u p M c z K", positive=True)
_S1, _S2 = sp.symbols("S_1 S_2", positive=True)
_O, _CODE, _FLOOR = sp.Function("o"), sp.Function("E"), sp.Function("F")


def derivation() -> tuple[Step, ...]:
    """Return the two codes of an object, and the decoder layer by layer."""
    return (*_codes(), *_layers(), *_ending())


def _carried(level: sp.Expr, i: sp.Expr) -> sp.Expr:
    return _U * (_A * 2 ** (level - _L) - i)


def _codes() -> tuple[Step, ...]:
    def total(term: sp.Expr) -> sp.Expr:
        return sp.Sum(term, (_J, 0, _W))

    code, mass = _U * _M * (_N - _A - _C), _U * _M
    all_of_it, moment = total(_O(_J)), total(_J * _O(_J))
    return (
        identity(
            "By eq. (18) the code of the object o, u times as bright, with its first "
            "sample at a, is u times the mass M of o, times n - a, less its moment.",
            total(_U * _O(_J) * (_N - (_A + _J))),
            _U * (_N - _A) * total(_O(_J)) - _U * total(_J * _O(_J)),
        ),
        identity(
            "So the code over the mass u M, which [0, 1, 1] adds up, is n less the "
            "centroid, whatever u is; with M not 0.",
            _N - _U * ((_N - _A) * all_of_it - moment) / (_U * all_of_it),
            _A + moment / all_of_it,
        ),
        identity(
            "Without a division, with c the centroid of o at 0: a sum of code and mass "
            "is u times the place over n.",
            -code / (_M * _N) + mass * (_N - _C) / (_M * _N),
            _U * _A / _N,
        ),
    )


def _layers() -> tuple[Step, ...]:
    return (
        identity(
            "Behind l layers the decoder carries u V = u (a / 2^(L - l) - i) at sample "
            "i. Inserting zeros puts it at 2i, where it is doubled,",
            2 * _carried(_LEVEL, _I),
            _carried(_LEVEL + 1, 2 * _I),
        ),
        identity(
            "and at 2i + 1 a channel that holds u takes u off, where a decoder of one "
            "brightness takes 1 off.",
            2 * _carried(_LEVEL, _I) - _U,
            _carried(_LEVEL + 1, 2 * _I + 1),
        ),
        identity(
            "Behind a LeakyReLU u V is read off the channels u V and -u V,",
            leaky(_U * _V) - leaky(-_U * _V),
            (1 + _ALPHA) * _U * _V,
        ),
        identity("and u, which is not negative, passes.", leaky(_U), _U),
    )


def _ending() -> tuple[Step, ...]:
    def hat(v: sp.Expr) -> sp.Expr:
        return leaky(_U * v + _U) - 2 * leaky(_U * v) + leaky(_U * v - _U)

    def dirac(v: sp.Expr) -> sp.Expr:
        return sp.Max(0, 1 - sp.Abs(v))

    return (
        identity(
            "At l = L, where V = a - i, three channels make u times the Dirac of eq. "
            "(11), and no bias is needed for it.",
            hat(_V),
            (1 - _ALPHA) * _U * dirac(_V),
        ),
        identity(
            "A convolution with o adds up what stands at samples k, o(i - k) times: "
            "Diracs at a + j, which are the object.",
            sp.Sum(_O(_I - _AT) * dirac(_A - _AT), (_AT, _I - _W, _I)),
            sp.Sum(_O(_J) * dirac(_A + _J - _I), (_J, 0, _W)),
        ),
    )


def brightness_derivation() -> tuple[Step, ...]:
    """Return what no network without biases can read, and by how much it is off."""
    return (
        identity(
            "A LeakyReLU, a convolution and a maximum without biases give u times as "
            "much of u times as much, eq. (2),",
            leaky(_U * _V),
            _U * leaky(_V),
        ),
        Step(
            says="and so does what is made of them.",
            relation=sp.Eq(_CODE(_U), _U * _CODE(1)),
            kind=Kind.CONCLUSION,
        ),
        identity(
            "Two brightnesses of one image have one code only where it is 0.",
            _U * _E - _P * _E,
            (_U - _P) * _E,
        ),
        identity(
            "With K strengths u, of sum S_1 and sum of squares S_2, codes u b of one "
            "image are off from its label z by this,",
            _K * _Z**2 - 2 * _BETA * _Z * _S1 + _BETA**2 * _S2,
            _S2 * (_BETA - _Z * _S1 / _S2) ** 2 + _Z**2 * (_K - _S1**2 / _S2),
        ),
        Step(
            says="so at best by this share of the label, where b is z S_1 / S_2. One "
            "linear channel reaches it: S_1 / S_2 times the deck's code.",
            relation=sp.Eq(_FLOOR(_K), sp.sqrt(1 - _S1**2 / (_K * _S2))),
            kind=Kind.CONCLUSION,
        ),
        identity(
            "The ratio of two such codes does not feel u.",
            (_U * _M * _N - _U * _M * _C) / (_U * _M),
            _N - _C,
        ),
    )


def noise_derivation() -> tuple[Step, ...]:
    """Return how white noise moves code, mass and place."""
    middle = (_N - 1) / sp.Integer(2)
    spread = _N * (_N - 1) * (2 * _N - 1) / 6 - _A * _N * (_N - 1) + _N * _A**2
    return (
        identity(
            "Independent noise of variance 1 on every sample: the variance of a code "
            "is the sum of the squares of what it counts of each.",
            sp.Sum((_N - _I) ** 2, (_I, 0, _N - 1)),
            _N * (_N + 1) * (2 * _N + 1) / 6,
        ),
        identity(
            "The mass has the variance n; this is how both go together.",
            sp.Sum(_N - _I, (_I, 0, _N - 1)),
            _N * (_N + 1) / 2,
        ),
        identity(
            "What is added to sample i of a Dirac of height 1 moves n - E / m by i - a "
            "times as much, to first order.",
            _N - (_N - _A + _P * (_N - _I)) / (1 + _P),
            _A + _P * (_I - _A) / (1 + _P),
        ),
        identity(
            "Its variance depends on the place,",
            sp.Sum((_I - _A) ** 2, (_I, 0, _N - 1)),
            spread,
        ),
        identity(
            "and is least in the middle, a quarter of that at the ends for long "
            "signals.",
            spread.subs(_A, middle),
            _N * (_N**2 - 1) / 12,
        ),
    )
