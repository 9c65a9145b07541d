"""The derivations for any law, dimension, body and for two signs."""

from dataclasses import replace

import pytest
import sympy as sp

from theory.derivation import Kind, Step, defect
from theory.size import general

STEPS = (
    *general.law_steps(),
    *general.power_steps(),
    *general.body_steps(),
    *general.split_steps(),
)
IDENTITIES = [step for step in STEPS if step.kind is Kind.IDENTITY]


@pytest.mark.parametrize("step", IDENTITIES, ids=lambda step: step.says[:40])
def test_every_identity_holds_and_no_near_miss_does(step: Step) -> None:
    assert max(defect(step, seed) for seed in range(3)) < 1e-20
    left, right = step.relation.args
    wrong = replace(
        step, relation=sp.Eq(left, right + sp.Rational(1, 1000), evaluate=False)
    )
    assert max(defect(wrong, seed) for seed in range(3)) > 1e-9


def test_every_part_is_derived_and_concluded() -> None:
    assert len(IDENTITIES) >= 16
    assert any(step.kind is Kind.CONCLUSION for step in general.law_steps())
    assert any(step.kind is Kind.CONCLUSION for step in general.split_steps())
