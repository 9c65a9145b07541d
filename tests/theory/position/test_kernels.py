"""The numba loops, against hand-worked layers and against slices."""

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from numba import config
from numpy.typing import NDArray

from theory.position.kernels import fill_span
from theory.position.stages import staged_outputs
from theory.position.variants import layers_numpy

DTYPES = ["int64", "float32", "float64"]
# The loops run as plain Python where the compiler is switched off.
MOST_LEVELS = 9 if config.DISABLE_JIT else 13


def numbers(rng: np.random.Generator, shape: tuple[int, ...], dtype: str) -> NDArray:
    """Return random numbers of which no sum of a cascade here leaves int64."""
    if dtype == "int64":
        return rng.integers(-9, 10, size=shape)
    return rng.normal(size=shape).astype(dtype)


def plane_layers_numpy(images: NDArray, taps: NDArray) -> list[NDArray]:
    """Return every layer's output for a batch of images, by slices."""
    outputs = []
    for kernel in taps:
        padded, size = np.pad(images, [(0, 0), (1, 1), (1, 1)]), images.shape[1]
        images = sum(
            kernel[p, q] * padded[:, p : p + size : 2, q : q + size : 2]
            for p in range(3)
            for q in range(3)
        )
        outputs.append(images)
    return outputs


def test_taps_are_ordered_left_middle_right() -> None:
    taps = np.array([[100, 10, 1]] * 2)
    # u'[0] = 10 u[0] + u[1], u'[1] = 100 u[1] + 10 u[2] + u[3]
    first, _ = staged_outputs(np.array([[2, 3, 5, 7]]), taps, every=True)
    np.testing.assert_array_equal(first, [[23, 357]])


def test_each_layer_has_its_own_taps() -> None:
    taps = np.array([[1, 2, 1], [0, 5, 3]])
    # [1, 0, 0, 2] -> [2, 2] -> 5 * 2 + 3 * 2
    first, second = staged_outputs(np.array([[1, 0, 0, 2]]), taps, every=True)
    np.testing.assert_array_equal(first, [[2, 2]])
    np.testing.assert_array_equal(second, [[16]])


def test_taps_in_the_plane_are_ordered_by_rows_from_above() -> None:
    kernel = 10 ** np.arange(9).reshape(3, 3)
    images = np.zeros((1, 4, 4), np.int64)
    images[0, 1:, 1:] = np.arange(1, 10).reshape(3, 3)
    first, _ = staged_outputs(images, np.array([kernel] * 2), every=True)
    # Around (2, 2) lie 1 to 9, row by row; above (0, 0) and left of it is padding.
    assert first[0, 1, 1] == 987654321
    assert first[0, 0, 0] == 1 * 10**8
    assert first[0, 0, 1] == 1 * 10**6 + 2 * 10**7 + 3 * 10**8


@given(
    levels=st.integers(1, MOST_LEVELS),
    block=st.sampled_from([2, 4, 8, 64, 1024]),
    threads=st.integers(1, 4),
    batch=st.integers(0, 3),
    seed=st.integers(0, 2**32 - 1),
)
@example(levels=1, block=2, threads=4, batch=1, seed=0)
@example(levels=MOST_LEVELS, block=2, threads=3, batch=1, seed=0)
@example(levels=MOST_LEVELS, block=64, threads=4, batch=3, seed=1)
@example(levels=MOST_LEVELS, block=4, threads=2, batch=0, seed=2)
@settings(max_examples=40)
@pytest.mark.parametrize("dtype", DTYPES)
def test_every_layer_equals_slices_in_any_blocks_on_any_threads(
    dtype: str, levels: int, block: int, threads: int, batch: int, seed: int
) -> None:
    rng = np.random.default_rng(seed)
    signals = numbers(rng, (batch, 2**levels), dtype)
    taps = numbers(rng, (levels, 3), dtype)
    taps[1::3] %= 2
    expected = layers_numpy(signals, taps)
    options = {"block": block, "threads": threads, "span": 1}
    outputs = staged_outputs(signals, taps, every=True, **options)
    for output, layer in zip(outputs, expected, strict=True):
        assert output.dtype == dtype
        np.testing.assert_array_equal(output, layer)
    (codes,) = staged_outputs(signals, taps, every=False, **options)
    np.testing.assert_array_equal(codes, expected[-1])


