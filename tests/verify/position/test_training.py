"""The claims on pooling and on trained decoders, judged on made and on given arrays."""

from dataclasses import replace
from importlib import import_module

import numpy as np
import pytest

from tests.judging import posed
from verify.budget import BUDGETS, Budget
from verify.claim import Arrays, Claim, Measurement, Outcome
from verify.claims.position import (
    decoder_continuous,
    decoder_one_hot,
    few_impulses,
    pooling_fixed_filter,
    pooling_four,
    pooling_nonnegative,
    pooling_trained,
    stride_needed,
)
from verify.claims.position.families import trained_decoders
from verify.judge import judge

GIVEN = (stride_needed.CLAIM, pooling_fixed_filter.CLAIM)
CLAIMS = (
    *GIVEN,
    pooling_four.CLAIM,
    pooling_trained.CLAIM,
    decoder_one_hot.CLAIM,
    decoder_continuous.CLAIM,
    few_impulses.CLAIM,
)
every_claim = pytest.mark.parametrize("claim", CLAIMS, ids=lambda c: c.name)


def given(claim: Claim) -> Arrays:
    module, function = claim.experiment.function.split(":")
    run = getattr(import_module(module), function)
    return run(seed=1000, **claim.experiment.configurations["quick"])


def outcome(claim: Claim, arrays: Arrays) -> Outcome:
    return judge(posed(claim), {0: claim.read(arrays)}).outcome


def decoded(**between: float) -> Arrays:
    """Make arrays of decoders that are right where trained, and else off by 0.3."""
    shape = (len(trained_decoders.CASES), 20)
    arrays = {"trained": np.full(shape, 0.01), "held_out": np.full(shape, 1.3)}
    arrays["between"] = np.full(shape, 0.3)
    arrays["signals"] = np.zeros((len(trained_decoders.CASES), 5, 8))
    for name, error in between.items():
        row = list(trained_decoders.CASES).index(name.replace("_", " "))
        arrays["between"][row] = error
    return arrays


@every_claim
@pytest.mark.parametrize("budget", BUDGETS)
def test_every_claim_has_power(claim: Claim, budget: Budget) -> None:
    assert posed(claim, budget).weak == ""


@every_claim
def test_a_rival_that_is_measured_refutes_the_claim(claim: Claim) -> None:
    known = posed(claim)
    for rival, answer in known.rivals.items():
        verdict = judge(known, {0: Measurement(answer=answer)})
        assert verdict.outcome is Outcome.REFUTED, rival


@pytest.mark.parametrize("claim", GIVEN, ids=lambda c: c.name)
def test_a_pilot_seed_gives_the_expected_outcome(claim: Claim) -> None:
    assert outcome(claim, given(claim)) is claim.expected


def test_the_strides_would_be_needed_if_one_code_were_wrong() -> None:
    claim, arrays = stride_needed.CLAIM, given(stride_needed.CLAIM)
    read = claim.read(arrays)
    bare = replace(claim, counterexample=None)
    known = posed(bare)
    assert read.values["codes"] == 538
    assert read.values["codes in rationals that differ"] == 0
    assert judge(known, {0: read}).outcome is Outcome.REFUTED
    off = replace(read, answer=read.answer + 1e-6)
    assert judge(known, {0: off}).outcome is Outcome.UNRESOLVED


def test_codes_that_tell_mirrored_positions_apart_take_the_confirmation() -> None:
    claim, arrays = pooling_fixed_filter.CLAIM, dict(given(pooling_fixed_filter.CLAIM))
    assert outcome(claim, arrays) is Outcome.CONFIRMED
    arrays["codes"] = arrays["codes"].copy()
    arrays["codes"][2 + 4] += 1e-10
    assert outcome(claim, arrays) is Outcome.UNRESOLVED


@pytest.mark.parametrize(
    ("rates", "expected"),
    [
        ((1.0, 0.0, 1.0), Outcome.CONFIRMED),
        ((0.95, 0.05, 1.0), Outcome.CONFIRMED),
        ((1.0, 0.25, 1.0), Outcome.REFUTED),
        ((0.9, 0.15, 1.0), Outcome.UNRESOLVED),
        ((1.0, 0.0, 0.0), Outcome.REFUTED),
    ],
)
def test_rates_of_pooling_decide(
    rates: tuple[float, float, float], expected: Outcome
) -> None:
    errors = np.full((2, 3, 60), 0.2)
    for j, rate in enumerate(rates):
        errors[:, j, : round(60 * rate)] = 1e-4
    assert outcome(pooling_trained.CLAIM, {"errors": errors}) is expected


@pytest.mark.parametrize(
    ("best", "expected"),
    [
        ((0.0, 0.0, 0.0267), Outcome.CONFIRMED),
        ((0.0, 0.0, 0.0281), Outcome.CONFIRMED),
        ((0.0, 0.0, 0.001), Outcome.REFUTED),
        ((0.0, 0.01, 0.0267), Outcome.UNRESOLVED),
        ((0.25, 0.125, 0.0625), Outcome.REFUTED),
    ],
)
def test_exact_codes_without_negative_taps_refute_that_there_are_none(
    best: tuple[float, float, float], expected: Outcome
) -> None:
    errors = np.tile(np.array(best)[:, None, None], (1, 1, 20))
    assert outcome(pooling_nonnegative.CLAIM, {"errors": errors}) is expected


