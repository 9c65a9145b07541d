"""Diracs in the plane sent through encoders, and their codes through given decoders."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import torch
from jaxtyping import Float

from empirical.arrays import Arrays
from empirical.position.images.diracs import shared_plane_diracs
from empirical.position.models.decoder import PlaneDecoder, given_layer
from empirical.position.models.plane_encoder import PlanePositionEncoder

BLOCK = 8
"""Images in memory at once, of the far decoders."""


def decoded_plane_diracs(
    *,
    seed: int,
    decoders: Sequence[dict[str, Any]],
    parts: int,
    far_decoders: Sequence[dict[str, Any]],
    drawn: int,
) -> Arrays:
    """Encode Diracs at real places with two channels, and decode them, by torch.

    The encoder's kernels are [1, 2, 1] x [0, 1, 1] and its transpose, without biases.

    Parameters
    ----------
    seed
        Draws the places for the far decoders.
    decoders
        Each with ``levels`` L, ``slope`` and ``layers``: a sequence of ``weight`` (out,
        in, taps, taps) and ``bias`` (out), every number a pair of numerator and
        denominator.
    parts
        The decoders meet all pairs of multiples of 1 / parts on the image; at least 1.
    far_decoders, drawn
        The far decoders, of many levels, meet ``drawn`` random places, at least 1,
        beside corners, edges, the middle, and neighbours of whole places.

    Returns
    -------
    dict
        ``images``, all decoded images in a row, decoder by decoder, in row order of the
        places; ``codes``, shape (places, 2), what was decoded; ``far_errors``, shape
        (far decoders, places): the largest difference between a decoded image and
        the Dirac that was encoded.

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
    images, codes = [], []
    for decoder in decoders:
        steps = parts * (2 ** decoder["levels"] - 1) + 1
        places = np.argwhere(np.ones((steps, steps))) / parts
        _, code, decoded = _round_trip(places, **decoder)
        images.append(decoded.ravel())
        codes.append(code)
    errors = [_far_errors(rng, drawn, decoder) for decoder in far_decoders]
    return {
        "images": np.concatenate(images),
        "codes": np.concatenate(codes),
        "far_errors": np.stack(errors),
    }


def _far_errors(
    rng: np.random.Generator, drawn: int, decoder: dict[str, Any]
) -> Float[np.ndarray, " places"]:
    places, errors = _places(rng, drawn, 2 ** decoder["levels"]), []
    for start in range(0, len(places), BLOCK):
        image, _, decoded = _round_trip(places[start : start + BLOCK], **decoder)
        errors.append(np.abs(decoded - image).max(axis=(1, 2)))
    return np.concatenate(errors)


@torch.no_grad()
def _round_trip(
    places: Float[np.ndarray, "m 2"],
    levels: int,
    slope: float,
    layers: Sequence[dict[str, Any]],
) -> tuple[
    Float[np.ndarray, "m n n"], Float[np.ndarray, "m 2"], Float[np.ndarray, "m n n"]
]:
    """Return Diracs, their codes, and what the decoder makes of these."""
    kernel = np.outer([1.0, 2, 1], [0, 1, 1])
    encoder = PlanePositionEncoder(np.stack([kernel, kernel.T]), levels)
    images = shared_plane_diracs(places, 2**levels)
    codes = encoder(torch.from_numpy(images))
    decoded = PlaneDecoder([given_layer(one) for one in layers], slope)(codes)
    return images, codes.numpy(), decoded.numpy()


def _places(
    rng: np.random.Generator, drawn: int, size: int
) -> Float[np.ndarray, "m 2"]:
    """Return random places and those where a decoder would first go wrong."""
    last = float(size - 1)
    special = np.array([0, 0.5, size / 2 - 0.5, size / 2, last - 0.5, last])
    pairs = special[np.indices((len(special),) * 2).reshape(2, -1).T]
    whole = rng.integers(1, size - 1, size=(4, 2)).astype(float)
    beside = [whole, np.nextafter(whole, 0), whole + 1e-9, whole - [0.25, 0.75]]
    return np.concatenate([pairs, *beside, rng.uniform(0, last, size=(drawn, 2))])
