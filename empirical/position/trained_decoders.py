"""Decoders of position trained on more and on fewer impulses."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import torch
from jaxtyping import Float
from torch import Tensor

from empirical.arrays import Arrays
from empirical.position.dirac_training import TESTED, fit
from empirical.position.images.diracs import continuous_diracs
from empirical.position.images.positions import middle_positions, spaced_positions
from empirical.position.models.many_decoders import PositionDecoders
from empirical.training import Schedule, Start
from empirical.weights import weights_of


def train_position_decoders(
    *,
    start: Start,
    cases: Sequence[dict[str, Any]],
    channels: int,
    slope: float,
    starts: int,
    learning_rate: float,
    shown: Sequence[float],
) -> Arrays:
    """Train decoders to turn a position into its Dirac, each case from random starts.

    A decoder reads ``a / 2^L`` and is to give the Dirac of the deck's equation (11).
    All starts of a case are trained at once by Adam on the sum of their losses: it
    treats every number by itself, so none notices the others.

    Parameters
    ----------
    start
        Its seed draws starts and batches, the same for every case of one number of
        layers.
    cases
        Each with ``levels`` L; ``kind`` of decoder (zeros or coordinates);
        ``distinct``, how many positions it is trained on, evenly spaced from 0 to
        ``reach``, at most 2^L - 1 (2^L of them up to there are the whole numbers);
        ``held_out``, indices of positions to leave out; ``steps`` of Adam, each on
        ``batch`` samples drawn of them (each position is there as often as any other).
    channels, slope
        Of the decoders.
    starts
        How many for each case, at least 20.
    learning_rate
        Of Adam at the start; it falls to zero along a cosine.
    shown
        Positions at which decoders of the first case's number of layers are shown.

    Returns
    -------
    dict
        Errors relative to the Diracs, root mean square, of shape (cases, starts):
        ``trained`` on the positions of the training, ``held_out`` on those left out
        (NaN where none was), ``between`` on positions all along the reach.
        ``signals``, shape (cases of that number of layers, shown, 2^L): what the start
        with the median error all along the signal makes. The weights of that start,
        as :class:`empirical.position.models.many_decoders.PositionDecoders` of one, for
        ``case 0`` and so on.

    Raises
    ------
    FloatingPointError
        If a loss stops being finite.
    ValueError
        If a number is out of range.

    """
    if starts < 20:
        raise ValueError(f"starts must be at least 20, got {starts}.")
    network = {"channels": channels, "slope": slope, "starts": starts}
    found = [_case(start, learning_rate, network, shown, **case) for case in cases]
    errors = {n: np.stack([one[n] for one, _, _ in found]) for n in found[0][0]}
    alike = [signals for _, signals, _ in found if signals.shape == found[0][1].shape]
    arrays = {**errors, "signals": np.stack(alike)}
    for index, (_, _, typical) in enumerate(found):
        arrays |= weights_of(typical, f"case {index}")
    return arrays


def _case(
    start: Start,
    learning_rate: float,
    network: dict[str, Any],
    shown: Sequence[float],
    levels: int,
    kind: str,
    distinct: int,
    reach: float,
    held_out: Sequence[int],
    steps: int,
    batch: int,
) -> tuple[
    dict[str, Float[np.ndarray, " starts"]],
    Float[np.ndarray, "shown n"],
    PositionDecoders,
]:
    """Return the errors of a case's starts, and a typical one with what it makes."""
    if distinct < 2 or not all(0 <= i < distinct for i in held_out):
        raise ValueError(
            f"distinct must be at least 2 and above held_out, got {distinct}."
        )
    if not 0 < reach <= 2**levels - 1:
        raise ValueError(f"reach must be in (0, {2**levels - 1}], got {reach}.")
    every = spaced_positions(distinct, reach + 1)
    positions = np.delete(every, list(held_out))
    place, rng = start.place, np.random.default_rng(start.seed)
    model = PositionDecoders(levels=levels, kind=kind, rng=rng, **network).to(place)
    schedule = Schedule(
        adam_steps=steps, learning_rate=learning_rate, batch=batch, lbfgs_steps=0
    )
    fit(model, *_pairs(positions, levels, place), schedule, start.seed)
    between = middle_positions(TESTED, reach + 1)
    errors = {
        "trained": _relative_errors(model, positions, place),
        "held_out": _relative_errors(model, every[sorted(held_out)], place),
        "between": _relative_errors(model, between, place),
    }
    typical = int(np.argsort(errors["between"])[len(errors["between"]) // 2])
    codes, _ = _pairs(np.asarray(shown, dtype=np.float64), levels, place)
    with torch.no_grad():
        signals = np.asarray(model(codes)[typical].cpu().numpy())
    return errors, signals, model.alone(typical)


@torch.no_grad()
def _relative_errors(
    model: PositionDecoders, positions: Float[np.ndarray, " k"], place: torch.device
) -> Float[np.ndarray, " starts"]:
    if not len(positions):
        return np.full(model.starts, np.nan)
    codes, wanted = _pairs(positions, model.levels, place)
    misses = (model(codes) - wanted).square().sum((1, 2))
    return np.asarray((misses / wanted.square().sum()).sqrt().cpu().numpy())


def _pairs(
    positions: Float[np.ndarray, " k"], levels: int, place: torch.device
) -> tuple[Float[Tensor, " k"], Float[Tensor, "k n"]]:
    """Return what a decoder reads and what it is to give."""
    images = continuous_diracs(positions, 2**levels)
    codes = torch.from_numpy(positions / 2**levels)
    return codes.to(place), torch.from_numpy(images).to(place)
