"""The profile of scaled disks, each number by at least two routes."""

from collections.abc import Callable
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import quad, solve_ivp
from scipy.special import jv

from theory.size import airy, certified, minimisation, rivals, spectrum
from theory.size.homogeneity import response


def test_the_profile_solves_the_equation_by_an_independent_integrator() -> None:
    k = airy.constant()
    rho = np.linspace(0, 1, 41)
    solved = solve_ivp(
        lambda t, y: [y[1], -k * t * y[0]],
        (0, 1),
        [1, 0],
        t_eval=rho,
        rtol=1e-11,
        atol=1e-12,
    )
    assert np.abs(airy.profile(rho) - solved.y[0]).max() < 1e-9


def test_the_constant_is_the_first_zero_of_the_bessel_function() -> None:
    j = 2 / 3 * airy.scaled_radius() ** 1.5
    assert abs(jv(-1 / 3, j)) < 1e-14
    assert all(jv(-1 / 3, x) > 0 for x in np.linspace(0.01, j - 1e-9, 200))
    assert airy.constant() == pytest.approx(9 / 4 * j**2, rel=1e-14)


def test_the_captured_share_is_the_integral_of_squared_overlaps() -> None:
    def overlap(r: float) -> float:
        return quad(lambda t: t * float(airy.profile(t)), 0, r)[0]

    squared = quad(lambda r: overlap(r) ** 2, 0, 1)[0]
    norm = quad(lambda t: t * float(airy.profile(t)) ** 2, 0, 1)[0]
    assert airy.captured() == pytest.approx(squared / norm * 6, rel=1e-8)


@pytest.mark.parametrize("name", ["scaled_radius", "constant", "captured"])
def test_the_enclosure_holds_the_float_and_any_sharper_enclosure(name: str) -> None:
    wide, narrow = (getattr(certified, name)(digits) for digits in (30, 60))
    assert wide.radius < 1e-28
    assert narrow.radius < 1e-57
    apart = abs(Decimal(wide.digits) - Decimal(narrow.digits))
    assert apart <= Decimal(wide.radius)
    assert float(wide.digits) == pytest.approx(getattr(airy, name)(), rel=2e-15)


@pytest.mark.parametrize("digits", [0, 1001])
def test_an_enclosure_of_impossible_digits_is_refused(digits: int) -> None:
    with pytest.raises(ValueError, match=f"1 to 1000, got {digits}"):
        certified.constant(digits)


def test_the_integral_operator_converges_with_order_two_to_the_closed_form() -> None:
    value, order = spectrum.constant(100)
    assert value == pytest.approx(airy.constant(), rel=1e-9)
    assert 1.99 < order < 2.01
    raw = 1 / spectrum.eigenvalues(100)[0]
    assert 1e-5 < abs(raw / airy.constant() - 1) < 1e-3


def test_the_eigenvalues_add_up_to_the_trace() -> None:
    """The trace of the kernel is int s (1 - s) ds = 1/6, so sum 1/k_n = R^3/6."""
    points = 400
    assert spectrum.eigenvalues(points, points).sum() == pytest.approx(1 / 6, rel=1e-5)


@pytest.mark.parametrize(("points", "count"), [(1, 1), (5, 0), (5, 6)])
def test_impossible_grids_are_refused(points: int, count: int) -> None:
    with pytest.raises(ValueError, match="must be"):
        spectrum.eigenvalues(points, count)


def test_minimising_the_energy_ends_at_airy_from_any_start() -> None:
    rho = (np.arange(100) + 0.5) / 100
    for seed in range(3):
        found = minimisation.minimised_profile(seed, points=100)
        assert np.abs(found - airy.profile(rho)).max() < 2e-4


def test_the_energy_gradient_is_that_of_finite_differences() -> None:
    rng = np.random.default_rng(5)
    weight, f = rng.uniform(size=9), rng.normal(size=9)
    _, gradient = minimisation._energy(f, weight)
    for i in range(9):
        step = 1e-6 * np.eye(9)[i]
        up, down = (minimisation._energy(f + s, weight)[0] for s in (step, -step))
        assert gradient[i] == pytest.approx((up - down) / 2e-6, abs=1e-7)


