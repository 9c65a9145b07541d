"""The rules that make a verdict mean something, on every registered claim.

The measurements are real: ``record_measurements.py`` wrote them from a quick run.
"""

import re
from dataclasses import replace

import numpy as np
import pytest

from tests.judging import posed
from tests.record_measurements import recorded
from verify.budget import BUDGETS, of_budget
from verify.claim import Check, Claim, Measurement, Outcome, Rival
from verify.claims import ALL
from verify.claims.refused import FALSE
from verify.judge import fits, judge
from verify.pool import measure
from verify.trial import Trial

every_claim = pytest.mark.parametrize("claim", ALL, ids=lambda c: c.name)


def with_prediction_as_rival(claim: Claim, rival: Rival) -> Claim:
    """Exchange the prediction with one rival."""
    ours = Rival(name="the former prediction", answer=claim.predict, because="swap")
    others = tuple(r for r in claim.rivals if r is not rival)
    return replace(
        claim,
        predict=rival.answer,
        rivals=(ours, *others),
        checks=(),
        counterexample=None,
    )


def winner(claim: Claim) -> str:
    """Return which answer fits all recorded measurements; empty if none does."""
    known = posed(claim)
    measured = [m.answer for m in recorded(claim).values()]
    for name in (None, *known.rivals):
        if all(fits(known, name, m) for m in measured):
            return name or "the former prediction"
    return ""


def test_names_are_unique_slugs_of_a_part() -> None:
    names = [claim.name for claim in ALL]
    assert len(set(names)) == len(names)
    assert {name.split(".")[0] for name in names} <= {"size", "position", "pca"}


@every_claim
def test_recorded_measurements_cover_the_judged_seeds(claim: Claim) -> None:
    assert tuple(recorded(claim)) == of_budget(claim.seeds, "quick")


@pytest.mark.parametrize(
    "claim", [c for c in ALL if not c.experiment.trains], ids=lambda c: c.name
)
def test_what_needs_no_training_is_measured_again_as_recorded(claim: Claim) -> None:
    seed, task = next(iter(Trial(claim=claim).tasks.items()))
    found, record = claim.read(measure(task).arrays), recorded(claim)[seed]
    # A minimisation stops elsewhere on another processor: a thousandth of what is
    # allowed.
    near = max(1e-12, of_budget(claim.tolerance, "quick") / 1000)
    np.testing.assert_allclose(found.answer, record.answer, rtol=1e-9, atol=near)


@every_claim
@pytest.mark.parametrize("budget", BUDGETS)
def test_every_claim_has_power(claim: Claim, budget: str) -> None:
    known = posed(claim, budget)
    assert known.weak == ""
    for name, answer in known.rivals.items():
        off = answer - known.prediction
        gap = np.sqrt(claim.distance.inner(off, off))
        assert of_budget(claim.tolerance, budget) < 0.9 * gap, name


@every_claim
def test_recorded_measurements_give_the_expected_outcome(claim: Claim) -> None:
    verdict = judge(posed(claim), recorded(claim))
    assert verdict.outcome is of_budget(claim.expected, "quick"), verdict.reason


@every_claim
def test_after_a_role_swap_the_outcome_follows_the_answer(claim: Claim) -> None:
    fitting = winner(claim)
    swaps = [(rival, with_prediction_as_rival(claim, rival)) for rival in claim.rivals]
    # Two rivals may be closer to each other than to the prediction.
    swaps = [(r, c) for r, c in swaps if not posed(c).weak]
    assert swaps
    for rival, swapped in swaps:
        verdict = judge(posed(swapped), recorded(claim))
        if rival.name == fitting:
            assert verdict.outcome is Outcome.CONFIRMED, rival.name
        elif fitting:
            assert verdict.outcome is Outcome.REFUTED, rival.name
            assert fitting in verdict.reason
        else:
            assert verdict.outcome is Outcome.UNRESOLVED, rival.name


@every_claim
def test_the_answer_that_fits_is_the_one_that_the_outcome_says(claim: Claim) -> None:
    assert (winner(claim) == "the former prediction") == (
        of_budget(claim.expected, "quick") is Outcome.CONFIRMED
    )


@every_claim
def test_a_loose_tolerance_confirms_no_claim(claim: Claim) -> None:
    loose = replace(claim, tolerance=1e10)
    for answer in posed(claim).rivals.values():
        wrong = {0: Measurement(answer=answer)}
        verdict = judge(posed(loose), wrong)
        assert verdict.outcome is Outcome.UNRESOLVED
    verdict = judge(posed(loose), recorded(claim))
    assert verdict.outcome is Outcome.UNRESOLVED


@every_claim
def test_what_certifies_bounds_is_asked_about_a_false_one(claim: Claim) -> None:
    values = {check.value for check in claim.checks}
    certifies = any(re.search("not (certified|proved)", value) for value in values)
    assert not certifies or FALSE in values


@every_claim
def test_a_rival_in_place_of_the_measurement_is_not_confirmed(claim: Claim) -> None:
    for name, answer in posed(claim).rivals.items():
        wrong = {seed: replace(m, answer=answer) for seed, m in recorded(claim).items()}
        verdict = judge(posed(claim), wrong)
        assert verdict.outcome in (Outcome.REFUTED, Outcome.UNRESOLVED), name


@pytest.mark.parametrize(
    ("claim", "check"),
    [
        pytest.param(claim, check, id=f"{claim.name}: {check.value}")
        for claim in ALL
        for check in claim.checks
        if of_budget(claim.expected, "quick") is Outcome.CONFIRMED
    ],
)
def test_every_check_can_take_the_confirmation(claim: Claim, check: Check) -> None:
    known, measured = posed(claim), recorded(claim)
    off = {check.value: of_budget(check.at_most, "quick") * 1.01 + 1e-9}
    if check.value in known.certificates:
        known = replace(known, certificates={**known.certificates, **off})
    else:
        measured = {
            seed: replace(m, values={**m.values, **off}) for seed, m in measured.items()
        }
    verdict = judge(known, measured)
    lost = Outcome.INVALID if check.usable else Outcome.UNRESOLVED
    assert verdict.outcome is lost
    assert check.value in verdict.reason


@pytest.mark.parametrize(
    "claim", [c for c in ALL if c.certificates], ids=lambda c: c.name
)
def test_certificates_are_told_from_what_is_measured(claim: Claim) -> None:
    names = set(posed(claim).certificates)
    assert names
    for measured in recorded(claim).values():
        assert measured.values
        assert not set(measured.values) & names


@every_claim
def test_the_view_draws_predictions_and_measurements(claim: Claim) -> None:
    for array in (
        posed(claim).prediction,
        *(m.answer for m in recorded(claim).values()),
    ):
        x, y = claim.view.curve(array)
        assert np.shape(x) == np.shape(y)
        assert np.all(np.isfinite(x))
        assert np.all(np.isfinite(y))
