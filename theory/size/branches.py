"""Codes of two signs: radii split at tau, each part with a profile of its own.

A decoder without biases makes ``z f_+`` of a positive code and ``|z| f_-`` of a
negative one. So the radii fall into two classes, each coded as well as its own best f
allows, and the energy captured is the sum over the classes: more than one sign can
capture.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np
from jaxtyping import Bool, Float
from scipy.optimize import brentq

from theory.size.law import Law, nodes, power
from theory.size.profile import Profile, solve

UNIFORM = power(0.0)


@dataclass(frozen=True, kw_only=True)
class Branches:
    """Two classes of radii, below and above a split.

    Parameters
    ----------
    split
        tau, a share of the largest radius.
    captured
        Share of all the images' energy that the two profiles keep.
    lower, upper
        The profile of either class, as a function of shares of the largest radius.
    preference
        How much more of the disk of radius tau the lower class keeps than the upper,
        as a share of that disk's energy; 0 at the best split.

    """

    split: float
    captured: float
    lower: Profile
    upper: Profile
    preference: float


def at_split(split: float, law: Law = UNIFORM, dimension: float = 2.0) -> Branches:
    """Return both profiles for a given split.

    Parameters
    ----------
    split
        In (0, 1), with radii on either side.
    law, dimension
        As for :func:`theory.size.profile.solve`.

    Raises
    ------
    ValueError
        If the split is not in (0, 1) or leaves one class empty.

    Examples
    --------
    >>> round(at_split(0.5).captured, 9)
    0.821704702

    """
    if not 0 < split < 1:
        raise ValueError(f"split must be in (0, 1), got {split}.")
    parts = (law.between(0.0, split), law.between(split, 1.0))
    solved = [solve(part, dimension) for part in parts]
    energy = [
        _energy(part, p, dimension) for part, p in zip(parts, solved, strict=True)
    ]
    kept = sum(p.captured * e for p, e in zip(solved, energy, strict=True))
    lower, upper = (_kept(p, split, dimension) for p in solved)
    return Branches(
        split=split,
        captured=kept / sum(energy),
        lower=solved[0],
        upper=solved[1],
        preference=(lower - upper) / (split**dimension / dimension),
    )


@cache
def best_split(law: Law = UNIFORM, dimension: float = 2.0) -> Branches:
    """Return the best split among those into two intervals.

    The derivative of the captured energy in tau is p(tau) times what the two classes
    keep of the disk of radius tau; so at the optimum they keep the same, and this is
    the equation solved. The bracket is the best of 24 splits, with its neighbours: a
    search, not a proof, for laws other than the uniform one in the plane.

    Examples
    --------
    >>> best = best_split()
    >>> round(best.split, 8), round(best.captured, 8)
    (0.72465258, 0.85145094)

    """
    tried = (np.arange(1, 25) / 25).tolist()
    energies = [at_split(split, law, dimension).captured for split in tried]
    top = int(np.argmax(energies))
    low, high = tried[top] - 0.04, tried[top] + 0.04

    def preference(split: float) -> float:
        return at_split(split, law, dimension).preference

    split = brentq(preference, max(low, 0.005), min(high, 0.995), xtol=1e-14)
    return at_split(float(split), law, dimension)


def _energy(law: Law, solved: Profile, dimension: float) -> float:
    """Return ``int p r^d / d dr``, the density as it was given."""
    radius, weight = nodes(solved.edges)
    return float(np.sum(law.at(radius) * weight * radius**dimension)) / dimension


def _kept(solved: Profile, radius: float, dimension: float) -> float:
    """Return F(r)^2 / |f|^2, what a profile keeps of the body of size r."""
    place, weight = nodes(solved.edges, 24)
    norm = float(np.sum(solved(place) ** 2 * weight * place ** (dimension - 1)))
    return float(solved.overlap(np.array([radius]))[0]) ** 2 / norm


def discrete_split(
    images: Float[np.ndarray, "m ..."], sizes: Float[np.ndarray, " m"]
) -> float:
    """Return the best split of these very images into two intervals of sizes.

    Every boundary is tried; each class keeps the greatest eigenvalue of its Gram
    matrix. Known to half the distance between neighbouring sizes.

    Parameters
    ----------
    images
        Shape (m, ...), at least 2.
    sizes
        Shape (m,), rising.

    Raises
    ------
    ValueError
        If there are fewer than 2 images or the sizes do not rise.

    """
    if len(images) < 2 or not np.all(np.diff(sizes) > 0):
        raise ValueError(
            f"sizes must rise and be at least 2, got {np.asarray(sizes).tolist()}."
        )
    flat = np.asarray(images, dtype=float).reshape(len(images), -1)
    gram = flat @ flat.T
    kept = [
        np.linalg.eigvalsh(gram[:cut, :cut])[-1]
        + np.linalg.eigvalsh(gram[cut:, cut:])[-1]
        for cut in range(1, len(sizes))
    ]
    cut = int(np.argmax(kept))
    return float(sizes[cut] + sizes[cut + 1]) / 2


def partition_bound(count: int) -> tuple[float, tuple[bool, ...]]:
    """Return a bound on what ANY two classes of uniform radii in the plane capture.

    Proof. Let A and B be any measurable classes. Each one's best f is positive and,
    as ``f' = -p 1_A F / mu``, falling; so F rises and is concave in x = r^2, from
    F(0) = 0. Cut (0, 1) into ``count`` bins, each with a mean x_i of x. Below x_i,
    ``F(x) <= F(x_i)``; above, ``F(x) <= F(x_i) x / x_i``. So whatever part S of a bin
    a class has, it captures at most ``F(x_i)^2`` times the weight of S, the integral
    over S of ``max(1, (x / x_i)^2)``; and the weights of the two classes add up to
    that of the bin. The energy is then at most that of ``count`` disks of radii
    sqrt(x_i) whose weights are divided between two classes. The greatest eigenvalue is
    convex in the weights, so the greatest sum belongs to bins that are not divided,
    and there are finitely many: all are tried.

    Tests hold it against the best split: it exceeds the energy of the best two
    intervals by 0.7 to 0.9 over ``count``; no partition beats them by more, that is
    proved. For every count tried the best partition of whole bins is a split into two
    intervals; that none beats them at all is searched in this way, not proved.

    Parameters
    ----------
    count
        Bins, 2 to 18; the cost doubles with each.

    Returns
    -------
    tuple
        The bound, as a share of the energy, and which bins are in the first bin's
        class in the partition that reaches it.

    Raises
    ------
    ValueError
        If the count is out of range.

    """
    if not 2 <= count <= 18:
        raise ValueError(f"count must be in 2 to 18, got {count}.")
    ends = np.arange(count + 1) / count
    mean = np.diff(ends**3) / 3 * count
    return _best_partition(np.sqrt(mean), bin_weight(ends[:-1], ends[1:], mean))


def bin_weight(
    low: Float[np.ndarray, " n"],
    high: Float[np.ndarray, " n"],
    mean: Float[np.ndarray, " n"],
) -> Float[np.ndarray, " n"]:
    """Return the integrals of ``max(1, (r^2 / x)^2)`` for r from low to high.

    Parameters
    ----------
    low, high
        Radii, low at most high.
    mean
        x, positive.

    Examples
    --------
    >>> bin_weight(np.array([0.0]), np.array([1.0]), np.array([0.25])).round(6)
    array([3.6])

    """
    middle = np.clip(np.sqrt(mean), low, high)
    return np.asarray(middle - low + (high**5 - middle**5) / (5 * mean**2))


def _best_partition(
    radius: Float[np.ndarray, " n"], weight: Float[np.ndarray, " n"]
) -> tuple[float, tuple[bool, ...]]:
    """Return the best of all partitions of weighted disks, as a share of 1/6."""
    count = len(radius)
    gram = np.minimum(radius[:, None], radius) ** 2 / 2
    gram = gram * np.sqrt(weight[:, None] * weight)
    best, winner = 0.0, np.ones(count, dtype=bool)
    for first in range(0, 2 ** (count - 1), _BATCH):
        number = np.arange(first, min(first + _BATCH, 2 ** (count - 1)))
        inside = (number[:, None] >> np.arange(count)) % 2 == 0
        energy = _top(gram, inside) + _top(gram, ~inside)
        if energy.max() > best:
            best, winner = float(energy.max()), inside[energy.argmax()]
    return 6 * best, tuple((winner == winner[0]).tolist())


_BATCH = 2048


def _top(
    gram: Float[np.ndarray, "n n"], inside: Bool[np.ndarray, "b n"]
) -> Float[np.ndarray, " b"]:
    mask = inside[:, :, None] & inside[:, None, :]
    return np.asarray(np.linalg.eigvalsh(gram * mask)[:, -1])
