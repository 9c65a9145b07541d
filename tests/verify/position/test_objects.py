"""The claims on objects: judged on made and on given arrays."""

from importlib import import_module

import numpy as np
import pytest

from tests.exact.makers import maker
from tests.judging import posed
from verify.claim import Arrays, Claim, Measurement, Outcome
from verify.claims.position import brightness, objects, objects_noise
from verify.judge import judge

CLAIMS = (objects.CLAIM, brightness.CLAIM, objects_noise.CLAIM)


def measured(claim: Claim) -> Arrays:
    module, function = claim.experiment.function.split(":")
    run = getattr(import_module(module), function)
    return run(seed=1000, **claim.experiment.configurations["quick"])


def outcome(claim: Claim, arrays: Arrays) -> Outcome:
    return judge(posed(claim), {0: claim.read(arrays)}).outcome


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda c: c.name)
def test_a_rival_that_is_measured_refutes_the_claim(claim: Claim) -> None:
    known = posed(claim)
    for rival, answer in known.rivals.items():
        verdict = judge(known, {0: Measurement(answer=answer)})
        assert verdict.outcome is Outcome.REFUTED, rival


@pytest.mark.parametrize("claim", [objects.CLAIM, objects_noise.CLAIM])
def test_a_pilot_seed_confirms(claim: Claim) -> None:
    assert outcome(claim, measured(claim)) is Outcome.CONFIRMED


@pytest.mark.parametrize("name", ["signals", "codes", "dense_codes", "drawn_errors"])
def test_one_wrong_number_takes_the_confirmation(name: str) -> None:
    arrays = maker(objects.CLAIM)(objects.CLAIM, 0).arrays
    wrong = arrays[name].copy()
    wrong.flat[-1] += 1e-3
    assert outcome(objects.CLAIM, {**arrays, name: wrong}) is Outcome.UNRESOLVED


def test_an_error_below_the_floor_takes_the_confirmation() -> None:
    claim = brightness.CLAIM
    arrays = maker(claim)(claim, 0).arrays
    codes = arrays["codes"].copy()
    codes[0] += 1e-5 * (arrays["labels"] - codes[0])
    assert outcome(claim, arrays) is Outcome.CONFIRMED
    assert outcome(claim, {**arrays, "codes": codes}) is Outcome.UNRESOLVED


def test_one_lost_start_takes_the_confirmation() -> None:
    claim = brightness.CLAIM
    arrays = maker(claim)(claim, 0).arrays
    codes = arrays["codes"].copy()
    codes[2, 0] *= 0.9
    assert outcome(claim, {**arrays, "codes": codes}) is Outcome.UNRESOLVED


def test_a_ratio_off_where_it_was_never_trained_takes_the_confirmation() -> None:
    claim = brightness.CLAIM
    arrays = maker(claim)(claim, 0).arrays
    codes = arrays["codes"].copy()
    codes[2, :, -1] *= 1.04
    assert outcome(claim, {**arrays, "codes": codes}) is not Outcome.CONFIRMED


def test_biases_that_miss_every_other_place_take_the_confirmation() -> None:
    claim = brightness.CLAIM
    arrays = maker(claim)(claim, 0).arrays
    codes = arrays["codes"].copy()
    codes[3] += 0.013 * (-1.0) ** np.arange(codes.shape[-1])
    assert outcome(claim, {**arrays, "codes": codes}) is not Outcome.CONFIRMED


def test_figures_of_noise_are_read_place_by_place() -> None:
    claim = objects_noise.CLAIM
    arrays = maker(claim)(claim, 0).arrays
    for name, at, factor in (("places", 3, 1.1), ("places", 0, 1.03)):
        other = arrays[name].copy()
        other[at] *= factor
        assert outcome(claim, {**arrays, name: other}) is Outcome.UNRESOLVED
    other = arrays["correlations"] + 0.017
    assert outcome(claim, {**arrays, "correlations": other}) is Outcome.UNRESOLVED
