"""The experiments of the PCA part: honest differences."""

import numpy as np
import pytest

from empirical.pca.autoencoder import PCAAutoencoder
from empirical.pca.images.ellipses import drawn_ellipses
from empirical.pca.images.form import PixelForm
from empirical.weights import loaded
from tests.problems import arrays, problem


def test_earlier_codes_stay_where_they_were() -> None:
    found = arrays(problem("ellipse_codes"), seed=3)
    assert np.array_equal(found["moved"], [0, 0])
    assert np.all(np.diff(found["errors linear"].mean(axis=1)[:2]) < 0)


@pytest.mark.parametrize(("arm", "packets"), [("ordered", (1, 1, 1)), ("plain", (3,))])
def test_networks_rebuilt_from_a_measurement_give_its_codes_and_errors(
    arm: str, packets: tuple[int, ...]
) -> None:
    asked = problem("ellipse_codes")
    found, recipe = arrays(asked, seed=2), asked.options["recipe"]
    seen = PixelForm(shape=(64, 64), low=0.0, high=1.0)
    rebuilt = PCAAutoencoder(3, packets, **recipe).unfitted(seen)
    loaded(rebuilt.module_, found, arm)
    images = drawn_ellipses(asked.options["test"], 2, "test").images
    codes = rebuilt.transform(images)
    np.testing.assert_array_equal(codes, found[f"codes {arm}"])
    sizes = [sum(packets[: count + 1]) for count in range(len(packets))]
    errors = [
        ((rebuilt.inverse_transform(codes[:, :size]) - images) ** 2).mean((1, 2), float)
        for size in sizes
    ]
    np.testing.assert_array_equal(errors, found[f"errors {arm}"][-len(packets) :])


def test_translated_disks_are_measured_by_ones_and_by_a_packet() -> None:
    found = arrays(problem("translated_codes"))
    assert not np.array_equal(found["errors"][2], found["errors"][3])
