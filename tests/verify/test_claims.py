"""The rules that make a verdict mean something, on every registered claim.

The measurements are real: ``record_measurements.py`` wrote them from a quick run.
"""

from collections import defaultdict
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from theory.derivation import Kind, Step, defect
from verify.claim import BUDGETS, Claim, Measurement, Outcome, Rival
from verify.claims import ALL
from verify.judge import POWER, answers, fits, judge, nearest_rival, powerless

RECORDED = Path(__file__).parents[1] / "data" / "measurements.npz"
every_claim = pytest.mark.parametrize("claim", ALL, ids=lambda c: c.name)


def recorded(claim: Claim) -> dict[int, Measurement]:
    found: dict[int, np.ndarray] = {}
    values: dict[int, dict[str, float]] = defaultdict(dict)
    with np.load(RECORDED) as arrays:
        for key in arrays.files:
            name, seed, *value = key.split("|")
            if name != claim.name:
                continue
            if value:
                values[int(seed)]["|".join(value)] = float(arrays[key])
            else:
                found[int(seed)] = arrays[key]
    return {s: Measurement(answer=a, values=values[s]) for s, a in found.items()}


def with_prediction_as_rival(claim: Claim, rival: Rival) -> Claim:
    """Exchange the prediction with one rival."""
    ours = Rival(name="the former prediction", answer=claim.predict, because="swap")
    others = tuple(r for r in claim.rivals if r is not rival)
    return replace(
        claim,
        predict=rival.answer,
        rivals=(ours, *others),
        checks=(),
        counterexample="",
    )


def winner(claim: Claim) -> str:
    """Return which answer fits all recorded measurements; empty if none does."""
    known = answers(claim)
    candidates = {"the former prediction": known.prediction, **known.rivals}
    for name, answer in candidates.items():
        others = {n: a for n, a in candidates.items() if n != name}
        measured = [m.answer for m in recorded(claim).values()]
        if all(fits(claim, answer, others, m, "quick") for m in measured):
            return name
    return ""


@cache
def worst(step: Step) -> float:
    """Return the largest defect of a step, which several claims may share."""
    return max(defect(step, seed) for seed in range(3))


def test_names_are_unique_slugs_of_a_part() -> None:
    names = [claim.name for claim in ALL]
    assert len(set(names)) == len(names)
    assert {name.split(".")[0] for name in names} <= {"size", "position", "pca"}


@every_claim
def test_recorded_measurements_cover_the_judged_seeds(claim: Claim) -> None:
    assert tuple(recorded(claim)) == claim.seeds["quick"]


@every_claim
@pytest.mark.parametrize("budget", BUDGETS)
def test_every_claim_has_power(claim: Claim, budget: str) -> None:
    assert powerless(claim, answers(claim), budget) == ""
    gap = nearest_rival(claim, answers(claim))[1]
    assert claim.tolerance[budget] < POWER * gap


@every_claim
def test_recorded_measurements_give_the_expected_outcome(claim: Claim) -> None:
    verdict = judge(claim, answers(claim), recorded(claim), "quick")
    assert verdict.outcome is claim.expects("quick"), verdict.reason


@every_claim
def test_after_a_role_swap_the_outcome_follows_the_answer(claim: Claim) -> None:
    fitting = winner(claim)
    for rival in claim.rivals:
        swapped = with_prediction_as_rival(claim, rival)
        if powerless(swapped, answers(swapped), "quick"):
            continue  # two rivals closer to each other than to the prediction
        verdict = judge(swapped, answers(swapped), recorded(claim), "quick")
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
        claim.expects("quick") is Outcome.CONFIRMED
    )


@every_claim
def test_a_loose_tolerance_confirms_no_claim(claim: Claim) -> None:
    loose = replace(claim, tolerance={"quick": 1e10, "full": 1e10})
    for answer in answers(claim).rivals.values():
        wrong = {0: Measurement(answer=answer)}
        verdict = judge(loose, answers(loose), wrong, "quick")
        assert verdict.outcome is Outcome.UNRESOLVED
    verdict = judge(loose, answers(loose), recorded(claim), "quick")
    assert verdict.outcome is Outcome.UNRESOLVED


@every_claim
def test_a_rival_in_place_of_the_measurement_is_not_confirmed(claim: Claim) -> None:
    for name, answer in answers(claim).rivals.items():
        wrong = {seed: Measurement(answer=answer) for seed in claim.seeds["quick"]}
        verdict = judge(claim, answers(claim), wrong, "quick")
        assert verdict.outcome in (Outcome.REFUTED, Outcome.UNRESOLVED), name


@every_claim
def test_every_check_can_take_the_confirmation(claim: Claim) -> None:
    if claim.expects("quick") is not Outcome.CONFIRMED:
        pytest.skip("there is no confirmation to take")
    for check in claim.checks:
        known, measured = answers(claim), recorded(claim)
        off = {check.value: check.at_most["quick"] * 1.01 + 1e-9}
        if check.value in known.certificates:
            known = replace(known, certificates={**known.certificates, **off})
        else:
            measured = {
                seed: replace(m, values={**m.values, **off})
                for seed, m in measured.items()
            }
        verdict = judge(claim, known, measured, "quick")
        assert verdict.outcome is Outcome.UNRESOLVED, check.value
        assert check.value in verdict.reason


@every_claim
def test_certificates_are_told_from_what_is_measured(claim: Claim) -> None:
    for measured in recorded(claim).values():
        assert not set(measured.values) & set(answers(claim).certificates)


@every_claim
def test_every_identity_of_the_derivation_holds(claim: Claim) -> None:
    identities = [s for s in claim.derivation() if s.kind is Kind.IDENTITY]
    assert identities
    for step in identities:
        assert worst(step) < 1e-20, step.says


@every_claim
def test_the_view_draws_predictions_and_measurements(claim: Claim) -> None:
    for array in (
        answers(claim).prediction,
        *(m.answer for m in recorded(claim).values()),
    ):
        x, y = claim.view.curve(array)
        assert np.shape(x) == np.shape(y)
        assert np.all(np.isfinite(x))
        assert np.all(np.isfinite(y))
