"""Whether training finds a given decoder, from near it and from random starts."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import torch
from jaxtyping import Float
from torch import Tensor

from empirical.arrays import Arrays
from empirical.position.dirac_training import MiddleDiracs, fit, seen_positions
from empirical.position.images.diracs import continuous_diracs
from empirical.position.models.decoders_near import decoders_near
from empirical.position.models.many_decoders import PositionDecoders
from empirical.training import Schedule, Start
from empirical.weights import weights_of


def search_decoders(
    *,
    start: Start,
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
) -> Arrays:
    """Train decoders shaped like a given one, from near it and from anywhere.

    A group of random starts for every width, then for every size of noise a group of
    starts at the given decoder with normal noise added to each weight and bias. All of
    a schedule and width are trained at once by Adam on the sum of their losses, on
    Diracs all along the signal except in a hole of one sample. A decoder
    reads the code as ``(2^L - a) / 2^L``.

    Parameters
    ----------
    start
        Its seed draws starts, noise and batches.
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

    Returns
    -------
    dict
        ``before`` and ``after``, shape (decoders, groups, starts, 2): error relative to
        the Diracs, root mean square, outside the hole and in it. ``signals``, shape
        (1 + groups, shown, 2^L): what the given decoder makes, and of every group the
        start with the median error. The weights of each, as
        :class:`empirical.position.models.many_decoders.PositionDecoders` of one, for
        ``row 0 of signals`` and so on.

    Raises
    ------
    FloatingPointError
        If a loss stops being finite.
    ValueError
        If a number is out of range.

    """
    if not decoders:
        raise ValueError("decoders must be one or more, got none.")
    place = start.place
    schedules = [*[random_schedule] * len(widths), noise_schedule]
    before, after = [], []
    signals: list[Float[np.ndarray, "1 shown n"]] = []
    for decoder in decoders:
        levels, layers = decoder["levels"], decoder["layers"]
        rng = np.random.default_rng((start.seed, levels))
        given = decoders_near(layers, [0.0], 1, levels, slope, rng).to(place)
        models = [
            PositionDecoders(starts, levels, width, slope, "zeros", rng)
            for width in widths
        ]
        models.append(decoders_near(layers, noises, starts, levels, slope, rng))
        models = [model.to(place) for model in models]
        seen = seen_positions(distinct, 2**levels, hole)
        test = MiddleDiracs(levels, hole, place)
        before.append(np.concatenate([_errors(test, m, starts) for m in models]))
        for model, schedule in zip(models, schedules, strict=True):
            _fit(model, seen, schedule, start.seed)
        after.append(np.concatenate([_errors(test, m, starts) for m in models]))
        if not signals:
            typical = [given, *(d for m in models for d in _typical(test, m, starts))]
            signals = [_signals(decoder, shown) for decoder in typical]
    arrays = {
        "before": np.stack(before),
        "after": np.stack(after),
        "signals": np.concatenate(signals),
    }
    for index, one in enumerate(typical):
        arrays |= weights_of(one, f"row {index} of signals")
    return arrays


@torch.no_grad()
def _errors(
    test: MiddleDiracs, model: PositionDecoders, starts: int
) -> Float[np.ndarray, "groups starts 2"]:
    """Return the relative error of each start outside the hole and in it."""
    codes = _codes(test.positions, model.levels).to(test.signals)
    return test.errors(model(codes)).reshape(-1, starts, 2)


def _fit(
    model: PositionDecoders,
    positions: Float[np.ndarray, " k"],
    schedule: dict[str, Any],
    seed: int,
) -> None:
    place, options = model.numbers.device, Schedule(lbfgs_steps=0, **schedule)
    codes = _codes(positions, model.levels).to(place)
    wanted = torch.from_numpy(continuous_diracs(positions, 2**model.levels)).to(place)
    fit(model, codes, wanted, options, seed)


def _typical(
    test: MiddleDiracs, model: PositionDecoders, starts: int
) -> list[PositionDecoders]:
    """Return the start with the median error of each group."""
    outside = _errors(test, model, starts)[..., 0]
    middle = np.argsort(outside, axis=1)[:, starts // 2]
    return [
        model.alone(group * starts + int(place)) for group, place in enumerate(middle)
    ]


@torch.no_grad()
def _signals(
    model: PositionDecoders, shown: Sequence[float]
) -> Float[np.ndarray, "m shown n"]:
    codes = _codes(np.asarray(shown, dtype=np.float64), model.levels)
    return np.asarray(model(codes.to(model.numbers.device)).cpu().numpy())


def _codes(positions: Float[np.ndarray, " k"], levels: int) -> Float[Tensor, " k"]:
    """Return what a decoder reads."""
    return torch.from_numpy(1 - positions / 2**levels)
