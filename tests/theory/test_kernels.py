"""The numba loops, against hand-worked layers and against slices."""

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from theory.kernels import cascade, dirac_codes
from theory.position.variants import encode_numpy, layers_numpy


def test_taps_are_ordered_left_middle_right() -> None:
    taps = np.array([[100, 10, 1]])
    # u'[0] = 10 u[0] + u[1], u'[1] = 100 u[1] + 10 u[2] + u[3]
    outputs = cascade(np.array([2, 3, 5, 7]), taps)
    np.testing.assert_array_equal(outputs[:6], [2, 3, 5, 7, 23, 357])


def test_each_layer_has_its_own_taps() -> None:
    taps = np.array([[1, 2, 1], [0, 5, 3]])
    # [1, 0, 0, 2] -> [2, 2] -> 5 * 2 + 3 * 2
    np.testing.assert_array_equal(cascade(np.array([1, 0, 0, 2]), taps)[4:], [2, 2, 16])


@given(levels=st.integers(1, 9), seed=st.integers(0, 2**32 - 1))
@example(levels=1, seed=0)
@settings(deadline=None, max_examples=40)
def test_integer_cascades_agree_with_slices(levels: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    taps = rng.integers(-9, 10, size=(levels, 3))
    signal = rng.integers(-99, 100, size=2**levels)
    expected = np.concatenate([signal, *layers_numpy(signal, taps)])
    np.testing.assert_array_equal(cascade(signal, taps), expected)


@given(levels=st.integers(1, 9), seed=st.integers(0, 2**32 - 1))
@settings(deadline=None, max_examples=40)
def test_float_cascades_agree_with_slices(levels: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    taps = rng.normal(size=(levels, 3))
    signal = rng.normal(size=2**levels)
    scale = encode_numpy(np.abs(signal), np.abs(taps))
    difference = cascade(signal, taps)[-1] - encode_numpy(signal, taps)
    assert abs(difference) <= 1e-14 * levels * scale


@pytest.mark.parametrize("dtype", [np.int64, np.float64])
def test_dirac_codes_are_the_codes_of_single_impulses(dtype: type) -> None:
    taps: NDArray = np.array([[3, -2, 5], [1, 4, 1], [7, 6, -1]], dtype=dtype)
    codes = dirac_codes(taps)
    assert codes.dtype == dtype
    impulses = np.eye(8, dtype=dtype)
    np.testing.assert_array_equal(codes, [cascade(x, taps)[-1] for x in impulses])