@pytest.mark.parametrize(
    ("best", "expected"),
    [
        ((0.0, 0.0, 0.0, 0.6), Outcome.CONFIRMED),
        ((0.0, 0.0, 1e-3, 0.05), Outcome.CONFIRMED),
        ((0.0, 0.0, 0.0, 0.002), Outcome.REFUTED),
        ((0.0, 0.0, 0.3, 0.6), Outcome.REFUTED),
        ((0.0, 0.0, 0.0, 0.03), Outcome.UNRESOLVED),
    ],
)
def test_a_fourth_layer_that_is_exact_refutes_that_there_is_none(
    best: tuple[float, float, float, float], expected: Outcome
) -> None:
    errors = np.array(best)[:, None] + np.array([0.0, 0.5, 1.0])
    assert outcome(pooling_four.CLAIM, {"largest_errors": errors}) is expected


def test_the_claim_on_four_layers_needs_its_certificate(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    claim, known = pooling_four.CLAIM, posed(pooling_four.CLAIM)
    errors = {"largest_errors": np.array([[0.0], [0.0], [0.0], [0.6]])}
    assert judge(known, {0: claim.read(errors)}).outcome is (Outcome.CONFIRMED)
    for name, answer, reason in (
        ("failing_cells", 1, "cells not certified"),
        ("certificate_hash", "another", "certificate changed since all was checked"),
    ):
        with monkeypatch.context() as changed:
            changed.setattr(pooling_four, name, lambda *_, answer=answer, **__: answer)
            failing = replace(known, certificates=claim.certificates())
        verdict = judge(failing, {0: claim.read(errors)})
        assert verdict.outcome is Outcome.UNRESOLVED
        assert reason in verdict.reason


def test_the_claim_without_negative_taps_needs_its_certificate(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    claim = pooling_nonnegative.CLAIM
    monkeypatch.setattr(
        pooling_nonnegative,
        "nonnegative_certified",
        lambda levels, bound: False,
    )
    assert claim.certificates()["bounds not certified"] == 1


def test_max_pooling_is_proved_exact_at_one_two_and_three_layers() -> None:
    (proved,) = stride_needed.CLAIM.certificates().values()
    assert proved == 3


def test_decoders_that_generalise_refute_that_they_fail() -> None:
    claim = decoder_one_hot.CLAIM
    assert outcome(claim, decoded()) is Outcome.CONFIRMED
    arrays = decoded(whole=0.01)
    assert outcome(claim, arrays) is Outcome.REFUTED
    arrays["held_out"] = arrays["trained"]
    assert outcome(claim, arrays) is Outcome.REFUTED


def test_continuous_positions_must_help_with_and_without_coordinates() -> None:
    claim = decoder_continuous.CLAIM
    both = {"continuous": 0.03, "continuous, coordinates": 0.03}
    assert outcome(claim, decoded(**both)) is Outcome.CONFIRMED
    assert outcome(claim, decoded()) is Outcome.REFUTED
    instead = {**both, "whole, coordinates": 0.03}
    assert outcome(claim, decoded(**instead)) is Outcome.REFUTED
    arrays = decoded(**both)
    lost = list(trained_decoders.CASES).index("continuous")
    arrays["between"][lost, :7] = 0.3
    assert outcome(claim, arrays) is Outcome.UNRESOLVED


@pytest.mark.parametrize(
    ("where", "name", "few"),
    [
        ("trained", "whole", 0.3),
        ("trained", "whole, two left out", 0.3),
        ("held_out", "whole, two left out", 0.03),
        ("between", "whole", 0.03),
    ],
)
def test_one_kind_of_place_by_itself_takes_the_confirmation(
    where: str, name: str, few: float
) -> None:
    claim, arrays = decoder_one_hot.CLAIM, decoded()
    arrays[where][list(trained_decoders.CASES).index(name), :3] = few
    assert outcome(claim, arrays) is Outcome.UNRESOLVED


def test_four_impulses_that_are_worse_take_the_confirmation() -> None:
    eight, four = "eight halves, half the reach", "four whole, half the reach"
    spaced = {"halves": 0.12, eight: 0.12, four: 0.34}
    assert outcome(few_impulses.CLAIM, decoded(**spaced)) is Outcome.UNRESOLVED


def test_few_impulses_tell_spacing_from_number() -> None:
    claim, eight = few_impulses.CLAIM, "eight halves, half the reach"
    spaced = {"halves": 0.12, eight: 0.12}
    assert outcome(claim, decoded(**spaced)) is Outcome.CONFIRMED
    assert outcome(claim, decoded()) is Outcome.REFUTED
    number = {"halves": 0.15, "four whole, half the reach": 0.6}
    assert outcome(claim, decoded(**number)) is Outcome.REFUTED
    longer = {**spaced, "whole, three times the samples": 0.15}
    assert outcome(claim, decoded(**longer)) is Outcome.REFUTED
    barely = {"halves": 0.12, eight: 0.155}
    assert outcome(claim, decoded(**barely)) is Outcome.UNRESOLVED


@every_claim
def test_the_view_draws_its_answers_from_left_to_right(claim: Claim) -> None:
    x, y = claim.view.curve(posed(claim).prediction)
    assert x.shape == y.shape
    assert np.all(np.diff(x) > 0)