def test_the_discrete_optimum_beats_every_other_image() -> None:
    rng = np.random.default_rng(3)
    images = rng.uniform(size=(6, 4, 4))

    def left(f: np.ndarray) -> float:
        flat, unit = images.reshape(6, -1), f.ravel() / np.linalg.norm(f)
        return float((flat**2).sum() - ((flat @ unit) ** 2).sum())

    best = minimisation.discrete_optimum(images)
    assert np.linalg.norm(best) == pytest.approx(1)
    assert all(
        left(best) < left(best + 0.1 * rng.normal(size=(4, 4))) for _ in range(50)
    )


@pytest.mark.parametrize("images", [np.zeros((2, 3)), np.full((2, 3), np.nan)])
def test_images_without_an_optimum_are_refused(images: np.ndarray) -> None:
    with pytest.raises(ValueError, match="finite and not all zero"):
        minimisation.discrete_optimum(images)


def test_every_rival_profile_starts_at_one_and_all_but_none_ends_at_zero() -> None:
    ends = np.array([1e-9, 1.0])
    for name, profile in rivals.closed_forms().items():
        assert profile(ends) == pytest.approx([1, 0], abs=1e-5), name


RHO = (np.arange(2000) + 0.5) / 2000


def apart(profile: rivals.Profile, exact: rivals.Profile = airy.profile) -> float:
    """Return the distance of two profiles of disks, each of unit norm."""
    units = [f / np.sqrt(np.sum(RHO * f**2)) for f in (exact(RHO), profile(RHO))]
    return float(np.sqrt(np.sum(RHO * (units[0] - units[1]) ** 2)))


@pytest.mark.parametrize(
    ("family", "best", "step", "away"),
    [
        (rivals.cosine_of_power, 1.428, 0.003, 0.0039),
        (lambda a: rivals.product(3, a), 0.287, 0.001, 0.00136),
    ],
)
def test_the_free_number_of_a_family_is_the_one_that_comes_nearest(
    family: Callable[[float], rivals.Profile], best: float, step: float, away: float
) -> None:
    assert apart(family(best)) == pytest.approx(away, rel=0.02)
    assert apart(family(best)) < min(apart(family(best + s)) for s in (-step, step))


def test_the_polynomial_next_to_a_cosine_is_half_as_far_as_that_of_airy() -> None:
    def away(a: float) -> float:
        return apart(rivals.product(4, a), rivals.cosine_of_square)

    assert away(0.223) == pytest.approx(0.0007, abs=5e-5)
    assert away(0.223) < min(away(0.221), away(0.225))


def test_the_nearest_rivals_are_near_and_not_the_profile_itself() -> None:
    rho, ours = RHO, airy.profile(RHO)
    found = {name: apart(profile) for name, profile in rivals.neighbours().items()}
    assert list(found.values()) == pytest.approx([0.0126, 0.0173, 0.0181], abs=2e-4)
    assert min(map(apart, rivals.closed_forms().values())) > 0.04
    # The terms that the series leaves out: the next is -(k rho^3)^3 / 12960.
    missed = (ours - rivals.series(rho)) / rho**9
    assert missed[400:1000:100] == pytest.approx(
        -(airy.constant() ** 3) / 12960, rel=0.05
    )


def test_the_ball_profile_solves_its_own_equation() -> None:
    """f'' = -k rho^2 f in d = 3, by central differences."""
    rho, h = np.linspace(0.1, 0.9, 9), 1e-4
    f = rivals.ball
    second = (f(rho + h) - 2 * f(rho) + f(rho - h)) / h**2
    k = -second / (rho**2 * f(rho))
    assert np.ptp(k) / k.mean() < 1e-4


@pytest.mark.parametrize("radius", [-0.1, np.nan])
def test_a_profile_outside_its_domain_is_refused(radius: float) -> None:
    with pytest.raises(ValueError, match="radius must be finite and at least 0"):
        airy.profile(radius)


@given(st.floats(0, 3))
def test_the_profile_falls_from_one_to_zero(radius: float) -> None:
    value = float(airy.profile(radius))
    assert -1e-15 <= value <= 1
    assert (value == 0) or radius < 1


@pytest.mark.parametrize("factor", [0.0, -1.0, np.nan])
def test_homogeneity_says_nothing_of_factors_that_are_not_positive(
    factor: float,
) -> None:
    with pytest.raises(ValueError, match="multiplier must be positive"):
        response(factor)
