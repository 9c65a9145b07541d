import numpy as np
import pytest

from theory.pca import quadrature
from theory.pca.principal_curve import (
    Cells,
    cell_floor,
    cells,
    principal_curve,
    rank_correlation,
    ranks,
)


def parabola(noise: float = 0.0) -> Cells:
    """Return points around a curve whose order is known."""
    rng = np.random.default_rng(1000)
    t = (np.arange(400) + 0.5) / 400
    points = np.stack([t, t**2], axis=1) + noise * rng.standard_normal((400, 2))
    return Cells(
        short=t, long=t, weight=np.full(400, 1 / 400), means=points, noise=0.25
    )


def test_ranks_are_shares_of_the_weight() -> None:
    found = ranks(np.array([3.0, 1.0, 2.0]), np.array([0.5, 0.25, 0.25]))
    np.testing.assert_allclose(found, [0.75, 0.125, 0.375])


def test_a_noisy_curve_is_recovered_from_a_bad_start() -> None:
    family = parabola(noise=0.02)
    start = family.short + 0.4 * np.random.default_rng(1001).standard_normal(400)
    found = principal_curve(family, start, 0.1)
    assert rank_correlation(start, family.short) < 0.7
    assert abs(rank_correlation(found.code, family.short)) > 0.995
    assert found.floor < cell_floor(family, start)


def test_the_floor_of_a_perfect_code_is_the_noise() -> None:
    family = parabola()
    assert cell_floor(family, family.short) == pytest.approx(0.25, abs=1e-3)
    unordered = np.random.default_rng(1002).random(400)
    variance = np.sum(family.means.var(axis=0))
    assert cell_floor(family, unordered) > 0.25 + 0.7 * variance


@pytest.mark.parametrize("window", [0.0, 1.0])
def test_a_window_out_of_range_is_refused(window: float) -> None:
    family = parabola()
    with pytest.raises(ValueError, match=r"window must be in \(0, 1\)"):
        principal_curve(family, family.short, window)


@pytest.mark.slow
def test_the_smooth_first_code_of_ellipses_is_the_harmonic_mean() -> None:
    family = cells()
    short, long = family.short, family.long
    harmonic = 1 / (1 / short + 1 / long)
    for start in (short * long, short + long):
        for window in (0.07, 0.1, 0.15):
            found = principal_curve(family, start, window)
            assert found.steps < 20
            correlation = rank_correlation(found.code, harmonic)
            assert correlation > 0.999
            assert correlation > rank_correlation(found.code, short * long) + 0.005
            assert correlation > rank_correlation(found.code, short) + 0.005
            assert found.floor < quadrature.power_floor(1.0) - 5e-4


@pytest.mark.slow
def test_no_code_of_the_two_axes_goes_below_their_noise() -> None:
    family = cells()
    assert 0.034 < family.noise < 0.0355
    narrow = principal_curve(family, family.short * family.long, 0.02)
    assert family.noise < narrow.floor < 0.0375
