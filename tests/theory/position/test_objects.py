"""Objects of any brightness by two codes, in exact rationals."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from theory.position.objects import (
    brightness_floor,
    noise_shares,
    object_codes,
    object_decoder,
    placed_object,
    rebuilt,
    shrunk_codes,
)

NUMBER = st.fractions(-9, 9, max_denominator=6)


@given(
    levels=st.integers(1, 4),
    slope=st.fractions(0, Fraction(8, 9), max_denominator=9),
    shape=st.lists(NUMBER, min_size=1, max_size=4),
    share=st.fractions(0, 1, max_denominator=24),
    strength=st.fractions(0, 20, max_denominator=7),
)
def test_two_codes_bring_back_any_object(
    levels: int,
    slope: Fraction,
    shape: list[Fraction],
    share: Fraction,
    strength: Fraction,
) -> None:
    assume(sum(shape) and len(shape) <= 2**levels)
    place = share * (2**levels - len(shape))
    image = placed_object(levels, shape, place, strength)
    codes = object_codes(levels, shape, place, strength)
    counts = range(2**levels, 0, -1)
    assert codes[0] == sum(n * x for n, x in zip(counts, image, strict=True))
    assert codes[1] == sum(image)
    layers = object_decoder(levels, slope, shape)
    assert not any(b for layer in layers for b in layer.bias)
    assert rebuilt(layers, codes, slope, shape) == image


def test_a_negative_brightness_is_not_brought_back() -> None:
    shape, slope = [Fraction(1)], Fraction(1, 5)
    codes = object_codes(2, shape, Fraction(1), Fraction(-1))
    layers = object_decoder(2, slope, shape)
    assert rebuilt(layers, codes, slope, shape) != placed_object(
        2, shape, Fraction(1), Fraction(-1)
    )


@pytest.mark.parametrize("strengths", [(1.0, 2.0), (0.5, 1.0, 2.0), (3.0, 3.0)])
def test_the_floor_is_that_of_least_squares(strengths: tuple[float, ...]) -> None:
    u = np.array(strengths)
    tried = np.linspace(0, 3, 3001)
    errors = np.sqrt(np.mean((tried[:, None] * u - 1) ** 2, axis=1))
    assert np.min(errors) == pytest.approx(brightness_floor(strengths), abs=1e-3)
    best = tried[np.argmin(errors)]
    np.testing.assert_allclose(shrunk_codes(strengths, strengths), best * u, atol=2e-3)


@pytest.mark.parametrize("levels", [1, 3, 6])
def test_noise_is_summed_sample_by_sample(levels: int) -> None:
    n = 2**levels
    i = np.arange(n)
    found = noise_shares(levels, [0.0, 0.3, n - 1.0])
    code = np.sqrt(np.sum((n - i) ** 2))
    places = [np.sqrt(np.sum((i - a) ** 2)) for a in (0.0, 0.3, n - 1.0)]
    assert found[0] == pytest.approx(code / n**1.5)
    assert found[2] == pytest.approx(np.sum(n - i) / code / np.sqrt(n))
    np.testing.assert_allclose(found[3:], np.array(places) / n**1.5)


def test_an_object_without_mass_is_refused() -> None:
    with pytest.raises(ValueError, match="a sum that is not 0, got"):
        object_decoder(2, Fraction(0), [Fraction(1), Fraction(-1)])
