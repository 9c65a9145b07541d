"""Blurred disks by their closed form, and what pulls at the sign of a code."""

import numpy as np
import pytest
from scipy.integrate import dblquad

from theory.size import airy, blur, bodies
from theory.size.law import power
from theory.size.minimisation import discrete_optimum


def test_the_closed_form_is_the_convolution() -> None:
    for distance, radius, sigma in ((0.0, 2.0, 1.0), (1.5, 2.0, 0.7), (4.0, 2.0, 1.0)):
        expected, _ = dblquad(
            lambda angle, t, d=distance, s=sigma: (
                t
                * np.exp(-(t**2 + d**2 - 2 * d * t * np.cos(angle)) / (2 * s**2))
                / (2 * np.pi * s**2)
            ),
            0,
            radius,
            0,
            2 * np.pi,
        )
        found = blur.blurred_disk(np.array(distance), np.array(radius), sigma)
        assert float(found) == pytest.approx(expected, abs=1e-9)


def test_the_eigenimage_is_the_axis_of_many_blurred_disks() -> None:
    radii = 7.5 * (np.arange(800) + 0.5) / 800
    axis = np.arange(16) - 7.5
    distance = np.hypot(axis[:, None], axis)
    many = discrete_optimum(blur.blurred_disk(distance, radii[:, None, None], 2.0))
    assert np.linalg.norm(blur.eigenimage(16, 7.5, 2.0, points=1) - many) < 1e-4


def test_a_slight_blur_hardly_moves_airy_s_profile() -> None:
    sharp = bodies.unit_image(airy.profile, 32, 15.0)
    near, far = (
        np.linalg.norm(blur.eigenimage(32, 15.0, s, 4) - sharp) for s in (0.3, 3.0)
    )
    assert near < 0.006
    assert far > 0.1


def test_a_law_of_the_radii_counts_them_as_often() -> None:
    edges = np.sqrt((np.arange(800) + 0.5) / 800)
    axis = np.arange(16) - 7.5
    distance = np.hypot(axis[:, None], axis)
    copies = blur.blurred_disk(distance, 7.5 * edges[:, None, None], 2.0)
    found = blur.eigenimage(16, 7.5, 2.0, points=1, exponent=1.0)
    assert np.linalg.norm(found - discrete_optimum(copies)) < 1e-4


def test_any_law_of_the_radii_may_be_blurred() -> None:
    for exponent in (0.0, 1.0):
        found = blur.under_law(power(exponent), 16, 7.5, 2.0)
        expected = blur.eigenimage(16, 7.5, 2.0, exponent=exponent)
        assert np.linalg.norm(found.image - expected) < 1e-5
        # Its profile is that of its image, but for the mean over a pixel.
        axis = np.arange(16) - 7.5
        distance = np.hypot(axis[:, None], axis)
        curve = found(distance.ravel()).reshape(16, 16)
        assert np.linalg.norm(curve / np.linalg.norm(curve) - expected) < 5e-3
    with pytest.raises(ValueError, match=r"largest must be in \(0, 8\], got 9"):
        blur.under_law(power(0.0), 16, 9.0, 2.0)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((32, 15.0, 0.0), "sigma must be positive and finite, got 0.0"),
        ((32, 16.5, 1.0), r"largest must be in \(0, 16\], got 16.5"),
        ((32, 15.0, 1.0, 0), "pixels and points must be at least 1, got 32 and 0"),
        ((32, 15.0, 1.0, 2, -1.0), "exponent must be above -1, got -1.0"),
    ],
)
def test_numbers_out_of_range_are_refused(arguments: tuple, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        blur.eigenimage(*arguments)
