"""Diracs, and encoders with given weights, by torch and in rationals."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from empirical.position import given_encoders
from empirical.position.given_encoders import (
    activated_codes,
    fractional_codes,
    scaled_filters,
)
from empirical.position.images.diracs import continuous_diracs, diracs, plane_diracs
from tests.problems import problem
from theory.position.activation import activated_code
from theory.position.fractional import continuous_dirac
from theory.position.variants import dirac_codes_numpy

SCALED, ACTIVATED, FRACTIONAL = (
    problem(name).options
    for name in ("scaled_filters", "activated_codes", "fractional_codes")
)


@given(size=st.integers(1, 40), share=st.floats(0, 1))
@example(size=1, share=0.0)
@example(size=8, share=1.0)
@example(size=8, share=0.5)
def test_a_continuous_dirac_has_sum_1_and_mean_a(size: int, share: float) -> None:
    a = share * (size - 1)
    (vector,) = continuous_diracs(np.array([a]), size)
    assert vector.sum() == pytest.approx(1)
    assert vector @ np.arange(size) == pytest.approx(a)
    assert np.count_nonzero(vector) <= 2


def test_two_rasterisers_make_the_same_continuous_diracs() -> None:
    places = np.arange(0, 7.25, 0.25)
    expected = [continuous_dirac(a, 3) for a in places]
    np.testing.assert_array_equal(continuous_diracs(places, 8), expected)


def test_at_whole_positions_a_continuous_dirac_is_one_hot() -> None:
    np.testing.assert_array_equal(continuous_diracs(np.arange(5.0), 5), diracs(5))


def test_a_dirac_of_the_plane_stands_in_its_row_and_column() -> None:
    images = plane_diracs(np.array([[0, 2], [1, 0]]), 3)
    assert images.sum() == 2
    assert images[0, 0, 2] == images[1, 1, 0] == 1


def test_scaled_filters_give_the_codes_of_slices() -> None:
    arrays = scaled_filters(seed=0, **SCALED)
    for scale, codes in zip(SCALED["scales"], arrays["codes"], strict=True):
        taps = scale * np.array([1, 2, 1])
        expected = np.concatenate([dirac_codes_numpy(n, taps) for n in (1, 3)])
        np.testing.assert_array_equal(codes, expected)
    np.testing.assert_allclose(
        arrays["drawn_codes"][:, :2], arrays["drawn_scales"][:, None] * [2, 1]
    )
    assert np.all(np.abs(np.log2(np.abs(arrays["drawn_scales"]))) <= 3)


def test_rational_codes_are_exact_and_both_signs_occur() -> None:
    arrays = scaled_filters(seed=1, **{**SCALED, "rationals": 12})
    rows = zip(arrays["rational_scales"], arrays["rational_codes"], strict=True)
    for parts, codes in rows:
        c = Fraction(*parts.tolist())
        found = [Fraction(*code) for code in codes.tolist()]
        assert found == [2 * c, c, 4 * c**2, 3 * c**2, 2 * c**2, c**2]
    assert set(np.sign(arrays["rational_scales"][:, 0])) == {-1, 1}


def test_another_layer_shows_in_the_rational_codes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    code = given_encoders._rational_code
    monkeypatch.setattr(
        given_encoders, "_rational_code", lambda x, taps: code(x, [0, *taps[1:]])
    )
    arrays = scaled_filters(seed=0, **SCALED)
    c = Fraction(*arrays["rational_scales"][0].tolist())
    found = [Fraction(*x) for x in arrays["rational_codes"][0].tolist()]
    assert found != [2 * c, c, 4 * c**2, 3 * c**2, 2 * c**2, c**2]


def test_activations_give_their_closed_form() -> None:
    arrays = activated_codes(seed=0, **ACTIVATED)
    for name, sign in (("positive", 1), ("negative", -1)):
        slopes = ACTIVATED[f"{name}_slopes"]
        for slope, codes in zip(slopes, arrays[name], strict=True):
            expected = [
                activated_code(np.arange(2.0**n), [sign] * n, slope) for n in (1, 2, 4)
            ]
            np.testing.assert_array_equal(codes, np.concatenate(expected))


def test_activations_change_nothing_but_codes_with_negative_taps() -> None:
    arrays = activated_codes(seed=3, **ACTIVATED)
    np.testing.assert_array_equal(arrays["linear_codes"], arrays["activated_codes"])
    assert len(np.unique(arrays["linear_codes"])) == 9
    assert np.any(arrays["mixed_codes"][:, 0] != arrays["mixed_codes"][:, 1])


def test_fractional_codes_are_inverted_positions() -> None:
    arrays = fractional_codes(seed=0, **FRACTIONAL)
    grids = [2 - np.arange(5) / 4, 8 - np.arange(29) / 4]
    np.testing.assert_array_equal(arrays["codes"], np.concatenate(grids))
    sizes = np.array([[4.0], [64.0]])
    np.testing.assert_allclose(arrays["drawn_codes"], sizes - arrays["drawn_positions"])
    assert np.all(arrays["drawn_positions"] <= sizes - 1)
    rows = zip(arrays["rational_positions"], arrays["rational_codes"], strict=True)
    for size, (places, codes) in zip((2, 4, 16), rows, strict=True):
        for place, code in zip(places.tolist(), codes.tolist(), strict=True):
            assert Fraction(*code) == size - Fraction(*place)


def test_half_of_the_drawn_positions_lie_beside_whole_ones() -> None:
    places = fractional_codes(seed=0, **{**FRACTIONAL, "drawn": 40})["drawn_positions"]
    offsets = np.abs(places[1] - np.round(places[1]))
    assert np.all(offsets[1::2] <= 1e-3)
    assert np.mean(offsets[::2] > 1e-3) > 0.8


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: continuous_diracs(np.array([3.5]), 4), r"in \[0, 3\], got 3.5"),
        (lambda: continuous_diracs(np.array([np.nan]), 4), "got nan"),
        (lambda: continuous_diracs(np.zeros(1), 0), "size must be at least 1, got 0"),
        (lambda: plane_diracs(np.array([[0, 4]]), 4), r"in \[0, 3\], got 4"),
        (lambda: plane_diracs(np.array([[0, 0]]), 0), "size must be at least 1"),
    ],
)
def test_bad_arguments_are_refused(call, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        call()
