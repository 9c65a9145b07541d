"""Objects through two channels and back, noise on them, and their images."""

from fractions import Fraction

import numpy as np
import pytest
import torch

from empirical.position.bright_objects import KINDS, train_bright_objects
from empirical.position.images.objects import placed
from empirical.position.objects import placed_objects, two_codes
from empirical.training import Start
from theory.position.objects import object_decoder, placed_object
from verify.claims.position.families.given_decoders import listed


def test_images_are_what_theory_places() -> None:
    shape = [1.0, -2.0, 0.5]
    places = np.array([0.0, 1.25, 5.0])
    images = placed(shape, places, 8, strength=3.0)
    exact = [
        placed_object(3, [*map(Fraction, shape)], Fraction(a), Fraction(3))
        for a in places.tolist()
    ]
    np.testing.assert_array_equal(images, np.array(exact, dtype=float))
    with pytest.raises(ValueError, match="shape must have 1 to 2 samples, got 3"):
        placed(shape, places, 2)


def test_both_channels_count_places_and_samples() -> None:
    codes = two_codes(torch.eye(16, dtype=torch.float64)).numpy()
    np.testing.assert_array_equal(codes[:, 0], np.arange(16, 0, -1))
    np.testing.assert_array_equal(codes[:, 1], 1)


def test_a_wrong_object_behind_the_decoder_is_seen() -> None:
    shape = [Fraction(1), Fraction(2)]
    layers = listed(object_decoder(3, Fraction(0), shape))
    told = {"levels": 3, "slope": 0.0, "strengths": [2.0], "parts": 1, "drawn": 4}
    for samples, right in (([1.0, 2.0], True), ([2.0, 1.0], False)):
        one = {"shape": samples, "layers": layers}
        found = placed_objects(seed=0, objects=[one], **told)
        images = placed(samples, np.arange(7.0), 8, 2.0)
        assert np.allclose(found["signals"], images) is right
        assert bool(np.max(found["drawn_errors"]) < 1e-12) is right


def test_networks_without_biases_scale_with_the_brightness() -> None:
    found = train_bright_objects(
        start=Start(seed=0),
        levels=3,
        shape=[1.0],
        strengths=[1.0, 2.0],
        unseen=[5.0],
        width=3,
        slope=0.2,
        starts=1,
        schedule={"adam_steps": 5, "learning_rate": 0.01, "lbfgs_steps": 0},
    )["codes"][:, 0]
    for kind, codes in zip(KINDS, found, strict=True):
        times = codes / codes[0]
        if kind in ("linear", "bent"):
            np.testing.assert_allclose(times, [[1.0] * 8, [2.0] * 8, [5.0] * 8])
        if kind == "ratio":
            np.testing.assert_allclose(times, 1)
        if kind == "biased":
            assert np.max(np.abs(times[1] - 2)) > 1e-3
