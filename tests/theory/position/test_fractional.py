"""Diracs at real positions and their codes."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from theory.position.encoder import encode, inverted_position
from theory.position.fractional import (
    continuous_dirac,
    fractional_rounding_bound,
    gaussian_codes,
    shared_codes,
)
from theory.position.variants import encode_numpy


@given(levels=st.integers(1, 8), share=st.floats(0, 1))
@example(levels=1, share=1.0)
@example(levels=8, share=1e-17)
def test_the_formula_is_equation_11(levels: int, share: float) -> None:
    a = share * (2**levels - 1)
    below, above = int(np.floor(a)), int(np.ceil(a))
    vector = continuous_dirac(a, levels)
    assert vector[below] == pytest.approx(1 - (a - below), abs=1e-15)
    assert vector[above] == pytest.approx(1 - (above - a), abs=1e-15)
    assert np.count_nonzero(vector) <= 2


@given(levels=st.integers(1, 10), share=st.floats(0, 1))
@example(levels=10, share=1.0)
@example(levels=1, share=5e-324)
def test_rounding_stays_within_its_bound(levels: int, share: float) -> None:
    a = share * (2**levels - 1)
    below, above = np.floor(a), np.ceil(a)
    signal = np.zeros(2**levels)
    signal[int(below)] = 1 - (a - below)
    signal[int(above)] = 1 - (above - a)
    exact = 2**levels - Fraction(a)
    miss = abs(Fraction(float(encode_numpy(signal))) - exact)
    assert miss <= fractional_rounding_bound(levels) * exact


@given(levels=st.integers(1, 8), data=st.data())
def test_two_neighbours_are_read_by_the_cascade(
    levels: int, data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, 2**levels - 2))
    left, right = data.draw(st.tuples(st.integers(-9, 9), st.integers(-9, 9)))
    signal = np.zeros(2**levels)
    signal[place : place + 2] = left, right
    code = shared_codes(
        np.array([float(right)]),
        np.array([float(left)]),
        np.array([float(place)]),
        levels,
    )
    assert code[0] == encode(signal, levels)


def test_a_gaussian_is_read_at_its_mean_unless_it_is_cut() -> None:
    inside = gaussian_codes(np.array([15.5]), 5, 1.0, unit_sum=True)
    assert inside[0] == pytest.approx(inverted_position(15.5, 5), abs=1e-9)
    cut = gaussian_codes(np.array([0.0]), 5, 1.0, unit_sum=True)
    assert cut[0] < inverted_position(0, 5) - 0.3
    lost = gaussian_codes(np.array([0.0]), 5, 1.0, unit_sum=False)
    assert lost[0] < cut[0] - 5


def test_positions_and_levels_out_of_range_are_refused() -> None:
    with pytest.raises(ValueError, match=r"position must be in \[0, 7\], got 7.5"):
        continuous_dirac(7.5, 3)
    with pytest.raises(ValueError, match="levels must be at least 1, got 0"):
        fractional_rounding_bound(0)
