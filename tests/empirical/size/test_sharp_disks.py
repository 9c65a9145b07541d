"""Codes of sharp disks, and their areas, by other routes."""

import numpy as np
import pytest

from empirical.size.averaging import averaged_disks
from empirical.size.sharp_disks import _disk, _Envelope, envelope_encoder

SMALL = {
    "cells": 1024,
    "exponents": [1.0, 0.5],
    "smallest": 1 / 16,
    "areas": [0.25, 0.75],
    "steps": [0.125, 0.0625],
}


@pytest.mark.parametrize("exponent", [0.5, 1.0, 1.5])
def test_the_encoder_gives_every_disk_its_code(exponent: float) -> None:
    encoder = _Envelope(256, exponent, 1 / 16)
    for area in (0.125, 0.5, 1.0):
        assert encoder(_disk(area, 256)) == pytest.approx(area**exponent, rel=1e-12)


def test_the_least_is_that_of_all_disks_one_by_one() -> None:
    rng = np.random.default_rng(3)
    encoder, image = _Envelope(64, 0.5, 0.25), rng.normal(size=64)
    areas = np.arange(16, 65) / 64
    each = [
        a**0.5 + encoder.steepness * np.mean((image - _disk(a, 64)) ** 2) for a in areas
    ]
    assert encoder(image) == pytest.approx(min(each), rel=1e-12)


def test_a_code_that_is_steeper_than_the_encoder_is_not_given() -> None:
    encoder = _Envelope(256, 1.0, 1 / 16)
    encoder.steepness = 0.5
    assert encoder(_disk(0.5, 256)) < 0.5


def test_a_step_moves_the_code_by_its_square() -> None:
    found = envelope_encoder(seed=1000, **SMALL)
    quarter = found["changes"][:, 0] / found["changes"][:, 1]
    assert quarter == pytest.approx(4, rel=1e-6)


def test_averages_of_averages_are_the_average() -> None:
    found = averaged_disks(seed=0, size=32, radii=[3.3, 15.0])
    np.testing.assert_allclose(found["filtered"], found["means"], rtol=1e-14)
    assert found["means"] * 32**2 == pytest.approx(
        np.pi * found["radii"] ** 2, rel=0.01
    )
