"""Diracs, the linear encoder and its measurements."""

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from empirical.position.images.diracs import diracs
from empirical.position.linear_encoder import cascade_table, train_position_encoder
from empirical.position.models.encoder import PositionEncoder
from empirical.training import Start
from theory.position.stages import staged_outputs
from theory.position.variants import dirac_table, encode_numpy

TRAINING = {
    "levels": [2, 3],
    "schedule": {"adam_steps": 200, "learning_rate": 0.03, "lbfgs_steps": 400},
}


def test_row_a_is_the_impulse_at_a() -> None:
    np.testing.assert_array_equal(diracs(3), [[1, 0, 0], [0, 1, 0], [0, 0, 1]])


@given(levels=st.integers(1, 7), seed=st.integers(0, 2**32 - 1))
@settings(deadline=None, max_examples=30)
def test_torch_the_loops_and_the_slices_agree_on_random_filters(
    levels: int, seed: int
) -> None:
    rng = np.random.default_rng(seed)
    taps, signal = rng.normal(size=(levels, 3)), rng.normal(size=2**levels)
    with torch.no_grad():
        outputs = PositionEncoder(taps).outputs(torch.from_numpy(signal)[None])
    bound = 1e-14 * levels * encode_numpy(np.abs(signal), np.abs(taps))
    flat = torch.cat(outputs, dim=1)[0].numpy()
    loops = np.concatenate(staged_outputs(signal[None], taps, every=True), axis=1)[0]
    np.testing.assert_allclose(flat[:-1], loops[:-1], rtol=1e-11, atol=1e-11)
    assert abs(flat[-1] - loops[-1]) <= bound
    assert abs(flat[-1] - encode_numpy(signal, taps)) <= bound


@pytest.mark.parametrize("levels", [1, 3, 6])
@pytest.mark.parametrize("seed", [0, 5])
def test_the_table_of_torch_is_the_table_of_slices(levels: int, seed: int) -> None:
    for taps in ((1, 2, 1), (3, -1, 2)):
        outputs = cascade_table(seed=seed, levels=levels, taps=taps)["outputs"]
        np.testing.assert_array_equal(outputs, dirac_table(levels, taps))


def test_an_encoder_returns_the_taps_it_was_given() -> None:
    taps = np.arange(12.0).reshape(4, 3)
    np.testing.assert_array_equal(PositionEncoder(taps).taps(), taps)


def test_training_changes_neither_start_nor_caller_s_array() -> None:
    taps = np.ones((2, 3))
    model = PositionEncoder(taps)
    with torch.no_grad():
        next(model.parameters()).zero_()
    np.testing.assert_array_equal(taps, 1)


@pytest.mark.slow
def test_training_finds_the_deck_s_filter() -> None:
    arrays = train_position_encoder(start=Start(seed=1000), **TRAINING)
    assert np.all(arrays["losses"] < 1e-16)
    ratios = arrays["taps"] / arrays["taps"][:, 1:2]
    np.testing.assert_allclose(ratios[:, 2], 0.5, atol=1e-6)
    np.testing.assert_allclose(ratios[[0, 2, 3], 0], 0.5, atol=1e-6)
    # The free taps of the last layers: rows 1 and 4.
    assert np.all(np.abs(ratios[[1, 4], 0] - 0.5) > 1e-3)


def test_a_diverging_training_says_so() -> None:
    wild = {"adam_steps": 2, "learning_rate": 1e200, "lbfgs_steps": 0}
    options = {**TRAINING, "schedule": {**wild, "checkpoint_every": 1}}
    with pytest.raises(FloatingPointError, match="the loss is not finite at"):
        train_position_encoder(start=Start(seed=0), **options)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: diracs(0), "size must be at least 1, got 0"),
        (lambda: PositionEncoder(np.ones(3)), r"taps must have shape \(layers, 3\)"),
        (lambda: PositionEncoder(np.ones((0, 3))), r"got \(0, 3\)"),
        (lambda: PositionEncoder(np.ones((2, 2))), r"got \(2, 2\)"),
    ],
)
def test_bad_arguments_are_refused(call, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        call()
