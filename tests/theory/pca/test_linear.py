import numpy as np
import pytest
from scipy.linalg import eigh_tridiagonal

from theory.pca import disk_axes
from theory.size import pixels, spectrum

SMALL, RADIUS = 24, 11.5


def few_disks() -> np.ndarray:
    return pixels.covered((np.arange(96) + 0.5) / 96 * RADIUS, SMALL)


def test_uncentred_shares_are_the_eigenvalues_of_the_integral_operator() -> None:
    points = 400
    found = 6 * spectrum.eigenvalues(points, 3)
    np.testing.assert_allclose(
        found, disk_axes.shares(3, centred=False), atol=3 / points**2
    )


@pytest.mark.parametrize("points", [200, 400])
def test_centred_constants_are_those_of_a_difference_equation(points: int) -> None:
    # f'' = -mu rho f on a grid, symmetrised by the square root of rho.
    rho = np.arange(1, points) / points
    root = np.sqrt(rho)
    off = -1 / (root[1:] * root[:-1])
    values = eigh_tridiagonal(
        2 / rho, off, select="i", select_range=(0, 2), eigvals_only=True
    )
    constants = (1.5 * disk_axes.zeros(1 / 3, 3)) ** 2
    error = np.abs(values * points**2 / constants - 1)
    assert np.all(error < constants / points**2)
    assert np.all(error > constants / points**2 / 100)


@pytest.mark.parametrize("centred", [True, False])
def test_all_shares_sum_to_one(centred: bool) -> None:
    shares = disk_axes.shares(4000, centred=centred)
    tail = (12 if centred else 6) / (1.5 * np.pi) ** 2 / 4000
    assert shares.sum() + tail == pytest.approx(1, abs=1e-7)


@pytest.mark.parametrize("centred", [True, False])
def test_closed_forms_are_near_the_axes_of_a_small_grid(centred: bool) -> None:
    exact, values = disk_axes.discrete_axes(few_disks(), 3, centred=centred)
    modes = disk_axes.modes(3, SMALL, RADIUS, centred=centred)
    overlap = np.abs(np.sum(exact * modes, axis=(1, 2)))
    assert np.all(overlap > 0.99)
    assert np.all(np.diff(values) < 0)


def test_centred_axes_vanish_at_the_centre_and_uncentred_are_flat() -> None:
    near = np.array([0.0, 0.01])
    centred = disk_axes.mode(near, 1, centred=True)
    flat = disk_axes.mode(near, 1, centred=False)
    assert abs(centred[0]) < 1e-6 < centred[1]
    assert flat[1] == pytest.approx(flat[0], rel=1e-5)


@pytest.mark.parametrize("centred", [True, False])
@pytest.mark.parametrize("dimension", [1, 2, 3])
def test_modes_solve_their_equation(centred: bool, dimension: int) -> None:
    nu = 1 / (dimension + 1)
    zero = disk_axes.zeros(nu if centred else -nu, 2)[-1]
    mu = (zero / (2 * nu)) ** 2
    step, rho = 1e-3, np.linspace(0.2, 0.9, 8)
    below, here, above = (
        disk_axes.mode(rho + shift, 2, centred=centred, dimension=dimension)
        for shift in (-step, 0.0, step)
    )
    second = (below - 2 * here + above) / step**2
    np.testing.assert_allclose(
        second, -mu * rho ** (dimension - 1) * here, atol=mu**2 * step**2
    )


def test_one_dimension_gives_sines_and_cosines() -> None:
    rho = np.linspace(0.1, 0.9, 9)
    sine = disk_axes.mode(rho, 2, centred=True, dimension=1)
    cosine = disk_axes.mode(rho, 2, centred=False, dimension=1)
    np.testing.assert_allclose(sine, np.sin(2 * np.pi * rho) / np.pi, atol=1e-12)
    np.testing.assert_allclose(
        cosine, np.cos(1.5 * np.pi * rho) / (np.pi * np.sqrt(0.75)), atol=1e-12
    )


def test_discrete_axes_diagonalise_the_covariance() -> None:
    images = few_disks()
    axes, values = disk_axes.discrete_axes(images, 3, centred=True)
    flat = axes.reshape(3, -1)
    codes = (images - images.mean(0)).reshape(len(images), -1) @ flat.T
    np.testing.assert_allclose(
        codes.T @ codes / len(images), np.diag(values), atol=1e-10 * values[0]
    )


def test_wrong_modes_are_other_axes() -> None:
    ours = disk_axes.modes(2, SMALL, RADIUS, centred=True)
    others = disk_axes.wrong_modes(2, SMALL, RADIUS, centred=True)
    assert set(others) == {"intervals", "balls", "law p ~ r"}
    for other in others.values():
        assert np.linalg.norm(ours[0] - other[0]) > 0.05
        np.testing.assert_allclose(np.linalg.norm(other, axis=(1, 2)), 1)


def test_wrong_arguments_are_named() -> None:
    with pytest.raises(ValueError, match="order must be in"):
        disk_axes.zeros(0.7, 1)
    with pytest.raises(ValueError, match="count must be at least 1, got 0"):
        disk_axes.zeros(0.3, 0)
    with pytest.raises(ValueError, match="count must be in 1 to 96, got 97"):
        disk_axes.discrete_axes(few_disks(), 97, centred=True)
