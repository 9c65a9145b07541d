"""Eigenimages of scaled shapes, by the scales and by the pixels."""

import numpy as np
import pytest

from theory.size import airy, bodies, scaled
from theory.size.minimisation import discrete_optimum

DISK = (np.hypot(*np.mgrid[-99.5:100, -99.5:100]) < 100).astype(float)


def blob(seed: int) -> np.ndarray:
    return np.random.default_rng(seed).uniform(size=(7, 7)) ** 3


def test_copies_keep_their_mass_at_every_scale() -> None:
    picture, scales = blob(0), np.array([0.3, 1.7, 4.0, 8.0])
    masses = scaled.family(picture, scales, 16).sum(axis=(1, 2))
    assert np.allclose(masses, picture.mean() * (2 * scales) ** 2)


def test_a_picture_at_its_own_size_is_itself() -> None:
    picture = blob(1)
    assert np.allclose(scaled.family(picture, np.array([3.5]), 7)[0], picture)


def test_the_eigenimage_is_the_axis_of_many_copies() -> None:
    picture = blob(2)
    scales = 8 * (np.arange(600) + 0.5) / 600
    many = discrete_optimum(scaled.family(picture, scales, 16))
    found = scaled.eigenimage(picture, 16, 8.0)
    assert np.linalg.norm(found - many) < 1e-3
    assert np.linalg.norm(found) == pytest.approx(1)
    assert found.min() >= 0
    for rival in (
        scaled.mean_image(picture, 16, 8.0),
        scaled.centred_axis(picture, 16, 8.0),
        scaled.eigenimage(picture, 16, 8.0, lambda share: share),
    ):
        assert np.linalg.norm(found - rival) > 0.05


def test_a_disk_gives_airy_s_profile() -> None:
    found = scaled.eigenimage(DISK, 32, 15.0)
    expected = bodies.unit_image(airy.profile, 32, 15.0)
    assert np.linalg.norm(found - expected) < 0.005
    linear = scaled.eigenimage(DISK, 32, 15.0, lambda share: share)
    cosine = bodies.unit_image(lambda rho: np.cos(np.pi * rho**2 / 2), 32, 15.0)
    assert np.linalg.norm(linear - cosine) < 0.005


def test_the_star_hull_of_a_ring_is_its_disk() -> None:
    ring = DISK * (np.hypot(*np.mgrid[-99.5:100, -99.5:100]) > 60)
    gauge = scaled.star_hull(ring)
    angles = np.linspace(0, 6, 25)
    points = 0.8 * np.stack([np.cos(angles), np.sin(angles)])
    assert np.allclose(gauge(points), 0.8, rtol=0.015)


def test_the_hull_keeps_rows_and_columns_apart() -> None:
    flat = np.zeros((20, 20))
    flat[8:12, :] = 1
    gauge = scaled.star_hull(flat)
    assert float(gauge(np.array([0.0, 0.5]))) == pytest.approx(0.5, rel=0.02)
    assert float(gauge(np.array([0.2, 0.0]))) == pytest.approx(1.0, rel=0.02)


def test_what_is_no_picture_is_refused() -> None:
    for picture in (-DISK, 0 * DISK, DISK * np.nan):
        with pytest.raises(ValueError, match="picture must be finite, at least 0"):
            scaled.eigenimage(picture, 32, 15.0)
    with pytest.raises(ValueError, match=r"scales must be in \(0, 16\], got 17.0"):
        scaled.family(DISK, np.array([17.0]), 32)
