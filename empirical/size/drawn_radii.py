"""The best images of radii that are drawn, and of networks trained on them."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from jaxtyping import Float

from empirical.arrays import Arrays
from empirical.size.profiles import scaled_bodies
from empirical.training import Start

_ROUNDS = 25
"""Of power iteration: the second value is a fifth of the first, or less."""

_BLOCK = 2**15
"""Radii at once: what is worked on stays in the cache."""


def drawn_optima(
    *, seed: int, counts: Sequence[int], draws: Sequence[int], points: int
) -> Arrays:
    """Draw radii, find their best image, and compare it with that of the uniform law.

    By power iteration on sums of disks. The uniform law is a grid of radii.

    Parameters
    ----------
    seed
        Draws the radii.
    counts, draws
        How many radii, at least 2, and how many times they are drawn.
    points
        Radii of the grid, at least 2.

    Returns
    -------
    dict
        For each count ``off``, the mean of ``|f_m - f|^2``, both of unit norm; and
        ``error``, its standard error; ``ratio``, the greatest squared sine of the
        angle of both over what f_m falls short of f, as a share of the energy.

    Raises
    ------
    ValueError
        If a number is out of range.

    """
    if min(counts) < 2 or min(draws) < 2 or points < 2:
        raise ValueError(
            "counts, draws and points must be at least 2, got "
            f"{min(counts)}, {min(draws)} and {points}."
        )
    rng = np.random.default_rng(seed)
    grid = (np.arange(points) + 0.5) / points
    whole = _best(grid[None])[0]
    overlap = _overlaps(grid[None], whole[None], grid)[0]
    found = []
    for count, times in zip(counts, draws, strict=True):
        radii = np.sort(rng.uniform(size=(times, count)), axis=1)
        blocks = np.array_split(radii, 1 + radii.size // _BLOCK)
        overlaps = np.concatenate([_overlaps(r, _best(r), grid) for r in blocks])
        cosine = np.clip(overlaps @ whole, -1, 1)
        off = 2 - 2 * cosine
        # The mean energy of the disks is 1/3, areas in units of pi.
        short = 3 * np.mean(overlap**2 - overlaps**2, axis=1)
        ratio = np.max((1 - cosine**2) / short)
        found.append((off.mean(), off.std() / np.sqrt(times), ratio))
    columns = np.array(found).T
    return dict(zip(("off", "error", "ratio"), columns, strict=True))


def networks_on_draws(
    *, start: Start, drawn: Sequence[Sequence[float]], **shared: Any
) -> Arrays:
    """Train an autoencoder without biases on each list of radii, from one start.

    Parameters
    ----------
    start
        Its seed draws the start, the same for all.
    drawn
        Lists of radii, in pixels.
    shared
        The other arguments of :func:`empirical.size.profiles.scaled_bodies`.

    Returns
    -------
    dict
        ``profiles`` (lists, 2, n, n) = D(1) and D(-1); of shape (lists,) ``positive``,
        the share of codes that are not negative, ``left``, the loss, and ``codes off``,
        how far codes are from the best strengths of their images, over their norm.

    """
    each, found = replace(start, checkpoint=None), []
    for sizes in drawn:
        one = scaled_bodies(start=each, sizes=sizes, **shared)
        codes, pair = one["codes"], one["profiles"].reshape(2, -1)
        flat = one["images"].reshape(len(codes), -1)
        best = flat @ (pair.T / np.sum(pair**2, axis=1))
        own = np.where(codes > 0, best[:, 0], best[:, 1])
        found.append(
            {
                "profiles": one["profiles"],
                "positive": np.mean(codes >= 0),
                "left": one["history"][-1],
                "codes off": np.linalg.norm(np.abs(codes) - own) / np.linalg.norm(own),
            }
        )
    return {name: np.stack([one[name] for one in found]) for name in found[0]}


def _best(radii: Float[np.ndarray, "b m"]) -> Float[np.ndarray, "b m"]:
    """Return the strengths whose sum of disks is the best image, at unit norm."""
    strength = np.ones_like(radii)
    for _ in range(_ROUNDS):
        strength = _shared(radii, strength)
        strength /= np.linalg.norm(strength, axis=1, keepdims=True)
    norm = np.sqrt(np.sum(strength * _shared(radii, strength), axis=1))
    return np.asarray(strength / norm[:, None])


def _shared(
    radii: Float[np.ndarray, "b m"], strength: Float[np.ndarray, "b m"]
) -> Float[np.ndarray, "b m"]:
    """Return the overlap of a sum of disks with each of them, by running sums."""
    areas = radii**2
    smaller = np.cumsum(areas * strength, axis=1)
    larger = np.cumsum(strength[:, ::-1], axis=1)[:, ::-1] - strength
    return np.asarray(smaller + areas * larger)


def _overlaps(
    radii: Float[np.ndarray, "b m"],
    strength: Float[np.ndarray, "b m"],
    grid: Float[np.ndarray, " n"],
) -> Float[np.ndarray, "b n"]:
    """Return the overlaps of sums of disks with disks of other radii."""
    areas, zero = radii**2, np.zeros((len(radii), 1))
    inner = np.concatenate([zero, np.cumsum(areas * strength, axis=1)], axis=1)
    count = np.concatenate([zero, np.cumsum(strength, axis=1)], axis=1)
    smaller = np.stack([np.searchsorted(one, grid) for one in radii])
    within = np.take_along_axis(inner, smaller, axis=1)
    beyond = count[:, -1:] - np.take_along_axis(count, smaller, axis=1)
    return np.asarray(within + grid**2 * beyond)
