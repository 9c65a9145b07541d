"""The position claims: their power, their predictions and how they read arrays."""

from dataclasses import replace

import numpy as np
import pytest

from tests.judging import posed
from theory.position.encoder import layer_output
from verify.budget import BUDGETS, Budget
from verify.claim import Claim, Outcome
from verify.claims.position import table, theorem, trained_filter
from verify.judge import judge

CLAIMS = (table.CLAIM, theorem.CLAIM, trained_filter.CLAIM)


def exhaustive_arrays() -> dict[str, np.ndarray]:
    zero = np.zeros(3)
    return {
        "codes": np.concatenate([np.arange(2**n, 0, -1) for n in range(1, 13)]),
        "further_defects": zero,
        "dense_defects": zero,
        "far_defects": zero,
    }


def trained_arrays(free_tap: float = 7.0) -> dict[str, np.ndarray]:
    rows = np.tile([1.0, 2.0, 1.0], (12, 1)) * np.linspace(-2, 3, 12)[:, None]
    rows[[2, 6, 11], 0] *= free_tap
    return {
        "taps": rows,
        "losses": np.zeros(3),
    }


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda c: c.name)
@pytest.mark.parametrize("budget", BUDGETS)
def test_every_position_claim_has_power(claim: Claim, budget: Budget) -> None:
    assert posed(claim, budget).weak == ""


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda c: c.name)
def test_no_two_rivals_of_a_position_claim_are_alike(claim: Claim) -> None:
    arrays = list(posed(claim).rivals.values())
    for i, array in enumerate(arrays):
        for other in arrays[:i]:
            assert np.max(np.abs(array - other)) > 1e-2


def test_the_transcribed_table_is_the_hat_formula() -> None:
    rows = [
        np.concatenate([layer_output(a, level, 3) for level in (1, 2, 3)])
        for a in range(8)
    ]
    np.testing.assert_array_equal(posed(table.CLAIM).prediction, np.ravel(rows))


def test_one_wrong_digit_takes_the_table_s_confirmation() -> None:
    outputs = posed(table.CLAIM).prediction.reshape(8, 7)
    good = table.CLAIM.read({"outputs": outputs})
    wrong = outputs.copy()
    wrong[7, 3] = 2
    bad = table.CLAIM.read({"outputs": wrong})
    known = posed(table.CLAIM)
    assert judge(known, {0: good}).outcome is Outcome.CONFIRMED
    assert judge(known, {0: bad}).outcome is Outcome.UNRESOLVED
    assert bad.values["torch to the hat formula"] == 1


@pytest.mark.parametrize("name", ["further_defects", "dense_defects", "far_defects"])
def test_one_defect_takes_the_theorem_s_confirmation(name: str) -> None:
    claim, known = theorem.CLAIM, posed(theorem.CLAIM)
    arrays = exhaustive_arrays()
    good = {0: claim.read(arrays)}
    assert judge(known, good).outcome is Outcome.CONFIRMED
    bad = {0: claim.read({**arrays, name: np.array([0, -1, 0])})}
    assert judge(known, bad).outcome is Outcome.UNRESOLVED


def test_one_wrong_code_takes_the_theorem_s_confirmation() -> None:
    arrays = exhaustive_arrays()
    arrays["codes"][-1] = 0
    verdict = judge(posed(theorem.CLAIM), {0: theorem.CLAIM.read(arrays)})
    assert verdict.outcome is Outcome.UNRESOLVED


def test_scales_and_free_taps_do_not_matter_to_the_trained_filter() -> None:
    claim, known = trained_filter.CLAIM, posed(trained_filter.CLAIM)
    measured = {seed: claim.read(trained_arrays(seed - 1.0)) for seed in range(3)}
    assert judge(known, measured).outcome is Outcome.CONFIRMED
    assert [m.values["free tap, L = 4"] for m in measured.values()] == [-1, 0, 1]


@pytest.mark.parametrize("row", [0, 2, 11])
def test_one_wrong_tap_takes_the_trained_filter_s_confirmation(row: int) -> None:
    claim, known = trained_filter.CLAIM, posed(trained_filter.CLAIM)
    arrays = trained_arrays()
    arrays["taps"][row, 2] *= 1.002
    loose = replace(claim, tolerance=0.01)
    for one in (known, posed(loose)):
        verdict = judge(one, {0: claim.read(arrays)})
        assert verdict.outcome is Outcome.UNRESOLVED
    assert "largest tap error" in verdict.reason


def test_a_vanished_middle_tap_is_no_usable_result() -> None:
    claim = trained_filter.CLAIM
    arrays = trained_arrays()
    arrays["taps"][3] = (1, 0, 1)
    verdict = judge(posed(claim), {0: claim.read(arrays)})
    assert verdict.outcome is Outcome.INVALID
    assert "not finite" in verdict.reason


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda c: c.name)
def test_the_view_of_a_position_claim_draws_its_answers(claim: Claim) -> None:
    x, y = claim.view.curve(posed(claim).prediction)
    assert x.shape == y.shape
    assert np.all(np.diff(x) > 0)
