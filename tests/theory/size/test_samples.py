"""What a drawn set of radii does to the best image, by other routes."""

import numpy as np
import pytest

from theory.size import airy, samples, spectrum


def test_the_gap_is_that_of_the_bessel_zeros() -> None:
    first, second = (6 / (9 / 4 * j**2) for j in (1.8663508588738952, 4.9878533143474))
    assert samples.gap() == pytest.approx(first - second, abs=2e-6)


def test_the_spread_settles_with_finer_grids() -> None:
    assert samples.spread(50) == pytest.approx(samples.spread(200), abs=3e-5)


def test_every_mode_adds_to_the_spread_and_the_next_one_most() -> None:
    parts = samples.spreads(100)
    assert np.all(parts >= 0)
    assert parts[0] == parts.max()
    assert 0.5 < parts[0] / parts.sum() < 0.55


def test_the_spread_is_that_of_drawn_radii() -> None:
    rng, shares = np.random.default_rng(5), (np.arange(800) + 0.5) / 800
    weight = np.sqrt(shares)

    def unit(values: np.ndarray) -> np.ndarray:
        return weight * values / np.linalg.norm(weight * values)

    whole = unit(airy.profile(shares))
    off = [
        np.sum((unit(samples.profile_of(rng.uniform(size=200), shares)) - whole) ** 2)
        for _ in range(400)
    ]
    assert 200 * np.mean(off) == pytest.approx(samples.spread(), rel=0.12)


@pytest.mark.parametrize("seed", range(20))
def test_energy_bounds_the_angle_of_any_image(seed: int) -> None:
    rng, n = np.random.default_rng(seed), 100
    s = (np.arange(n) + 0.5) / n
    root = np.sqrt(s / n)
    operator = root[:, None] * (1 - np.maximum.outer(s, s)) * root
    values, vectors = np.linalg.eigh(operator)
    image = vectors[:, -1] + rng.normal(size=n) * rng.uniform(0, 0.3)
    image /= np.linalg.norm(image)
    short = 6 * (values[-1] - image @ operator @ image)
    gap = 6 * (values[-1] - values[-2])
    assert gap == pytest.approx(samples.gap(), rel=1e-3)
    assert 1 - (image @ vectors[:, -1]) ** 2 <= short / gap * (1 + 1e-9)


def test_many_radii_make_airys_profile() -> None:
    shares = np.linspace(0.01, 0.99, 50)
    found = samples.profile_of((np.arange(2000) + 0.5) / 2000, shares)
    np.testing.assert_allclose(found, airy.profile(shares), atol=2e-3)


def test_the_gap_is_between_the_greatest_values() -> None:
    assert samples.gap() == pytest.approx(
        6 * float(-np.diff(spectrum.eigenvalues(1000, 2))[0]), abs=1e-5
    )


def test_one_radius_is_no_grid() -> None:
    with pytest.raises(ValueError, match="points must be at least 2, got 1"):
        samples.spread(1)
