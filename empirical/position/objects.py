"""Objects sent through two linear channels, and back through given decoders."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import torch
from jaxtyping import Float
from torch import Tensor, nn

from empirical.arrays import Arrays
from empirical.position.images.diracs import diracs
from empirical.position.images.objects import placed
from empirical.position.models.decoder import PositionDecoder, given_layer

READS = ((1.0, 2.0, 1.0), (0.0, 1.0, 1.0))
"""The filters of both channels."""


def placed_objects(
    *,
    seed: int,
    levels: int,
    slope: float,
    objects: Sequence[dict[str, Any]],
    strengths: Sequence[float],
    parts: int,
    drawn: int,
) -> Arrays:
    """Encode objects by [1, 2, 1] and [0, 1, 1], and decode both codes, by torch.

    Parameters
    ----------
    seed
        Draws further places and strengths, and signals of whole numbers within 9.
    levels
        Number of layers L of encoder and decoders; signals have n = 2^L samples.
    slope
        Of the decoders' LeakyReLU.
    objects
        Each with its ``shape``, w samples, and its decoder, ``layers`` of weights (out,
        in, taps), every number a pair of numerator and denominator; no biases.
    strengths, parts
        Every object is shown that bright, at every multiple of 1 / parts in
        [0, n - w]; parts at least 1.
    drawn
        How many further objects of each shape, and how many signals, at least 1.

    Returns
    -------
    dict
        ``codes``, shape (images, 2), and ``signals``, shape (images, n): object after
        object, strength after strength; ``drawn_errors``, shape (objects, drawn), the
        largest difference of a signal from its image, over the strength;
        ``dense_signals``, shape (drawn, n), and ``dense_codes``, shape (drawn, 2).

    Raises
    ------
    ValueError
        If a number is out of range.

    """
    for name, count in (("levels", levels), ("parts", parts), ("drawn", drawn)):
        if count < 1:
            raise ValueError(f"{name} must be at least 1, got {count}.")
    torch.set_num_threads(1)
    rng, size = np.random.default_rng(seed), 2**levels
    codes, signals, errors = [], [], []
    for one in objects:
        shape, last = one["shape"], size - len(one["shape"])
        grid = np.arange(parts * last + 1) / parts
        images = np.concatenate([placed(shape, grid, size, u) for u in strengths])
        code, signal = _round_trip(images, slope, **one)
        codes.append(code)
        signals.append(signal)
        bright = rng.exponential(3.0, drawn)
        images = placed(shape, rng.uniform(0, last, drawn), size)
        far = _round_trip(bright[:, None] * images, slope, **one)[1]
        errors.append(np.abs(far / bright[:, None] - images).max(axis=1))
    dense = rng.integers(-9, 9, (drawn, size), endpoint=True).astype(np.float64)
    return {
        "codes": np.concatenate(codes),
        "signals": np.concatenate(signals),
        "drawn_errors": np.stack(errors),
        "dense_signals": dense,
        "dense_codes": two_codes(torch.from_numpy(dense)).numpy(),
    }


@torch.no_grad()
def two_codes(signals: Float[Tensor, "m n"]) -> Float[Tensor, "m 2"]:
    """Return what both channels make of signals of length 2^L, layer after layer."""
    first = nn.Conv1d(1, 2, 3, 2, 1, bias=False, dtype=torch.float64)
    other = nn.Conv1d(2, 2, 3, 2, 1, bias=False, groups=2, dtype=torch.float64)
    for conv in (first, other):
        conv.weight = nn.Parameter(torch.tensor(READS, dtype=torch.float64)[:, None])
    current: Tensor = first(signals[:, None])
    while current.shape[2] > 1:
        current = other(current)
    return current[:, :, 0]


@torch.no_grad()
def _round_trip(
    images: Float[np.ndarray, "m n"],
    slope: float,
    shape: Sequence[float],
    layers: Sequence[dict[str, Any]],
) -> tuple[Float[np.ndarray, "m 2"], Float[np.ndarray, "m n"]]:
    weights = [
        given_layer({**one, "bias": [[0, 1]] * len(one["weight"])}) for one in layers
    ]
    decoder = PositionDecoder(weights, slope, "zeros").stack
    codes = two_codes(torch.from_numpy(images))
    found: Tensor = decoder(codes[:, :, None])
    # torch correlates: the object's last sample is the tap furthest to the left.
    kernel = torch.tensor(list(shape)[::-1], dtype=torch.float64)[None, None]
    padded = nn.functional.pad(found, (len(shape) - 1, 0))
    return codes.numpy(), nn.functional.conv1d(padded, kernel)[:, 0].numpy()


def noisy_codes(
    *, seed: int, levels: int, places: Sequence[int], sigma: float, draws: int
) -> Arrays:
    """Encode Diracs with white noise, and return how far their codes scatter.

    Parameters
    ----------
    seed
        Draws the noise, independent and normal on every sample.
    levels
        Number of layers L, at least 1.
    places
        Where the Diracs of height 1 stand, from 0 to 2^L - 1.
    sigma
        Standard deviation of the noise, above 0.
    draws
        How many noisy signals for each place, at least 2.

    Returns
    -------
    dict
        All over sigma: ``codes``, shape (places, 2), the standard deviations of code E
        and mass m; ``places``, shape (places,), that of n - E / m; and, as it is,
        ``correlations`` (places,) of code and mass.

    Raises
    ------
    ValueError
        If a number is out of range.

    """
    if levels < 1 or draws < 2 or not sigma > 0:
        raise ValueError(
            "levels must be at least 1, draws at least 2 and sigma above 0, got "
            f"{levels}, {draws} and {sigma}."
        )
    torch.set_num_threads(1)
    rng, size = np.random.default_rng(seed), 2**levels
    codes, found, correlations = [], [], []
    for place in places:
        signals = diracs(size)[place] + sigma * rng.normal(size=(draws, size))
        pairs = two_codes(torch.from_numpy(signals)).numpy()
        codes.append(pairs.std(axis=0) / sigma)
        found.append(np.std(size - pairs[:, 0] / pairs[:, 1]) / sigma)
        correlations.append(np.corrcoef(pairs.T)[0, 1])
    return {
        "codes": np.array(codes),
        "places": np.array(found),
        "correlations": np.array(correlations),
    }
