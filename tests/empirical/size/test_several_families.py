"""One network on several families, and the filled outline of a digit."""

from typing import Any

import numpy as np
import pytest

from empirical.size.images.outlines import outlined_copies
from empirical.size.profiles import scaled_bodies
from empirical.size.several_families import outlined_digit, several_families
from empirical.training import Start

SMALL: dict[str, Any] = {
    "size": 8,
    "sizes": [1.0, 2.0, 3.0, 4.0],
    "channels": [2, 2],
    "slope": 0.2,
    "schedule": {"rounds": 2, "decoder_steps": 20, "encoder_steps": 2},
}
DISKS = {"body": "ball", "dimension": 2}
PLACE: dict[str, Any] = {"start": Start(seed=1000)}


def blob(side: int, radius: float) -> np.ndarray:
    """Return a disk with a soft edge: 1/2 at the radius, in pixels."""
    axis = np.arange(side) + 0.5 - side / 2
    return np.clip(0.5 + radius - np.hypot(axis[:, None], axis), 0.0, 1.0)


def test_each_family_is_trained_as_if_alone() -> None:
    weights = [0.0, 1.0, 2.0, 1.0]
    families = [{**DISKS, "weights": weights}, {"digit": 4430}]
    found = several_families(families=families, **PLACE, **SMALL)
    alone = (
        scaled_bodies(**PLACE, **SMALL, **DISKS, weights=weights),
        outlined_digit(**PLACE, **SMALL, digit=4430),
    )
    for place, one in enumerate(alone):
        for name, array in one.items():
            assert np.array_equal(found[name][place], array), name


def test_an_outline_is_sharp_and_scales() -> None:
    small, large = outlined_copies(blob(32, 8.0), np.array([8.0, 16.0]), 32)
    assert small.sum() == pytest.approx(np.pi * 4**2, rel=0.01)
    assert large.sum() == pytest.approx(np.pi * 8**2, rel=0.01)
    grey = (large > 0) & (large < 1)
    assert grey.sum() < 100
    assert np.array_equal(large, large[::-1])
    assert np.array_equal(large, large.T)


def test_rows_of_a_picture_stay_rows() -> None:
    picture = np.zeros((8, 8))
    picture[1:4, 2:6] = 1
    (copy,) = outlined_copies(picture, np.array([4.0]), 8)
    assert np.array_equal(copy > 0.5, picture > 0.5)
