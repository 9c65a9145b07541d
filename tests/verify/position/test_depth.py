"""Claims on trained encoders and on the search for the exact decoder; the pictures."""

from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import binom

from tests.judging import posed
from verify.budget import BUDGETS, Budget
from verify.claim import Arrays, Claim, Measurement, Outcome
from verify.claims.binomial import interval
from verify.claims.position import (
    autoencoder_found,
    decoder_exists,
    decoder_found,
    decoder_nearest,
    encoders_leaky,
    encoders_trained,
    pooling_fixed_filter,
    table,
    trained_filter,
)
from verify.claims.position.families import found_decoders, trained_encoders
from verify.claims.position.families.trained_encoders import (
    EXPECTED,
    LABELS,
    LEVELS,
    MAXIMUM,
    POOLINGS,
)
from verify.judge import judge

CLAIMS = (
    encoders_trained.CLAIM,
    encoders_leaky.CLAIM,
    decoder_found.CLAIM,
    autoencoder_found.CLAIM,
)
every_claim = pytest.mark.parametrize("claim", CLAIMS, ids=lambda c: c.name)
STARTS = 42


def trained(claim: Claim, rates: np.ndarray) -> Arrays:
    """Make arrays of encoders whose starts arrive at given rates, kind by kind."""
    ours = claim is encoders_trained.CLAIM
    slope = 0 if ours else 1
    kinds = (*EXPECTED, *MAXIMUM) if ours else encoders_leaky.KINDS
    errors = np.full((6, 3, 2, 2, STARTS), 0.2)
    for (label, pooling, depths), rate in zip(kinds, rates, strict=True):
        arm = POOLINGS.index(pooling), slope, LABELS.index(label)
        count = len(depths) * STARTS
        mixed = np.where(np.arange(count) < round(count * rate), 0.001, 0.2)
        for n, part in zip(depths, mixed.reshape(STARTS, -1).T, strict=True):
            errors[(LEVELS.index(n), *arm)] = part
    return {"errors": errors, "codes": np.full((3, 2, 2, 64), 0.5)}


def errors_of(rates: np.ndarray, groups: tuple[str, ...], depths: int) -> np.ndarray:
    """Make errors of starts that work at given rates, and half of them at the edge."""
    wanted = np.full((len(groups), depths, 2), 0.5)
    judged = [name != found_decoders.EDGE for name in groups]
    wanted[judged] = rates.reshape(-1, depths, 2)
    arrive = np.arange(STARTS)[:, None] < np.round(STARTS * wanted)[:, :, None]
    return np.where(arrive, 0.01, 0.9).transpose(1, 0, 2, 3)


def made(claim: Claim, rates: np.ndarray) -> Arrays:
    if claim is autoencoder_found.CLAIM:
        errors = errors_of(rates, autoencoder_found.GROUPS, 2)
        return {"errors": errors, "codes": np.tile(np.arange(512.0), (5, STARTS, 1))}
    if claim is decoder_found.CLAIM:
        after = errors_of(rates, decoder_found.GROUPS, 3)
        signals = np.zeros((7, 5, 8))
        return {"before": np.full_like(after, 2), "after": after, "signals": signals}
    return trained(claim, rates)


def outcome(claim: Claim, arrays: Arrays) -> Outcome:
    return judge(posed(claim), {0: claim.read(arrays)}).outcome


@every_claim
@pytest.mark.parametrize("budget", BUDGETS)
def test_every_claim_has_power(claim: Claim, budget: Budget) -> None:
    assert posed(claim, budget).weak == ""


@every_claim
def test_rates_as_predicted_are_read_and_confirm(claim: Claim) -> None:
    known = posed(claim)
    arrays = made(claim, known.prediction)
    read = claim.read(arrays)
    np.testing.assert_allclose(read.answer, known.prediction, atol=0.5 / STARTS)
    assert outcome(claim, arrays) is Outcome.CONFIRMED


@every_claim
def test_rates_of_a_rival_refute(claim: Claim) -> None:
    for name, rates in posed(claim).rivals.items():
        assert outcome(claim, made(claim, rates)) is Outcome.REFUTED, name


@every_claim
def test_rates_stay_inside_their_intervals(claim: Claim) -> None:
    read = claim.read(made(claim, posed(claim).prediction))
    low, high = read.extras.values()
    assert np.all(low <= read.answer)
    assert np.all(read.answer <= high)
    assert np.all(high - low > 0.03)


