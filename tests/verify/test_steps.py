"""Every step of every derivation, re-checked.

Identities are tried at random points; what is stated beside them, in models of the
premises.
"""

import re
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from itertools import combinations
from pkgutil import walk_packages

import numpy as np
import pytest
import sympy as sp
from sympy.core.function import AppliedUndef

import theory
from tests.derived import derived
from tests.theory.models import (
    decoders,
    encoders,
    intervals,
    pca,
    pieces,
    pooling,
    profiles,
    samples,
    size,
    slopes,
    two_codes,
)
from tests.theory.models.evaluation import Model, World, defect
from theory.derivation import Kind, Step, equal, sides
from verify.claim import Claim
from verify.claims import ALL

MODULES = (
    size,
    profiles,
    intervals,
    pieces,
    samples,
    slopes,
    two_codes,
    encoders,
    pooling,
    decoders,
    pca,
)
MODELS = tuple(model for module in MODULES for model in module.MODELS)
SEEDS = range(2)
TRIED = [
    pytest.param(model, step, id=f"{step.relation!s:.60}")
    for model in MODELS
    for step in model.steps
    if step.kind is not Kind.IDENTITY
]
SYMMETRIC = {"Eq(z*D(lambda), D(lambda*z))", "Eq(t_0*v(k) + t_2*v(k + 1), w(2*k + 1))"}
"""What remains true with two letters exchanged: homogeneity, and equal outer taps."""

STATED = {param.values[1] for param in TRIED}
every_trial = pytest.mark.parametrize(("model", "step"), TRIED)
every_claim = pytest.mark.parametrize("claim", ALL, ids=lambda c: c.name)


def worlds(model: Model) -> list[World]:
    """Return the worlds of a model, which many steps share."""
    if id(model) not in _MADE:
        _MADE[id(model)] = [model.world(np.random.default_rng(s)) for s in SEEDS]
    return _MADE[id(model)]


_MADE: dict[int, list[World]] = {}


def planted(relation: sp.Basic) -> Iterator[sp.Basic]:
    """Yield the relation made wrong: off by 1 %, reversed, two letters exchanged."""
    left, right = relation.args
    if not isinstance(relation, sp.Eq):
        yield relation.negated
        if 0 not in (left, right):
            much = 100 if isinstance(relation, sp.Gt | sp.Ge) else sp.Rational(1, 100)
            yield relation.func(left, much * right, evaluate=False)
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
        for one, two in combinations(sorted(side.free_symbols, key=str), 2):
            wrong = side.xreplace({one: two, two: one})
            if sp.expand(wrong - side) != 0 and wrong != other:
                yield equal(wrong, other)


def _numbers(side: sp.Expr) -> set[sp.Rational]:
    """Return the rationals outside the limits of sums, which may reach too far.

    Nor is the value of a step at its jump among them, which no integral sees.
    """
    ends = {n for s in side.atoms(sp.Sum) for n in s.limits[0].atoms(sp.Rational)}
    inside = {n for s in side.atoms(sp.Sum) for n in s.function.atoms(sp.Rational)}
    jumps = {step.args[1] for step in side.atoms(sp.Heaviside)}
    spared = {sp.S.NegativeOne, sp.S.Zero} | (ends - inside) | jumps
    return side.atoms(sp.Rational) - spared


def seeds(step: Step) -> range:
    """Return how an identity is tried: often, where few whole numbers matter."""
    return range(100 if step.relation.has(sp.KroneckerDelta) else 3)


@cache
def evaluated(step: Step) -> list[tuple[sp.Expr, sp.Expr]]:
    """Return both sides of an identity, which several claims may share, at points."""
    return [sides(step, seed) for seed in seeds(step)]


def worst(step: Step) -> float:
    """Return the largest defect of an identity."""
    return max(float(abs(a - b) / max(1, abs(a), abs(b))) for a, b in evaluated(step))


def vanishing(step: Step) -> bool:
    """Return whether both sides of an identity are 0 wherever it is tried."""
    return all(abs(left + right) < 1e-9 for left, right in evaluated(step))


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
    bare = {
        s
        for s in derived(claim.derivation)
        if s.kind in (Kind.CONCLUSION, Kind.CONDITION)
    }
    assert not [step.says for step in bare - STATED]


@every_claim
def test_a_definition_that_is_not_tried_introduces_a_new_name(claim: Claim) -> None:
    used: set[str] = set()
    for step in derived(claim.derivation):
        if step.kind is Kind.DEFINITION and step not in STATED:
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
        if str(wrong) in SYMMETRIC:
            continue
        found = [_off(wrong, world) for world in worlds(model)]
        assert max(found) > 3 * model.within, wrong


def _off(wrong: sp.Basic, world: World) -> float:
    """Return by how much it fails; without bound, where the world has no such place."""
    try:
        return defect(wrong, world)
    except (IndexError, KeyError, ZeroDivisionError):
        return np.inf


@every_claim
def test_every_identity_of_the_derivation_holds(claim: Claim) -> None:
    identities = [s for s in derived(claim.derivation) if s.kind is Kind.IDENTITY]
    assert identities
    for step in identities:
        assert worst(step) < 1e-20, step.says


@every_claim
def test_no_identity_is_tried_only_where_its_sides_are_0(claim: Claim) -> None:
    for step in derived(claim.derivation):
        if step.kind is Kind.IDENTITY and 0 not in step.relation.args:
            assert not vanishing(step), step.says


@every_claim
def test_no_sentence_of_a_derivation_is_said_twice(claim: Claim) -> None:
    sentences = [step.says for step in derived(claim.derivation)]
    assert len(set(sentences)) == len(sentences)


def test_no_derivation_stands_outside_the_claims() -> None:
    claimed = {step for claim in ALL for step in derived(claim.derivation)}
    found = 0
    for module in walk_packages(theory.__path__, "theory."):
        for name, function in vars(import_module(module.name)).items():
            if re.fullmatch("(.*_)?(derivation|steps)", name) and callable(function):
                found += 1
                assert set(derived(function)) <= claimed, f"{module.name}:{name}"
    assert found > 40


@every_claim
def test_every_decimal_that_a_sentence_quotes_is_computed(claim: Claim) -> None:
    for step in derived(claim.derivation):
        for quoted in re.findall(r"\d+\.\d+", step.says):
            model = next(m for m in MODELS if step in m.steps)
            for world in worlds(model):
                found = float(model.quoted[quoted](world))
                assert f"{found:.{len(quoted.split('.')[1])}f}" == quoted
