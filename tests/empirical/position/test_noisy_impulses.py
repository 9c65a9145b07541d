"""Impulses told from moments by torch and by Prony's method in float64."""

import numpy as np

from empirical.position.noisy_impulses import noisy_impulses
from theory.position.moments import amplification, moment_layers
from verify.claims.position.families.given_decoders import listed


def test_three_impulses_come_back_and_scatter_as_theory_says() -> None:
    case = {"places": [1, 6, 13], "heights": [2.0, -1.0, 3.0]}
    found = noisy_impulses(
        seed=0,
        layers=[{"weight": one["weight"]} for one in listed(moment_layers(4, 5))],
        cases=[case],
        sigma=1e-7,
        draws=4000,
    )
    np.testing.assert_allclose(
        found["told"][0], [case["places"], case["heights"]], atol=1e-8
    )
    wanted = amplification(case["places"], case["heights"], 16)
    np.testing.assert_allclose(found["deviations"][0], wanted, rtol=0.05)
