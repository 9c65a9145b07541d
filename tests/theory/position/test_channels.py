"""Encoders of several channels and with biases, in exact rationals."""

from fractions import Fraction

import numpy as np
import pytest
import sympy as sp
from hypothesis import given, settings
from hypothesis import strategies as st

from theory.position import channels_proof
from theory.position.channels import (
    BIASED_FOUR,
    ChannelLayer,
    channel_codes,
    doubling_max_encoder,
    layer,
    mixed_linear_channels,
    near_four,
    two_channel_max_encoder,
    two_linear_channels,
)
from theory.position.pooling import pooled_codes

TAP = st.fractions(-4, 4, max_denominator=6)


def inverted(levels: int) -> list[int]:
    return list(range(2**levels, 0, -1))


def negative(layers: tuple[ChannelLayer, ...]) -> bool:
    return any(t < 0 for one in layers for row in one.weight for f in row for t in f)


@given(
    rows=st.lists(st.tuples(TAP, TAP, TAP), min_size=1, max_size=4),
    pooling=st.sampled_from(["stride", "max"]),
)
@settings(max_examples=40)
def test_one_channel_without_biases_is_what_pools(
    rows: list[tuple[Fraction, ...]], pooling: str
) -> None:
    layers = [layer([[row]]) for row in rows]
    assert channel_codes(layers, pooling) == pooled_codes(rows, pooling)


@pytest.mark.parametrize("levels", range(1, 8))
def test_two_channels_are_exact_with_max_pooling(levels: int) -> None:
    layers = two_channel_max_encoder(levels)
    assert channel_codes(layers, "max") == inverted(levels)
    assert {len(one.weight) for one in layers[:-1]} <= {2}
    assert not any(b for one in layers for b in one.bias)


@pytest.mark.parametrize("levels", range(1, 7))
def test_channels_that_double_need_no_negative_tap(levels: int) -> None:
    layers = doubling_max_encoder(levels)
    assert channel_codes(layers, "max") == inverted(levels)
    assert not negative(layers)
    assert [len(one.weight) for one in layers] == [2**n for n in range(1, levels)] + [1]


@given(
    levels=st.integers(2, 5),
    slope=st.fractions(-9, 9, max_denominator=9),
    offset=st.fractions(-9, 9, max_denominator=9),
)
@settings(max_examples=30)
def test_two_linear_channels_read_any_affine_label(
    levels: int, slope: Fraction, offset: Fraction
) -> None:
    codes = channel_codes(two_linear_channels(levels, slope, offset), "stride")
    assert codes == [slope * a + offset for a in range(2**levels)]


@pytest.mark.parametrize("levels", range(2, 7))
def test_mixed_channels_read_the_position_without_the_filter(levels: int) -> None:
    layers = mixed_linear_channels(levels)
    assert channel_codes(layers, "stride") == inverted(levels)
    filters = [np.array(f, float) for one in layers for row in one.weight for f in row]
    for taps in filters:
        assert np.linalg.matrix_rank(np.stack([taps, [1.0, 2.0, 1.0]])) == 2


def test_four_biased_layers_are_exact() -> None:
    assert channel_codes(BIASED_FOUR, "max") == inverted(4)
    without = [layer(one.weight) for one in BIASED_FOUR]
    assert channel_codes(without, "max") != inverted(4)


@pytest.mark.parametrize("e", [Fraction(1, 100), Fraction(1, 777), Fraction(1, 10**6)])
def test_one_bias_brings_four_layers_as_close_as_the_polynomials_say(
    e: Fraction,
) -> None:
    layers = near_four(e)
    assert [any(one.bias) for one in layers] == [False, False, False, True]
    errors = [c - (16 - a) for a, c in enumerate(channel_codes(layers, "max"))]
    number = sp.Rational(e.numerator, e.denominator)
    proved = [error.eval(number) for error in channels_proof.near_errors()]
    assert [sp.Rational(x.numerator, x.denominator) for x in errors] == proved
    assert max(map(abs, errors)) == 37 * e - 46 * e**2


def test_the_bound_on_the_errors_is_the_smallest() -> None:
    errors = channels_proof.near_errors()
    e = errors[0].gen
    assert channels_proof.all_below(errors, sp.Poly(37 * e - 46 * e**2, e))
    assert not channels_proof.all_below(errors, sp.Poly(36 * e, e))
    with pytest.raises(ArithmeticError, match="depends on e"):
        channels_proof.all_below(errors, sp.Poly(30 * e + 700 * e**2, e))


@pytest.mark.parametrize("e", [Fraction(0), Fraction(-1, 200), Fraction(1, 99)])
def test_a_small_number_that_is_not_small_is_refused(e: Fraction) -> None:
    with pytest.raises(ValueError, match=r"e must be in \(0, 1/100\]"):
        near_four(e)


def test_layers_that_are_none_are_refused() -> None:
    one, two = layer([[(1, 2, 1)]]), layer([[(1, 2, 1)]] * 2)
    for layers, message in (
        ([], "one or more and end in one"),
        ([two], "one or more and end in one"),
        ([two, one], "read what is made before"),
    ):
        with pytest.raises(ValueError, match=message):
            channel_codes(layers, "max")
    with pytest.raises(ValueError, match="pooling must be one of"):
        channel_codes([one], "average")
    for weight, bias in (
        ([[(1, 2, 1)], [(1, 2, 1)] * 2], []),
        ([[(1, 2, 1)]], [1, 2]),
        ([], []),
    ):
        with pytest.raises(ValueError, match="weight must hold three taps"):
            layer(weight, bias)
    for encoder in (two_channel_max_encoder, doubling_max_encoder):
        with pytest.raises(ValueError, match="levels must be at least 1, got 0"):
            encoder(0)
    with pytest.raises(ValueError, match="levels must be at least 2, got 1"):
        two_linear_channels(1, 1, 0)
    with pytest.raises(ValueError, match="levels must be at least 2, got 1"):
        mixed_linear_channels(1)