@every_claim
def test_the_view_draws_its_answers_from_left_to_right(claim: Claim) -> None:
    x, y = claim.view.curve(posed(claim).prediction)
    assert x.shape == y.shape
    assert np.all(np.diff(x) > 0)


@pytest.mark.parametrize(
    "rates",
    [(0.5, 0.5, 2 / 3, 2 / 3), (0.7, 0.3, 0.7, 0.45), (2 / 3, 2 / 3, 0.6, 0.6)],
    ids=["strides alike at every depth", "one arm of average pooling", "exchanged"],
)
def test_other_rates_behind_a_leaky_relu_are_not_confirmed(rates: tuple) -> None:
    claim = encoders_leaky.CLAIM
    arrays = trained(claim, np.array(rates))
    assert outcome(claim, arrays) is not Outcome.CONFIRMED


def test_the_edge_is_counted_and_not_judged() -> None:
    for module in (decoder_found, autoencoder_found):
        arrays = made(module.CLAIM, posed(module.CLAIM).prediction)
        values = module.CLAIM.read(arrays).values
        (counted,) = (
            (name, value)
            for name, value in values.items()
            if name.startswith(f"{module.EDGE}: starts of")
        )
        depths = len(module.LEVELS)
        assert counted == (
            f"{module.EDGE}: starts of {depths * STARTS} that work everywhere",
            depths * STARTS / 2,
        )


