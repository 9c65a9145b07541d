"""Diracs sent through [1, 2, 1] with every way in which torch continues a signal."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import torch
from jaxtyping import Float
from torch import nn

from empirical.arrays import Arrays
from empirical.position.images.diracs import diracs

PADDINGS = ("zeros", "circular", "reflect", "replicate")
"""torch's names for the modes of a convolution."""


@torch.no_grad()
def padded_codes(
    *, seed: int, levels: Sequence[int], paddings: Sequence[str], signals: int
) -> Arrays:
    """Encode every Dirac, and signals drawn at random, by strided convolutions.

    Parameters
    ----------
    seed
        Draws the order of the impulses, which may not matter, and the signals: whole
        numbers within 9.
    levels
        Numbers of layers L, each at least 1.
    paddings
        How every layer continues its input; of ``PADDINGS``.
    signals
        How many dense signals, each of the most layers, at least 1.

    Returns
    -------
    dict
        ``codes``, shape (paddings, sum of 2^L), one number of layers after the other;
        ``dense_signals``, shape (signals, 2^L), and ``dense_codes``, shape (paddings,
        signals).

    Raises
    ------
    ValueError
        If an argument is not as above.

    """
    if not levels or min(levels) < 1:
        raise ValueError(f"levels must be at least 1, got {list(levels)}.")
    if signals < 1:
        raise ValueError(f"signals must be at least 1, got {signals}.")
    if unknown := [name for name in paddings if name not in PADDINGS]:
        raise ValueError(f"paddings must be among {PADDINGS}, got {unknown[0]}.")
    torch.set_num_threads(1)
    rng = np.random.default_rng(seed)
    orders = [rng.permutation(2**n) for n in levels]
    dense = rng.integers(-9, 9, (signals, 2 ** max(levels)), endpoint=True)
    codes = [
        np.concatenate([_codes(diracs(len(o))[o], p)[np.argsort(o)] for o in orders])
        for p in paddings
    ]
    return {
        "codes": np.array(codes),
        "dense_signals": dense.astype(float),
        "dense_codes": np.array([_codes(dense.astype(float), p) for p in paddings]),
    }


def _codes(signals: Float[np.ndarray, "m n"], padding: str) -> Float[np.ndarray, " m"]:
    current = torch.from_numpy(signals)[:, None]
    mode: Any = padding
    layer = nn.Conv1d(1, 1, 3, stride=2, padding=1, bias=False, padding_mode=mode)
    layer.weight = nn.Parameter(torch.tensor([[[1.0, 2.0, 1.0]]], dtype=torch.float64))
    while current.shape[2] > 1:
        current = layer(current)
    return np.asarray(current[:, 0, 0].numpy())
