"""Encoders with any padding, by torch, in rationals and by least squares."""

import numpy as np
import pytest

from empirical.position.padded_channels import (
    PADDINGS,
    fit_padded_labels,
    padded_channel_codes,
)
from theory.position.paddings import padded_codes

HAT = {"weight": [[[[1, 1], [2, 1], [1, 1]]]]}


def encoder(padding: str, phase: str, levels: int) -> dict:
    return {
        "padding": padding,
        "phase": phase,
        "gain": [1, 1],
        "bias": [0, 1],
        "layers": [HAT] * levels,
    }


@pytest.mark.parametrize("padding", PADDINGS)
@pytest.mark.parametrize("phase", ["even", "odd"])
def test_hats_read_what_theory_says_or_its_mirror_image(
    padding: str, phase: str
) -> None:
    found = padded_channel_codes(seed=0, encoders=[encoder(padding, phase, 4)])
    wanted = padded_codes(4, padding)
    wanted = wanted if phase == "even" else wanted[::-1]
    np.testing.assert_array_equal(found["codes"], wanted)
    np.testing.assert_array_equal(found["exact_codes"][:, 0], wanted)


def test_least_squares_find_the_hat_with_zeros_alone() -> None:
    found = fit_padded_labels(
        seed=3,
        levels=3,
        paddings=["zeros", "replicate"],
        phases=["even"],
        starts=8,
        steps=150,
    )["errors"]
    least = np.min(found, axis=2)[0]
    assert least[0] < 1e-9
    assert 0.02 < least[1] < 0.03
