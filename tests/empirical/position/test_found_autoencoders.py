"""Position autoencoders: one network against its two halves, and the training."""

from fractions import Fraction

import numpy as np
import pytest
import torch

from empirical.position.found_autoencoders import train_position_autoencoders
from empirical.position.images.diracs import continuous_diracs
from empirical.position.images.positions import (
    in_hole,
    middle_positions,
    spaced_positions,
)
from empirical.position.models.encoder import PositionEncoder
from empirical.position.models.many_autoencoders import PositionAutoencoders
from empirical.position.models.many_decoders import PositionDecoders
from empirical.training import Start
from theory.position.decoder import doubling_decoder
from verify.claims.position.families.given_decoders import configuration

SLOPE = Fraction(1, 5)


def given(levels: int) -> dict:
    layers = doubling_decoder(levels, SLOPE)
    return configuration(layers, levels, SLOPE, "zeros")


OPTIONS = {
    "start": Start(seed=5),
    "decoders": [given(2), given(3)],
    "slope": 0.2,
    "channels": 4,
    "random_schedule": {"adam_steps": 2, "learning_rate": 0.02, "batch": 8},
    "noises": (0.01, 0.1),
    "noise_schedule": {"adam_steps": 2, "learning_rate": 0.003, "batch": 8},
    "starts": 3,
    "distinct": 40,
    "hole": 0.4,
}


def network(levels: int = 3, starts: int = 2) -> PositionAutoencoders:
    rng = np.random.default_rng(1)
    taps = rng.normal(size=(starts, levels, 3))
    decoders = PositionDecoders(starts, levels, 4, 0.2, "zeros", rng)
    return PositionAutoencoders(taps, decoders)


@torch.no_grad()
def test_an_autoencoder_is_its_encoder_and_its_decoder() -> None:
    model = network()
    places = np.array([0.0, 1.3, 2.0, 6.9])
    signals = torch.from_numpy(continuous_diracs(places, 8))
    made = model(signals)
    for start in range(2):
        taps = model.encoders.filters[:, :, start].numpy()
        codes = PositionEncoder(taps)(signals)
        np.testing.assert_allclose(model.codes(signals)[start], codes, atol=1e-12)
        alone = model.decoders(codes)[start]
        np.testing.assert_allclose(made[start], alone, rtol=1e-12, atol=1e-12)


def test_without_noise_or_training_all_diracs_come_back() -> None:
    still = {"adam_steps": 0, "learning_rate": 0.1, "batch": 8}
    options = {**OPTIONS, "noises": (0.0, 0.1), "noise_schedule": still}
    found = train_position_autoencoders(**options)
    # Trained in float32, so the given numbers are rounded to it.
    assert np.max(found["errors"][:, 1]) < 1e-6
    assert np.min(found["errors"][:, 2]) > 0.1
    exact = 1 - middle_positions(512, 4) / 4
    np.testing.assert_allclose(found["codes"][1, 0], exact, atol=1e-6)


def test_training_leads_back_from_little_noise() -> None:
    schedule = {"adam_steps": 200, "learning_rate": 0.003, "batch": 32}
    options = {**OPTIONS, "noises": (0.01,), "noise_schedule": schedule}
    assert np.max(train_position_autoencoders(**options)["errors"][:, 1]) < 0.1


def test_halves_of_different_depth_are_refused() -> None:
    rng = np.random.default_rng(1)
    decoders = PositionDecoders(2, 3, 4, 0.2, "zeros", rng)
    with pytest.raises(ValueError, match="taps and decoders must be alike"):
        PositionAutoencoders(rng.normal(size=(2, 4, 3)), decoders)


def test_a_hole_takes_one_sample_of_the_positions() -> None:
    positions = spaced_positions(701, 8)
    assert np.sum(in_hole(positions, 8, 0.4)) in (99, 100)
    assert np.mean(in_hole(middle_positions(7000, 8), 8, 0.4)) == pytest.approx(1 / 7)
