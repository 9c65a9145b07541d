"""Decoders of images with given weights, in exact rationals."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import product

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from theory.position.plane_decoder import PlaneLayer, plane_decode, plane_decoder
from theory.position.plane_dirac import crossed_dirac

SHARES = st.fractions(0, 1, max_denominator=1000)
SLOPES = st.fractions(0, Fraction(99, 100), max_denominator=100)


def hat(x: Fraction) -> Fraction:
    return max(Fraction(0), 1 - abs(x))


@given(levels=st.integers(1, 4), slope=SLOPES, row=SHARES, column=SHARES)
@example(levels=1, slope=Fraction(0), row=Fraction(0), column=Fraction(0))
@example(levels=4, slope=Fraction(99, 100), row=Fraction(1), column=Fraction(1))
@example(levels=3, slope=Fraction(1, 5), row=Fraction(1), column=Fraction(1, 28))
@settings(max_examples=25)
def test_every_pair_of_codes_is_decoded_exactly(
    levels: int, slope: Fraction, row: Fraction, column: Fraction
) -> None:
    size = 2**levels
    a, b = row * (size - 1), column * (size - 1)
    layers = plane_decoder(levels, slope)
    found = plane_decode(layers, (size - a, size - b), slope)
    assert found == crossed_dirac(a, b, size)


@given(row=SHARES, column=SHARES)
@example(row=Fraction(1, 12), column=Fraction(1, 12))
def test_a_crossed_dirac_is_near_the_product_and_sums_like_it(
    row: Fraction, column: Fraction
) -> None:
    a, b = 3 * row, 3 * column
    image = np.array(crossed_dirac(a, b, 4))
    rows, columns = ([hat(x - i) for i in range(4)] for x in (a, b))
    assert image.sum(axis=1).tolist() == rows
    assert image.sum(axis=0).tolist() == columns
    assert np.count_nonzero(image) <= 4
    furthest = np.max(np.abs(image - np.outer(rows, columns)))
    assert furthest <= Fraction(1, 16)
    if a == b == Fraction(1, 4):
        assert furthest == Fraction(1, 16)


def test_a_crossed_dirac_prefers_no_diagonal() -> None:
    a, b = Fraction(5, 4), Fraction(7, 3)
    image = crossed_dirac(a, b, 4)
    assert crossed_dirac(3 - a, b, 4) == image[::-1]
    assert crossed_dirac(b, a, 4) == tuple(zip(*image, strict=True))


@pytest.mark.again
def test_every_number_is_needed() -> None:
    slope = Fraction(1, 5)
    layers = plane_decoder(2, slope)
    quarters = [Fraction(k, 4) for k in (0, 3, 6, 9, 10, 12)]
    codes = [(4 - a, 4 - b) for a, b in product(quarters, quarters[::-1])]
    wanted = [crossed_dirac(4 - x, 4 - y, 4) for x, y in codes]
    for index, layer in enumerate(layers):
        for changed in moved(layer):
            other = (*layers[:index], changed, *layers[index + 1 :])
            assert any(
                plane_decode(other, z, slope) != image
                for z, image in zip(codes, wanted, strict=True)
            ), (index, changed)


def moved(layer: PlaneLayer) -> Iterator[PlaneLayer]:
    """Yield a copy of the layer for each number in it that is not 0, with it moved."""
    weight = np.array(layer.weight)
    for place in np.argwhere(weight):
        other = weight.copy()
        other[tuple(place)] += Fraction(1, 100)
        kernels = [[tuple(map(tuple, k)) for k in row] for row in other.tolist()]
        yield replace(layer, weight=tuple(map(tuple, kernels)))
    for place, number in enumerate(layer.bias):
        if number:
            bias = list(layer.bias)
            bias[place] += Fraction(1, 100)
            yield replace(layer, bias=tuple(bias))


def test_without_biases_twice_the_codes_are_twice_the_image() -> None:
    slope = Fraction(1, 5)
    bare = [
        replace(x, bias=(Fraction(0),) * len(x.bias)) for x in plane_decoder(2, slope)
    ]
    once, twice = (
        plane_decode(bare, (Fraction(c), Fraction(c)), slope) for c in (2, 4)
    )
    assert np.array_equal(np.array(twice), 2 * np.array(once))


def test_another_slope_spoils_the_image() -> None:
    codes = Fraction(11, 4), Fraction(5, 2)
    layers = plane_decoder(2, Fraction(1, 5))
    wanted = crossed_dirac(4 - codes[0], 4 - codes[1], 4)
    assert plane_decode(layers, codes, Fraction(1, 5)) == wanted
    assert plane_decode(layers, codes, Fraction(0)) != wanted


def test_only_layers_of_three_taps_upsample() -> None:
    upsampled = [layer.upsamples() for layer in plane_decoder(2, Fraction(0))]
    assert upsampled == [False, True, True, False, False]


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: plane_decoder(0, Fraction(0)), "levels must be at least 1, got 0"),
        (lambda: plane_decoder(1, Fraction(1)), r"slope must be in \[0, 1\), got 1"),
        (lambda: crossed_dirac(Fraction(0), Fraction(3, 2), 2), r"b must be in \[0, 1"),
    ],
)
def test_arguments_out_of_range_are_refused(
    call: Callable[[], object], message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        call()
