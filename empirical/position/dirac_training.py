"""Networks side by side that learn to make Diracs all along a signal but for a hole."""

import numpy as np
import torch
from jaxtyping import Float
from torch import Tensor, nn

from empirical.position.images.diracs import continuous_diracs
from empirical.position.images.positions import (
    in_hole,
    middle_positions,
    spaced_positions,
)
from empirical.training import Schedule, train

TESTED = 512
"""Positions that a network is tested on, in the middle of equal parts of the signal."""


def seen_positions(distinct: int, size: int, hole: float) -> Float[np.ndarray, " k"]:
    """Return evenly spaced positions from 0 to ``size - 1`` without those in a hole.

    Parameters
    ----------
    distinct
        How many there are before those in the hole are left out, at least 2.
    size
        Length of the signal.
    hole
        Where it begins, as a share of the last position, in [0, 1).

    Raises
    ------
    ValueError
        If a number is out of range.

    Examples
    --------
    >>> seen_positions(5, 3, hole=0.25).tolist()
    [0.0, 0.5, 1.5, 2.0]

    """
    every = spaced_positions(distinct, size)
    return np.asarray(every[~in_hole(every, size, hole)])


def fit(
    model: nn.Module,
    inputs: Float[Tensor, "k *input"],
    wanted: Float[Tensor, "k n"],
    schedule: Schedule,
    seed: int,
) -> None:
    """Train all networks of a model at once in float32, on the sum of their losses.

    Parameters
    ----------
    model
        Makes of inputs (s, ...) the signals of its networks (m, s, n); trained in
        place, and in float64 again at the end.
    inputs, wanted
        What it reads, and what each network is to make of it.
    schedule, seed
        As for :func:`empirical.training.train`.

    Raises
    ------
    FloatingPointError
        If the loss stops being finite.

    """
    count = len(wanted)
    # Whole copies of the set, so that a batch can be larger than the set.
    samples = count * -(-schedule.batch // count)
    inputs, wanted = inputs.float(), wanted.float()

    def loss(chosen: Tensor | None) -> Tensor:
        rows = torch.arange(count) if chosen is None else chosen % count
        rows = rows.to(wanted.device)
        misses: Tensor = model(inputs[rows]) - wanted[rows]
        return misses.square().sum(2).mean(1).sum()

    train(model.float(), loss, samples, schedule, seed)


class MiddleDiracs:
    """Diracs in the middle of equal parts of a signal of length 2^L, some in a hole.

    Parameters
    ----------
    levels
        Number of layers L.
    hole
        As for :func:`seen_positions`.
    place
        Where the signals are.

    """

    def __init__(self, levels: int, hole: float, place: torch.device) -> None:
        self.positions = middle_positions(TESTED, 2**levels)
        inside = in_hole(self.positions, 2**levels, hole)
        self.inside = torch.from_numpy(inside).to(place)
        images = continuous_diracs(self.positions, 2**levels)
        self.signals = torch.from_numpy(images).to(place)

    def errors(self, made: Float[Tensor, "m tested n"]) -> Float[np.ndarray, "m 2"]:
        """Return each network's relative error outside the hole and in it."""
        misses = (made - self.signals).square().sum(2)
        whole = self.signals.square().sum(1)
        parts = [
            (misses[:, chosen].sum(1) / whole[chosen].sum()).sqrt()
            for chosen in (~self.inside, self.inside)
        ]
        return np.asarray(torch.stack(parts, dim=1).cpu().numpy())
