"""Impulses with noise, sent through channels of moments and told from their codes."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import torch
from jaxtyping import Float

from empirical.arrays import Arrays


def noisy_impulses(
    *,
    seed: int,
    layers: Sequence[dict[str, Any]],
    cases: Sequence[dict[str, Any]],
    sigma: float,
    draws: int,
) -> Arrays:
    """Tell the impulses of noisy signals from their moments, by Prony's method.

    Parameters
    ----------
    seed
        Draws the noise, independent and normal on every sample.
    layers
        L of them, each with ``weight`` (out, in, 3), every number a pair of numerator
        and denominator; the last makes the moments 0 to 2 K - 1 of n = 2^L samples.
    cases
        Each with ``places``, K whole numbers that increase, and ``heights``, not 0.
    sigma
        Standard deviation of the noise, above 0.
    draws
        How many noisy signals for each case, at least 2.

    Returns
    -------
    dict
        ``told``, shape (cases, 2, K), places and heights without noise; and
        ``deviations``, of the same shape, their standard deviations over sigma.

    Raises
    ------
    ValueError
        If a number is out of range, or places do not increase.

    """
    if draws < 2 or not sigma > 0:
        raise ValueError(
            f"draws must be at least 2 and sigma above 0, got {draws} and {sigma}."
        )
    torch.set_num_threads(1)
    rng, size = np.random.default_rng(seed), 2 ** len(layers)
    told, deviations = [], []
    for case in cases:
        places = np.array(case["places"])
        if not np.all((places >= 0) & (places < size)) or np.any(np.diff(places) <= 0):
            raise ValueError(
                f"places must increase from 0 to {size - 1}, got {case['places']}."
            )
        signal = np.zeros(size)
        signal[places] = case["heights"]
        noisy = signal + sigma * rng.normal(size=(draws, size))
        told.append(_prony(_codes(signal[None], layers), size)[0])
        deviations.append(_prony(_codes(noisy, layers), size).std(axis=0) / sigma)
    return {"told": np.array(told), "deviations": np.array(deviations)}


@torch.no_grad()
def _codes(
    signals: Float[np.ndarray, "m n"], layers: Sequence[dict[str, Any]]
) -> Float[np.ndarray, "m codes"]:
    current = torch.from_numpy(signals)[:, None]
    for one in layers:
        pairs = torch.tensor(one["weight"], dtype=torch.float64)
        weight = pairs[..., 0] / pairs[..., 1]
        current = torch.nn.functional.conv1d(current, weight, stride=2, padding=1)
    return np.asarray(current[:, :, 0].numpy())


def _prony(
    codes: Float[np.ndarray, "m codes"], size: int
) -> Float[np.ndarray, "m 2 k"]:
    """Return places and heights, the places in units of the whole signal till then."""
    count = codes.shape[1] // 2
    moments = codes / float(size) ** np.arange(codes.shape[1])
    index = np.arange(count)
    rows = moments[:, index[:, None] + index]
    lower = np.linalg.solve(rows, -moments[:, count:, None])[..., 0]
    companion = np.zeros_like(rows)
    companion[:, index[1:], index[:-1]] = 1
    companion[:, :, -1] = -lower
    places = np.sort(np.linalg.eigvals(companion).real, axis=1)
    powers = places[:, None] ** index[:, None]
    heights = np.linalg.solve(powers, moments[:, :count, None])[..., 0]
    return np.stack([size * places, heights], axis=1)
