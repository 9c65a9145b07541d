"""An exact measurement confirms its claim, and a dead one confirms none."""

import warnings
from typing import Any

import numpy as np
import pytest

from tests.exact import pca, position, size
from tests.exact.arrays import DEAD
from tests.exact.makers import maker
from tests.judging import posed
from verify.claim import Arrays, Claim, Outcome, Verdict, of_budget
from verify.claims import ALL
from verify.judge import judge

SHARE = 0.25
"""Of the tolerance: how far an exact measurement may read from the prediction."""

ALIVE = {**size.ALIVE, **position.ALIVE, **pca.ALIVE}
UNREADABLE = (ArithmeticError, ValueError, np.linalg.LinAlgError)
"""What a reading may raise on arrays that no experiment returns."""


def verdict(claim: Claim, arrays: Arrays) -> Verdict:
    """Judge a claim by the same arrays for every seed."""
    measured = claim.read(arrays)
    seeds = dict.fromkeys(of_budget(claim.seeds, "quick"), measured)
    return judge(posed(claim), seeds)


def dead(claim: Claim, kind: str) -> Any:
    marks = ()
    if reason := ALIVE.get((claim.name, kind)):
        marks = (pytest.mark.xfail(strict=True, reason=reason),)
    return pytest.param(claim, kind, marks=marks, id=f"{claim.name}-{kind}")


@pytest.mark.parametrize("claim", ALL, ids=lambda c: c.name)
def test_an_exact_measurement_is_confirmed(claim: Claim) -> None:
    found = verdict(claim, maker(claim)(claim, 0).arrays)
    assert found.outcome is Outcome.CONFIRMED, found.reason
    assert max(found.misfit) <= SHARE * found.tolerance


@pytest.mark.parametrize(
    ("claim", "kind"), [dead(claim, kind) for claim in ALL for kind in DEAD]
)
def test_a_dead_measurement_is_not_confirmed(claim: Claim, kind: str) -> None:
    arrays = DEAD[kind](maker(claim), claim)
    if arrays is None:
        pytest.skip("no array of this experiment can be dead in this way")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            found = verdict(claim, arrays)
        except UNREADABLE:
            return
    assert found.outcome is not Outcome.CONFIRMED


def test_every_exception_names_a_claim_and_a_kind() -> None:
    names = {claim.name for claim in ALL}
    assert all(slug in names and kind in DEAD for slug, kind in ALIVE)
    assert all(ALIVE.values())
