"""Decoders trained from near a given one: where they start, and where they end."""

from fractions import Fraction

import numpy as np

from empirical.position.found_decoders import search_decoders
from empirical.position.images.diracs import continuous_diracs
from empirical.training import Start
from theory.position.decoder import doubling_decoder
from verify.claims.position.families.given_decoders import configuration


def given(levels: int) -> dict:
    slope = Fraction(1, 5)
    layers = doubling_decoder(levels, slope)
    return configuration(layers, levels, slope, "zeros")


SHOWN = (0.0, 1.25, 2.5, 7.0)
OPTIONS = {
    "start": Start(seed=5),
    "decoders": [given(3), given(4)],
    "slope": 0.2,
    "widths": (3, 5),
    "random_schedule": {"adam_steps": 2, "learning_rate": 0.02, "batch": 8},
    "noises": (0.0, 0.1),
    "noise_schedule": {"adam_steps": 2, "learning_rate": 0.003, "batch": 8},
    "starts": 3,
    "distinct": 40,
    "hole": 0.4,
    "shown": SHOWN,
}


def test_without_noise_the_given_decoder_is_exact() -> None:
    found = search_decoders(**OPTIONS)
    assert np.max(found["before"][:, 2]) < 1e-12
    wanted = continuous_diracs(np.array(SHOWN), 8)
    np.testing.assert_allclose(found["signals"][0], wanted, atol=1e-13)


def test_noise_and_random_starts_are_far_from_it_at_first() -> None:
    before = search_decoders(**OPTIONS)["before"]
    assert np.min(before[:, [0, 1, 3]]) > 0.1


def test_training_leads_back_from_little_noise_also_in_the_hole() -> None:
    schedule = {"adam_steps": 300, "learning_rate": 0.003, "batch": 32}
    change = {"noises": (0.01,), "widths": (), "decoders": [given(3)]}
    found = search_decoders(**{**OPTIONS, **change, "noise_schedule": schedule})
    assert np.max(found["after"]) < 0.1 < np.min(found["before"])


def test_the_hole_is_not_trained_on() -> None:
    change = {"distinct": 8, "hole": 1 / 7 + 1e-9, "noises": (0.1,), "widths": ()}
    few = {**OPTIONS, **change, "decoders": [given(3)]}
    with_a_hole = search_decoders(**few)["after"]
    # A hole between 1.00... and 2.00... leaves all whole positions but 2 in.
    without = search_decoders(**{**few, "hole": 1e-9})["after"]
    assert not np.array_equal(with_a_hole, without)
