"""In a changed world no claim is confirmed: an answer comes from what was measured.

Trainings of more than a second or two wait for ``python -m tests.trust --kind worlds``.
"""

from dataclasses import replace

import pytest

from tests.judging import posed
from tests.trust.worlds import (
    CHANGED,
    EVERYWHERE,
    ONE_WORLD,
    confirms,
    outcome_elsewhere,
)
from verify.budget import of_budget
from verify.claim import Claim, Outcome
from verify.claims import ALL
from verify.optional import missing

QUICK = 1.5
"""Seconds that a measurement is said to take, beyond which it is left to the suite."""


NOWHERE_ELSE = ("pca.covariance",)
"""Claims that call what no test beside the packages calls: its shapes are seen here."""


def affordable(claim: Claim) -> bool:
    return of_budget(claim.experiment.seconds, "quick") <= QUICK


@pytest.mark.parametrize(
    "claim",
    [
        pytest.param(c, marks=() if c.name in NOWHERE_ELSE else pytest.mark.again)
        for c in ALL
        if confirms(c) and affordable(c)
    ],
    ids=lambda c: c.name,
)
def test_a_claim_is_not_confirmed_in_a_changed_world(claim: Claim) -> None:
    if absent := missing(claim.experiment.packages):
        pytest.skip(f"optional data is not installed: {absent}")
    known = posed(replace(claim, counterexample=None))
    confirmed = outcome_elsewhere(claim, known) is Outcome.CONFIRMED
    assert confirmed == (claim.name in EVERYWHERE)


def test_every_experiment_that_confirms_has_another_world_or_a_reason() -> None:
    names = {
        claim.experiment.function.split(":")[1]
        for claim in ALL
        if of_budget(claim.expected, "quick") is Outcome.CONFIRMED
    }
    told = CHANGED.keys() | ONE_WORLD.keys()
    assert names <= told
    assert not CHANGED.keys() & ONE_WORLD.keys()
    functions = {claim.experiment.function.split(":")[1] for claim in ALL}
    assert told | EVERYWHERE <= functions | {claim.name for claim in ALL}
