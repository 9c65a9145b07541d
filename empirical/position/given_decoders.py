"""Diracs sent through the encoder, and their codes through decoders that are given."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import torch
from jaxtyping import Float

from empirical.arrays import Arrays
from empirical.position.images.diracs import continuous_diracs
from empirical.position.models.decoder import PositionDecoder, given_layer
from empirical.position.models.encoder import PositionEncoder


def decoded_diracs(
    *,
    seed: int,
    decoders: Sequence[dict[str, Any]],
    parts: int,
    far_decoders: Sequence[dict[str, Any]],
    drawn: int,
) -> Arrays:
    """Encode Diracs at real positions with [1, 2, 1], and decode them, by torch.

    Parameters
    ----------
    seed
        Draws the positions for the far decoders.
    decoders
        Each with ``levels`` L, ``slope``, ``upsampling`` and ``layers``: a sequence of
        ``weight`` (out, in, taps) and ``bias`` (out), every number a pair of numerator
        and denominator.
    parts
        The decoders meet every multiple of 1 / parts on the signal; at least 1.
    far_decoders, drawn
        The far decoders, of many levels, meet ``drawn`` random positions, at least 1,
        beside both ends, the middle, halves, and neighbours of whole numbers.

    Returns
    -------
    dict
        ``signals``, all decoded signals in a row, decoder by decoder; ``codes``, what
        was decoded; ``far_errors``, shape (far decoders, positions): the largest
        difference between a decoded signal and the Dirac that was encoded.

    Raises
    ------
    ValueError
        If a number is out of range.

    """
    for name, count in (("parts", parts), ("drawn", drawn)):
        if count < 1:
            raise ValueError(f"{name} must be at least 1, got {count}.")
    torch.set_num_threads(1)
    rng = np.random.default_rng(seed)
    signals, codes = [], []
    for decoder in decoders:
        last = 2 ** decoder["levels"] - 1
        image = continuous_diracs(np.arange(parts * last + 1) / parts, last + 1)
        code, decoded = _round_trip(image, **decoder)
        signals.append(decoded.ravel())
        codes.append(code)
    errors = []
    for decoder in far_decoders:
        size = 2 ** decoder["levels"]
        image = continuous_diracs(_positions(rng, drawn, size), size)
        decoded = _round_trip(image, **decoder)[1]
        errors.append(np.abs(decoded - image).max(axis=1))
    return {
        "signals": np.concatenate(signals),
        "codes": np.concatenate(codes),
        "far_errors": np.stack(errors),
    }


@torch.no_grad()
def _round_trip(
    images: Float[np.ndarray, "m n"],
    levels: int,
    slope: float,
    upsampling: str,
    layers: Sequence[dict[str, Any]],
) -> tuple[Float[np.ndarray, " m"], Float[np.ndarray, "m n"]]:
    """Return the codes of the images and what the decoder makes of them."""
    encoder = PositionEncoder(np.tile([1.0, 2.0, 1.0], (levels, 1)))
    decoder = PositionDecoder([given_layer(x) for x in layers], slope, upsampling)
    codes = encoder(torch.from_numpy(images))
    return codes.numpy(), decoder(codes).numpy()


def _positions(
    rng: np.random.Generator, drawn: int, size: int
) -> Float[np.ndarray, " m"]:
    """Return random positions and those where a decoder would first go wrong."""
    last = float(size - 1)
    special = [0.0, 0.5, 1.0, size / 2 - 0.5, size / 2, last - 1, last - 0.5, last]
    whole = rng.integers(1, size - 1, size=4).astype(float)
    beside = np.concatenate([whole, np.nextafter(whole, 0), whole + 1e-9, whole - 0.5])
    return np.concatenate([special, beside, rng.uniform(0, last, drawn)])
