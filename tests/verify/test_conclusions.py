"""What a derivation states beside identities holds in models of its premises."""

import re
from collections.abc import Iterator

import numpy as np
import pytest
import sympy as sp
from sympy.core.function import AppliedUndef

from tests.theory.models import pca, position, size
from tests.theory.models.evaluation import Model, World, defect
from theory.derivation import Kind, Step, equal
from verify.claim import Claim
from verify.claims import ALL

MODELS = (*size.MODELS, *position.MODELS, *pca.MODELS)
SEEDS = range(2)
TRIED = [
    pytest.param(model, step, id=f"{step.relation!s:.60}")
    for model in MODELS
    for step in model.steps
    if step.kind is not Kind.IDENTITY
]
every_trial = pytest.mark.parametrize(("model", "step"), TRIED)
every_claim = pytest.mark.parametrize("claim", ALL, ids=lambda c: c.name)


def worlds(model: Model) -> list[World]:
    """Return the worlds of a model, which many steps share."""
    if id(model) not in _MADE:
        _MADE[id(model)] = [model.world(np.random.default_rng(s)) for s in SEEDS]
    return _MADE[id(model)]


_MADE: dict[int, list[World]] = {}


def planted(relation: sp.Basic) -> Iterator[sp.Basic]:
    """Yield the relation made wrong: reversed, off by 1 %, of the other sign, ..."""
    left, right = relation.args
    if not isinstance(relation, sp.Eq):
        yield relation.negated
        for number in relation.atoms(sp.Float):
            yield relation.func(left.xreplace({number: number * 1.01}), right)
        return
    if right == 0:
        yield equal(left, sp.Rational(1, 100))
    else:
        yield equal(left, right * sp.Rational(101, 100))
        yield equal(left, -right)
    for side, other in ((left, right), (right, left)):
        for number in _numbers(side):
            wrong = side.xreplace({number: number + 1})
            if wrong != other:
                yield equal(wrong, other)


def _numbers(side: sp.Expr) -> set[sp.Rational]:
    """Return the rationals outside the limits of sums, which may reach too far."""
    ends = {n for s in side.atoms(sp.Sum) for n in s.limits[0].atoms(sp.Rational)}
    inside = {n for s in side.atoms(sp.Sum) for n in s.function.atoms(sp.Rational)}
    return side.atoms(sp.Rational) - {sp.S.NegativeOne, sp.S.Zero} - (ends - inside)


def names(e: sp.Basic) -> set[str]:
    """Return the symbols and functions of an expression."""
    return {str(a.func) for a in e.atoms(AppliedUndef)} | {
        s.name for s in e.free_symbols if isinstance(s, sp.Symbol)
    }


def defined(step: Step) -> set[str]:
    """Return the name that a definition introduces on its left."""
    left = step.relation.args[0]
    while isinstance(left, sp.Derivative):
        left = left.expr
    return {str(left.func) if isinstance(left, AppliedUndef) else str(left)}


@every_claim
def test_every_conclusion_and_condition_is_tried_in_a_model(claim: Claim) -> None:
    tried = {param.values[1] for param in TRIED}
    bare = {
        s for s in claim.derivation() if s.kind in (Kind.CONCLUSION, Kind.CONDITION)
    }
    assert not [step.says for step in bare - tried]


@every_claim
def test_a_definition_that_is_not_tried_introduces_a_new_name(claim: Claim) -> None:
    tried = {param.values[1] for param in TRIED}
    used: set[str] = set()
    for step in claim.derivation():
        if step.kind is Kind.DEFINITION and step not in tried:
            assert not defined(step) & used, step.says
        used |= names(step.relation)
        if step.kind is Kind.DEFINITION:
            used -= defined(step)


@every_trial
def test_what_is_stated_holds_in_every_world(model: Model, step: Step) -> None:
    for world in worlds(model):
        assert defect(step.relation, world) <= model.within


@every_trial
def test_a_planted_error_fails_in_some_world(model: Model, step: Step) -> None:
    for wrong in planted(step.relation):
        found = [defect(wrong, world) for world in worlds(model)]
        assert max(found) > 3 * model.within, wrong


@every_claim
def test_every_decimal_that_a_sentence_quotes_is_computed(claim: Claim) -> None:
    for step in claim.derivation():
        for quoted in re.findall(r"\d+\.\d+", step.says):
            model = next(m for m in MODELS if step in m.steps)
            for world in worlds(model):
                found = float(model.quoted[quoted](world))
                assert f"{found:.{len(quoted.split('.')[1])}f}" == quoted
