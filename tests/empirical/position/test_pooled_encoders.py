"""Encoders that stride or pool, with weights given and trained."""

from fractions import Fraction

import numpy as np
import pytest
import torch
from torch.nn import functional

from empirical.position.images.diracs import diracs
from empirical.position.models.dirac_encoders import DiracEncoders
from empirical.position.models.encoder import PositionEncoder
from empirical.position.models.pooled_encoders import PooledEncoders
from empirical.position.pooled_encoders import (
    _Nonnegative,
    _trained,
    given_pooled_codes,
    search_max_pooling,
    train_pooled_encoders,
)
from empirical.training import Start
from theory.position.pooling import pooled_codes

SCHEDULE = {"adam_steps": 2, "learning_rate": 0.1}
TRAINING = {"starts": 20, "schedule": SCHEDULE}


def pairs(taps: list[list[Fraction]]) -> list[list[list[int]]]:
    return [[list(Fraction(t).as_integer_ratio()) for t in row] for row in taps]


@pytest.mark.parametrize("pooling", ["stride", "max", "average"])
def test_layers_are_those_of_a_grouped_convolution(pooling: str) -> None:
    taps = np.random.default_rng(0).normal(size=(5, 3, 3))
    current = torch.from_numpy(diracs(8))[:, None].expand(-1, 5, -1)
    for layer in range(3):
        weight = torch.from_numpy(taps[:, layer, None])
        current = functional.conv1d(current, weight, padding=1, groups=5)
        even, odd = current[..., ::2], current[..., 1::2]
        both = {"stride": even, "max": torch.maximum(even, odd)}
        current = both.get(pooling, (even + odd) / 2)
    codes = PooledEncoders(taps, pooling)(torch.from_numpy(diracs(8)))
    np.testing.assert_allclose(codes.detach(), current[:, :, 0], atol=1e-12)


def test_a_stride_is_the_position_encoder_of_one_filter() -> None:
    taps = np.random.default_rng(1).normal(size=(4, 3))
    signals = torch.from_numpy(diracs(16))
    with torch.no_grad():
        ours = PooledEncoders(taps[None], "stride")(signals)[:, 0]
        np.testing.assert_allclose(ours, PositionEncoder(taps)(signals), atol=1e-12)


@pytest.mark.parametrize("pooling", ["stride", "max", "average"])
def test_three_routes_to_the_codes_agree(pooling: str) -> None:
    rng = np.random.default_rng(2)
    taps = [[Fraction(int(x), 7) for x in rng.integers(-9, 9, 3)] for _ in range(3)]
    encoder = {"pooling": pooling, "taps": pairs(taps)}
    found = given_pooled_codes(seed=3, encoders=[encoder])
    exact = found["exact_codes"][:, 0] / found["exact_codes"][:, 1]
    expected = np.array(pooled_codes(taps, pooling), dtype=float)
    np.testing.assert_allclose(exact, expected, rtol=1e-15)
    np.testing.assert_allclose(found["codes"], expected, rtol=1e-13, atol=1e-13)


def test_order_and_scales_of_a_seed_do_not_matter() -> None:
    encoder = {"pooling": "max", "taps": pairs([[2, 1, 0], [1, -2, -1], [4, -1, 2]])}
    first, second = (
        given_pooled_codes(seed=s, encoders=[encoder])["codes"] for s in (0, 1)
    )
    np.testing.assert_array_equal(first, second)
    np.testing.assert_array_equal(first, np.arange(8, 0, -1))


def test_starts_trained_together_end_as_if_alone() -> None:
    taps = np.random.default_rng(4).normal(size=(3, 2, 3))

    place = torch.device("cpu")
    options = {"adam_steps": 30, "learning_rate": 0.05}
    together = _trained(DiracEncoders(taps, np.ones(3), "max"), options, place)
    alone = [
        _trained(DiracEncoders(one[None], np.ones(1), "max"), options, place)[:, 0]
        for one in taps
    ]
    assert together.shape == (4, 3)
    np.testing.assert_allclose(together.T, alone, rtol=1e-9)


@pytest.mark.slow
def test_average_pooling_arrives_where_max_pooling_gets_stuck() -> None:
    errors = train_pooled_encoders(
        start=Start(seed=1000),
        **{**TRAINING, "schedule": {"adam_steps": 600, "learning_rate": 0.1}},
        levels=[3],
        poolings=["average", "max"],
    )["errors"]
    assert np.mean(errors[0, 0] < 0.01) > 0.9
    assert np.mean(errors[0, 1] < 0.01) < 0.2


def test_absolute_values_stand_for_the_taps_where_none_may_be_negative() -> None:
    taps = np.random.default_rng(5).normal(size=(4, 3, 3))
    signals = torch.from_numpy(diracs(8))
    for pooling in ("stride", "max"):
        wanted = PooledEncoders(np.abs(taps), pooling)(signals).detach()
        found = _Nonnegative(taps, np.ones(4), pooling)().detach()
        np.testing.assert_allclose(found, wanted, rtol=1e-14)


@pytest.mark.slow
def test_without_negative_taps_two_layers_arrive_and_three_do_not() -> None:
    errors = train_pooled_encoders(
        start=Start(seed=1000),
        **{
            **TRAINING,
            "starts": 100,
            "schedule": {"adam_steps": 600, "learning_rate": 0.1},
        },
        levels=[2, 3],
        poolings=["max"],
        nonnegative=True,
    )["errors"]
    assert errors[0].min() < 1e-9
    assert errors[1].min() > 0.0266


SEARCH = {
    "kept": 30,
    "screening": {"adam_steps": 60, "learning_rate": 0.2},
    "schedule": {"adam_steps": 200, "learning_rate": 0.2},
}


def test_search_finds_one_and_two_layers() -> None:
    found = search_max_pooling(start=Start(seed=1000), starts=[40, 500], **SEARCH)[
        "largest_errors"
    ]
    assert (found.min(axis=1) < 1e-4).all()
    assert found.max() > 0.1


def test_what_a_search_keeps_is_the_closest_of_its_screening() -> None:
    short = {"adam_steps": 1, "learning_rate": 1e-12}
    options = {**SEARCH, "screening": short, "schedule": short}
    one, all_of_them = (
        search_max_pooling(
            start=Start(seed=3), starts=[50], **{**options, "kept": kept}
        )
        for kept in (1, 50)
    )
    rows = np.random.default_rng(3).uniform(-1, 1, size=(50, 1, 3)) / np.sqrt(3)
    codes = np.stack([rows[:, 0, :2].max(axis=1), rows[:, 0, 1:].max(axis=1)])
    misses = np.abs(codes - np.array([[1], [0.5]]))
    order = np.argsort(np.square(misses).sum(axis=0))
    wanted = 2 * misses.max(axis=0)[order]
    found = all_of_them["largest_errors"][0]
    np.testing.assert_allclose(found, wanted, atol=1e-9)
    np.testing.assert_allclose(one["largest_errors"][0], wanted[:1], atol=1e-9)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: PooledEncoders(np.ones((2, 3)), "max"), r"got \(2, 3\)"),
        (lambda: PooledEncoders(np.ones((1, 1, 3)), "median"), "got median"),
    ],
)
def test_bad_arguments_are_refused(call, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        call()
