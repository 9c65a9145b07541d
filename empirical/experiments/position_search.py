"""Whether training finds a given decoder, from near it and from random starts."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import torch
from jaxtyping import Float
from torch import Tensor

from empirical.images.diracs import continuous_diracs
from empirical.images.positions import in_hole, middle_positions, spaced_positions
from empirical.models.given_decoders import decoders_near
from empirical.models.position_decoders import PositionDecoders
from empirical.training import Checkpoint, Schedule, choose_device, train

ArrayDict = dict[str, Float[np.ndarray, "..."]]

TESTED = 512
"""Positions that a decoder is tested on, in the middle of equal parts of the signal."""


def search_decoders(
    *,
    seed: int,
    device: str,
    checkpoint: Checkpoint | None,
    decoders: Sequence[dict[str, Any]],
    slope: float,
    widths: Sequence[int],
    random_schedule: dict[str, Any],
    noises: Sequence[float],
    noise_schedule: dict[str, Any],
    starts: int,
    distinct: int,
    hole: float,
    shown: Sequence[float],
    compared: Sequence[dict[str, Any]],
) -> ArrayDict:
    """Train decoders shaped like a given one, from near it and from anywhere.

    A group of random starts for every width, then for every size of noise a group of
    starts at the given decoder with normal noise added to each weight and bias. All of
    a schedule and width are trained at once by Adam on the sum of their losses, on
    Diracs all along the signal except in a hole of one sample. A decoder
    reads the code as ``(2^L - a) / 2^L``.

    Parameters
    ----------
    seed
        Draws starts, noise and batches.
    device
        Where to train.
    checkpoint
        Accepted, and not used: a training lasts seconds.
    decoders
        Each with ``levels`` L and ``layers``: weights (out, in, taps) and biases, every
        number a pair of numerator and denominator; it upsamples by inserted zeros and
        reads ``2^L - a``.
    slope
        Of the LeakyReLU.
    widths
        Channels of the decoders that start at random.
    noises
        Standard deviations of the noise, at least one.
    random_schedule, noise_schedule
        ``adam_steps``, ``learning_rate`` and ``batch`` of both kinds of group.
    starts
        How many in each group, at least 1.
    distinct
        Evenly spaced positions from 0 to 2^L - 1 to train on, at least 2, before those
        in the hole are left out.
    hole
        Where it begins, as a share of the last position, in [0, 1); it is one sample
        wide.
    shown
        Positions at which decoders of the first number of layers are shown.
    compared
        Decoders of that many layers, trained like the other random ones but
        without a hole, to be shown beside them: each with ``kind``, ``channels`` and
        ``distinct`` positions.

    Returns
    -------
    dict
        ``before`` and ``after``, shape (decoders, groups, starts, 2): error relative to
        the Diracs, root mean square, outside the hole and in it. ``signals``, shape
        (1 + groups + compared, shown, 2^L): what the given decoder makes, and of every
        group and comparison the start with the median error.

    Raises
    ------
    FloatingPointError
        If a loss stops being finite.
    ValueError
        If a number is out of range.

    """
    if not decoders:
        raise ValueError("decoders must be one or more, got none.")
    place = choose_device(device)
    schedules = [*[random_schedule] * len(widths), noise_schedule]
    before, after = [], []
    signals: list[Float[np.ndarray, "m shown n"]] = []
    for decoder in decoders:
        levels, layers = decoder["levels"], decoder["layers"]
        rng = np.random.default_rng((seed, levels))
        given = decoders_near(layers, [0.0], 1, levels, slope, rng).to(place)
        models = [
            PositionDecoders(starts, levels, width, slope, "zeros", rng)
            for width in widths
        ]
        models.append(decoders_near(layers, noises, starts, levels, slope, rng))
        models = [model.to(place) for model in models]
        every = spaced_positions(distinct, 2**levels)
        seen = every[~in_hole(every, 2**levels, hole)]
        test = _Places(levels, hole, place)
        before.append(np.concatenate([test.errors(m, starts) for m in models]))
        for model, schedule in zip(models, schedules, strict=True):
            _fit(model, seen, schedule, seed)
        after.append(np.concatenate([test.errors(m, starts) for m in models]))
        if not signals:
            models += _compared(compared, given, starts, random_schedule, seed)
            signals = [_signals(given, shown)]
            signals += [_typical(m, test.errors(m, starts), shown) for m in models]
    return {
        "before": np.stack(before),
        "after": np.stack(after),
        "signals": np.concatenate(signals),
    }


class _Places:
    """Positions all along a signal that decoders are tested on, some in a hole."""

    def __init__(self, levels: int, hole: float, place: torch.device) -> None:
        positions = middle_positions(TESTED, 2**levels)
        self.inside = torch.from_numpy(in_hole(positions, 2**levels, hole)).to(place)
        self.codes, self.wanted = _pairs(positions, levels, place)

    @torch.no_grad()
    def errors(
        self, model: PositionDecoders, starts: int
    ) -> Float[np.ndarray, "groups starts 2"]:
        """Return the relative error of each start outside the hole and in it."""
        misses = (model(self.codes) - self.wanted).square().sum(2)
        whole = self.wanted.square().sum(1)
        parts = [
            (misses[:, chosen].sum(1) / whole[chosen].sum()).sqrt()
            for chosen in (~self.inside, self.inside)
        ]
        found = torch.stack(parts, dim=1).reshape(-1, starts, 2)
        return np.asarray(found.cpu().numpy())


def _fit(
    model: PositionDecoders,
    positions: Float[np.ndarray, " k"],
    schedule: dict[str, Any],
    seed: int,
) -> None:
    place = model.weights[0].device
    codes, wanted = _pairs(positions, model.levels, place)
    count, options = len(positions), Schedule(lbfgs_steps=0, **schedule)
    # Whole copies of the set, so that a batch can be larger than the set.
    samples = count * -(-options.batch // count)

    def loss(chosen: Tensor | None) -> Tensor:
        rows = torch.arange(count) if chosen is None else chosen % count
        rows = rows.to(place)
        misses: Tensor = model(codes[rows]) - wanted[rows]
        return misses.square().sum(2).mean(1).sum()

    train(model, loss, samples, options, seed)


def _compared(
    cases: Sequence[dict[str, Any]],
    beside: PositionDecoders,
    starts: int,
    schedule: dict[str, Any],
    seed: int,
) -> list[PositionDecoders]:
    """Return other kinds of decoder, trained for the same signals without a hole."""
    found = []
    for case in cases:
        model = PositionDecoders(
            starts=starts,
            levels=beside.levels,
            channels=case["channels"],
            slope=beside.slope,
            kind=case["kind"],
            rng=np.random.default_rng(seed),
        ).to(beside.weights[0].device)
        every = spaced_positions(case["distinct"], 2**beside.levels)
        _fit(model, every, schedule, seed)
        found.append(model)
    return found


def _typical(
    model: PositionDecoders,
    errors: Float[np.ndarray, "groups starts 2"],
    shown: Sequence[float],
) -> Float[np.ndarray, "groups shown n"]:
    """Return the signals of the start with the median error of each group."""
    outside = errors[..., 0]
    middle = np.argsort(outside, axis=1)[:, outside.shape[1] // 2]
    rows = np.arange(len(outside)) * outside.shape[1] + middle
    return np.asarray(_signals(model, shown)[rows])


@torch.no_grad()
def _signals(
    model: PositionDecoders, shown: Sequence[float]
) -> Float[np.ndarray, "m shown n"]:
    place = model.weights[0].device
    codes, _ = _pairs(np.asarray(shown, dtype=np.float64), model.levels, place)
    return np.asarray(model(codes).cpu().numpy())


def _pairs(
    positions: Float[np.ndarray, " k"], levels: int, place: torch.device
) -> tuple[Float[Tensor, " k"], Float[Tensor, "k n"]]:
    """Return what a decoder reads and what it is to give."""
    images = continuous_diracs(positions, 2**levels)
    codes = torch.from_numpy(1 - positions / 2**levels)
    return codes.to(place), torch.from_numpy(images).to(place)
