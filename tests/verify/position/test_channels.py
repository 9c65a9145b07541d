"""The claims on width, biases and paddings: judged on made and on given arrays."""

from importlib import import_module

import numpy as np
import pytest

from tests.judging import posed
from theory.position.channels import doubling_max_encoder, two_channel_max_encoder
from theory.position.pooling_least import BIASED_ENDS
from verify.claim import Arrays, Claim, Measurement, Outcome
from verify.claims.position import (
    any_stride,
    any_stride_only,
    moments,
    moments_noise,
    paddings,
    paddings_affine,
    paddings_grid,
    pooling_biases,
    pooling_four_biases,
    pooling_least_width,
    pooling_two_channels,
    pooling_width,
    stride_free,
    stride_reach,
    two_channels,
)
from verify.claims.refused import FALSE
from verify.judge import judge

GIVEN = (
    any_stride.CLAIM,
    moments.CLAIM,
    paddings_grid.CLAIM,
    paddings.CLAIM,
    two_channels.CLAIM,
    pooling_two_channels.CLAIM,
    pooling_four_biases.CLAIM,
    pooling_biases.CLAIM,
    pooling_least_width.CLAIM,
    stride_free.CLAIM,
)
given_claims = pytest.mark.parametrize("claim", GIVEN, ids=lambda c: c.name)


def measured(claim: Claim) -> Arrays:
    module, function = claim.experiment.function.split(":")
    run = getattr(import_module(module), function)
    return run(seed=1000, **claim.experiment.configurations["quick"])


def outcome(claim: Claim, arrays: Arrays) -> Outcome:
    return judge(posed(claim), {0: claim.read(arrays)}).outcome


@given_claims
def test_a_pilot_seed_confirms_and_one_wrong_code_does_not(claim: Claim) -> None:
    arrays = measured(claim)
    assert outcome(claim, arrays) is Outcome.CONFIRMED
    codes = arrays["codes"].copy()
    codes.flat[0] += 1e-3
    assert outcome(claim, {**arrays, "codes": codes}) is Outcome.UNRESOLVED


@given_claims
def test_one_wrong_figure_beside_the_answer_takes_the_confirmation(
    claim: Claim,
) -> None:
    arrays = measured(claim)
    key = "dense_codes" if claim is paddings.CLAIM else "exact_codes"
    wrong = arrays[key].copy()
    wrong.flat[0] += 1
    assert outcome(claim, {**arrays, key: wrong}) is Outcome.UNRESOLVED


@pytest.mark.parametrize(
    "claim",
    [
        *GIVEN,
        any_stride_only.CLAIM,
        moments_noise.CLAIM,
        paddings_affine.CLAIM,
        pooling_width.CLAIM,
        stride_reach.CLAIM,
    ],
    ids=lambda claim: claim.name,
)
def test_a_rival_that_is_measured_refutes_the_claim(claim: Claim) -> None:
    known = posed(claim)
    for rival, answer in known.rivals.items():
        verdict = judge(known, {0: Measurement(answer=answer)})
        assert verdict.outcome is Outcome.REFUTED, rival


def arrived(shares: np.ndarray) -> Arrays:
    late = np.arange(100) >= np.round(100 * shares)[..., None]
    return {"errors": np.where(late, 0.2, 1e-4)}


def test_the_width_decides_only_as_it_is_said() -> None:
    claim = pooling_width.CLAIM
    shares = posed(claim).prediction.reshape(2, 4)
    assert outcome(claim, arrived(shares)) is Outcome.CONFIRMED
    narrow, four, wide, one = (shares.copy() for _ in range(4))
    narrow[:, 0], four[:, 2], wide[:, 3], one[1, 1] = 0.15, 0.82, 0.85, 0.25
    for changed in (narrow, four, wide, one):
        assert outcome(claim, arrived(changed)) is Outcome.UNRESOLVED


