"""Ellipses and translated disks: their areas, attributes and draws."""

import numpy as np
import pytest

from empirical.pca.images.ellipses import drawn_ellipses, ellipses, even_ellipses
from empirical.pca.images.moments import shape_attributes
from empirical.pca.images.translated_disks import drawn_centres, translated_disks
from empirical.pca.principal_images import principal_images
from verify.claims.pca.families.dependence import rank_correlation, ranks, unexplained


def test_images_of_ellipses_have_their_areas() -> None:
    drawn = drawn_ellipses(200, 3, "test")
    sums = drawn.images.sum(axis=(1, 2))
    np.testing.assert_allclose(sums, drawn.attributes[:, 0], rtol=5e-3)
    assert drawn.images.min() >= 0
    assert drawn.images.max() <= 1


def test_images_of_ellipses_agree_with_counting_points() -> None:
    axes, turn, n = np.array([[9.0, 3.5]]), np.array([0.6]), 32
    grid = (np.arange(16 * n) + 0.5) / 16 - n / 2
    x, y = np.meshgrid(grid, grid)
    u, v = x * np.cos(0.6) + y * np.sin(0.6), y * np.cos(0.6) - x * np.sin(0.6)
    inside = (u / 9) ** 2 + (v / 3.5) ** 2 <= 1
    counted = inside.reshape(n, 16, n, 16).mean(axis=(1, 3))
    assert np.abs(ellipses(axes, turn, n)[0] - counted).max() < 0.05
    assert np.abs(ellipses(axes, -turn, n)[0] - counted).max() > 0.5


def test_train_and_test_share_no_ellipse_and_seeds_repeat() -> None:
    train, test = (drawn_ellipses(500, 0, split) for split in ("train", "test"))
    assert not set(train.half_axes.ravel()) & set(test.half_axes.ravel())
    again = drawn_ellipses(500, 0, "train")
    assert np.array_equal(train.images, again.images)
    assert train.half_axes.min() >= 2
    assert train.half_axes.max() <= 31
    assert 0 <= train.rotation.min() <= train.rotation.max() <= np.pi / 2


def test_attributes_read_from_images_follow_those_of_the_parameters() -> None:
    drawn = drawn_ellipses(300, 1, "test")
    read, known = shape_attributes(drawn.images), drawn.attributes
    np.testing.assert_allclose(read[:, 0], known[:, 0], rtol=5e-3)
    large = drawn.half_axes.min(axis=1) > 5
    np.testing.assert_allclose(read[large, 1:], np.tanh(known[large, 1:]), atol=0.01)


def test_a_quarter_turn_exchanges_the_signs_of_both_anisotropies() -> None:
    image = ellipses(np.array([[9.0, 4.0]]), np.array([0.4]), 32)
    turned = np.rot90(image, axes=(1, 2))
    np.testing.assert_allclose(
        shape_attributes(turned)[0, 1:], -shape_attributes(image)[0, 1:], atol=1e-6
    )


def test_translated_disks_are_where_they_should_be() -> None:
    centres = drawn_centres(50, 0, "train", 9.0)
    images = translated_disks(centres, 6.0, 32)
    axis = np.arange(32) + 0.5 - 16
    mass = images.sum(axis=(1, 2))
    np.testing.assert_allclose(mass, np.pi * 36, rtol=0.02)
    columns = (images.sum(axis=1) @ axis) / mass
    rows = (images.sum(axis=2) @ axis) / mass
    np.testing.assert_allclose(np.stack([columns, rows], 1), centres, atol=0.02)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: drawn_ellipses(0, 0, "train"), "count must be at least 1, got 0"),
        (lambda: drawn_ellipses(1, 0, "all"), "split must be one of train, test"),
        (lambda: drawn_ellipses(1, 0, "test", shortest=40.0), "shortest must be in"),
        (lambda: ellipses(np.array([[9.0, 3]]), np.zeros(1), 16), "half_axes must be"),
        (lambda: drawn_centres(0, 0, "train", 1.0), "count must be at least 1"),
        (lambda: drawn_centres(1, 0, "train", 0.0), "reach must be positive"),
        (lambda: drawn_centres(1, 0, "x", 1.0), "split must be one of"),
        (lambda: translated_disks(np.full((1, 2), 12.0), 6.0, 32), "at most 10 from"),
        (lambda: principal_images(np.ones((3, 2, 2)), 0, 0), "count must be at least"),
        (lambda: principal_images(np.ones((3, 2, 2)), 3, 0), "below 3, got 3"),
        (lambda: unexplained(np.ones(5), np.arange(5.0)), "target must vary"),
    ],
)
def test_arguments_out_of_range_are_refused(call: object, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        call()


def test_a_few_axes_are_those_of_a_full_decomposition() -> None:
    images = drawn_ellipses(200, 2, "train", size=16, longest=7.0).images
    mean, axes = principal_images(images, 3, 0)
    flat = images.reshape(200, -1).astype(float)
    np.testing.assert_allclose(mean, flat.mean(axis=0))
    full = np.linalg.svd(flat - mean, full_matrices=False)[2][:3]
    np.testing.assert_allclose(np.abs(axes @ full.T), np.eye(3), atol=1e-10)


def test_dependence_sees_what_correlation_does_not() -> None:
    rng = np.random.default_rng(0)
    x, noise = rng.standard_normal((2, 4000))
    assert abs(rank_correlation(x, x**2)) < 0.05
    assert unexplained(x**2, x) < 0.01
    assert unexplained(noise, x) == pytest.approx(1, abs=0.06)


def test_ranks_ignore_increasing_changes_of_variable() -> None:
    x = np.random.default_rng(1).standard_normal(100)
    assert np.array_equal(ranks(x), ranks(np.exp(3 * x)))
    assert rank_correlation(x, -(x**3)) == pytest.approx(-1)


def test_evenly_spread_ellipses_have_uncorrelated_attributes() -> None:
    found = even_ellipses(4096)
    off = np.corrcoef(found.attributes.T)[np.triu_indices(3, 1)]
    assert np.max(np.abs(off)) < 0.004 < 1 / np.sqrt(4096)
    places = np.column_stack([found.half_axes, found.rotation])
    np.testing.assert_allclose(places.mean(axis=0), [16.5, 16.5, np.pi / 4], rtol=2e-3)
    assert found.images.shape == (4096, 64, 64)
