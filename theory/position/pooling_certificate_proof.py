"""Why four layers with max pooling do not read the position, as checked steps."""

import sympy as sp

from theory.derivation import Kind, Step, identity
from theory.position.pooling_cells import CONES
from theory.position.pooling_certificate import CERTIFIED

_T0, _T1, _T2 = sp.symbols("t_0 t_1 t_2", real=True)
_A, _B, _C, _D = sp.symbols("A B C D", real=True)
_K = sp.Symbol("k", integer=True, nonnegative=True)
_DELTA = sp.Symbol("delta", nonnegative=True)
_E = sp.Function("E")


def derivation() -> tuple[Step, ...]:
    """Return why four layers with max pooling are off by 1/20 or more.

    The hypotheses: four layers, each a filter of three taps and the maximum of each
    pair, without biases. What the steps leave to a machine is checked, in integers, by
    :func:`theory.position.pooling_certificate.certified`.
    """
    return (*_first_layer(), *_cells(), *_multipliers())


def _first_layer() -> tuple[Step, ...]:
    return (
        Step(
            says="Four layers. The first leaves of an impulse at 2k this at k,",
            relation=sp.Eq(_A, sp.Max(_T0, _T1)),
            kind=Kind.DEFINITION,
        ),
        Step(
            says="and this at k - 1;",
            relation=sp.Eq(_B, sp.Max(_T2, 0)),
            kind=Kind.DEFINITION,
        ),
        Step(
            says="of an impulse at 2k + 1 this at k,",
            relation=sp.Eq(_C, sp.Max(_T1, _T2)),
            kind=Kind.DEFINITION,
        ),
        Step(
            says="and this at k + 1.",
            relation=sp.Eq(_D, sp.Max(_T0, 0)),
            kind=Kind.DEFINITION,
        ),
        Step(
            says="If the middle tap is the largest and positive, A and C are equal, "
            "and B and D at most as large.",
            relation=sp.Eq(_A, _C),
            kind=Kind.CONCLUSION,
        ),
        Step(
            says="If the left one is, A and D are equal, and either A, C and B fall in "
            "this order, and B is at least 0, or C is negative and B is 0.",
            relation=sp.Eq(_A, _D),
            kind=Kind.CONCLUSION,
        ),
        Step(
            says="If the right one is, B and C are, and the same holds of C, A and D.",
            relation=sp.Eq(_B, _C),
            kind=Kind.CONCLUSION,
        ),
        Step(
            says="If both of these hold, impulses at 2k + 1 and 2k + 2 leave the same, "
            "so a code is off by at least 1/2.",
            relation=sp.Eq(_E(2 * _K + 1), _E(2 * _K + 2)),
            kind=Kind.CONCLUSION,
        ),
        Step(
            says="If no tap is positive, B and D are 0, and the codes of 2k and of "
            "2k + 1 are multiples of the same eight numbers.",
            relation=sp.Eq(_E(1) * _E(14), _E(0) * _E(15)),
            kind=Kind.CONCLUSION,
        ),
        identity(
            "With no code off by more than delta the left side is at least the first "
            "product (or delta is above 2), and the right side at most the second, so "
            "that delta is at least 7/17.",
            (15 - _DELTA) * (2 - _DELTA) - (16 + _DELTA) * (1 + _DELTA),
            14 - 34 * _DELTA,
        ),
    )


def _cells() -> tuple[Step, ...]:
    weights = sp.IndexedBase("w", nonnegative=True)
    vectors = sp.IndexedBase("v")
    i = sp.Symbol("i", integer=True)
    x, y = sp.symbols("x y")
    return (
        Step(
            says=f"All other encoders lie in {CONES} cones, which are cut into cells. "
            "In a cell the taps of each layer, or the numbers that the first one "
            "leaves, are a sum of three vectors with weights of at least 0.",
            relation=sp.Eq(sp.Symbol("t"), sp.Sum(weights[i] * vectors[i], (i, 1, 3))),
            kind=Kind.DEFINITION,
        ),
        Step(
            says="A code is a sum over paths, each a product of one tap from each "
            "layer, as soon as it is known who wins in every pool: it is linear in the "
            "81 products of four weights, which are at least 0. Where that is not "
            "known, the pool, times the weights behind it, counts as an unknown, which "
            "is not below its two entries,",
            relation=sp.Ge(sp.Max(x, y), x),
            kind=Kind.CONCLUSION,
        ),
        Step(
            says="and not above the larger one, product by product, of linear upper "
            "bounds of them, which are found layer by layer.",
            relation=sp.Le(sp.Max(x, y), sp.Max(*_UPPER)),
            kind=Kind.CONCLUSION,
        ),
        Step(
            says="An entry wins for sure where a lower bound of it is, product by "
            "product, nowhere below the upper bound of the other one.",
            relation=sp.Eq(sp.Max(x, y), x),
            kind=Kind.CONCLUSION,
        ),
        Step(
            says="A cell is cut where two vectors of a layer are added: each half has "
            "the sum in place of one of them. Or it is taken twice, once for each "
            "entry of a pool being the larger one.",
            relation=sp.Eq(vectors[4], vectors[1] + vectors[2]),
            kind=Kind.DEFINITION,
        ),
    )


_UPPER = sp.symbols("x_u y_u")


def _multipliers() -> tuple[Step, ...]:
    rows, labels, free = sp.symbols("R b f")
    m, u = sp.symbols("m u", nonnegative=True)
    return (
        Step(
            says="With these unknowns u and no code off by more than delta, a cell "
            "gives a list of linear inequalities, with whole numbers.",
            relation=sp.Ge(rows * u + labels + free * _DELTA, 0),
            kind=Kind.CONDITION,
        ),
        Step(
            says="Let whole numbers m of at least 0 make a sum of them that has no "
            "positive coefficient of a product and none of a pool. Then this is left.",
            relation=sp.Ge(m * labels + m * free * _DELTA, 0),
            kind=Kind.CONCLUSION,
        ),
        Step(
            says=f"For every cell of all {CONES} cones there are m with which that "
            "fails at 1/20.",
            relation=sp.Ge(
                _DELTA, sp.Rational(CERTIFIED.numerator, CERTIFIED.denominator)
            ),
            kind=Kind.CONCLUSION,
        ),
    )
