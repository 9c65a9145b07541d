"""Hats of any stride, and the filters that are multiples of shifted ones."""

from fractions import Fraction
from itertools import product

import numpy as np
import pytest
import sympy as sp
from hypothesis import given
from hypothesis import strategies as st

from theory.position.any_stride import (
    filter_count,
    hat_taps,
    shifted_taps,
    short_filters,
    strided_codes,
    whole_filters,
    zero_place,
)
from theory.position.filters import cascade_weights


@given(stride=st.integers(2, 9), levels=st.integers(1, 3))
def test_hats_read_the_inverted_place(stride: int, levels: int) -> None:
    taps = hat_taps(stride)
    assert len(taps) == 2 * stride - 1
    size = stride**levels
    assert strided_codes(stride, [taps] * levels) == list(range(size, 0, -1))


@given(
    stride=st.integers(2, 6),
    behind=st.integers(0, 2),
    shift=st.fractions(-50, 50, max_denominator=9),
)
def test_a_shifted_hat_in_front_reads_any_label(
    stride: int, behind: int, shift: Fraction
) -> None:
    first = shifted_taps(stride, shift)
    size = stride ** (behind + 1)
    codes = strided_codes(stride, [first, *[hat_taps(stride)] * behind])
    assert codes == [size - shift - a for a in range(size)]
    assert zero_place(stride, size, first) == pytest.approx(float(size - shift))


def test_the_backward_route_is_that_of_stride_2() -> None:
    rows = np.random.default_rng(0).integers(-4, 5, (4, 3))
    layers = [
        dict(zip((-1, 0, 1), map(Fraction, row.tolist()), strict=True)) for row in rows
    ]
    np.testing.assert_array_equal(
        np.array(strided_codes(2, layers), dtype=float),
        cascade_weights(rows.astype(float)),
    )


@pytest.mark.parametrize(("stride", "first", "last"), [(2, -2, 1), (2, -1, 1)])
def test_no_filter_is_left_out_of_the_list(stride: int, first: int, last: int) -> None:
    """Elimination in rationals, filter by filter, finds as many."""
    found = []
    for row in product(range(-2, 3), repeat=last - first + 1):
        lead = next((t for t in row if t), 0)
        if lead > 0 and np.gcd.reduce(row) == 1 and reads(row, stride, first):
            found.append(row)
    assert whole_filters(stride, first, last, 2) == sorted(found)


def reads(row: tuple[int, ...], stride: int, first: int, outputs: int = 3) -> bool:
    made = sp.zeros(stride * outputs, outputs)
    for k in range(outputs):
        for j, tap in enumerate(row):
            if 0 <= (place := stride * k + first + j) < made.rows:
                made[place, k] = tap
    bends = sp.Matrix(
        [
            made.row(i) - 2 * made.row(i + 1) + made.row(i + 2)
            for i in range(made.rows - 2)
        ]
    )
    lines = [made * v for v in bends.nullspace()]
    return any(line[0] != line[1] for line in lines)


def test_filters_are_counted_as_there_are() -> None:
    for taps in (1, 2, 3):
        rows = product([t for t in range(-4, 5) if t], repeat=taps)
        plain = [row for row in rows if row[0] > 0 and np.gcd.reduce(row) == 1]
        assert filter_count(taps, taps, 4) == len(plain)
        assert filter_count(5, taps, 4) == (5, 10, 10)[taps - 1] * len(plain)


def test_two_taps_do_for_five_places_which_stride_2_does_not_divide() -> None:
    read = [{0: 1, 3: -2}.get(a - 2 * k, 0) for a in range(5) for k in range(3)]
    assert (sp.Matrix(5, 3, read) * sp.Matrix([-1, 1, 3])).T.tolist() == [
        [-1, 0, 1, 2, 3]
    ]


@pytest.mark.parametrize("outputs", [2, 3, 4, 5])
def test_five_taps_that_are_no_hat_do_for_even_numbers_of_samples(outputs: int) -> None:
    assert reads((1, 2, 2, 2, 1), 2, -2, outputs=outputs) == (outputs % 2 == 0)


def test_two_taps_do_for_four_places_alone() -> None:
    for row in short_filters(-2, 3):
        assert reads(row, 2, -2, outputs=2)
        assert not reads(row, 2, -2, outputs=3)


def test_a_stride_of_one_is_refused() -> None:
    with pytest.raises(ValueError, match="stride must be at least 2, got 1"):
        hat_taps(1)
