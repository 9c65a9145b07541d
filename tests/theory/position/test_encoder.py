"""The encoder and its closed forms, by exhaustion and at random."""

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from numba import config

from theory.position.encoder import (
    encode,
    encode_dirac,
    inverted_position,
    layer_output,
    layer_outputs,
)
from theory.position.enumeration import all_codes, exhaustive
from theory.position.exactness import largest_exact_entry
from theory.position.variants import (
    dirac_codes_numpy,
    dirac_table,
    encode_numpy,
    layers_numpy,
)

# The loops run as plain Python where the compiler is switched off.
MOST_DENSE = 12 if config.DISABLE_JIT else 20


@pytest.mark.parametrize(
    "levels",
    [*range(1, 10), *(pytest.param(k, marks=pytest.mark.again) for k in (10, 11, 12))],
)
def test_every_dirac_is_sent_to_its_inverted_position(levels: int) -> None:
    expected = 2**levels - np.arange(2**levels)
    np.testing.assert_array_equal(all_codes([levels]), expected)
    np.testing.assert_array_equal(dirac_codes_numpy(levels), expected)
    closed = inverted_position(np.arange(2**levels), levels)
    np.testing.assert_array_equal(closed, expected)


@pytest.mark.parametrize("levels", range(1, 8))
def test_every_layer_of_a_dirac_is_a_sampled_hat(levels: int) -> None:
    for position, impulse in enumerate(np.eye(2**levels, dtype=int)):
        outputs = (impulse, *layer_outputs(impulse, levels))
        for level, output in enumerate(outputs):
            formula = layer_output(position, level, levels)
            assert formula.dtype == np.int64
            np.testing.assert_array_equal(output, formula)


@given(levels=st.integers(1, MOST_DENSE), seed=st.integers(0, 2**32 - 1))
@example(levels=1, seed=0)
@example(levels=MOST_DENSE, seed=0)
@settings(max_examples=25)
@pytest.mark.parametrize("dtype", ["int64", "float64"])
def test_dense_integer_signals_follow_the_linear_form(
    dtype: str, levels: int, seed: int
) -> None:
    largest = largest_exact_entry(levels, dtype)
    rng = np.random.default_rng(seed)
    signal = rng.integers(-largest, largest, size=2**levels, endpoint=True)
    # No partial sum leaves int64: the form has the gain of the cascade.
    form = int(np.arange(2**levels, 0, -1) @ signal)
    code = encode(signal.astype(dtype), levels)
    assert code == form
    assert type(code) is (int if dtype == "int64" else float)


@given(levels=st.integers(1, 10), share=st.floats(0, 1))
@example(levels=1, share=0.0)
@example(levels=10, share=1.0)
def test_shared_impulses_are_encoded_by_their_real_position(
    levels: int, share: float
) -> None:
    position = share * (2**levels - 1)
    code = encode(layer_output(position, 0, levels), levels)
    assert code == pytest.approx(inverted_position(position, levels), rel=1e-12)


def test_quarters_of_a_pixel_are_encoded_exactly() -> None:
    for position in np.arange(0, 15.25, 0.25):
        for level in range(5):
            signal = layer_output(position, 0, 4)
            outputs = (signal, *layer_outputs(signal, 4))
            formula = layer_output(position, level, 4)
            np.testing.assert_array_equal(outputs[level], formula)


@given(data=st.data(), levels=st.integers(1, 10))
@pytest.mark.parametrize("dtype", ["int64", "float64"])
def test_following_the_non_zeros_agrees_with_the_whole_cascade(
    dtype: str, data: st.DataObject, levels: int
) -> None:
    position = data.draw(st.integers(0, 2**levels - 1))
    impulse = np.zeros(2**levels, dtype=dtype)
    impulse[position] = 1
    assert encode_dirac(position, levels, dtype) == encode_numpy(impulse)


@given(position=st.integers(0, 2**62 - 1))
@example(position=0)
@example(position=1)
@example(position=2**61 - 1)
@example(position=2**61)
@example(position=2**62 - 2)
@example(position=2**62 - 1)
def test_int64_is_exact_at_62_levels(position: int) -> None:
    assert encode_dirac(position, 62) == inverted_position(position, 62)


@given(position=st.integers(0, 2**53 - 1))
@example(position=0)
@example(position=1)
@example(position=2**52 + 1)
@example(position=2**53 - 1)
def test_float64_is_exact_at_53_levels(position: int) -> None:
    code = encode_dirac(position, 53, "float64")
    assert isinstance(code, float)
    assert int(code) == 2**53 - position


def test_the_deck_s_other_choices_give_other_codes() -> None:
    impulse = np.arange(8)
    np.testing.assert_array_equal(dirac_codes_numpy(3, first=1), impulse + 1)
    np.testing.assert_array_equal(dirac_codes_numpy(3, boundary="wrap"), 8)
    np.testing.assert_array_equal(dirac_codes_numpy(1, boundary="edge"), [3, 1])
    np.testing.assert_array_equal(
        dirac_codes_numpy(2, boundary="reflect"), [4, 6, 4, 2]
    )