@pytest.mark.parametrize("module", [decoder_found, autoencoder_found])
@pytest.mark.parametrize("noise", ["noise 0.01", "noise 0.03"])
def test_one_size_of_noise_by_itself_takes_the_confirmation(module, noise: str) -> None:
    arrays = made(module.CLAIM, posed(module.CLAIM).prediction)
    key = "after" if module is decoder_found else "errors"
    few = arrays[key][:, module.GROUPS.index(noise), : STARTS // 3]
    few[..., 1] = 0.9
    verdict = judge(posed(module.CLAIM), {0: module.CLAIM.read(arrays)})
    assert verdict.outcome is Outcome.UNRESOLVED


def test_codes_that_turn_back_take_the_confirmation() -> None:
    arrays = made(autoencoder_found.CLAIM, posed(autoencoder_found.CLAIM).prediction)
    arrays["codes"][2, : STARTS // 2, 100] = -1
    assert outcome(autoencoder_found.CLAIM, arrays) is Outcome.UNRESOLVED


def test_codes_that_turn_back_are_not_monotone() -> None:
    claim = autoencoder_found.CLAIM
    arrays = made(claim, posed(claim).prediction)
    codes = np.tile(np.arange(512.0), (5, STARTS, 1))
    codes[1], codes[2, :, 100] = -codes[1], 0
    values = claim.read({**arrays, "codes": codes}).values
    shares = [v for name, v in values.items() if "monotone" in name]
    assert shares == [1, 1, 0, 1, 1]


def test_the_linear_prediction_follows_from_the_floors() -> None:
    prediction = posed(encoders_trained.CLAIM).prediction
    assert prediction.tolist() == [1] * len(EXPECTED) + [0] * len(MAXIMUM)
    reached = {
        (label, pooling, n)
        for label, pooling in trained_encoders.ARMS
        for n in LEVELS
        if trained_encoders.predicted(label, pooling, n) == 1
    }
    assert reached == {(*arm, n) for *arm, depths in EXPECTED for n in depths}


@pytest.mark.parametrize(
    ("place", "lost"),
    [
        ((slice(None), 0, 0, 0), "lost with strides"),
        ((slice(None), 2, 0, 0), "lost with average pooling"),
        ((slice(None), 0, 0, 1), "arrives where no filters do"),
    ],
)
def test_one_arm_by_itself_takes_the_confirmation(place: tuple, lost: str) -> None:
    claim = encoders_trained.CLAIM
    arrays = trained(claim, posed(claim).prediction)
    few = arrays["errors"][place][..., : STARTS // 5]
    few[...] = 0.2 - few
    verdict = judge(posed(claim), {0: claim.read(arrays)})
    assert verdict.outcome is Outcome.UNRESOLVED
    assert lost in verdict.reason or "fits no" in verdict.reason


@pytest.mark.parametrize("trials", [1, 7, 20])
def test_interval_ends_have_tails_of_a_fortieth(trials: int) -> None:
    hits = np.arange(trials + 1)
    low, high = interval(hits, trials)
    np.testing.assert_allclose(binom.sf(hits[1:] - 1, trials, low[1:]), 0.025)
    np.testing.assert_allclose(binom.cdf(hits[:-1], trials, high[:-1]), 0.025)
    assert low[0] == 0
    assert high[-1] == 1


def test_interval_covers_at_least_as_often_as_it_says() -> None:
    hits = np.arange(13)
    low, high = interval(hits, 12)
    for chance in np.linspace(0.01, 0.99, 50):
        covered = (low <= chance) & (chance <= high)
        assert binom.pmf(hits[covered], 12, chance).sum() >= 0.95


@pytest.mark.parametrize(("hits", "trials"), [(-1, 5), (6, 5), (np.nan, 5), (0, 0)])
def test_impossible_counts_are_refused(hits: float, trials: int) -> None:
    with pytest.raises(ValueError, match="must be"):
        interval(np.array([hits]), trials)


def test_a_falling_code_is_drawn_from_the_upper_left() -> None:
    image = trained_encoders.dots(1 - np.arange(4) / 3)[::4, ::4]
    np.testing.assert_array_equal(image, 1 - np.eye(4))
    assert np.all(trained_encoders.dots(np.array([2.0, -3.0])) == 1)


def test_typical_codes_stand_by_label_and_pooling() -> None:
    codes = np.full((3, 2, 2, 64), 5.0)
    codes[2, 0, 1] = np.arange(64) / 63
    arrays = {**trained(encoders_trained.CLAIM, np.zeros(14)), "codes": codes}
    (grid,) = encoders_trained.CLAIM.read(arrays).pictures.values()
    assert grid.shape[:2] == (2, 3)
    blank = np.all(grid[..., 1:-1, 1:-1] == 1, axis=(2, 3))
    assert np.argwhere(~blank).tolist() == [[1, 2]]


def test_whole_filters_are_drawn_around_two() -> None:
    claim = trained_filter.CLAIM
    _, taps = claim.view.curve(posed(claim).prediction)
    assert set(taps.tolist()) == {1, 2}
    assert np.sum(taps == 2) == 12
    assert len(taps) == 36 - 3


def test_the_table_is_drawn_layer_by_layer() -> None:
    outputs = posed(table.CLAIM).prediction.reshape(8, 7)
    (grid,) = table.CLAIM.read({"outputs": outputs}).pictures.values()
    assert grid.shape[:2] == (4, 8)
    centres = grid[:, :, 0, 6:-6:8] / table.LIGHTEST
    np.testing.assert_allclose(centres[0], np.eye(8))
    np.testing.assert_allclose(centres[3, :, 0], np.arange(8, 0, -1) / 8)


def test_the_stride_is_drawn_beside_the_poolings() -> None:
    claim = pooling_fixed_filter.CLAIM
    strided = posed(claim).rivals["as with a stride"]
    _, drawn = claim.view.curve(strided)
    np.testing.assert_allclose(drawn, np.tile(64 - np.arange(64), 2) / 4.0**6)
    _, mirrored = claim.view.curve(posed(claim).prediction)
    np.testing.assert_array_equal(mirrored[:64], mirrored[:64][::-1])
    np.testing.assert_array_equal(mirrored[64:], mirrored[64:][::-1])


@pytest.mark.parametrize("module", [decoder_exists, decoder_nearest])
def test_layers_drawn_lead_to_the_signals_measured(module) -> None:
    signals = posed(module.CLAIM).prediction
    read = module.CLAIM.read({"signals": signals, "far_errors": np.zeros(3)})
    (grid,) = read.pictures.values()
    assert grid.shape[:2] == (5, 3)
    rows = grid[3, :, 1::4, 1::14]
    plus, value, minus = (8 * np.maximum(row, 0) for row in rows)
    hats = plus - 2 * value + minus
    np.testing.assert_allclose(hats, signals[: 29 * 8].reshape(29, 8), atol=1e-12)
    np.testing.assert_allclose(grid[4, 0, 1::4, 1::14], hats, atol=1e-12)


def test_a_measurement_without_pictures_is_still_judged() -> None:
    claim = encoders_trained.CLAIM
    bare = {0: Measurement(answer=posed(claim).prediction)}
    assert judge(posed(replace(claim, checks=())), bare).outcome is Outcome.CONFIRMED
