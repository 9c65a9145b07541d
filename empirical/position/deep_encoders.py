"""Encoders trained on the position of a Dirac, from shallow to deep."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import torch
from jaxtyping import Float
from torch import Tensor

from empirical.arrays import Arrays
from empirical.position.models.dirac_encoders import DiracEncoders, random_taps
from empirical.training import Schedule, Start, train

LABELS = ("inverted", "plain")


def train_deep_encoders(
    *,
    start: Start,
    levels: Sequence[int],
    poolings: Sequence[str],
    slopes: Sequence[float],
    labels: Sequence[str],
    starts: int,
    shown: int,
    schedule: dict[str, Any],
) -> Arrays:
    """Train bias-free encoders of every kind from the same random starts.

    The starts are torch's own for a convolution that reads three numbers, uniform on
    ``[-1, 1] / sqrt 3``. All encoders of one depth and pooling are trained at once by
    Adam on the sum of their losses, in float32: it treats every number by itself, so
    none notices the others.

    Parameters
    ----------
    start
        Its seed draws the starts.
    levels, poolings, slopes, labels
        Every number of layers L, at least 1, is trained with every pooling (stride,
        max or average), every slope of the LeakyReLU (1 is linear) and every label:
        ``inverted``, 2^L - a, or ``plain``, a.
    starts
        How many for each, at least 1.
    shown
        The number of layers, one of ``levels``, whose typical codes are returned.
    schedule
        ``adam_steps`` and ``learning_rate``.

    Returns
    -------
    dict
        ``errors``, shape (levels, poolings, slopes, labels, starts): root mean square
        of code minus label, over 2^L; ``codes``, shape (poolings, slopes, labels,
        2^shown): those of the start with the median error, over 2^shown.

    Raises
    ------
    FloatingPointError
        If a loss stops being finite.
    ValueError
        If an argument is out of range.

    """
    _check(levels, labels, starts, shown)
    place = start.place
    errors, codes = [], []
    for n in levels:
        rng = np.random.default_rng((start.seed, n))
        drawn = random_taps(rng, starts, n)
        ends = [_trained(drawn, p, slopes, labels, schedule, place) for p in poolings]
        errors.append([error for error, _ in ends])
        if n == shown:
            codes = [_typical(*end) for end in ends]
    return {"errors": np.array(errors), "codes": np.array(codes)}


def _trained(
    drawn: Float[np.ndarray, "starts layers 3"],
    pooling: str,
    slopes: Sequence[float],
    labels: Sequence[str],
    schedule: dict[str, Any],
    place: torch.device,
) -> tuple[
    Float[np.ndarray, "slopes labels starts"],
    Float[np.ndarray, "slopes labels starts n"],
]:
    """Return the error and the codes of each start after training, over 2^L."""
    starts, n, _ = drawn.shape
    shape = (len(slopes), len(labels), starts)
    taps = np.broadcast_to(drawn, (*shape[:2], *drawn.shape)).reshape(-1, n, 3)
    each = np.repeat(np.array(slopes, dtype=np.float64), len(labels) * starts)
    wanted = _wanted(n, labels)[None, :, None].expand(*shape, -1)
    wanted = wanted.reshape(-1, 2**n).T.to(place)
    model = DiracEncoders(taps, each, pooling).float().to(place)

    def loss(batch: Tensor | None) -> Tensor:
        codes: Tensor = model()
        return (codes - wanted.to(codes)).square().mean(0).sum()

    options = Schedule(batch=1, lbfgs_steps=0, **schedule)
    train(model, loss, 1, options, seed=0)
    with torch.no_grad():
        codes = model()
        errors = (codes - wanted).square().mean(0).sqrt()
    return (
        errors.reshape(shape).cpu().numpy(),
        codes.T.reshape(*shape, -1).cpu().numpy(),
    )


def _wanted(levels: int, labels: Sequence[str]) -> Float[Tensor, "labels n"]:
    plain = torch.arange(2**levels, dtype=torch.float64) / 2**levels
    return torch.stack([1 - plain if name == "inverted" else plain for name in labels])


def _typical(
    errors: Float[np.ndarray, "slopes labels starts"],
    codes: Float[np.ndarray, "slopes labels starts n"],
) -> Float[np.ndarray, "slopes labels n"]:
    """Return the codes of the start in the middle of the order of errors."""
    middle = np.argsort(errors, axis=2)[:, :, errors.shape[2] // 2]
    return np.take_along_axis(codes, middle[:, :, None, None], axis=2)[:, :, 0]


def _check(
    levels: Sequence[int], labels: Sequence[str], starts: int, shown: int
) -> None:
    if not levels or min(levels) < 1:
        raise ValueError(f"levels must be at least 1, got {list(levels)}.")
    if shown not in levels:
        raise ValueError(f"shown must be one of {list(levels)}, got {shown}.")
    if not labels or not set(labels) <= set(LABELS):
        raise ValueError(f"labels must be among {LABELS}, got {list(labels)}.")
    if starts < 1:
        raise ValueError(f"starts must be at least 1, got {starts}.")