def test_counts_stand_beside_their_intervals() -> None:
    claim = pooling_width.CLAIM
    read = claim.read(arrived(posed(claim).prediction.reshape(2, 4)))
    assert read.values["L = 3, 2 channels: starts that arrive"] == 60
    low, high = read.extras.values()
    assert np.all(low <= read.answer)
    assert np.all(read.answer <= high)


@pytest.mark.parametrize("always", [False, True])
def test_a_proof_that_says_always_the_same_takes_the_confirmation(
    always: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    claim = pooling_four_biases.CLAIM
    assert set(claim.certificates().values()) == {0.0}
    monkeypatch.setattr(
        pooling_four_biases.channels_proof, "all_below", lambda errors, bound: always
    )
    assert claim.certificates()[FALSE] == always
    assert sum(claim.certificates().values()) == 1


def test_a_first_bias_that_leaves_a_code_off_takes_the_confirmation(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    claim = pooling_biases.CLAIM
    assert set(claim.certificates().values()) == {0.0}
    proof = pooling_biases.pooling_least_proof
    monkeypatch.setattr(proof, "one_bias_codes", lambda: [8, 7, 6, 5, 4, 3, 2, 2])
    assert sum(claim.certificates().values()) == 1
    monkeypatch.setattr(pooling_biases, "nearly_one_bias", lambda: BIASED_ENDS)
    assert claim.certificates()[FALSE] == 1


def test_the_least_width_counts_what_it_says() -> None:
    claim = pooling_least_width.CLAIM
    assert set(claim.certificates().values()) == {0.0}
    with pytest.MonkeyPatch.context() as patch:
        wide = (two_channel_max_encoder(3), BIASED_ENDS, doubling_max_encoder(3))
        patch.setattr(pooling_least_width, "_ENCODERS", wide)
        assert list(claim.certificates().values()) == [8, 2, 1]


def test_every_filter_found_is_the_one_predicted() -> None:
    claim = any_stride_only.CLAIM
    arrays = measured(claim)
    assert outcome(claim, arrays) is Outcome.CONFIRMED
    other = arrays["found"].copy()
    other[-1, 1:4] = other[-1, 3:0:-1]
    assert outcome(claim, {**arrays, "found": other}) is Outcome.UNRESOLVED
    tried = arrays["tried"] * (np.arange(len(arrays["tried"]))[:, None] > 0)
    assert outcome(claim, {**arrays, "tried": tried}) is Outcome.UNRESOLVED
    zeros = arrays["zeros"] + 0.1 * (np.arange(len(other)) == len(other) - 1)
    assert outcome(claim, {**arrays, "zeros": zeros}) is Outcome.UNRESOLVED


def test_a_start_below_the_floor_takes_the_confirmation() -> None:
    claim = paddings_affine.CLAIM
    floors = posed(claim).prediction.reshape(2, 4, 1)
    errors = np.concatenate([floors, floors + 0.1], axis=2)
    assert outcome(claim, {"errors": errors}) is Outcome.CONFIRMED
    for off in (1e-4, -1e-8):
        moved = errors + off * (np.arange(2) == 0)
        assert outcome(claim, {"errors": moved}) is not Outcome.CONFIRMED


def test_noise_of_impulses_is_read_figure_by_figure() -> None:
    claim = moments_noise.CLAIM
    arrays = measured(claim)
    assert outcome(claim, arrays) is Outcome.CONFIRMED
    wrong = arrays["deviations"].copy()
    wrong.flat[3] *= 1.1
    assert outcome(claim, {**arrays, "deviations": wrong}) is Outcome.UNRESOLVED
    told = arrays["told"] + 1e-6
    assert outcome(claim, {**arrays, "told": told}) is Outcome.UNRESOLVED


def test_one_network_that_tells_otherwise_takes_the_confirmation() -> None:
    claim = stride_reach.CLAIM
    arrays = measured(claim)
    assert outcome(claim, arrays) is Outcome.CONFIRMED
    for change in (1, -1):
        told = arrays["told"].copy()
        told[0, -1, 0] += change
        assert outcome(claim, {"told": told}) is not Outcome.CONFIRMED
