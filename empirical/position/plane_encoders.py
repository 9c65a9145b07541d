"""Dirac impulses in the plane, sent through encoders whose kernels are given."""

from collections.abc import Sequence

import numpy as np
import torch
from jaxtyping import Float

from empirical.arrays import Arrays
from empirical.position.images.diracs import plane_diracs
from empirical.position.models.plane_encoder import PlanePositionEncoder

BLOCK = 256
"""Images in memory at once."""


def plane_codes(
    *,
    seed: int,
    levels: Sequence[int],
    kernels: Sequence[Sequence[Sequence[float]]],
    dense_levels: int,
    images: int,
) -> Arrays:
    """Encode every Dirac of an image by torch's convolutions, one kernel a channel.

    Parameters
    ----------
    seed
        Shuffles the order in which the Diracs go through the network, which may not
        matter, and draws the dense images.
    levels
        Numbers of layers L, each 1 to 7; images have side 2^L.
    kernels
        Shape (channels, 3, 3).
    dense_levels, images
        Number of layers (1 to 7), and how many dense images of random integers
        from -99 to 99, at least 1.

    Returns
    -------
    dict
        ``codes``, shape (sum of 4^L, channels), in row order of the impulse;
        ``dense_images`` (m, n, n) and their ``dense_codes`` (m, channels).

    Raises
    ------
    ValueError
        If a number or a shape is out of range.

    """
    for level in (*levels, dense_levels):
        if not 1 <= level <= 7:
            raise ValueError(f"levels must be in [1, 7], got {level}.")
    if images < 1:
        raise ValueError(f"images must be at least 1, got {images}.")
    torch.set_num_threads(1)
    rng = np.random.default_rng(seed)
    weights = np.asarray(kernels, dtype=np.float64)
    side = 2**dense_levels
    dense = rng.integers(-99, 99, size=(images, side, side), endpoint=True)
    pictures = dense.astype(np.float64)
    with torch.no_grad():
        encoder = PlanePositionEncoder(weights, dense_levels)
        dense_codes = encoder(torch.from_numpy(pictures)).numpy()
    return {
        "codes": np.concatenate([_all_codes(n, weights, rng) for n in levels]),
        "dense_images": pictures,
        "dense_codes": dense_codes,
    }


@torch.no_grad()
def _all_codes(
    levels: int, weights: Float[np.ndarray, "channels 3 3"], rng: np.random.Generator
) -> Float[np.ndarray, "positions channels"]:
    encoder = PlanePositionEncoder(weights, levels)
    side = 2**levels
    codes = np.empty((side * side, len(weights)))
    order = rng.permutation(side * side)
    for start in range(0, side * side, BLOCK):
        block = order[start : start + BLOCK]
        pictures = plane_diracs(np.stack(np.divmod(block, side), axis=1), side)
        codes[block] = encoder(torch.from_numpy(pictures)).numpy()
    return codes
