"""The JSON object and the exit status."""

import json
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from verify.answers import Answers
from verify.budget import Budget
from verify.claim import Claim, Outcome, Placement, Verdict
from verify.claims import ALL
from verify.judge import Judged, without_data
from verify.results import exit_status, pilot_status, results
from verify.trial import Setting, Trial


def known(trial: Trial) -> Answers:
    rivals = {"rival": np.ones(1)}
    return Answers(trial=trial, prediction=np.zeros(1), rivals=rivals)


def judged(
    outcome: Outcome,
    expected: Any = Outcome.CONFIRMED,
    budget: Budget = "quick",
    claim: Claim = ALL[0],
) -> Judged:
    verdict = Verdict(
        name=ALL[0].name,
        outcome=outcome,
        reason="a reason",
        tolerance=0.1,
        seeds=(0, 1),
        misfit=(0.01, float("nan")),
        rivals={"rival": Placement(misfit=(1.0, 0.9), lean=(0.1, float("inf")))},
        values={"loss": (0.5, 0.25)},
        seconds=3.0,
    )
    trial = Trial(
        claim=replace(claim, expected=expected), setting=Setting(budget=budget)
    )
    return Judged(known=known(trial), measurements={}, verdict=verdict)


CONFIRMED, REFUTED = Outcome.CONFIRMED, Outcome.REFUTED
UNRESOLVED, INVALID = Outcome.UNRESOLVED, Outcome.INVALID


@pytest.mark.parametrize(
    ("outcomes", "status"),
    [
        ([], 0),
        ([(CONFIRMED, CONFIRMED), (REFUTED, REFUTED)], 0),
        ([(UNRESOLVED, UNRESOLVED)], 0),
        ([(REFUTED, CONFIRMED)], 1),
        ([(CONFIRMED, REFUTED)], 1),
        ([(CONFIRMED, UNRESOLVED)], 1),
        ([(UNRESOLVED, CONFIRMED)], 3),
        ([(INVALID, CONFIRMED), (CONFIRMED, CONFIRMED)], 3),
        ([(INVALID, CONFIRMED), (REFUTED, CONFIRMED)], 1),
    ],
)
def test_the_exit_status_tells_the_worst_surprise(outcomes: list, status: int) -> None:
    assert exit_status([judged(*pair) for pair in outcomes]) == status


def test_what_is_expected_may_depend_on_the_budget() -> None:
    expected = {"quick": UNRESOLVED, "full": CONFIRMED}
    short = judged(UNRESOLVED, expected)
    assert (exit_status([short]), short.trial.expected) == (0, UNRESOLVED)
    long = judged(UNRESOLVED, expected, "full")
    assert (exit_status([long]), long.trial.expected) == (3, CONFIRMED)


def test_missing_data_alone_gives_status_4_and_a_worse_surprise_its_own() -> None:
    absent = without_data(Trial(claim=ALL[0]), "required data is missing")
    fine = judged(CONFIRMED)
    assert exit_status([fine, absent]) == 4
    assert exit_status([fine, absent, judged(UNRESOLVED)]) == 3
    assert exit_status([absent, judged(REFUTED)]) == 1


def test_pilots_end_with_0_unless_a_seed_could_not_be_measured() -> None:
    absent = without_data(Trial(claim=ALL[0]), "required data is missing")
    measured = [judged(CONFIRMED), judged(UNRESOLVED), judged(REFUTED)]
    assert pilot_status(measured) == 0
    assert pilot_status([*measured, absent]) == 4
    assert pilot_status([*measured, absent, judged(INVALID)]) == 3


def test_the_object_is_schema_1_and_valid_json() -> None:
    found = results([judged(CONFIRMED)], report="reports/verification.pdf")
    again = json.loads(json.dumps(found, allow_nan=False))
    assert list(again) == [
        "schema",
        "budget",
        "device",
        "seconds",
        "versions",
        "report",
        "claims",
    ]
    assert again["schema"] == 1
    (claim,) = again["claims"]
    assert list(claim) == [
        "name",
        "statement",
        "source",
        "expected",
        "outcome",
        "reason",
        "distance",
        "tolerance",
        "seeds",
        "misfit",
        "rivals",
        "values",
        "seconds",
    ]
    assert claim["misfit"] == [0.01, None]
    assert claim["rivals"] == {"rival": {"misfit": [1.0, 0.9], "lean": [0.1, None]}}


def test_the_seconds_of_a_shared_experiment_count_once() -> None:
    one = judged(CONFIRMED)
    alike = replace(ALL[0], experiment=replace(ALL[0].experiment))
    other = judged(CONFIRMED, claim=alike)
    for claims, seconds in (([one, one], 3.0), ([one, other], 6.0)):
        assert results(claims, report="")["seconds"] == seconds
