"""The exact position claims: measured, judged, and robbed of their confirmation."""

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from importlib import import_module

import numpy as np
import pytest

from tests.judging import posed
from theory.position.decoder import doubling_decoder, ramp_decoder
from theory.position.plane_decoder import plane_decoder
from verify.budget import BUDGETS, Budget
from verify.claim import Arrays, Claim, Outcome
from verify.claims.position import (
    decoder_exists,
    decoder_nearest,
    decoder_plane,
    fractional,
    no_nonlinearity,
    only_filter,
    only_inverted,
    scale,
    two_dimensional,
)
from verify.claims.position.families import given_decoders
from verify.judge import judge

CLAIMS = (
    scale.CLAIM,
    two_dimensional.CLAIM,
    only_filter.CLAIM,
    only_inverted.CLAIM,
    no_nonlinearity.CLAIM,
    fractional.CLAIM,
    decoder_exists.CLAIM,
    decoder_nearest.CLAIM,
    decoder_plane.CLAIM,
)
every_claim = pytest.mark.parametrize("claim", CLAIMS, ids=lambda c: c.name)
BY_NAME = {claim.name.split(".")[1]: claim for claim in CLAIMS}


@cache
def measured(name: str) -> Arrays:
    claim = BY_NAME[name]
    module, function = claim.experiment.function.split(":")
    run = getattr(import_module(module), function)
    return run(seed=1000, **claim.experiment.configurations["quick"])


def outcome(name: str, arrays: Arrays) -> Outcome:
    claim = BY_NAME[name]
    return judge(posed(claim), {0: claim.read(arrays)}).outcome


@every_claim
@pytest.mark.parametrize("budget", BUDGETS)
def test_every_claim_has_power(claim: Claim, budget: Budget) -> None:
    assert posed(claim, budget).weak == ""


@every_claim
def test_a_pilot_seed_confirms_the_claim(claim: Claim) -> None:
    name = claim.name.split(".")[1]
    assert outcome(name, measured(name)) is Outcome.CONFIRMED


@every_claim
def test_no_two_rivals_are_alike(claim: Claim) -> None:
    arrays = list(posed(claim).rivals.values())
    for i, array in enumerate(arrays):
        for other in arrays[:i]:
            assert np.max(np.abs(array - other)) > 1e-4


@every_claim
def test_a_rival_that_is_measured_refutes_the_claim(claim: Claim) -> None:
    name = claim.name.split(".")[1]
    read = claim.read(measured(name))
    for rival, answer in posed(claim).rivals.items():
        found = {0: replace(read, answer=answer)}
        verdict = judge(posed(claim), found)
        assert verdict.outcome is Outcome.REFUTED, rival


