"""Diracs sent through encoders of several channels, with weights given or trained."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import numpy as np
import torch
from jaxtyping import Float
from torch import Tensor, nn

from empirical.arrays import Arrays
from empirical.position.given_codes import given_codes, kept, rescaled
from empirical.position.images.diracs import diracs
from empirical.position.models.channel_encoders import ChannelEncoders
from empirical.training import Schedule, Start, train

POOLINGS = ("stride", "max")


def given_channel_codes(*, seed: int, encoders: Sequence[dict[str, Any]]) -> Arrays:
    """Encode every Dirac with given weights, by torch and in exact rationals.

    Parameters
    ----------
    seed
        Draws the order of the impulses, which may not matter, and powers of 2 by which
        one layer is multiplied and the last one divided, which may not either.
    encoders
        One after the other, with keys ``pooling`` (stride or max) and ``layers``, each
        with ``weight`` of shape (out, in, 3) and ``bias`` (out,), every number a pair
        of numerator and denominator.

    Returns
    -------
    dict
        ``codes``, shape (sum of 2^L,), by torch in float64; ``exact_codes``, shape
        (sum of 2^L, 2), numerators and denominators by Python's rationals.

    Raises
    ------
    ValueError
        If there is no encoder, or its pooling is not as above.

    """
    for one in encoders:
        if one["pooling"] not in POOLINGS:
            raise ValueError(
                f"pooling must be one of {POOLINGS}, got {one['pooling']}."
            )
    return given_codes(seed, encoders, _torch_codes, _exact_codes)


@torch.no_grad()
def _torch_codes(
    rng: np.random.Generator, pooling: str, layers: Sequence[dict[str, Any]]
) -> Float[np.ndarray, " n"]:
    scales = rescaled(rng, len(layers))
    stride = 2 if pooling == "stride" else 1
    parts: list[nn.Module] = []
    for one, scale, grown in zip(layers, scales, np.cumprod(scales), strict=True):
        weight, bias = (_floats(one[name]) for name in ("weight", "bias"))
        outputs, inputs, _ = weight.shape
        conv = nn.Conv1d(inputs, outputs, 3, stride=stride, padding=1)
        conv.weight = nn.Parameter(torch.from_numpy(weight * scale))
        # A bias meets what all layers up to its own are multiplied by.
        conv.bias = nn.Parameter(torch.from_numpy(bias * grown))
        parts += [conv] if pooling == "stride" else [conv, nn.MaxPool1d(2)]
    size = 2 ** len(layers)
    order = rng.permutation(size)
    codes = np.empty(size)
    signals = torch.from_numpy(diracs(size)[order])[:, None]
    codes[order] = nn.Sequential(*parts)(signals)[:, 0, 0].numpy()
    return codes


def _floats(pairs: Any) -> Float[np.ndarray, "..."]:
    numbers = np.asarray(pairs, dtype=np.float64)
    return np.asarray(numbers[..., 0] / numbers[..., 1])


def _exact_codes(pooling: str, layers: Sequence[dict[str, Any]]) -> list[Fraction]:
    """Return the codes in rationals, from the taps that each sample meets."""
    exact = []
    for one in layers:
        weight = [
            [[Fraction(*t) for t in taps] for taps in row] for row in one["weight"]
        ]
        exact.append((weight, [Fraction(*b) for b in one["bias"]]))
    return [_exact_code(a, exact, pooling) for a in range(2 ** len(layers))]


def _exact_code(a: int, layers: Sequence[tuple[Any, Any]], pooling: str) -> Fraction:
    size = 2 ** len(layers)
    current = [{a: Fraction(1)}]
    for weight, bias in layers:
        spread = [[one] * size for one in bias]
        for row, sums in zip(weight, spread, strict=True):
            for taps, channel in zip(row, current, strict=True):
                for place, value in channel.items():
                    for k, tap in enumerate(taps):
                        if tap and value and 0 <= place + 1 - k < size:
                            sums[place + 1 - k] += tap * value
        size //= 2
        current = [
            {k: kept(sums[2 * k], sums[2 * k + 1], pooling) for k in range(size)}
            for sums in spread
        ]
    return current[0][0]


def train_channel_encoders(
    *,
    start: Start,
    levels: Sequence[int],
    widths: Sequence[int],
    starts: int,
    schedule: dict[str, Any],
) -> Arrays:
    """Train encoders with max pooling on the inverted position, by their width.

    From torch's own starts, without biases. All starts of one depth and width are
    trained at once by Adam on the sum of their losses, in float32: it treats every
    number by itself, so none notices the others.

    Parameters
    ----------
    start
        Its seed draws the starts.
    levels, widths
        Every number of layers L is trained with every number of channels, each at
        least 1.
    starts
        How many for each, at least 1.
    schedule
        ``adam_steps`` and ``learning_rate``.

    Returns
    -------
    dict
        ``errors``, shape (levels, widths, starts): root mean square of
        ``(E(delta_a) - (2^L - a)) / 2^L``.

    Raises
    ------
    FloatingPointError
        If a loss stops being finite.
    ValueError
        If a number is out of range.

    """
    for name, numbers in (("levels", levels), ("widths", widths)):
        if not numbers or min(numbers) < 1:
            raise ValueError(f"{name} must be at least 1, got {list(numbers)}.")
    if starts < 1:
        raise ValueError(f"starts must be at least 1, got {starts}.")
    errors = [
        [_trained(start, n, width, starts, schedule) for width in widths]
        for n in levels
    ]
    return {"errors": np.array(errors)}


def _trained(
    start: Start, levels: int, width: int, starts: int, schedule: dict[str, Any]
) -> Float[np.ndarray, " starts"]:
    rng = np.random.default_rng((start.seed, levels, width))
    model = ChannelEncoders(levels, width, starts, rng).float().to(start.place)
    size = 2**levels
    labels = 1 - torch.arange(size, device=start.place) / size

    def loss(batch: Tensor | None) -> Tensor:
        misses: Tensor = model() - labels
        return misses.square().mean(1).sum()

    train(model, loss, 1, Schedule(batch=1, lbfgs_steps=0, **schedule), seed=0)
    with torch.no_grad():
        return np.asarray((model() - labels).square().mean(1).sqrt().cpu().numpy())
