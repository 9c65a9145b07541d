"""What a LeakyReLU behind every layer does to the code of a Dirac."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from theory.position.activation import activated_code

RATIOS = st.fractions(-3, 3, max_denominator=5)


def bent_code(signal: list[Fraction], scales: list[Fraction], slope: Fraction):
    for c in scales:
        padded = [Fraction(0), *signal]
        mixed = [
            c * (padded[i] + 2 * padded[i + 1] + padded[i + 2])
            for i in range(0, len(signal), 2)
        ]
        signal = [x if x > 0 else slope * x for x in mixed]
    return signal[0]


@given(scales=st.lists(RATIOS, min_size=1, max_size=5), slope=RATIOS, data=st.data())
@example(scales=[Fraction(-1)] * 3, slope=Fraction(0), data=None)
@example(scales=[Fraction(-1)] * 5, slope=Fraction(-1), data=None)
def test_the_closed_form_is_the_code_layer_by_layer(
    scales: list[Fraction], slope: Fraction, data: st.DataObject | None
) -> None:
    size = 2 ** len(scales)
    position = data.draw(st.integers(0, size - 1)) if data else 1
    impulse = [Fraction(i == position) for i in range(size)]
    code = activated_code(position, scales, slope)
    assert code == bent_code(impulse, scales, slope)


@given(slope=st.floats(-100, 100), levels=st.integers(1, 10))
def test_positive_filters_never_meet_the_slope(slope: float, levels: int) -> None:
    places = np.arange(2.0**levels)
    np.testing.assert_array_equal(
        activated_code(places, [1] * levels, slope), 2**levels - places
    )


def test_with_minus_the_filter_every_other_layer_brings_the_slope() -> None:
    for levels in range(1, 8):
        code = activated_code(0, [-1] * levels, Fraction(1, 4))
        bends = (levels + 1) // 2
        assert code == (-1) ** levels * Fraction(1, 4) ** bends * 2**levels


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: activated_code(0, [1, np.inf], 0.5), "must be finite, got .1, inf."),
        (lambda: activated_code(0, [1], np.nan), "and nan"),
        (lambda: activated_code(0, [], 0.5), "levels must be at least 1, got 0"),
        (lambda: activated_code(4, [1, 1], 0.5), "position must be"),
    ],
)
def test_arguments_out_of_range_are_refused(call, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        call()
