"""The bounds of exactness: enough, and not smaller than needed."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from theory.position.encoder import encode
from theory.position.exactness import (
    LARGEST_EXACT_LEVELS,
    largest_exact_entry,
    largest_exact_integer,
    largest_exact_levels,
    largest_gain,
)
from theory.position.variants import layers_numpy


def test_exact_integers_end_where_the_next_one_is_lost() -> None:
    assert np.int64(largest_exact_integer("int64")) == 2**63 - 1
    with pytest.raises(OverflowError):
        np.int64(largest_exact_integer("int64") + 1)
    largest = largest_exact_integer("float64")
    assert int(float(largest)) == largest
    assert int(float(largest + 1)) != largest + 1


def test_the_most_levels_are_exact_and_one_more_is_not() -> None:
    assert LARGEST_EXACT_LEVELS == {"int64": 62, "float64": 53}
    # The code of a = 0 at 63 levels, and of a = 1 at 54.
    assert largest_exact_integer("int64") < 2**63
    assert int(float(2**54 - 1)) != 2**54 - 1


@pytest.mark.parametrize("levels", range(1, 12))
def test_the_gain_has_its_closed_form_and_is_reached(levels: int) -> None:
    gain = largest_gain([(1, 2, 1)] * levels)
    assert gain == 2 ** (levels - 1) * (2**levels + 1)
    assert encode(np.ones(2**levels, dtype=int), levels) == gain


@given(
    taps=st.lists(st.tuples(*[st.integers(-5, 5)] * 3), min_size=1, max_size=7),
)
def test_the_gain_is_the_largest_value_that_a_constant_meets(
    taps: list[tuple[int, int, int]],
) -> None:
    outputs = layers_numpy(np.ones(2 ** len(taps), dtype=int), np.abs(taps))
    assert largest_gain(taps) == max(1, *(int(u.max()) for u in outputs))


@pytest.mark.parametrize("dtype", ["int64", "float64"])
@pytest.mark.parametrize("levels", [1, 2, 5, 10, 16])
def test_signals_are_exact_up_to_the_bound_and_refused_beyond(
    levels: int, dtype: str
) -> None:
    largest = largest_exact_entry(levels, dtype)
    gain = int(largest_gain([(1, 2, 1)] * levels))
    for sign in (1, -1):
        signal = np.full(2**levels, sign * largest, dtype=dtype)
        assert int(encode(signal, levels)) == sign * largest * gain
        with pytest.raises(ValueError, match=f"at most {largest} in magnitude"):
            encode(signal + np.array(sign, dtype=dtype), levels)
    # Refusing is needed: the code would lie beyond the exact integers.
    assert (largest + 1) * gain > largest_exact_integer(dtype)


def test_the_smallest_int64_is_refused_and_not_wrapped() -> None:
    with pytest.raises(ValueError, match="got 9223372036854775808"):
        encode([-(2**63), 0], 1)


def test_other_filters_have_other_bounds() -> None:
    assert largest_exact_entry(2, "float64", (0, 1, 0)) == 2**53
    assert largest_exact_entry(1, "int64", (0, 2**62, 0)) == 1


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: largest_exact_integer("int32"), "dtype must be int64 or float64"),
        (lambda: largest_exact_levels("object"), "got object"),
        (lambda: largest_exact_entry(0, "int64"), "levels must be at least 1, got 0"),
    ],
)
def test_unknown_dtypes_and_levels_are_refused(call, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        call()
