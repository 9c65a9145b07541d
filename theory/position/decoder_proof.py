"""Why the decoders with given weights are exact, as steps that a machine re-checks."""

import sympy as sp

from theory.derivation import Kind, Step, identity
from theory.position.activation import leaky

_L, _LEVEL = sp.symbols("L l", integer=True, nonnegative=True)
_I, _K = sp.symbols("i k", integer=True, nonnegative=True)
_A = sp.Symbol("a", nonnegative=True)
_V, _X, _ALPHA = sp.symbols("V x alpha", real=True)
_C, _POSITIVE = sp.symbols("c p", positive=True)
_ELL = sp.Function("ell")


def doubling_derivation() -> tuple[Step, ...]:
    """Return why the channels (V, -V, 1) end in the Dirac, by induction over layers."""
    return (*_carried(), *_children(), *reading_steps(), *_whole(), *_ending())


def ramp_derivation() -> tuple[Step, ...]:
    """Return why a ramp and a constant end in the Dirac, by induction over layers."""
    return (*_ramp(), *_constant(), *_ending())


def carried(level: sp.Expr, i: sp.Expr) -> sp.Expr:
    """Return ``V_l(i) = a / 2^(L - l) - i``, what the doubling decoder carries."""
    return _A * 2 ** (level - _L) - i


def ramp(level: sp.Expr, i: sp.Expr) -> sp.Expr:
    """Return ``R_l(i) = 2^l - i``, the code of a Dirac at i after l layers."""
    return 2**level - i


def constant(level: sp.Expr) -> sp.Expr:
    """Return ``K_l = z / 2^(L - l)`` for the code ``z = 2^L - a``."""
    return (2**_L - _A) * 2 ** (level - _L)


def _carried() -> tuple[Step, ...]:
    carry = sp.Function("V")
    return (
        Step(
            says="Hypothesis: behind l layers the decoder carries, at sample i of 2^l, "
            "how far the impulse at a is to the right of it, in samples.",
            relation=sp.Eq(carry(_LEVEL, _I), carried(_LEVEL, _I)),
            kind=Kind.CONDITION,
        ),
        identity(
            "Base: one sample, which the first layer makes of the code z = 2^L - a.",
            1 - (2**_L - _A) / 2**_L,
            carried(sp.S.Zero, sp.S.Zero),
        ),
    )


def _children() -> tuple[Step, ...]:
    return (
        identity(
            "Inserting zeros puts sample i at 2i, where the middle tap doubles it: the "
            "hypothesis for l + 1 at even samples.",
            2 * carried(_LEVEL, _I),
            carried(_LEVEL + 1, 2 * _I),
        ),
        identity(
            "At 2i + 1 the left tap meets sample i, and a channel that holds 1 there "
            "takes 1 off: the hypothesis at odd samples.",
            2 * carried(_LEVEL, _I) - 1,
            carried(_LEVEL + 1, 2 * _I + 1),
        ),
    )


def reading_steps() -> tuple[Step, ...]:
    """Return how numbers of either sign are read behind a LeakyReLU."""
    return (
        Step(
            says="Between the layers stands a LeakyReLU of slope alpha in [0, 1).",
            relation=sp.Eq(_ELL(_X), leaky(_X)),
            kind=Kind.DEFINITION,
        ),
        identity(
            "V is read behind it off the two channels V and -V.",
            leaky(_V) - leaky(-_V),
            (1 + _ALPHA) * _V,
        ),
        identity("The channel that holds 1 passes.", leaky(sp.S.One), 1),
    )


def _whole() -> tuple[Step, ...]:
    return (
        Step(
            says="At l = L there are 2^L samples, and V is the offset a - i.",
            relation=sp.Eq(sp.Function("V")(_L, _I), _A - _I),
            kind=Kind.CONCLUSION,
        ),
    )


def _ramp() -> tuple[Step, ...]:
    carry = sp.Function("R")
    return (
        Step(
            says="Hypothesis: behind l layers one channel holds a ramp, whatever the "
            "code.",
            relation=sp.Eq(carry(_LEVEL, _I), ramp(_LEVEL, _I)),
            kind=Kind.CONDITION,
        ),
        Step(
            says="Base: one sample, a bias.",
            relation=sp.Eq(carry(0, 0), 1),
            kind=Kind.DEFINITION,
        ),
        identity(
            "Repeated samples under [0, 1, 1]: sample 2i and the one to its right are "
            "both copies of sample i.",
            ramp(_LEVEL, _I) + ramp(_LEVEL, _I),
            ramp(_LEVEL + 1, 2 * _I),
        ),
        identity(
            "Sample 2i + 1 and the one to its right are copies of i and i + 1; "
            "inserted zeros under [1, 2, 1] give the same two sums.",
            ramp(_LEVEL, _I) + ramp(_LEVEL, _I + 1),
            ramp(_LEVEL + 1, 2 * _I + 1),
        ),
        Step(
            says="Behind the end the ramp would be 0, and 0 is what the padding holds: "
            "the last sample is no exception.",
            relation=sp.Eq(carry(_LEVEL, 2**_LEVEL), 0),
            kind=Kind.CONCLUSION,
        ),
    )


def _constant() -> tuple[Step, ...]:
    held = sp.Function("K")
    return (
        Step(
            says="The other channel starts with z / 2^L, for the code z = 2^L - a, and "
            "is alike at all samples.",
            relation=sp.Eq(held(_LEVEL), constant(_LEVEL)),
            kind=Kind.CONDITION,
        ),
        identity(
            "Every layer doubles it.",
            2 * constant(_LEVEL),
            constant(_LEVEL + 1),
        ),
        identity(
            "Neither is negative, so both pass the LeakyReLU of slope alpha.",
            leaky(_POSITIVE),
            _POSITIVE,
        ),
        Step(
            says="At l = L their difference V is the offset a - i.",
            relation=sp.Eq(sp.Function("R")(_L, _I) - held(_L), _A - _I),
            kind=Kind.CONCLUSION,
        ),
    )


def hat_step() -> Step:
    """Return how the hat is made of three channels."""
    return identity(
        "Three channels V + 1, V, V - 1 and a second difference make the hat, for "
        "every slope: what is linear in the LeakyReLU cancels.",
        leaky(_V + 1) - 2 * leaky(_V) + leaky(_V - 1),
        (1 - _ALPHA) * sp.Max(0, 1 - sp.Abs(_V)),
    )


def _ending() -> tuple[Step, ...]:
    decoded = sp.Function("D")
    return (
        hat_step(),
        Step(
            says="Divided by 1 - alpha it is the Dirac of equation (11), at every real "
            "a in [0, 2^L - 1].",
            relation=sp.Eq(decoded(2**_L - _A), sp.Max(0, 1 - sp.Abs(_A - _I))),
            kind=Kind.CONCLUSION,
        ),
        identity(
            "A bias is needed: without, all layers commute with positive factors, and "
            "twice a code would be twice a Dirac.",
            leaky(_C * _X),
            _C * leaky(_X),
        ),
    )
