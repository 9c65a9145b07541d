"""Codes of least contractive energy, each by two routes."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import quad, solve_ivp
from scipy.optimize import brentq
from scipy.special import jn_zeros, jv

from theory.size import codes


def law_of(exponent: float) -> codes.Code:
    return lambda rho: rho**exponent


def energy(code: codes.Code, law: float) -> float:
    """Return the integral of p g'^2 / s over the squared range, for s = rho."""
    rho = np.linspace(1e-9, 1, 20_001)
    values = code(rho)
    slope, middle = np.diff(values) / np.diff(rho), (rho[1:] + rho[:-1]) / 2
    weight = middle**law * (law + 1)
    total = np.sum(weight * slope**2 / middle * np.diff(rho))
    return float(total / (values[-1] - values[0]) ** 2)


@pytest.mark.parametrize("law", [0.0, 0.5, 1.0])
def test_the_least_code_of_given_range_beats_its_neighbours(law: float) -> None:
    best = energy(codes.least_of_range(law), law)
    assert best == pytest.approx(
        codes.energy_of_range(law, (0.0, 1.0), np.pi / 3), rel=1e-3
    )
    for change in (-0.1, 0.1):
        assert energy(codes.power(2 - law + change), law) > best


@pytest.mark.parametrize("law", [0.0, 0.5, 1.0])
def test_the_grid_gives_the_code_of_given_range(law: float) -> None:
    found, _ = codes.on_a_grid(law_of(law), codes.power(1.0), 200)
    rho = (np.arange(200) + 0.5) / 200
    closed = codes.least_of_range(law)(rho)
    scaled = (closed - closed[0]) / (closed[-1] - closed[0])
    assert np.abs(found - scaled).max() < 1e-3


def test_the_grid_converges_with_order_two_to_the_code_of_given_variance() -> None:
    uniform = law_of(0.0)
    off = []
    for points in (50, 100, 200):
        found, value = codes.on_a_grid(uniform, codes.power(1.0), points, variance=True)
        off.append(value / codes.constant() - 1)
        rho = (np.arange(points) + 0.5) / points
        assert np.abs(found - codes.least_of_variance(rho)).max() < 10 / points**2
    assert off[0] / off[1] == pytest.approx(4, rel=0.01)
    assert off[1] / off[2] == pytest.approx(4, rel=0.01)
    assert (4 * off[2] - off[1]) / 3 == pytest.approx(0, abs=1e-7)


@pytest.mark.parametrize(("law", "power"), [(0.5, 0.5), (1.0, 1.0)])
def test_another_law_has_another_code_of_given_variance(
    law: float, power: float
) -> None:
    """By shooting for p ~ r^k: u = p g' / s obeys u'' = -mu s u / p, up to (u')."""

    def slopes(mu: float) -> Any:
        # g' = s u / p, u' = -mu p g, from the middle of the first interval on.
        return solve_ivp(
            lambda r, y: [r ** (1 - law) * y[1], -mu * r**power * y[0]],
            (1e-9, 1),
            [-1.0, 0.0],
            rtol=1e-10,
            atol=1e-12,
            dense_output=True,
        )

    grid = np.linspace(2, 60, 117)
    ends = [slopes(mu).y[1, -1] for mu in grid]
    first = next(i for i in range(116) if ends[i] > 0 > ends[i + 1])
    mu = brentq(lambda m: slopes(m).y[1, -1], grid[first], grid[first + 1])
    rho = np.linspace(0.05, 0.95, 7)
    against = slopes(mu).sol(rho)[0]
    found = codes.least_of_variance_under(law)(rho)
    assert np.corrcoef(found, against)[0, 1] > 1 - 1e-6


def test_shooting_finds_the_same_constant() -> None:
    def end(mu: float) -> float:
        solved = solve_ivp(
            lambda r, y: [y[1], -mu * r * y[0]], (0, 1), [0, 1], rtol=1e-11, atol=1e-13
        )
        return float(solved.y[0, -1])

    mu = codes.constant()
    assert end(mu * (1 - 1e-7)) > 0 > end(mu * (1 + 1e-7))
    assert all(end(m) > 0 for m in np.linspace(0, mu * 0.999, 20))


def test_the_constant_is_the_first_zero_of_the_bessel_function() -> None:
    j = 2 / 3 * codes.scaled_radius() ** 1.5
    assert abs(jv(1 / 3, j)) < 1e-14
    assert all(jv(1 / 3, x) > 0 for x in np.linspace(0.01, j - 1e-9, 200))
    assert jn_zeros(0, 1)[0] < j < jn_zeros(1, 1)[0]


def test_the_code_of_given_variance_has_mean_zero_and_variance_one() -> None:
    def at(r: float) -> float:
        return float(codes.least_of_variance(np.array([r]))[0])

    assert quad(at, 0, 1)[0] == pytest.approx(0, abs=1e-12)
    assert quad(lambda r: at(r) ** 2, 0, 1)[0] == pytest.approx(1, rel=1e-12)
    assert at(1.0) > at(0.5) > at(0.0)


def test_the_code_of_given_variance_is_not_the_area() -> None:
    rho = np.linspace(0, 1, 2001)
    against = np.corrcoef(codes.least_of_variance(rho), rho**2)[0, 1]
    assert against == pytest.approx(0.9927, abs=5e-4)


def test_for_radii_that_grow_in_number_the_two_variance_problems_part() -> None:
    """A free encoder: g'' = -mu r g; a linear one: a cosine of the area."""
    rho = (np.arange(200) + 0.5) / 200
    free, _ = codes.on_a_grid(law_of(1.0), codes.power(1.0), 200, variance=True)
    cosine = codes.cosine_of_power(2.0)(rho)
    gram = np.minimum(rho[:, None], rho[None, :]) ** 2
    root = np.sqrt(rho / rho.sum())
    centred = gram - (gram @ root**2)[:, None]
    centred -= (root**2 @ centred)[None, :]
    linear = np.linalg.eigh(root[:, None] * centred * root)[1][:, -1] / root
    assert abs(np.corrcoef(linear, cosine)[0, 1]) > 0.9999
    assert np.corrcoef(free, cosine)[0, 1] < 0.995


def test_the_squared_speed_is_that_of_a_drawn_edge() -> None:
    def squared(t: float) -> float:
        value = 1 / (1 + np.exp((t - 9) / 0.5))
        return 2 * np.pi * t * (value * (1 - value) / 0.5) ** 2

    total = quad(squared, 0, 18, points=[9])[0]
    assert total == pytest.approx(codes.squared_speed(0.5) * 9, rel=1e-9)


@given(st.floats(0, 1.9))
def test_the_energy_of_range_scales_as_the_inverse_cube_of_the_radius(
    law: float,
) -> None:
    one, two = (codes.energy_of_range(law, (0.0, r), 0.5) for r in (1.0, 2.0))
    assert one / two == pytest.approx(8, rel=1e-9)


@pytest.mark.parametrize("law", [2.0, 3.0, np.nan])
def test_a_law_without_a_least_code_is_refused(law: float) -> None:
    with pytest.raises(ValueError, match="law must be below 2"):
        codes.least_of_range(law)


def test_impossible_grids_and_edges_are_refused() -> None:
    with pytest.raises(ValueError, match="points must be at least 3, got 2"):
        codes.on_a_grid(law_of(0.0), codes.power(1.0), 2)
    with pytest.raises(ValueError, match="law and speed must be positive"):
        codes.on_a_grid(lambda rho: rho - 0.5, codes.power(1.0), 10)
    with pytest.raises(ValueError, match="softness must be positive, got 0"):
        codes.squared_speed(0.0)