def test_a_table_holds_the_layers_of_every_impulse() -> None:
    table = dirac_table(4)
    for position, row in enumerate(table):
        impulse = np.eye(16)[position]
        np.testing.assert_array_equal(row, np.concatenate(layer_outputs(impulse, 4)))


def test_a_scaled_filter_scales_the_code() -> None:
    impulse = [0, 0, 1, 0, 0, 0, 0, 0]
    assert encode(impulse, 3, (-3, -6, -3)) == (-3) ** 3 * 6
    assert encode(impulse, 3, (0.5, 1.0, 0.5)) == 0.5**3 * 6


def test_small_and_unsigned_dtypes_do_not_wrap_around() -> None:
    assert encode(np.full(8, 255, dtype=np.uint8), 3) == 255 * 36
    assert encode(np.full(8, -128, dtype=np.int8), 3) == -128 * 36


def test_the_signal_is_not_changed() -> None:
    signal = np.array([1, 2, 3, 4])
    outputs = layer_outputs(signal, 2)
    outputs[0][:] = 0
    np.testing.assert_array_equal(signal, [1, 2, 3, 4])


def test_exhaustion_reports_no_defect() -> None:
    arrays = exhaustive(
        seed=7,
        levels=(1, 3),
        further_levels=(2, 5),
        dense_levels=(1, 4, 9),
        vectors=5,
        far_positions=20,
    )
    np.testing.assert_array_equal(arrays["codes"], [2, 1, 8, 7, 6, 5, 4, 3, 2, 1])
    sizes = {"further_defects": 36, "dense_defects": 15, "far_defects": 48}
    for name, size in sizes.items():
        assert arrays[name].shape == (size,)
        assert not arrays[name].any()


def test_a_wrong_layer_shows_as_defects(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("theory.position.enumeration.DECK_TAPS", (1, 2, 2))
    monkeypatch.setattr(
        "theory.position.enumeration.encode", lambda x, n: encode(x, n, (0, 2, 1))
    )
    arrays = exhaustive(
        seed=0,
        levels=(2,),
        further_levels=(3,),
        dense_levels=(5,),
        vectors=1,
        far_positions=0,
    )
    assert arrays["further_defects"].any()
    assert arrays["dense_defects"].all()


@pytest.mark.parametrize(
    ("signal", "levels", "taps", "message"),
    [
        ([1], 0, (1, 2, 1), "levels must be at least 1, got 0"),
        ([1, 0, 0], 2, (1, 2, 1), r"signal must have shape \(4,\) for 2 levels"),
        ([[1, 0]], 1, (1, 2, 1), r"signal must have shape \(2,\)"),
        (np.array(1), 1, (1, 2, 1), r"got \(\)"),
        ([1, 0], 1, (1, 2), r"taps must have shape \(3,\) or \(1, 3\)"),
        ([1, 0], 1, [(1, 2, 1)] * 2, r"got \(2, 3\)"),
        ([1.0, np.nan], 1, (1, 2, 1), "signal must be finite, got nan"),
        ([1.0, 0.0], 1, (1, np.inf, 1), "taps must be finite, got inf"),
        ([True, False], 1, (1, 2, 1), "got dtype bool"),
        ([1j, 0], 1, (1, 2, 1), "got dtype complex128"),
        (["1", "0"], 1, (1, 2, 1), "signal must hold integers or floats"),
        (np.array([2**63, 0], np.uint64), 1, (1, 2, 1), "signal must be at most 2"),
        ([2**64, 0], 1, (1, 2, 1), "got dtype object"),
    ],
)
def test_bad_signals_and_taps_are_refused(
    signal: object, levels: int, taps: object, message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        encode(signal, levels, taps)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: inverted_position(8, 3), r"position must be in \[0, 7\], got 8"),
        (lambda: inverted_position(7.5, 3), "got 7.5"),
        (lambda: inverted_position(float("nan"), 3), "got nan"),
        (lambda: inverted_position(-1, 3), "got -1"),
        (lambda: inverted_position(np.array([0, 9]), 3), "got .0 9."),
        (lambda: inverted_position(0, 0), "levels must be at least 1, got 0"),
        (lambda: inverted_position(0.0, 54), r"levels must be in \[1, 53\], got 54"),
        (lambda: layer_output(8, 0, 3), "position must be"),
        (lambda: layer_output(0, 4, 3), r"level must be in \[0, 3\], got 4"),
        (lambda: layer_output(0, -1, 3), "got -1"),
        (lambda: layer_output(0, 0, 54), "levels must be"),
        (lambda: encode_dirac(0, 63), r"levels must be in \[1, 62\], got 63"),
        (lambda: encode_dirac(0, 54, "float64"), r"in \[1, 53\], got 54"),
        (lambda: encode_dirac(4, 2), "got 4"),
        (lambda: encode_dirac(0, 2, "float32"), "dtype must be int64 or float64"),
        (lambda: layers_numpy([1, 0, 0]), "signals must have length 2, 4, 8"),
        (lambda: layers_numpy([1, 0], first=2), "first must be 0 or 1, got 2"),
        (lambda: all_codes([21]), r"levels must be in \[1, 20\], got 21"),
    ],
)
def test_arguments_out_of_range_are_refused(call, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        call()
