"""An exact measurement confirms its claim, and a dead one confirms none."""

import warnings
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from tests.exact import pca, position, size
from tests.exact.arrays import DEAD
from tests.exact.makers import maker
from tests.judging import posed
from verify.claim import Arrays, Claim, Outcome, Verdict
from verify.claims import ALL
from verify.judge import judge
from verify.optional import missing

SHARE = 0.25
"""Of the tolerance: how far an exact measurement may read from the prediction."""

ALIVE = {**size.ALIVE, **position.ALIVE, **pca.ALIVE}
ROUGH = {**size.ROUGH, **pca.ROUGH}
SPARED = {**pca.SPARED}
UNREADABLE = (ArithmeticError, ValueError, np.linalg.LinAlgError)
"""What a reading may raise on arrays that no experiment returns."""


def require(claim: Claim) -> None:
    """Skip a claim whose data is not installed."""
    if absent := missing(claim.experiment.packages):
        pytest.skip(f"optional data is not installed: {absent}")


def verdict(claim: Claim, arrays: Arrays) -> Verdict:
    """Judge a claim by the same arrays for every seed.

    As if no counter-example stood: one that does leaves nothing to confirm.
    """
    measured = claim.read(arrays)
    known = posed(replace(claim, counterexample=None))
    return judge(known, dict.fromkeys(known.trial.seeds, measured))


def dead(claim: Claim, kind: str) -> Any:
    marks = ()
    if reason := ALIVE.get((claim.name, kind)):
        marks = (pytest.mark.xfail(strict=True, raises=AssertionError, reason=reason),)
    return pytest.param(claim, kind, marks=marks, id=f"{claim.name}-{kind}")


@pytest.mark.parametrize("claim", ALL, ids=lambda c: c.name)
def test_an_exact_measurement_is_confirmed(claim: Claim) -> None:
    require(claim)
    found = verdict(claim, maker(claim)(claim, 0).arrays)
    assert found.outcome is Outcome.CONFIRMED, found.reason
    least, most, _ = ROUGH.get(claim.name, (0.0, SHARE, ""))
    assert least * found.tolerance <= max(found.misfit) <= most * found.tolerance


@pytest.mark.parametrize(
    ("claim", "kind"),
    [dead(c, kind) for c in ALL for kind in DEAD if (c.name, kind) not in SPARED],
)
def test_a_dead_measurement_is_not_confirmed(claim: Claim, kind: str) -> None:
    require(claim)
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


@pytest.mark.parametrize(
    ("claim", "kind"),
    [
        pytest.param(c, kind, id=f"{c.name}-{kind}")
        for c in ALL
        for kind in DEAD
        if (c.name, kind) in SPARED
    ],
)
def test_a_kind_is_spared_only_where_it_changes_nothing(
    claim: Claim, kind: str
) -> None:
    require(claim)
    arrays = DEAD[kind](maker(claim), claim)
    assert arrays is not None
    assert verdict(claim, arrays).outcome is Outcome.CONFIRMED


def test_every_exception_names_a_claim_and_a_kind() -> None:
    names = {claim.name for claim in ALL}
    assert names.issuperset(ROUGH)
    for exceptions in (ALIVE, SPARED):
        assert all(slug in names and kind in DEAD for slug, kind in exceptions)
        assert all(exceptions.values())
