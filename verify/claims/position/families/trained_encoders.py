"""Deep encoders trained on labels, and how often they arrive."""

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

import numpy as np

from theory.position import floors, pooling_labels
from verify.claim import Array, Arrays, Experiment, View
from verify.claims.binomial import interval
from verify.claims.position.families.frames import framed

LEVELS = (3, 4, 5, 6, 7, 8)
POOLINGS = ("stride", "max", "average")
SLOPES = (1.0, 0.2)
LABELS = ("inverted", "plain")
SHOWN = 6
ARRIVED = 0.01
"""Root mean square error of a start that has found the code, in lengths."""

ARMS = tuple((label, pooling) for label in LABELS for pooling in POOLINGS)

Kind = tuple[str, str, tuple[int, ...]]
"""Encoders judged together: their label, their pooling and their numbers of layers."""

_PAIRS = ((3, 4), (5, 6), (7, 8))
EXPECTED: tuple[Kind, ...] = (
    *(("inverted", "stride", pair) for pair in _PAIRS),
    *(("inverted", "average", pair) for pair in _PAIRS),
    *(("plain", "average", pair) for pair in _PAIRS[1:]),
)
"""Linear encoders of these kinds can come within 1 % of the length of their label."""

MAXIMUM: tuple[Kind, ...] = tuple(
    (label, "max", pair) for label in LABELS for pair in _PAIRS
)

_TRAINING = {
    "levels": LEVELS,
    "poolings": POOLINGS,
    "slopes": SLOPES,
    "labels": LABELS,
    "shown": SHOWN,
    "schedule": {"adam_steps": 900, "learning_rate": 0.1},
}

DEEP_ENCODERS = Experiment(
    function="empirical.position.deep_encoders:train_deep_encoders",
    configurations={
        "quick": {**_TRAINING, "starts": 24},
        "full": {**_TRAINING, "starts": 40},
    },
    seconds={"quick": 34.0, "full": 70.0},
)


def everywhere(
    rate: Callable[[str, str, int], float], kinds: tuple[Kind, ...]
) -> Array:
    """Return the mean of a rate over the depths of every kind of encoder."""
    return np.array(
        [
            np.mean([rate(label, pool, n) for n in depths])
            for label, pool, depths in kinds
        ]
    )


def rates(arrays: Arrays, slope: float, kinds: tuple[Kind, ...]) -> Array:
    """Return the share of starts that arrive, of every kind."""
    hits, starts = _counted(arrays, slope, kinds)
    return np.asarray(hits / starts)


def intervals(
    arrays: Arrays, slope: float, kinds: tuple[Kind, ...]
) -> dict[str, Array]:
    """Return both ends of the exact binomial intervals, to be drawn."""
    hits, starts = _counted(arrays, slope, kinds)
    ends = [interval(np.array([h]), int(n)) for h, n in zip(hits, starts, strict=True)]
    low, high = np.array(ends)[:, :, 0].T
    return {"95 % interval, low": low, "95 % interval, high": high}


def summary(arrays: Arrays, slope: float) -> dict[str, float]:
    """Return how many starts of an arm arrive over all depths, with its interval."""
    found: dict[str, float] = {}
    for label, pooling in ARMS:
        (hits,), (starts,) = _counted(arrays, slope, ((label, pooling, LEVELS),))
        low, high = interval(np.array([hits]), int(starts))
        found |= {
            f"{pooling}, {label}: {what}": float(figure)
            for what, figure in (
                ("starts that arrive", hits),
                ("starts", starts),
                ("interval, low", low[0]),
                ("interval, high", high[0]),
            )
        }
    return found


def shares(
    arrays: Arrays, slope: float, chosen: Callable[[str, str, int], bool]
) -> Array:
    """Return the share of starts that arrive, of every chosen encoder by itself.

    An encoder is one label, one pooling and one number of layers.
    """
    kinds = tuple((*arm, (n,)) for arm in ARMS for n in LEVELS if chosen(*arm, n))
    return rates(arrays, slope, kinds)


def _counted(
    arrays: Arrays, slope: float, kinds: tuple[Kind, ...]
) -> tuple[Array, Array]:
    """Return of every kind how many starts arrive, and how many there are."""
    arrived = arrays["errors"][:, :, SLOPES.index(slope)] < ARRIVED
    hits, starts = [], []
    for label, pooling, depths in kinds:
        rows = [LEVELS.index(n) for n in depths]
        mine = arrived[rows, POOLINGS.index(pooling), LABELS.index(label)]
        hits.append(np.sum(mine))
        starts.append(mine.size)
    return np.array(hits, dtype=float), np.array(starts, dtype=float)


def dots(codes: Array) -> Array:
    """Return codes as images: one black dot for each position, from 0 at the bottom.

    Parameters
    ----------
    codes
        Shape (..., n), in lengths; what lies outside [0, 1] is left out.

    Returns
    -------
    Array
        Shape (..., 4 n, 4 n).

    """
    *outer, n = codes.shape
    image = np.ones((*outer, n, n))
    height = np.round((n - 1) * codes).astype(int)
    *places, columns = np.nonzero((height >= 0) & (height < n))
    rows = n - 1 - height[(*places, columns)]
    image[(*places, rows, columns)] = 0
    return image.repeat(4, axis=-2).repeat(4, axis=-1)


def pictures(arrays: Arrays, slope: float) -> Mapping[str, Array]:
    """Return the typical codes of six layers, by label and pooling."""
    codes = arrays["codes"][:, SLOPES.index(slope)].transpose(1, 0, 2)
    caption = (
        "The code of each of the 64 positions (from left to right, from 0 at the "
        "bottom to 64) after training six layers: columns stride, max and average; "
        "rows label 2^L - a and label a. Of all starts the one with the median error."
    )
    return {caption: framed(dots(codes))}


def view(kinds: tuple[Kind, ...]) -> View:
    """Return how shares of kinds are drawn, with the number of layers of each."""
    names = "; ".join(
        f"{i} {pool}, {label}, L = {depths[0]} to {depths[-1]}"
        for i, (label, pool, depths) in enumerate(kinds, start=1)
    )
    return View(
        x=names,
        y="share of starts that arrive",
        caption="How many random starts end within 1 % of the length, in root mean "
        "square over all positions; with exact binomial intervals (Clopper and "
        "Pearson). The label is 2^L - a (inverted) or a (plain).",
        marks=True,
    )


@cache
def closest(label: str, pooling: str, levels: int) -> float:
    """Return how close a linear encoder can come to a label, in lengths."""
    plain = np.arange(2.0**levels)
    labels = plain if label == "plain" else 2.0**levels - plain
    found = (
        floors.floor(labels, starts=2)
        if pooling == "stride"
        else pooling_labels.average_floor(labels)
    )
    return float(np.sqrt(found))


def predicted(label: str, pooling: str, levels: int) -> float:
    """Return 1 where an encoder without max pooling can arrive, and 0 elsewhere."""
    return float(pooling != "max" and closest(label, pooling, levels) < ARRIVED)


def derivation() -> tuple[Any, ...]:
    """Return which labels strides and average pooling can be given."""
    return (*floors.derivation(), *pooling_labels.derivation())
