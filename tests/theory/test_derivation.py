"""The machine that re-checks derivations must see every wrong step."""

import pytest
import sympy as sp

from theory.derivation import Kind, Step, defect, equal

x, y = sp.symbols("x y", real=True)
n = sp.Symbol("n", integer=True, positive=True)
f = sp.Function("f")


def identity(left: object, right: object) -> Step:
    return Step(says="", relation=equal(left, right), kind=Kind.IDENTITY)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ((x + y) ** 2, x**2 + 2 * x * y + y**2),
        (sp.Derivative(f(x) ** 2, x), 2 * f(x) * sp.Derivative(f(x), x)),
        (sp.Derivative(sp.Integral(f(y), (y, 0, x)), x), f(x)),
        (sp.Sum(n, (n, 1, 4)), 10),
        (sp.Max(1, 2, evaluate=False), 2),
        (sp.sin(x) ** 2 + sp.cos(x) ** 2, 1),
    ],
)
def test_true_identities_have_no_defect(left: object, right: object) -> None:
    assert max(defect(identity(left, right), seed) for seed in range(5)) < 1e-25


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ((x + y) ** 2, x**2 + x * y + y**2),
        (sp.Derivative(f(x) ** 2, x), 2 * f(x)),
        (f(x), f(-x)),
        (f(x) * f(y), f(x * y)),
        (sp.Abs(x), x),
        (n, n**2),
        (1, 1 + sp.Rational(1, 10**12)),
    ],
)
def test_false_identities_have_a_defect(left: object, right: object) -> None:
    assert max(defect(identity(left, right), seed) for seed in range(5)) > 1e-13


@pytest.mark.parametrize("kind", [Kind.DEFINITION, Kind.CONDITION, Kind.CONCLUSION])
def test_only_identities_can_be_rechecked(kind: Kind) -> None:
    with pytest.raises(ValueError, match="step must be an identity"):
        defect(Step(says="", relation=equal(x, y), kind=kind), 0)


def test_an_inequality_is_no_equality() -> None:
    with pytest.raises(ValueError, match="states an equality"):
        defect(Step(says="", relation=sp.Lt(x, y), kind=Kind.IDENTITY), 0)


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize(
    "relation",
    [
        equal(2 + 2, 4),
        equal(x - x, 0),
        equal(sp.Integral(y, (y, 0, 1)).doit(), sp.Rational(1, 2)),
        equal(sp.Float(2), 2),
        equal(sp.Max(1, 2), 2),
        sp.Le(x, x, evaluate=False),
        sp.Le(1, 2),
        sp.Eq(x, x),
    ],
    ids=str,
)
def test_a_relation_that_collapses_unasked_is_refused(
    relation: sp.Basic, kind: Kind
) -> None:
    with pytest.raises(ValueError, match="two different sides as it is written"):
        Step(says="", relation=relation, kind=kind)
