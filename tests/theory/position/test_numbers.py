"""Numbers of every kind at the door of the encoder: held exactly, or refused."""

import os
from fractions import Fraction

import numpy as np
import pytest

from theory.position.bounds import rounding_bound
from theory.position.cascade import codes, layers, plane_codes
from theory.position.encoder import (
    encode,
    encode_dirac,
    inverted_position,
    layer_output,
    layer_outputs,
)
from theory.position.exactness import largest_exact_entry, largest_gain
from theory.position.variants import encode_numpy

# With shape checks on, annotations refuse what is no plain number before we can.
pytestmark = pytest.mark.skipif(
    bool(os.environ.get("SHAPE_CHECKS")), reason="annotations come first"
)

INTEGERS = [np.int8, np.uint8, np.int16, np.uint32, np.int64, np.uint64]


@pytest.mark.parametrize("kind", INTEGERS)
def test_narrow_integers_give_the_codes_of_wide_ones(kind: type) -> None:
    place, levels = kind(5), kind(7)
    assert inverted_position(place, levels) == 123
    assert inverted_position(0, kind(62)) == 2**62
    assert encode_dirac(place, levels) == 123
    np.testing.assert_array_equal(layer_output(place, kind(6), levels), [59, 5])
    many = np.arange(100).astype(kind)
    np.testing.assert_array_equal(inverted_position(many, 20), 2**20 - np.arange(100))


def test_a_level_as_high_as_a_narrow_integer_does_not_overflow() -> None:
    assert inverted_position(0, np.int8(7)) == 128
    assert inverted_position(0, np.int64(63)) == 2**63
    np.testing.assert_array_equal(layer_output(0, np.int8(7), 8), [128, 0])


@pytest.mark.parametrize("kind", [np.float16, np.float32, np.float64])
def test_positions_in_narrow_floats_are_taken_as_what_they_are(kind: type) -> None:
    assert inverted_position(kind(1), 25) == 2**25 - 1
    assert inverted_position(kind(0.5), 30) == 2**30 - 0.5
    assert layer_output(kind(1), 25, 26).tolist() == [2**25 - 1, 1]


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: encode_dirac(2.5, 3), "position must be an integer, got 2.5"),
        (lambda: encode_dirac(np.float64(2), 3), "position must be an integer"),
        (lambda: encode_dirac(2, 3.0), "levels must be an integer, got 3.0"),
        (lambda: encode([1, 2], 1.0), "levels must be an integer, got 1.0"),
        (lambda: inverted_position(0, 2.5), "levels must be an integer, got 2.5"),
        (lambda: layer_output(0, 0.5, 3), "level must be an integer, got 0.5"),
        (lambda: codes([1, 2], threads=1.5), "threads must be an integer, got 1.5"),
        (lambda: inverted_position(np.True_, 3), "got dtype bool"),
        (lambda: inverted_position(np.ones(2, complex), 3), "got dtype complex128"),
        (lambda: layer_output(np.array("1"), 1, 3), "got dtype <U1"),
    ],
)
def test_what_is_no_number_of_the_kind_is_refused(call, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        call()


MASKED = np.ma.masked_array([1, 2], [False, True])


@pytest.mark.parametrize(
    "call",
    [
        lambda: encode(MASKED, 1),
        lambda: layer_outputs(MASKED, 1),
        lambda: codes(MASKED),
        lambda: layers(MASKED),
        lambda: plane_codes(np.ma.masked_array(np.ones((2, 2))), np.ones((3, 3))),
        lambda: codes([1, 2], np.ma.masked_array([1, 2, 1])),
        lambda: inverted_position(MASKED, 3),
        lambda: layer_output(np.ma.masked_array(1), 1, 3),
    ],
)
def test_no_mask_is_read_through(call) -> None:
    with pytest.raises(ValueError, match="got a masked one; fill it first"):
        call()


def test_the_smallest_narrow_integer_is_as_large_as_it_is() -> None:
    taps = (np.int16(-(2**15)), np.int16(1), np.int16(0))
    assert largest_gain([taps, taps]) == largest_gain([(2**15, 1, 0)] * 2)
    assert largest_exact_entry(2, "int64", taps) == largest_exact_entry(
        2, "int64", (2**15, 1, 0)
    )


@pytest.mark.parametrize("taps", [(1, 2, 1), (0.1, 0.7, 0.3)])
@pytest.mark.parametrize("kind", [np.float16, np.float32, np.float64])
def test_floats_are_numpy_s_to_the_bit_whatever_the_taps_are(
    kind: type, taps: tuple[float, float, float]
) -> None:
    signals = np.random.default_rng(0).normal(size=(5, 64)).astype(kind)
    ours, numpy_s = codes(signals, taps), encode_numpy(signals, taps)
    assert ours.dtype == numpy_s.dtype
    np.testing.assert_array_equal(ours, numpy_s)


@pytest.mark.parametrize("levels", [1, 3, 6])
def test_rounded_taps_keep_float32_within_the_bound(levels: int) -> None:
    rng = np.random.default_rng(levels)
    bound, worst = Fraction(rounding_bound(levels, "float32")), Fraction(0)
    for _ in range(40):
        taps = rng.uniform(0.1, 1, size=3)
        signal = rng.uniform(0, 1, size=2**levels).astype(np.float32)
        exact = _exact(
            [Fraction(float(x)) for x in signal], [Fraction(t) for t in taps]
        )
        code = Fraction(float(codes(signal, taps)))
        worst = max(worst, abs(code - exact) / exact)
    assert bound / 20 < worst <= bound


def _exact(signal: list[Fraction], taps: list[Fraction]) -> Fraction:
    while len(signal) > 1:
        padded = [Fraction(0), *signal]
        signal = [
            sum(t * x for t, x in zip(taps, padded[i:], strict=False))
            for i in range(0, len(signal), 2)
        ]
    return signal[0]
