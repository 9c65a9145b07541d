"""Measurements on Dirac impulses."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import torch
from jaxtyping import Float

from empirical.arrays import Arrays
from empirical.position.images.diracs import diracs
from empirical.position.models.encoder import PositionEncoder
from empirical.training import Schedule, Start, train


def cascade_table(*, seed: int, levels: int, taps: Sequence[int | float]) -> Arrays:
    """Return every layer's output for every one-hot vector, by torch's convolution.

    Parameters
    ----------
    seed
        Shuffles the order in which the vectors go through the network, which may not
        matter.
    levels
        Number of layers L, at least 1; the vectors have length 2^L.
    taps
        The filter of every layer.

    Returns
    -------
    dict
        ``outputs``, shape (2^L, 2^L - 1): row ``a`` holds u1 to uL for the impulse at
        ``a``, one after the other.

    Raises
    ------
    ValueError
        If the levels are below 1 or the taps are not three.

    """
    _check("levels", levels, 1)
    torch.set_num_threads(1)
    model = PositionEncoder(np.tile(np.asarray(taps, dtype=np.float64), (levels, 1)))
    order = np.random.default_rng(seed).permutation(2**levels)
    with torch.no_grad():
        layers = model.outputs(torch.from_numpy(diracs(2**levels)[order]))
    outputs = np.empty((2**levels, 2**levels - 1))
    outputs[order] = torch.cat(layers, dim=1).numpy()
    return {"outputs": outputs}


def train_position_encoder(
    *,
    start: Start,
    levels: Sequence[int],
    schedule: dict[str, Any],
) -> Arrays:
    """Train linear encoders on one-hot vectors with the inverted position as label.

    One encoder per number of layers, from one random start with positive taps,
    uniform on [0, 1]; the loss is the mean of ``((E(delta_a) - (2^L - a)) / 2^L)^2``.

    Parameters
    ----------
    start
        Its seed draws the starts.
    levels, schedule
        Numbers of layers L, each at least 1, and how to train them.

    Returns
    -------
    dict
        ``taps``, shape (sum of L, 3), the encoders one after the other; ``losses``,
        one for each.

    Raises
    ------
    FloatingPointError
        If a loss stops being finite.
    ValueError
        If a number is out of range.

    """
    for level in levels:
        _check("levels", level, 1)
    rng = np.random.default_rng(start.seed)
    drawn = [rng.uniform(0, 1, size=(level, 3)) for level in levels]
    fits = [_fit(taps, schedule, start) for taps in drawn]
    return {
        "taps": np.concatenate([taps for taps, _ in fits]),
        "losses": np.array([loss for _, loss in fits]),
    }


def _fit(
    drawn: Float[np.ndarray, "layers 3"], schedule: dict[str, Any], start: Start
) -> tuple[Float[np.ndarray, "layers 3"], float]:
    """Return the taps after training and the loss that they reach."""
    size, place = 2 ** len(drawn), start.place
    signals = torch.from_numpy(diracs(size)).to(place)
    labels = size - torch.arange(size, dtype=torch.float64, device=place)
    model = PositionEncoder(drawn).to(place)

    def loss(batch: torch.Tensor | None) -> torch.Tensor:
        chosen = slice(None) if batch is None else batch.to(place)
        misses: torch.Tensor = (model(signals[chosen]) - labels[chosen]) / size
        return misses.square().mean()

    train(model, loss, size, Schedule(batch=size, **schedule), start.seed)
    with torch.no_grad():
        return model.taps(), float(loss(None))


def _check(name: str, value: int, low: int) -> None:
    if value < low:
        raise ValueError(f"{name} must be at least {low}, got {value}.")
