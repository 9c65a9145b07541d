"""The gauge of real shapes, and blurred disks as images."""

import numpy as np
import pytest

from theory.size.blur import blurred_disk, blurred_disks
from theory.size.outline import gauge


def soft(function, side: int = 40) -> np.ndarray:
    """Return a picture that falls from 1 to 0 where a function of place crosses 0."""
    axis = np.arange(side) + 0.5 - side / 2
    x, y = np.meshgrid(axis, axis, indexing="ij")
    return np.clip(0.5 + function(x, y), 0.0, 1.0)


def test_the_gauge_of_an_ellipse_is_its_own() -> None:
    found = gauge(soft(lambda x, y: 12 * (1 - np.hypot(x / 12, y / 8))))
    angle = np.linspace(0, 2 * np.pi, 50)
    # A ramp over one pixel, linear between pixels, bends the outline by 1.5 %.
    for share in (0.3, 1.0, 1.7):
        points = share * np.stack([12 * np.cos(angle), 8 * np.sin(angle)]) / 20
        assert np.allclose(found(points), share, rtol=0.02)


def test_a_ring_and_a_crescent_are_no_bodies() -> None:
    with pytest.raises(ValueError, match="above 1/2 in its centre"):
        gauge(soft(lambda x, y: np.hypot(x, y) - 5))

    def horseshoe(x, y):
        return np.where((np.hypot(x, y) < 15) & ((np.abs(x) < 2) | (y > 8)), 0.5, -0.5)

    with pytest.raises(ValueError, match=r"may be outside, got 0\.\d+"):
        gauge(soft(horseshoe))


def test_blurred_disks_are_means_of_the_closed_form() -> None:
    radii = np.array([1.5, 3.0])
    found = blurred_disks(radii, 8, 0.7, points=1)
    axis = np.arange(8) - 3.5
    distance = np.hypot(axis[:, None], axis)
    for picture, radius in zip(found, radii, strict=True):
        assert np.allclose(
            picture, blurred_disk(distance, np.array(radius), 0.7), atol=1e-8
        )
    fine = blurred_disks(radii, 16, 1.4 / 2, points=4)
    assert np.allclose(fine.sum((1, 2)), np.pi * radii**2, rtol=1e-3)