@every_claim
def test_one_wrong_entry_takes_the_confirmation(claim: Claim) -> None:
    name = claim.name.split(".")[1]
    read = claim.read(measured(name))
    for place in (0, read.answer.size // 2, -1):
        answer = read.answer.copy()
        answer[place] += 1e-3
        found = {0: replace(read, answer=answer)}
        verdict = judge(posed(claim), found)
        assert verdict.outcome is Outcome.UNRESOLVED


@every_claim
def test_both_budgets_are_measured_in_the_same_shape(claim: Claim) -> None:
    quick, full = (claim.experiment.configurations[b] for b in BUDGETS)
    assert quick.keys() == full.keys()
    shape = {"levels", "scales", "parts", "decoders", "cases", "kernels"} & quick.keys()
    assert shape
    for key in shape:
        assert quick[key] == full[key]


def spoiled(arrays: Arrays, key: str, change: Callable) -> Arrays:
    wrong = np.array(arrays[key], copy=True)
    change(wrong)
    return {**arrays, key: wrong}


def one_more(array: np.ndarray) -> None:
    array.flat[-1] += 1


def a_hair_more(array: np.ndarray) -> None:
    array.flat[-1] *= 1 + 1e-14


@pytest.mark.parametrize(
    ("name", "key", "change"),
    [
        ("scale", "drawn_codes", a_hair_more),
        ("scale", "rational_codes", one_more),
        ("two-dimensional", "dense_codes", one_more),
        ("only-filter", "vanishing", one_more),
        ("only-filter", "meeting", one_more),
        ("no-nonlinearity", "activated_codes", a_hair_more),
        ("fractional", "drawn_codes", a_hair_more),
        ("fractional", "rational_codes", one_more),
        ("decoder-exists", "far_errors", one_more),
        ("decoder-nearest", "far_errors", one_more),
        ("decoder-plane", "far_errors", one_more),
    ],
)
def test_one_defect_beside_the_answer_takes_the_confirmation(
    name: str, key: str, change: Callable
) -> None:
    assert outcome(name, spoiled(measured(name), key, change)) is Outcome.UNRESOLVED


def test_unknowns_left_open_are_no_usable_result() -> None:
    arrays = spoiled(measured("only-filter"), "open", one_more)
    assert outcome("only-filter", arrays) is Outcome.INVALID


def test_a_floor_without_proof_takes_the_confirmation(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    claim = only_inverted.CLAIM
    known = posed(claim)
    read = {0: claim.read(measured("only-inverted"))}
    assert judge(known, read).outcome is Outcome.CONFIRMED
    monkeypatch.setattr(only_inverted, "certified", lambda labels, bound: False)
    unproved = replace(known, certificates=claim.certificates())
    verdict = judge(unproved, read)
    assert verdict.outcome is Outcome.UNRESOLVED
    assert "floors not certified" in verdict.reason


def test_starts_that_get_stuck_do_not_count_but_the_best_does() -> None:
    def stuck(errors: np.ndarray) -> None:
        errors[:, 1:] = 0.3

    arrays = spoiled(measured("only-inverted"), "errors", stuck)
    best = measured("only-inverted")["errors"].min(axis=1)
    arrays["errors"][:, 0] = best
    assert outcome("only-inverted", arrays) is Outcome.CONFIRMED
    arrays["errors"][-1, 0] = 0.01
    assert outcome("only-inverted", arrays) is Outcome.UNRESOLVED


@every_claim
def test_the_view_draws_its_answers_from_left_to_right(claim: Claim) -> None:
    x, y = claim.view.curve(posed(claim).prediction)
    _, moved = claim.view.curve(posed(claim).prediction + 1)
    assert np.all(np.diff(x) > 0)
    assert np.all(moved != y)


@pytest.mark.parametrize("module", [decoder_exists, decoder_nearest, decoder_plane])
def test_configured_weights_are_those_of_theory(module) -> None:
    for given in module.CLAIM.experiment.configurations["quick"]["far_decoders"]:
        slope = next(s for s in given_decoders.SLOPES if float(s) == given["slope"])
        if module is decoder_exists:
            layers = doubling_decoder(given["levels"], slope)
        elif module is decoder_plane:
            layers = plane_decoder(given["levels"], slope)
        else:
            layers = ramp_decoder(given["levels"], slope, given["upsampling"])
        for one, layer in zip(given["layers"], layers, strict=True):
            weight, bias = np.array(one["weight"]), np.array(one["bias"])
            np.testing.assert_array_equal(
                weight[..., 0] / weight[..., 1], np.array(layer.weight, dtype=float)
            )
            np.testing.assert_array_equal(
                bias[..., 0] / bias[..., 1], np.array(layer.bias, dtype=float)
            )


def test_a_decoder_of_products_is_told_from_the_one_that_exists() -> None:
    claim = decoder_plane.CLAIM
    read = claim.read(measured("decoder-plane"))
    assert read.values["largest difference from a product of hats"] >= 1 / 16
    product = posed(claim).rivals["product of two hats"]
    arrays = {**measured("decoder-plane"), "images": product}
    assert outcome("decoder-plane", arrays) is Outcome.REFUTED
    assert claim.read(arrays).values["largest difference from a product of hats"] == 0


def test_diracs_in_the_plane_are_drawn_on_the_way_between_two_pixels() -> None:
    prediction = posed(decoder_plane.CLAIM).prediction
    read = decoder_plane.CLAIM.read({"images": prediction, "far_errors": np.zeros(3)})
    (grid,) = read.pictures.values()
    assert grid.shape == (4, 5, 48, 48)
    centres = grid[:, :, 6::12, 6::12]
    # Where the whole places are, all rows show one pixel alone; half way between,
    # the last row shows none.
    for column, pixel in ((0, 1), (4, 2)):
        for row in range(4):
            assert np.argwhere(centres[row, column]).tolist() == [[pixel, pixel]]
    np.testing.assert_allclose(centres[:3, 2].sum(axis=(1, 2)), 1)
    assert not centres[3, 2].any()
    np.testing.assert_allclose(centres[:3, 1, 1, 1], [0.625, 0.5625, 0.75])
