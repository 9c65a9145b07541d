"""Best images of drawn radii, against singular vectors."""

import numpy as np
import pytest

from empirical.size.drawn_radii import _best, _overlaps, _shared, drawn_optima

RADII = np.array([[0.3, 0.5, 0.9], [0.1, 0.6, 0.7]])


def test_running_sums_are_the_overlaps() -> None:
    strength = np.array([[1.0, 2.0, -1.0], [0.5, 0.0, 3.0]])
    direct = [
        np.minimum.outer(r, r) ** 2 @ s for r, s in zip(RADII, strength, strict=True)
    ]
    np.testing.assert_allclose(_shared(RADII, strength), direct)
    found = [_overlaps(RADII, strength, r)[i] for i, r in enumerate(RADII)]
    np.testing.assert_allclose(found, direct)


def test_power_iteration_ends_at_the_first_vector() -> None:
    for r, s in zip(RADII, _best(RADII), strict=True):
        values, vectors = np.linalg.eigh(np.minimum.outer(r, r) ** 2)
        expected = np.abs(vectors[:, -1]) / np.sqrt(values[-1])
        np.testing.assert_allclose(s, expected, rtol=1e-9)


def test_more_radii_are_nearer() -> None:
    found = drawn_optima(seed=0, counts=[8, 80], draws=[200, 200], points=100)
    assert found["off"][0] > 5 * found["off"][1]
    assert found["error"] == pytest.approx(found["off"] / 14, rel=0.6)
