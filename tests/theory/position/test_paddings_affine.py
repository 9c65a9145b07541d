"""Which ends allow an affine label, and what is read without any end."""

from fractions import Fraction

import numpy as np
import pytest
import sympy as sp
from hypothesis import given, settings
from hypothesis import strategies as st

from theory.position.paddings import PADDINGS, padded_codes
from theory.position.paddings_affine import (
    CONTINUED,
    affine_offset,
    hat_miss,
    label_floor,
)
from theory.position.paddings_grid import (
    digit_layers,
    near_layers,
    power_layers,
    seam_label,
)
from theory.position.variants import dirac_codes_numpy

SMALL = st.fractions(-3, 3, max_denominator=4)


@given(first=SMALL, second=SMALL)
@settings(max_examples=25, deadline=None)
def test_two_samples_are_mixed_in_one_way(first: Fraction, second: Fraction) -> None:
    gains = {0: sp.Rational(str(first)), 1: sp.Rational(str(second))}
    allowed = first == 2 * second and second != -1
    assert affine_offset(gains) == (8 if allowed else None)
    assert affine_offset({0: 2 * gains[1], 1: gains[1]}) == (
        None if second == -1 else 8
    )


@given(gain=SMALL)
@settings(max_examples=15, deadline=None)
def test_a_seam_allows_one_label_but_for_the_factor_1(gain: Fraction) -> None:
    found = affine_offset({-1: sp.Rational(str(gain))})
    wanted = None if gain == 1 else 8 / (1 - gain)
    assert found == (None if wanted is None else sp.Rational(str(wanted)))


def test_a_repeated_end_reads_labels_of_six_places() -> None:
    assert affine_offset(CONTINUED["replicate"], outputs=3) is not None
    assert affine_offset(CONTINUED["replicate"], outputs=4) is None


@pytest.mark.parametrize("padding", ["circular", "reflect", "replicate"])
def test_the_floor_is_above_0_and_below_the_hat_s(padding: str) -> None:
    assert 0.015 < label_floor(padding) < hat_miss(padding)
    assert tuple(CONTINUED) == PADDINGS


@pytest.mark.parametrize("levels", [2, 3, 5])
def test_what_meets_no_end_is_the_same_with_zeros(levels: int) -> None:
    rows = [layer[0][0] for layer in power_layers(levels, Fraction(2), "even")]
    codes = np.ones(1)
    for _, middle, last in reversed(rows):
        codes = np.kron(codes, np.array([float(middle), float(last)]))
    np.testing.assert_array_equal(codes, 2.0 ** np.arange(2**levels))


def test_seams_of_0_and_1_are_zeros_and_a_circle() -> None:
    for gain, padding in ((0, "zeros"), (1, "circular")):
        line = [float(code) for code in seam_label(16, Fraction(gain), "even")]
        np.testing.assert_array_equal(line, padded_codes(4, padding))
    assert np.all(dirac_codes_numpy(4, boundary="wrap") == 16)


def test_channels_and_biases_are_as_said() -> None:
    assert [len(layer) for layer in digit_layers(4, "odd")] == [2, 2, 2, 1]
    layers, bias = near_layers(2, Fraction(9, 8), "odd")
    assert bias == -8
    assert layers[-1] == [[(8, Fraction(81, 8), 0)]]
