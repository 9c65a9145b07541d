"""Decoders with given weights, in exact rationals."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from theory.position.decoder import (
    Layer,
    decode,
    doubling_decoder,
    ramp_decoder,
)

SLOPES = st.fractions(0, Fraction(99, 100), max_denominator=100)
KINDS = ["doubling", "ramp, zeros", "ramp, nearest"]


def built(kind: str, levels: int, slope: Fraction) -> tuple[tuple[Layer, ...], str]:
    if kind == "doubling":
        return doubling_decoder(levels, slope), "zeros"
    upsampling = "zeros" if kind == "ramp, zeros" else "nearest"
    return ramp_decoder(levels, slope, upsampling), upsampling


def dirac(a: Fraction, size: int) -> list[Fraction]:
    return [max(Fraction(0), 1 - abs(a - i)) for i in range(size)]


@pytest.mark.parametrize("kind", KINDS)
@given(
    levels=st.integers(1, 6),
    slope=SLOPES,
    share=st.fractions(0, 1, max_denominator=1000),
)
@example(levels=1, slope=Fraction(0), share=Fraction(0))
@example(levels=6, slope=Fraction(99, 100), share=Fraction(1))
@settings(max_examples=30)
def test_every_code_is_decoded_exactly(
    kind: str, levels: int, slope: Fraction, share: Fraction
) -> None:
    a = share * (2**levels - 1)
    layers, upsampling = built(kind, levels, slope)
    signal = decode(layers, 2**levels - a, slope, upsampling)
    assert signal == dirac(a, 2**levels)


@pytest.mark.parametrize(("kind", "free"), [*zip(KINDS, (0, 1, 0), strict=True)])
def test_every_number_is_needed_but_the_mirror_of_the_encoder_s_free_tap(
    kind: str, free: int
) -> None:
    slope = Fraction(1, 5)
    layers, upsampling = built(kind, 2, slope)
    codes = [4 - Fraction(quarters, 4) for quarters in range(13)]
    wanted = [dirac(4 - code, 4) for code in codes]
    unneeded = []
    for index, layer in enumerate(layers):
        for changed in moved(layer):
            other = (*layers[:index], changed, *layers[index + 1 :])
            if [decode(other, c, slope, upsampling) for c in codes] == wanted:
                unneeded.append((index, changed))
    assert len(unneeded) == free
    for index, changed in unneeded:
        # The right tap of the ramp where the ramp has a single sample.
        assert index == 1
        assert changed.weight[0][0][2] == 1 + Fraction(1, 100)


def moved(layer: Layer) -> list[Layer]:
    """Return a copy of the layer for each number in it that is not 0, with it moved."""
    copies = []
    for o, row in enumerate(layer.weight):
        for i, taps in enumerate(row):
            for k, tap in enumerate(taps):
                if tap:
                    rows = [[list(t) for t in r] for r in layer.weight]
                    rows[o][i][k] += Fraction(1, 100)
                    weight = tuple(tuple(tuple(t) for t in r) for r in rows)
                    copies.append(replace(layer, weight=weight))
        if layer.bias[o]:
            bias = list(layer.bias)
            bias[o] += Fraction(1, 100)
            copies.append(replace(layer, bias=tuple(bias)))
    return copies


@pytest.mark.parametrize("kind", KINDS)
def test_without_biases_twice_a_code_is_twice_the_signal(kind: str) -> None:
    slope = Fraction(1, 5)
    layers, upsampling = built(kind, 3, slope)
    bare = [replace(x, bias=(Fraction(0),) * len(x.bias)) for x in layers]
    once, twice = (decode(bare, Fraction(c), slope, upsampling) for c in (3, 6))
    assert twice == [2 * x for x in once]
    assert twice != dirac(Fraction(2), 8)


def test_another_upsampling_or_slope_spoils_the_signal() -> None:
    slope, code = Fraction(1, 5), Fraction(11, 4)
    layers = doubling_decoder(3, slope)
    wanted = dirac(8 - code, 8)
    assert decode(layers, code, slope, "zeros") == wanted
    assert decode(layers, code, slope, "nearest") != wanted
    assert decode(layers, code, Fraction(0), "zeros") != wanted
    ramp = ramp_decoder(3, slope, "nearest")
    assert decode(ramp, code, slope, "zeros") != wanted


def test_only_layers_of_three_taps_upsample() -> None:
    assert [x.upsamples() for x in doubling_decoder(3, Fraction(0))] == [
        False,
        True,
        True,
        True,
        False,
    ]


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: doubling_decoder(0, Fraction(0)), "levels must be at least 1, got 0"),
        (lambda: doubling_decoder(1, Fraction(1)), r"slope must be in \[0, 1\), got 1"),
        (lambda: ramp_decoder(1, Fraction(-1, 2), "zeros"), "got -1/2"),
        (
            lambda: decode((), Fraction(1), Fraction(0), "linear"),
            "upsampling must be zeros or nearest, got linear",
        ),
    ],
)
def test_arguments_out_of_range_are_refused(call, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        call()
