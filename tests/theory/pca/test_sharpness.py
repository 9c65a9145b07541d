import numpy as np
import pytest

from theory.pca import sharpness

EDGES = (0.5, 1.5, 3.0, 6.0)


def images(count: int = 12) -> np.ndarray:
    return np.random.default_rng(2).random((count, 8, 8))


def test_the_images_keep_all_of_themselves_and_the_average_nothing() -> None:
    x = images()
    average = x.mean(axis=0)
    np.testing.assert_allclose(sharpness.kept(x, x, average, EDGES), 1)
    flat = np.broadcast_to(average, x.shape)
    np.testing.assert_allclose(sharpness.kept(x, flat, average, EDGES), 0, atol=1e-12)


def test_foreign_texture_keeps_nothing_however_sharp() -> None:
    rng = np.random.default_rng(7)
    x, noise = rng.standard_normal((2, 4000, 8, 8))
    share = sharpness.kept(x, 3 * noise, np.zeros((8, 8)), EDGES)
    np.testing.assert_allclose(share, 0, atol=0.02)


def test_a_band_that_is_cut_off_is_the_one_that_is_lost() -> None:
    x = images()
    steps = np.fft.fftfreq(8) * 8
    radius = np.hypot(steps[:, None], steps)
    smooth = np.fft.ifft2(np.fft.fft2(x) * (radius < 3)).real
    share = sharpness.kept(x, smooth, np.zeros((8, 8)), EDGES)
    np.testing.assert_allclose(share, [1, 1, 0], atol=1e-12)


@pytest.mark.parametrize("count", [1, 3])
def test_for_principal_axes_energy_error_and_overlap_agree(count: int) -> None:
    x = images()
    centred = (x - x.mean(0)).reshape(len(x), -1)
    axes = np.linalg.svd(centred, full_matrices=False)[2][:count]
    y = x.mean(0) + (centred @ axes.T @ axes).reshape(x.shape)
    total = sharpness.kept(x, y, x.mean(0), (0.0, 9.0))[0]
    lost = np.sum((x - y) ** 2) / np.sum(centred**2)
    assert total == pytest.approx(1 - lost)
    bands = sharpness.kept_by_axes(x, x, count, (0.0, 9.0))
    assert bands[0] == pytest.approx(total)


def test_shapes_and_bands_that_do_not_fit_are_refused() -> None:
    x = images()
    with pytest.raises(ValueError, match="must have one shape"):
        sharpness.kept(x, x[:2], x[0], EDGES)
    with pytest.raises(ValueError, match="band 20 to 30 holds nothing"):
        sharpness.kept(x, x, x[0], (20.0, 30.0))
