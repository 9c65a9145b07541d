"""The code under a multiple of the filter, and what it costs in rounding."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from theory.position.encoder import encode
from theory.position.scaling import scaled_code, scaled_rounding_bound

NONZERO = st.integers(-9, 9).filter(bool)


@given(levels=st.integers(1, 7), scale=NONZERO, data=st.data())
def test_whole_scales_give_the_code_of_the_cascade(
    levels: int, scale: int, data: st.DataObject
) -> None:
    position = data.draw(st.integers(0, 2**levels - 1))
    impulse = np.zeros(2**levels, dtype=int)
    impulse[position] = 1
    code = encode(impulse, levels, (scale, 2 * scale, scale))
    assert code == scaled_code(position, levels, scale)


@given(numerator=NONZERO, denominator=st.integers(1, 9), levels=st.integers(1, 9))
@example(numerator=-1, denominator=1, levels=1)
def test_a_rational_scale_stays_exact(
    numerator: int, denominator: int, levels: int
) -> None:
    scale = Fraction(numerator, denominator)
    code = scaled_code(2**levels - 1, levels, scale)
    assert isinstance(code, Fraction)
    assert code * denominator**levels == numerator**levels


def test_the_sign_follows_the_number_of_layers() -> None:
    assert scaled_code(0, 3, -1) == -8
    assert scaled_code(0, 4, -1) == 16


def test_arrays_of_positions_are_scaled_entry_by_entry() -> None:
    np.testing.assert_array_equal(
        scaled_code(np.arange(4), 2, 0.5), [1, 0.75, 0.5, 0.25]
    )


@given(levels=st.integers(1, 10), scale=st.floats(0.01, 100), data=st.data())
@example(levels=10, scale=0.1, data=None)
def test_rounding_stays_within_its_bound(
    levels: int, scale: float, data: st.DataObject | None
) -> None:
    last = 2**levels - 1
    position = data.draw(st.integers(0, last)) if data else last // 3
    impulse = np.zeros(2**levels)
    impulse[position] = 1
    current = impulse
    for _ in range(levels):
        padded = np.concatenate([[0], current])
        left, middle, right = padded[:-1:2], padded[1::2], padded[2::2]
        current = scale * left + 2 * scale * middle + scale * right
    exact = Fraction(scale) ** levels * (2**levels - position)
    miss = abs(Fraction(float(current[0])) - exact)
    assert miss <= scaled_rounding_bound(levels) * abs(exact)


def test_the_bound_is_not_much_larger_than_needed() -> None:
    assert scaled_rounding_bound(1) < Fraction(21, 10) / 2**53
    assert scaled_rounding_bound(8) > 15 * scaled_rounding_bound(1) / 2


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: scaled_code(0, 3, 0), "scale must be finite and not 0, got 0"),
        (lambda: scaled_code(0, 3, float("nan")), "got nan"),
        (lambda: scaled_code(0, 3, float("inf")), "got inf"),
        (lambda: scaled_code(8, 3, 2), r"position must be in \[0, 7\], got 8"),
        (lambda: scaled_code(0, 0, 2), "levels must be at least 1, got 0"),
        (lambda: scaled_rounding_bound(0), "levels must be at least 1, got 0"),
    ],
)
def test_arguments_out_of_range_are_refused(call, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        call()
