"""Which slopes allow two images, against networks that are sought at random."""

import numpy as np
import pytest

from theory.size import airy, branches, slopes


def unlike(slope: float, seed: int) -> float:
    """Return the sine of the angle between the images of 1 and -1, signs apart."""
    rng = np.random.default_rng(seed)
    first, last = rng.normal(size=4), rng.normal(size=(6, 4))

    def rise(u: np.ndarray) -> np.ndarray:
        return np.where(u > 0, u, slope * u)

    pair = [rise(last @ rise(first * z)) for z in (1.0, -1.0)]
    if not all(image.any() for image in pair):
        return 0.0
    one, other = (image / np.linalg.norm(image) for image in pair)
    return float(np.sqrt(max(0.0, 1 - (one @ other) ** 2)))


@pytest.mark.parametrize("slope", [-3.0, -1.0, -0.5, 0.0, 0.2, 0.9, 1.0, 1.1, 4.0])
def test_images_of_both_signs_are_unlike_where_theory_says(slope: float) -> None:
    found = max(unlike(slope, seed) for seed in range(20))
    assert (found > 1e-3) == slopes.two_images(slope, activated=False)


def test_a_code_of_one_sign_makes_one_image() -> None:
    assert not slopes.two_images(-0.5, activated=True)
    assert not slopes.two_images(0.0, activated=True)
    assert slopes.two_images(1e-9, activated=True)


def test_the_floors_are_those_of_one_and_of_two_profiles() -> None:
    assert slopes.left(0.5, True, 200) == pytest.approx(
        1 - branches.best_split().captured, abs=2e-4
    )
    assert slopes.left(1.0, True, 200) == pytest.approx(1 - airy.captured(), abs=1e-4)