@given(
    levels=st.integers(1, MOST_LEVELS // 2),
    block=st.sampled_from([2, 4, 16]),
    threads=st.integers(1, 4),
    batch=st.integers(0, 3),
    seed=st.integers(0, 2**32 - 1),
)
@example(levels=1, block=2, threads=4, batch=1, seed=0)
@example(levels=MOST_LEVELS // 2, block=2, threads=3, batch=1, seed=0)
@example(levels=MOST_LEVELS // 2, block=16, threads=4, batch=2, seed=1)
@example(levels=MOST_LEVELS // 2, block=4, threads=2, batch=0, seed=2)
@settings(max_examples=30)
@pytest.mark.parametrize("dtype", DTYPES)
def test_every_layer_in_the_plane_equals_slices(
    dtype: str, levels: int, block: int, threads: int, batch: int, seed: int
) -> None:
    rng = np.random.default_rng(seed)
    images = numbers(rng, (batch, 2**levels, 2**levels), dtype)
    taps = numbers(rng, (levels, 3, 3), dtype)
    expected = plane_layers_numpy(images, taps)
    options = {"block": block, "threads": threads, "span": 1}
    outputs = staged_outputs(images, taps, every=True, **options)
    for output, layer in zip(outputs, expected, strict=True):
        assert output.dtype == dtype
        np.testing.assert_array_equal(output, layer)
    (codes,) = staged_outputs(images, taps, every=False, **options)
    np.testing.assert_array_equal(codes, expected[-1])


@given(data=st.data(), cut=st.integers(0, 12))
@example(data=None, cut=1)
@example(data=None, cut=4)
def test_a_span_writes_its_own_blocks_and_its_spare_places_only(
    data: st.DataObject | None, cut: int
) -> None:
    # Three signals of four blocks of four entries; two layers, the second one kept.
    signals = np.random.default_rng(cut).integers(-9, 10, size=(3, 16))
    taps = np.array([[3, -2, 5], [1, 4, -1]])
    untouched = 10**6
    buffer = np.full(12 + 3 + 3, untouched)
    end = 12 if data is None else data.draw(st.integers(cut, 12))
    layout = (np.array([12, 0]), np.array([0, 1]), np.array([15, 17]))
    fill_span(signals.reshape(12, 4), buffer, taps, *layout, 4, cut, end)
    expected = layers_numpy(signals, np.pad(taps, [(0, 2), (0, 0)]))[1].ravel()
    np.testing.assert_array_equal(buffer[cut:end], expected[cut:end])
    assert (buffer[:cut] == untouched).all()
    assert (buffer[end:12] == untouched).all()
    assert buffer[14] == untouched


@pytest.mark.parametrize("dtype", DTYPES)
def test_signals_are_read_only(dtype: str) -> None:
    signals = np.arange(32, dtype=dtype).reshape(1, 32)
    signals.flags.writeable = False
    taps = np.array([[1, 2, 1]] * 5, dtype=dtype)
    (code,) = staged_outputs(signals, taps, every=False)
    assert code == np.arange(32, 0, -1) @ np.arange(32)


@pytest.mark.parametrize("dimensions", [1, 2])
def test_no_loop_warns_of_an_overflow_on_any_thread(dimensions: int) -> None:
    # Plain Python would; warnings are errors here.
    signals = np.full((1, *[16] * dimensions), 1e300)
    taps = np.full((4, *[3] * dimensions), 1e300)
    (code,) = staged_outputs(signals, taps, every=False, block=2, threads=3, span=1)
    assert np.isinf(code)
