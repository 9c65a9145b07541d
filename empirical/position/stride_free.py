"""Encoders that leave out no sample between their layers."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import numpy as np
import torch
from jaxtyping import Float
from torch import nn

from empirical.arrays import Arrays
from empirical.position.given_codes import rescaled
from empirical.position.images.diracs import diracs

KINDS = ("none", "spaced", "stride")
"""Neighbouring taps and no stride; taps 2^l apart in layer l; a stride of two."""


def stride_free_codes(*, seed: int, encoders: Sequence[dict[str, Any]]) -> Arrays:
    """Encode every Dirac by given filters without a stride, by torch and exactly.

    Parameters
    ----------
    seed
        Draws the order of the impulses, and powers of 2 by which one layer is
        multiplied and the last one divided; neither may matter.
    encoders
        One after the other, with keys ``length`` n, ``before``, the number of zeros put
        in front of the signal, and ``layers``, each with ``taps`` and by how many
        samples they lie ``apart``. No layer pads; the last leaves one number.

    Returns
    -------
    dict
        ``codes``, shape (sum of n,), by torch in float64; ``exact_codes``, of the same
        shape, in rationals from the taps as they are in float64, rounded at the end.

    Raises
    ------
    ValueError
        If there is no encoder, or one leaves another number of samples than one.

    """
    if not encoders:
        raise ValueError("encoders must be one or more, got none.")
    torch.set_num_threads(1)
    rng = np.random.default_rng(seed)
    for one in encoders:
        lost = sum(r["apart"] * (len(r["taps"]) - 1) for r in one["layers"])
        if (left := one["length"] + one["before"] - lost) != 1:
            raise ValueError(f"layers must leave one number, got {left}.")
    return {
        "codes": np.concatenate([_torch_codes(rng, **one) for one in encoders]),
        "exact_codes": np.concatenate([_exact_codes(**one) for one in encoders]),
    }


@torch.no_grad()
def _torch_codes(
    rng: np.random.Generator,
    length: int,
    before: int,
    layers: Sequence[dict[str, Any]],
) -> Float[np.ndarray, " n"]:
    scales = rescaled(rng, len(layers))
    parts: list[nn.Module] = [nn.ConstantPad1d((before, 0), 0.0)]
    for one, scale in zip(layers, scales, strict=True):
        taps = torch.tensor(one["taps"], dtype=torch.float64)
        conv = nn.Conv1d(1, 1, len(taps), dilation=one["apart"], bias=False)
        conv.weight = nn.Parameter(scale * taps[None, None])
        parts.append(conv)
    order, codes = rng.permutation(length), np.empty(length)
    signals = torch.from_numpy(diracs(length)[order])[:, None]
    codes[order] = nn.Sequential(*parts)(signals)[:, 0, 0].numpy()
    return codes


def _exact_codes(
    length: int, before: int, layers: Sequence[dict[str, Any]]
) -> Float[np.ndarray, " n"]:
    """Return the codes in rationals: what each sample counts, read backwards."""
    weights = [Fraction(1)]
    for one in reversed(layers):
        taps, apart = [Fraction(t) for t in one["taps"]], one["apart"]
        spread = [Fraction(0)] * (len(weights) + apart * (len(taps) - 1))
        for place, weight in enumerate(weights):
            for k, tap in enumerate(taps):
                spread[place + apart * k] += weight * tap
        weights = spread
    return np.array([float(w) for w in weights[before:]])


def told_places(
    *, seed: int, levels: Sequence[int], channels: int, slope: float, drawn: int
) -> Arrays:
    """Count how many places networks of L layers with random weights tell apart.

    Three taps, biases and a LeakyReLU in every layer, zeros beyond the ends, weights
    as torch draws them. One number behind the last layer is read: the only one that
    strides leave, and otherwise that in the middle.

    Parameters
    ----------
    seed
        Draws the weights.
    levels
        Numbers of layers L, at least 1; signals have 2^L samples.
    channels
        Of all layers but the last, which has one; at least 1.
    slope
        Of the LeakyReLU.
    drawn
        How many networks of each kind and depth, at least 1.

    Returns
    -------
    dict
        ``told``, shape (3, levels, drawn): how many different codes the Diracs have,
        with neighbouring taps and no stride, with taps 2^l apart in layer l, and with
        strides. Codes within 1e-12 of the largest are one.

    Raises
    ------
    ValueError
        If a number is out of range.

    """
    for name, least in (("levels", min(levels)), ("channels", channels)):
        if least < 1:
            raise ValueError(f"{name} must be at least 1, got {least}.")
    if drawn < 1:
        raise ValueError(f"drawn must be at least 1, got {drawn}.")
    torch.set_num_threads(1)
    draws = torch.Generator().manual_seed(seed)
    told = [
        [[_told(draws, n, channels, slope, kind) for _ in range(drawn)] for n in levels]
        for kind in KINDS
    ]
    return {"told": np.array(told)}


@torch.no_grad()
def _told(
    draws: torch.Generator, levels: int, channels: int, slope: float, kind: str
) -> int:
    widths = [1, *[channels] * (levels - 1), 1]
    signals = torch.from_numpy(diracs(2**levels))[:, None]
    for layer in range(levels):
        apart = 2**layer if kind == "spaced" else 1
        conv = nn.Conv1d(
            widths[layer],
            widths[layer + 1],
            3,
            stride=2 if kind == "stride" else 1,
            dilation=apart,
            padding=apart,
            dtype=torch.float64,
        )
        bound = (3 * widths[layer]) ** -0.5
        for numbers in conv.parameters():
            numbers.uniform_(-bound, bound, generator=draws)
        signals = nn.functional.leaky_relu(conv(signals), slope)
    codes = signals[:, 0, signals.shape[2] // 2].numpy()
    return len(np.unique(np.round(codes / np.max(np.abs(codes)), 12)))
