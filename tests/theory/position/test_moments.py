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
