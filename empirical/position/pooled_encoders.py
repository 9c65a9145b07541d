"""Diracs sent through encoders that pool, with weights given or trained."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import numpy as np
import torch
from jaxtyping import Float
from torch import Tensor

from empirical.arrays import Arrays
from empirical.position.given_codes import given_codes, kept, rescaled
from empirical.position.images.diracs import diracs
from empirical.position.models.dirac_encoders import DiracEncoders, random_taps
from empirical.position.models.pooled_encoders import PooledEncoders
from empirical.training import Schedule, Start, train


def given_pooled_codes(*, seed: int, encoders: Sequence[dict[str, Any]]) -> Arrays:
    """Encode every Dirac with given filters, by torch and in exact rationals.

    Parameters
    ----------
    seed
        Draws the order of the impulses, which may not matter, and powers of 2 by which
        one layer is multiplied and the last one divided, which may not either.
    encoders
        One after the other, with keys ``pooling`` (stride, max or average) and ``taps``
        (L rows of three), every tap a pair of numerator and denominator.

    Returns
    -------
    dict
        ``codes``, shape (sum of 2^L,), by torch in float64; ``exact_codes``, shape
        (sum of 2^L, 2), numerators and denominators by Python's rationals.

    Raises
    ------
    ValueError
        If there is no encoder, or its shape or pooling is not as above.

    """
    return given_codes(seed, encoders, _torch_codes, _exact_codes)


@torch.no_grad()
def _torch_codes(
    rng: np.random.Generator, pooling: str, taps: Sequence[Sequence[Sequence[int]]]
) -> Float[np.ndarray, " n"]:
    pairs = np.asarray(taps, dtype=np.float64)
    scales = rescaled(rng, len(taps))
    filters = pairs[..., 0] / pairs[..., 1] * scales[:, None]
    size = 2 ** len(taps)
    order = rng.permutation(size)
    codes = np.empty(size)
    signals = torch.from_numpy(diracs(size)[order])
    codes[order] = PooledEncoders(filters[None], pooling)(signals)[:, 0].numpy()
    return codes


def _exact_codes(
    pooling: str, taps: Sequence[Sequence[Sequence[int]]]
) -> list[Fraction]:
    """Return the codes in rationals, from the taps that each sample meets."""
    layers = [[Fraction(*pair) for pair in row] for row in taps]
    size = 2 ** len(layers)
    return [_exact_code(a, size, layers, pooling) for a in range(size)]


def _exact_code(
    a: int, size: int, layers: list[list[Fraction]], pooling: str
) -> Fraction:
    current = {a: Fraction(1)}
    for layer in layers:
        spread = dict.fromkeys(range(size), Fraction(0))
        for place, value in current.items():
            for k, tap in enumerate(layer):
                if place + 1 - k in spread:
                    spread[place + 1 - k] += tap * value
        size //= 2
        current = {
            k: kept(spread[2 * k], spread[2 * k + 1], pooling) for k in range(size)
        }
    return current[0]


def train_pooled_encoders(
    *,
    start: Start,
    levels: Sequence[int],
    poolings: Sequence[str],
    starts: int,
    schedule: dict[str, Any],
    nonnegative: bool = False,
) -> Arrays:
    """Train encoders that stride or pool, from the same random starts of both signs.

    The starts are torch's own for a convolution that reads three numbers, uniform on
    ``[-1, 1] / sqrt 3``. All starts are trained at once by Adam on the sum of their
    losses: it treats every number by itself, so none notices the others.

    Parameters
    ----------
    start
        Its seed draws the starts.
    levels, poolings
        Every number of layers L, at least 1, is trained with every pooling.
    starts
        How many for each, at least 20: less is no success rate.
    schedule
        ``adam_steps`` and ``learning_rate``.
    nonnegative
        Whether the filters may have no negative tap.

    Returns
    -------
    dict
        ``errors``, shape (levels, poolings, starts): root mean square of
        ``(E(delta_a) - (2^L - a)) / 2^L``.

    Raises
    ------
    FloatingPointError
        If a loss stops being finite.
    ValueError
        If a number is out of range.

    """
    if starts < 20:
        raise ValueError(f"starts must be at least 20, got {starts}.")
    if not levels or min(levels) < 1:
        raise ValueError(f"levels must be at least 1, got {list(levels)}.")
    place, rng = start.place, np.random.default_rng(start.seed)
    drawn = [random_taps(rng, starts, n) for n in levels]
    kind = _Nonnegative if nonnegative else DiracEncoders
    linear = np.ones(starts)
    misses = [
        [_trained(kind(taps, linear, p), schedule, place) for p in poolings]
        for taps in drawn
    ]
    errors = [[np.sqrt(np.mean(m**2, axis=0)) for m in row] for row in misses]
    return {"errors": np.array(errors)}


def search_max_pooling(
    *,
    start: Start,
    starts: Sequence[int],
    kept: int,
    screening: dict[str, Any],
    schedule: dict[str, Any],
) -> Arrays:
    """Look for encoders with max pooling and taps of both signs, one layer and more.

    The starts are those of :func:`train_pooled_encoders`. All are trained for a while;
    the ones that are then closest to the inverted position are trained on, from where
    they are.

    Parameters
    ----------
    start
        Its seed draws the starts.
    starts
        How many, for one layer, for two, and so on.
    kept
        How many of each number of layers are trained on, at least 1.
    screening, schedule
        ``adam_steps`` and ``learning_rate`` before and after.

    Returns
    -------
    dict
        ``largest_errors``, shape (numbers of layers, kept): the largest of
        ``|E(delta_a) - (2^L - a)|`` over all positions a, in positions.

    Raises
    ------
    FloatingPointError
        If a loss stops being finite.
    ValueError
        If there is no number of layers, or fewer starts than are kept.

    """
    if not starts or not 1 <= kept <= min(starts):
        raise ValueError(
            f"starts must be at least as many as are kept, {kept}, for one or more "
            f"numbers of layers, and kept at least 1, got {list(starts)}."
        )
    place, rng = start.place, np.random.default_rng(start.seed)
    largest = []
    for levels, many in enumerate(starts, 1):
        model = DiracEncoders(random_taps(rng, many, levels), np.ones(many), "max")
        misses = _trained(model, screening, place)
        closest = np.argsort(np.mean(misses**2, axis=0), kind="stable")[:kept]
        taps = model.filters.detach().cpu().numpy().transpose(2, 0, 1)[closest]
        model = DiracEncoders(taps, np.ones(kept), "max")
        misses = _trained(model, schedule, place)
        largest.append(2**levels * np.abs(misses).max(axis=0))
    return {"largest_errors": np.array(largest)}


class _Nonnegative(DiracEncoders):
    """The same encoders with the absolute values of their taps."""

    def taps(self) -> Float[Tensor, "layers 3 m"]:
        return self.filters.abs()


def _trained(
    model: DiracEncoders, schedule: dict[str, Any], place: torch.device
) -> Float[np.ndarray, "n m"]:
    """Train, and return how far each code is from 1 - a / n, by position and start."""
    size = 2 ** len(model.filters)
    labels = 1 - torch.arange(size, dtype=torch.float64, device=place)[:, None] / size
    model = model.to(place)

    def loss(batch: Tensor | None) -> Tensor:
        distances: Tensor = model() - labels
        return distances.square().mean(0).sum()

    train(model, loss, 1, Schedule(batch=1, lbfgs_steps=0, **schedule), seed=0)
    with torch.no_grad():
        return np.asarray((model() - labels).cpu().numpy())
