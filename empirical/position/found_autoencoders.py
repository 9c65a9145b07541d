"""Encoder and decoder of position trained together, without any label."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import torch
from jaxtyping import Float

from empirical.arrays import Arrays
from empirical.position.dirac_training import TESTED, MiddleDiracs, fit, seen_positions
from empirical.position.images.diracs import continuous_diracs
from empirical.position.models.decoders_near import decoders_near
from empirical.position.models.dirac_encoders import random_taps
from empirical.position.models.many_autoencoders import PositionAutoencoders
from empirical.position.models.many_decoders import PositionDecoders
from empirical.training import Schedule, Start


def train_position_autoencoders(
    *,
    start: Start,
    decoders: Sequence[dict[str, Any]],
    slope: float,
    channels: int,
    random_schedule: dict[str, Any],
    noises: Sequence[float],
    noise_schedule: dict[str, Any],
    starts: int,
    distinct: int,
    hole: float,
) -> Arrays:
    """Train position autoencoders, from random starts and from near the exact one.

    A linear strided encoder without biases in front of a decoder; no label, only
    Diracs all along the signal except in a hole of one sample, to be given back. A
    group of random starts comes first, drawn as torch does; then for every size of
    noise a group at the exact autoencoder, the encoder [1/2, 1, 1/2] and the given
    decoder, with that noise on every number. All of a schedule are trained at once by
    Adam on the sum of their losses.

    Parameters
    ----------
    start
        Its seed draws starts, noise and batches.
    decoders, slope, noises, starts, distinct, hole
        As for :func:`empirical.position.found_decoders.search_decoders`.
    channels
        Of the decoders that start at random.
    random_schedule, noise_schedule
        ``adam_steps``, ``learning_rate`` and ``batch`` of both kinds of group.

    Returns
    -------
    dict
        ``errors``, shape (decoders, groups, starts, 2): error relative to the Diracs,
        root mean square, outside the hole and in it. ``codes``, shape (groups, starts,
        512): what the encoders of the first number of layers make of positions all
        along the signal.

    Raises
    ------
    FloatingPointError
        If a loss stops being finite.
    ValueError
        If a number is out of range.

    """
    if not decoders:
        raise ValueError("decoders must be one or more, got none.")
    errors, codes = [], []
    for decoder in decoders:
        levels, layers = decoder["levels"], decoder["layers"]
        rng = np.random.default_rng((start.seed, levels))
        drawn = random_taps(rng, starts, levels)
        anywhere = PositionDecoders(starts, levels, channels, slope, "zeros", rng)
        near = decoders_near(layers, noises, starts, levels, slope, rng)
        models = [
            PositionAutoencoders(drawn, anywhere),
            PositionAutoencoders(_taps_near(noises, starts, levels, rng), near),
        ]
        schedules = (random_schedule, noise_schedule)
        ends = [
            _trained(model, distinct, hole, schedule, start)
            for model, schedule in zip(models, schedules, strict=True)
        ]
        errors.append(np.concatenate([e for e, _ in ends]).reshape(-1, starts, 2))
        codes.append(np.concatenate([c for _, c in ends]).reshape(-1, starts, TESTED))
    return {"errors": np.stack(errors), "codes": codes[0]}


def _taps_near(
    noises: Sequence[float], starts: int, levels: int, rng: np.random.Generator
) -> Float[np.ndarray, "m layers 3"]:
    """Return [1/2, 1, 1/2] in every layer, with noise of each size for some starts."""
    sizes = np.repeat(np.array(noises), starts)[:, None, None]
    noise = sizes * rng.normal(size=(len(sizes), levels, 3))
    return np.asarray(np.array([0.5, 1, 0.5]) + noise)


def _trained(
    model: PositionAutoencoders,
    distinct: int,
    hole: float,
    schedule: dict[str, Any],
    start: Start,
) -> tuple[Float[np.ndarray, "m 2"], Float[np.ndarray, "m tested"]]:
    """Return errors outside the hole and in it, and codes all along the signal."""
    levels, place = model.decoders.levels, start.place
    options = Schedule(lbfgs_steps=0, **schedule)
    seen = seen_positions(distinct, 2**levels, hole)
    signals = torch.from_numpy(continuous_diracs(seen, 2**levels)).to(place)
    fit(model.to(place), signals, signals, options, start.seed)
    test = MiddleDiracs(levels, hole, place)
    with torch.no_grad():
        codes = model.codes(test.signals)
        return test.errors(model(test.signals)), codes.cpu().numpy()
