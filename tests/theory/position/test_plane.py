"""Codes of Diracs in the plane, and Diracs that a decoder there can make."""

from fractions import Fraction

import numpy as np
import pytest
import sympy as sp
from hypothesis import example, given
from hypothesis import strategies as st

from theory.position.plane import SUM_TAPS, inverted_coordinates, product_codes
from theory.position.plane_dirac import tent, triangular_dirac

KERNELS = [((1, 2, 1), SUM_TAPS), (SUM_TAPS, (1, 2, 1)), ((3, -1, 2), (1, 4, -2))]


def image_codes(image: np.ndarray, kernel: np.ndarray) -> np.ndarray:
    """Return the one number left of an image, by slices in both directions."""
    while image.size > 1:
        padded = np.pad(image, 1)
        size = len(image)
        image = sum(
            kernel[p, q] * padded[p : p + size : 2, q : q + size : 2]
            for p in range(3)
            for q in range(3)
        )
    return image[0, 0]


@pytest.mark.parametrize("levels", [1, 2, 3, 4])
@pytest.mark.parametrize(("down", "across"), KERNELS)
def test_product_codes_are_those_of_whole_images(
    levels: int, down: tuple, across: tuple
) -> None:
    kernel, side = np.outer(down, across), 2**levels
    expected = [
        image_codes(image.reshape(side, side), kernel)
        for image in np.eye(side * side, dtype=int)
    ]
    np.testing.assert_array_equal(product_codes(levels, down, across), expected)


@pytest.mark.parametrize("levels", range(1, 8))
def test_two_channels_read_the_two_coordinates(levels: int) -> None:
    codes = inverted_coordinates(levels)
    np.testing.assert_array_equal(
        codes[:, 0], product_codes(levels, (1, 2, 1), SUM_TAPS)
    )
    np.testing.assert_array_equal(
        codes[:, 1], product_codes(levels, SUM_TAPS, (1, 2, 1))
    )
    assert codes[2**levels].tolist() == [2**levels - 1, 2**levels]


def test_the_plain_product_reads_a_product() -> None:
    codes = inverted_coordinates(3)
    product = product_codes(3, (1, 2, 1), (1, 2, 1))
    np.testing.assert_array_equal(product, codes.prod(axis=1))


@pytest.mark.parametrize("across", [(1, 1, 1), (1, 1, 0), (0, 1, 0), (0.5, 1, 0.5)])
def test_no_other_filter_across_leaves_the_first_coordinate_alone(
    across: tuple,
) -> None:
    codes = product_codes(3, (1, 2, 1), across)
    assert np.max(np.abs(codes - inverted_coordinates(3)[:, 0])) > 0.5


@given(
    levels=st.integers(1, 3),
    a=st.fractions(0, 1, max_denominator=9),
    b=st.fractions(0, 1, max_denominator=9),
)
@example(levels=1, a=Fraction(1), b=Fraction(1))
@example(levels=3, a=Fraction(1, 2), b=Fraction(1, 2))
def test_a_triangular_dirac_is_encoded_by_its_real_position(
    levels: int, a: Fraction, b: Fraction
) -> None:
    size = 2**levels
    row, column = a * (size - 1), b * (size - 1)
    image = np.array(triangular_dirac(row, column, size), dtype=object)
    assert image.sum() == 1
    assert (image != 0).sum() <= 3
    first, second = np.outer((1, 2, 1), SUM_TAPS), np.outer(SUM_TAPS, (1, 2, 1))
    assert image_codes(image, first.astype(object)) == size - row
    assert image_codes(image, second.astype(object)) == size - column


def test_the_tent_is_the_pixel_value_and_relus_make_it() -> None:
    def relu(x: Fraction) -> Fraction:
        return max(x, Fraction(0))

    image = triangular_dirac(Fraction(5, 4), Fraction(7, 3), size=4)
    for i, row in enumerate(image):
        for j, pixel in enumerate(row):
            x, y = Fraction(5, 4) - i, Fraction(7, 3) - j
            assert tent(sp.Rational(x), sp.Rational(y)) == pixel
            above, below = relu(y + relu(x - y)), relu(-y + relu(y - x))
            assert relu(1 - above - below) == pixel


def test_at_whole_positions_the_triangular_dirac_is_one_hot() -> None:
    image = np.array(triangular_dirac(Fraction(2), Fraction(1), 4), dtype=float)
    assert image[2, 1] == 1
    assert image.sum() == 1


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: inverted_coordinates(0), r"levels must be in \[1, 12\], got 0"),
        (lambda: inverted_coordinates(13), "got 13"),
        (
            lambda: triangular_dirac(Fraction(4), Fraction(0), 4),
            r"a must be in \[0, 3\], got 4",
        ),
        (lambda: triangular_dirac(Fraction(0), Fraction(-1), 4), "b must be in"),
    ],
)
def test_arguments_out_of_range_are_refused(call, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        call()
