"""Codes of any signals and images: exact, or as near as stated; or refused."""

import tracemalloc
from collections.abc import Callable
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from numba import config

from theory.position.bounds import plane_gain, rounding_bound
from theory.position.cascade import codes, layers, plane_codes, plane_layers
from theory.position.exactness import largest_exact_entry, largest_gain
from theory.position.plane import SUM_TAPS, inverted_coordinates, product_codes
from theory.position.variants import encode_numpy, layers_numpy


def fractions(numbers: np.ndarray) -> np.ndarray:
    """Return numbers as exact fractions, in an array of objects."""
    flat = [Fraction(number) for number in numbers.ravel().tolist()]
    exact = np.empty(len(flat), dtype=object)
    exact[:] = flat
    return exact.reshape(numbers.shape)


def exact_code(signal: np.ndarray, taps: np.ndarray) -> Fraction:
    """Return the code of a signal of fractions, by slices."""
    for t0, t1, t2 in taps:
        padded = np.pad(signal, (1, 0), constant_values=Fraction(0))
        signal = t0 * padded[:-1:2] + t1 * padded[1::2] + t2 * padded[2::2]
    return signal[0]


def exact_plane_code(image: np.ndarray, taps: np.ndarray) -> Fraction:
    """Return the code of an image of fractions, one output after the other."""
    for kernel in taps:
        padded = np.pad(image, 1, constant_values=Fraction(0))
        half = range(len(image) // 2)
        image = np.array(
            [
                [
                    (kernel * padded[2 * i : 2 * i + 3, 2 * j : 2 * j + 3]).sum()
                    for j in half
                ]
                for i in half
            ]
        )
    return image[0, 0]


@pytest.mark.parametrize("levels", range(1, 9))
def test_impulses_are_sent_to_their_inverted_positions(levels: int) -> None:
    impulses = np.eye(2**levels, dtype=int)
    np.testing.assert_array_equal(codes(impulses), np.arange(2**levels, 0, -1))


@pytest.mark.parametrize("levels", [1, 2, 4])
@pytest.mark.parametrize("across", [SUM_TAPS, (3, -1, 2)])
def test_impulses_in_the_plane_have_product_codes(levels: int, across: tuple) -> None:
    impulses = np.eye(4**levels, dtype=int).reshape(-1, 2**levels, 2**levels)
    kernel = np.outer((1, 2, 1), across)
    expected = product_codes(levels, (1, 2, 1), across)
    np.testing.assert_array_equal(plane_codes(impulses, kernel), expected)
    if across == SUM_TAPS:
        np.testing.assert_array_equal(expected, inverted_coordinates(levels)[:, 0])


@pytest.mark.parametrize(("encode", "sides"), [(codes, (4,)), (plane_codes, (4, 4))])
def test_each_call_has_its_own_taps_and_bounds(
    encode: Callable[..., np.ndarray], sides: tuple[int, ...]
) -> None:
    # What is remembered of a call could be mixed up with the next one's.
    ones, square = np.ones(sides, int), (3,) * len(sides)
    taps = np.ones(square, int)
    for factor in (1, 2, 1):
        taps[:] = factor
        # By hand, on the line: [1, 1, 1, 1] -> [2, 3] -> 0 + 2 + 3.
        code = 5 ** len(sides) * factor**2
        for dtype in (np.int64, np.float32, np.float64):
            found = encode(ones.astype(dtype), taps)
            assert found == code
            assert found.dtype == dtype
        assert encode(ones, taps.astype(float)).dtype == np.float64
        assert encode(ones, [factor * taps, taps]) == factor * code
        assert encode([ones, 3 * ones], taps).tolist() == [code, 3 * code]
        with pytest.raises(ValueError, match="to stay exact in int64"):
            encode(ones * 2**62, taps)
    for shape in (square[:-1], (3, *square), (*square, 2)):
        with pytest.raises(ValueError, match="taps must have shape"):
            encode(ones, np.ones(shape, int))


@pytest.mark.parametrize("batch", [(), (3,), (2, 0), (2, 1, 3)])
def test_a_batch_of_any_shape_gives_outputs_of_that_shape(batch: tuple) -> None:
    rng = np.random.default_rng(0)
    signals = rng.integers(-9, 10, size=(*batch, 8))
    assert codes(signals).shape == batch
    for output, expected in zip(layers(signals), layers_numpy(signals), strict=True):
        assert output.shape == expected.shape
        np.testing.assert_array_equal(output, expected)
    images = rng.integers(-9, 10, size=(*batch, 4, 4))
    shapes = [u.shape for u in plane_layers(images, np.ones((3, 3), int))]
    assert shapes == [(*batch, 2, 2), (*batch, 1, 1)]
    assert plane_codes(images, np.ones((3, 3), int)).shape == batch


@given(levels=st.integers(1, 9), seed=st.integers(0, 2**32 - 1))
@example(levels=1, seed=0)
@settings(max_examples=30)
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_float_codes_lie_within_the_rounding_bound(
    dtype: str, levels: int, seed: int
) -> None:
    rng = np.random.default_rng(seed)
    signal = rng.normal(size=2**levels).astype(dtype)
    taps = rng.normal(size=(levels, 3)).astype(dtype)
    entries, filters = fractions(signal), fractions(taps)
    error = abs(Fraction(codes(signal, taps).item()) - exact_code(entries, filters))
    scale = exact_code(abs(entries), abs(filters))
    assert error <= Fraction(rounding_bound(levels, dtype)) * scale


@given(levels=st.integers(1, 4), seed=st.integers(0, 2**32 - 1))
@example(levels=1, seed=0)
@settings(max_examples=15)
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_float_codes_in_the_plane_lie_within_the_rounding_bound(
    dtype: str, levels: int, seed: int
) -> None:
    rng = np.random.default_rng(seed)
    image = rng.normal(size=(2**levels, 2**levels)).astype(dtype)
    taps = rng.normal(size=(levels, 3, 3)).astype(dtype)
    entries, filters = fractions(image), fractions(taps)
    error = abs(
        Fraction(plane_codes(image, taps).item()) - exact_plane_code(entries, filters)
    )
    scale = exact_plane_code(abs(entries), abs(filters))
    assert error <= Fraction(rounding_bound(levels, dtype, 2)) * scale


def test_the_rounding_bound_is_not_much_larger_than_needed() -> None:
    # A product of one entry and four taps: four of the twelve roundings are met.
    rng = np.random.default_rng(0)
    taps = np.outer(rng.uniform(1, 2, size=4), [0, 1, 0]).astype(np.float32)
    signals = np.zeros((1000, 16), np.float32)
    signals[:, 0] = rng.uniform(1, 2, size=1000)
    exact = fractions(signals[:, 0]) * fractions(taps[:, 1]).prod()
    errors = abs(fractions(codes(signals, taps)) / exact - 1)
    bound = rounding_bound(4, "float32")
    assert bound / 8 < float(errors.max()) < bound / 3


@given(taps=st.lists(st.integers(-5, 5), min_size=9, max_size=54))
@settings(max_examples=30)
def test_the_gain_in_the_plane_is_the_largest_value_that_a_constant_meets(
    taps: list[int],
) -> None:
    filters = np.array(taps[: len(taps) // 9 * 9]).reshape(-1, 3, 3)
    side = 2 ** len(filters)
    outputs = plane_layers(np.ones((side, side), int), np.abs(filters))
    assert plane_gain(filters) == max(1, *(int(u.max()) for u in outputs))


@pytest.mark.parametrize("levels", [1, 5, 10])
def test_integers_are_exact_up_to_the_bound_and_refused_beyond(levels: int) -> None:
    largest = largest_exact_entry(levels, "int64")
    signal = np.full(2**levels, -largest)
    assert codes(signal).item() == -largest * largest_gain([(1, 2, 1)] * levels)
    signal[-1] -= 1
    with pytest.raises(ValueError, match=rf"signals must be at most {largest} in"):
        codes(signal)


def test_integers_in_the_plane_are_exact_up_to_the_bound_and_refused_beyond() -> None:
    kernel = np.outer((1, 2, 1), (1, 2, 1))
    gain = int(plane_gain([kernel] * 3))
    largest = (2**63 - 1) // gain
    assert plane_codes(np.full((8, 8), largest), kernel).item() == largest * gain
    with pytest.raises(ValueError, match=f"images must be at most {largest} in"):
        plane_codes(np.full((8, 8), largest + 1), kernel)


@pytest.mark.parametrize(
    ("signals", "taps", "expected"),
    [
        (np.uint8, np.int64, np.int64),
        (np.int32, np.float32, np.float64),
        (np.float16, np.float64, np.float32),
        (np.float32, np.float64, np.float32),
        (np.float64, np.int64, np.float64),
        (">f8", np.int64, np.float64),
    ],
)
def test_the_dtype_is_that_of_the_signals(
    signals: type, taps: type, expected: type
) -> None:
    code = codes(np.ones(8, dtype=signals), np.array([1, 2, 1], dtype=taps))
    assert code.dtype == expected
    assert code == 36


def test_signals_anywhere_in_memory_are_read() -> None:
    raw = np.zeros(8 * 8 + 1, np.uint8)
    unaligned = raw[1:].view(np.float64)
    unaligned[1] = 1
    swapped = unaligned.astype(">f8")
    assert not unaligned.flags.aligned
    assert codes(unaligned) == codes(swapped) == 7


def test_strided_signals_and_lists_are_read() -> None:
    signals = np.arange(64).reshape(8, 8)
    np.testing.assert_array_equal(codes(signals.T), encode_numpy(signals.T))
    np.testing.assert_array_equal(codes(signals.tolist()), encode_numpy(signals))


@pytest.mark.skipif(bool(config.DISABLE_JIT), reason="plain Python takes too long")
@pytest.mark.parametrize("shape", [(2**22,), (3, 2**20), (2**13, 2**8)])
def test_threads_give_the_same_codes(shape: tuple[int, ...]) -> None:
    signals = np.random.default_rng(3).normal(size=shape)
    np.testing.assert_array_equal(codes(signals, threads=4), codes(signals))
    images = signals.reshape(-1, 2**10, 2**10)
    taps = np.outer([1, 2, 1], [2, 1, -1])
    threaded = plane_codes(images, taps, threads=4)
    np.testing.assert_array_equal(threaded, plane_codes(images, taps))


@pytest.mark.skipif(bool(config.DISABLE_JIT), reason="plain Python boxes its floats")
@pytest.mark.parametrize("dtype", ["int64", "float32", "float64"])
@pytest.mark.parametrize(("levels", "threads"), [(19, 1), (21, 2)])
def test_the_memory_beside_a_long_signal_is_less_than_a_hundredth(
    levels: int, threads: int, dtype: str
) -> None:
    signal = np.zeros(2**levels, dtype)
    # Planned and compiled before: that stays, whatever the signal.
    codes(signal, threads=threads)
    tracemalloc.start()
    codes(signal, threads=threads)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < signal.nbytes / 100


@pytest.mark.parametrize("taps", [(1.0, 2.0, 1.0), (0.0, 0.0, 0.0), (0, 1, 0)])
@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
@pytest.mark.parametrize("place", [0, 1, 6, 15])
def test_no_tap_hides_an_entry_that_is_not_finite(
    taps: tuple, bad: float, place: int
) -> None:
    signals = np.ones((2, 16))
    signals[1, place] = bad
    for outputs in (codes, layers):
        with pytest.raises(ValueError, match=f"must be finite, got {bad}"):
            outputs(signals, taps)


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
@pytest.mark.parametrize("batch", [0, 1, 2])
@pytest.mark.parametrize(("encode", "sides"), [(codes, (8,)), (plane_codes, (8, 8))])
def test_no_signal_hides_a_tap_that_is_not_finite(
    encode: Callable[..., object], sides: tuple[int, ...], batch: int, bad: float
) -> None:
    signals, ones = np.zeros((batch, *sides)), np.ones((3, *(3 for _ in sides)))
    for place in np.ndindex(ones.shape):
        taps = ones.copy()
        taps[place] = bad
        with pytest.raises(ValueError, match=f"taps must be finite .* got {bad}"):
            encode(signals, taps)


def test_codes_that_overflow_are_refused() -> None:
    with pytest.raises(ValueError, match="finite in float32, got entries up to 9"):
        codes(np.full(8, 1e38, np.float32))


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: codes([1]), r"signals must have shape \(\.\.\., 2\^L\) with L at"),
        (lambda: codes(np.array(3)), r"got \(\)"),
        (lambda: codes([1, 0, 0]), r"got \(3,\)"),
        (lambda: codes([1, 0], (1, 2)), r"taps must have shape \(3,\) or \(1, 3\)"),
        (lambda: codes([1, 0], [(1, 2, 1)] * 2), r"got \(2, 3\)"),
        (lambda: codes([1, 0], (1, np.nan, 1)), "taps must be finite in float64"),
        (lambda: codes(np.ones(2, "f4"), (1, 1e39, 1)), "in float32, got 1e.39"),
        (lambda: codes([True, False]), "signals must hold integers or floats"),
        (lambda: codes([1j, 0]), "got dtype complex128"),
        (lambda: codes([1, 0], ["1", "2", "1"]), "taps must hold integers or floats"),
        (lambda: codes(np.array([2**64 - 1, 0], "u8")), f"got {2**64 - 1}"),
        (lambda: codes(np.array([-(2**63), 0])), f"got {2**63}"),
        (lambda: codes([1, 0], threads=0), "threads must be at least 1, got 0"),
        (lambda: plane_codes([1, 0], np.eye(3)), r"shape \(\.\.\., 2\^L, 2\^L\)"),
        (lambda: plane_codes(np.ones((2, 4)), np.eye(3)), r"got \(2, 4\)"),
        (lambda: plane_codes(np.ones((6, 6)), np.eye(3)), r"got \(6, 6\)"),
        (lambda: plane_codes(np.ones((2, 2)), np.ones(3)), r"\(3, 3\) or \(1, 3, 3\)"),
        (lambda: rounding_bound(0, "float64"), "levels must be at least 1, got 0"),
        (lambda: rounding_bound(1, "int64"), "dtype must be float32 or float64"),
        (lambda: rounding_bound(1, "float32", 3), "dimensions must be 1 or 2, got 3"),
    ],
)
def test_bad_arguments_are_refused(call: Callable[[], object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        call()
