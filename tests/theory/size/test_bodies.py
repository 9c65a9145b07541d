"""Gauges of star-shaped bodies, and profiles as pixels see them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from theory.size import airy, bodies, profile
from theory.size.law import power

GAUGES = {
    "ball": bodies.ball,
    "cube": bodies.cube,
    "star": bodies.star(5, 0.3),
    "rays": bodies.rays(lambda angle: np.exp(np.cos(angle))),
    "triangle": bodies.polygon(np.array([[1.0, -1.0], [1.0, 1.0], [-1.5, 0.2]])),
}


@pytest.mark.parametrize("name", GAUGES)
@given(st.floats(-3, 3), st.floats(-3, 3), st.floats(0.1, 10))
def test_a_gauge_is_positive_and_scales(
    name: str, x: float, y: float, factor: float
) -> None:
    point = np.array([x, y])
    value = float(GAUGES[name](point))
    assert value >= 0
    assert float(GAUGES[name](factor * point)) == pytest.approx(factor * value)
    if abs(x) + abs(y) > 1e-3:
        assert value > 0


def test_the_square_as_a_polygon_is_the_cube() -> None:
    corners = np.array([[1.0, -1.0], [1.0, 1.0], [-1.0, 1.0], [-1.0, -1.0]])
    points = np.random.default_rng(0).normal(size=(2, 50))
    assert np.allclose(bodies.polygon(corners)(points), bodies.cube(points))


@pytest.mark.parametrize("name", GAUGES)
def test_a_function_of_the_gauge_integrates_as_a_radial_one(name: str) -> None:
    """Coarea: the share of the body inside s K is s^2, whatever the body."""
    axis = (np.arange(1200) + 0.5) / 300 - 2
    gauge = GAUGES[name](np.stack(np.meshgrid(axis, axis, indexing="ij")))
    largest = 0.4
    shares = [np.sum(gauge < s * largest) for s in (0.25, 0.5, 0.75)]
    shares = np.array(shares) / np.sum(gauge < largest)
    assert shares == pytest.approx([0.0625, 0.25, 0.5625], abs=4e-3)


@pytest.mark.parametrize("dimension", [1, 2, 3])
def test_images_of_profiles_keep_their_angle(dimension: int) -> None:
    """The inner product of two images is that of the two profiles, up to the grid."""
    found = profile.solve(power(0.0), float(dimension))

    def other(rho: np.ndarray) -> np.ndarray:
        return 1 - rho**2

    one, two = (
        bodies.unit_image(f, 16, 8.0, dimension=dimension, points=4)
        for f in (found, other)
    )
    rho = (np.arange(4000) + 0.5) / 4000
    volume = rho ** (dimension - 1)
    f, g = found(rho), other(rho)
    known = np.sum(volume * f * g) / np.sqrt(
        np.sum(volume * f**2) * np.sum(volume * g**2)
    )
    assert float(np.sum(one * two)) == pytest.approx(known, abs=1e-3)


def test_an_image_has_unit_norm_and_averages_within_pixels() -> None:
    fine = bodies.unit_image(airy.profile, 64, 31.0, points=1)
    coarse = bodies.unit_image(airy.profile, 32, 15.5, points=2)
    means = fine.reshape(32, 2, 32, 2).mean(axis=(1, 3))
    assert np.linalg.norm(coarse) == pytest.approx(1)
    assert np.allclose(coarse, means / np.linalg.norm(means), atol=1e-12)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: bodies.rays(np.cos), "boundary must be finite and above 0, got"),
        (lambda: bodies.rays(lambda a: np.nan * a), "above 0, got nan at angle 0"),
        (lambda: bodies.star(0, 0.3), "tips must be at least 1, got 0"),
        (lambda: bodies.star(5, 1.0), r"depth must be in \[0, 1\), got 1.0"),
        (
            lambda: bodies.polygon(np.array([[1.0, 0], [0, -1], [-1, 0]])),
            "corners must turn counter-clockwise about the origin, got",
        ),
        (
            lambda: bodies.polygon(np.array([[2.0, -1], [3, 1], [1, 1]])),
            "not star-shaped about the origin",
        ),
        (lambda: bodies.unit_image(np.cos, 16, 8.5), r"radius must be in \(0, 8\]"),
        (lambda: bodies.unit_image(np.cos, 16, 8.0, points=0), "got 2 and 0"),
    ],
)
def test_what_is_no_star_shaped_body_is_refused(call, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        call()
