"""Radii that stand for a law are its quantiles."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from theory.size.law import Law, histogram, mass, power
from theory.size.quantiles import quantiles


@given(st.floats(-0.5, 5.0))
def test_quantiles_of_a_power_are_a_root(exponent: float) -> None:
    shares = np.linspace(0.05, 1, 20)
    exact = shares ** (1 / (exponent + 1))
    np.testing.assert_allclose(quantiles(power(exponent), shares), exact, atol=2e-5)


def test_quantiles_of_the_uniform_law_are_the_shares() -> None:
    shares = np.linspace(0, 1, 65)
    np.testing.assert_allclose(quantiles(power(0.0), shares), shares, atol=1e-15)


@pytest.mark.parametrize(
    "law",
    [
        histogram([0, 3, 4, 10], [2, 0, 5]),
        Law(density=lambda r: np.exp(-30 * r)),
        power(0.0).without(0.2, 0.7),
    ],
)
def test_as_much_of_any_law_lies_below_a_quantile_as_is_said(law: Law) -> None:
    shares = np.array([0.1, 0.35, 0.6, 0.9])
    below = [mass(law.between(0.0, r)) / mass(law) for r in quantiles(law, shares)]
    np.testing.assert_allclose(below, shares, atol=1e-5)


def test_a_share_beyond_all_is_refused() -> None:
    with pytest.raises(ValueError, match=r"shares must be in \[0, 1\], got 1.5"):
        quantiles(power(0.0), np.array([1.5]))
