"""Moments by linear channels, and impulses by moments, in exact rationals."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from theory.position.channels import ChannelLayer, channel_codes
from theory.position.moments import (
    alike,
    amplification,
    impulses,
    moment_layers,
    moments,
)

HEIGHT = st.fractions(-5, 5, max_denominator=4).filter(bool)


@pytest.mark.parametrize("levels", [2, 3, 5])
@pytest.mark.parametrize("most", [0, 1, 2, 4])
def test_the_channels_read_all_powers_of_a_place(levels: int, most: int) -> None:
    layers = moment_layers(levels, most)
    assert {len(one.weight) for one in layers} == {most + 1}
    assert not any(b for one in layers for b in one.bias)
    lefts = [taps[0] for one in layers for row in one.weight for taps in row]
    assert not any(lefts)
    for j in range(most + 1):
        last = ChannelLayer(weight=(layers[-1].weight[j],), bias=(Fraction(0),))
        codes = channel_codes([*layers[:-1], last], "stride")
        assert codes == [a**j for a in range(2**levels)]


@given(
    places=st.lists(
        st.fractions(0, 40, max_denominator=3), min_size=1, max_size=3, unique=True
    ),
    data=st.data(),
)
@settings(max_examples=40, deadline=None)
def test_two_moments_an_impulse_are_enough(
    places: list[Fraction], data: st.DataObject
) -> None:
    count = len(places)
    heights = data.draw(st.lists(HEIGHT, min_size=count, max_size=count))
    codes = [
        sum((h * a**k for a, h in zip(places, heights, strict=True)), Fraction(0))
        for k in range(2 * count)
    ]
    assert impulses(codes, count) == sorted(zip(places, heights, strict=True))


@pytest.mark.parametrize("count", range(1, 8))
def test_one_moment_less_is_not_enough(count: int) -> None:
    one, other = alike(count)
    assert np.count_nonzero(one) == np.count_nonzero(other) == count
    assert min(one + other) == 0
    assert moments(one, 2 * count - 2) == moments(other, 2 * count - 2)
    assert moments(one, 2 * count - 1) != moments(other, 2 * count - 1)


def test_noise_is_amplified_as_the_inverse_of_the_moments_says() -> None:
    places, heights, size = np.array([3.0, 5.0, 11.0]), np.array([1.0, -2.0, 0.5]), 12
    powers = np.arange(6)[:, None]
    slopes = powers * places ** np.maximum(powers - 1, 0) * heights
    moved = np.linalg.solve(
        np.hstack([slopes, places**powers]), np.arange(float(size)) ** powers
    )
    wanted = np.linalg.norm(moved, axis=1).reshape(2, 3)
    found = amplification(places.tolist(), heights.tolist(), size)
    np.testing.assert_allclose(found, wanted, rtol=1e-6)


def test_what_moments_do_not_tell_is_refused() -> None:
    with pytest.raises(ValueError, match="codes must be 4, got 3"):
        impulses([Fraction(1)] * 3, 2)
    with pytest.raises(ValueError, match="not those of 2 impulses"):
        impulses([Fraction(1)] * 4, 2)
    with pytest.raises(ValueError, match="places must be 2 rational ones"):
        impulses([Fraction(c) for c in (2, 0, 4, 0)], 2)
    with pytest.raises(ValueError, match=r"levels must be at least 2 .* got 1 and 2"):
        moment_layers(1, 2)


def strided(signals: np.ndarray, taps: np.ndarray) -> np.ndarray:
    """Return what taps (out, in, 3) make of signals (m, in, n) at stride 2."""
    wide = np.pad(signals, ((0, 0), (0, 0), (1, 1)))
    parts = np.stack([wide[:, :, k : k + signals.shape[2] : 2] for k in range(3)])
    return np.einsum("kmcn,ock->mon", parts, taps)


def test_the_last_places_meet_one_sample_of_as_many_channels() -> None:
    rng = np.random.default_rng(0)
    made = np.eye(32)[:, None]
    for level, channels in enumerate((2, 3, 5), start=1):
        made = strided(made, rng.normal(size=(channels, made.shape[1], 3)))
        last = made[-(2**level) :]
        assert np.all(last[:, :, :-1] == 0)
        rank = np.linalg.matrix_rank(last[:, :, -1])
        assert rank == min(channels, 2**level)


def test_channels_that_keep_all_samples_are_enough_in_front() -> None:
    split = np.array([[0.0, 1, 0], [0, 0, 1]])
    once = strided(np.eye(16)[:, None], split[:, None])
    both = np.kron(np.eye(2)[:, :, None], split.reshape(2, 1, 3))
    twice = strided(once, both)
    assert once.shape[1:] == (2, 8)
    assert twice.shape[1:] == (4, 4)
    assert np.linalg.matrix_rank(twice.reshape(16, 16)) == 16
