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
        "quick": {**_TRAINING, "starts": 12},
        "full": {**_TRAINING, "starts": 40},
    },
    seconds={"quick": 24.0, "full": 70.0},
)


def everywhere(rate: Callable[[str, str, int], float]) -> Array:
    """Return a rate for every label, pooling and number of layers, in this order."""
    return np.array([rate(*arm, n) for arm in ARMS for n in LEVELS], dtype=float)


def rates(arrays: Arrays, slope: float) -> Array:
    """Return the share of starts that arrive, in the order of :func:`everywhere`."""
    return np.asarray(np.mean(_arrived(arrays, slope), axis=1))


def intervals(arrays: Arrays, slope: float) -> dict[str, Array]:
    """Return both ends of the exact binomial intervals, to be drawn."""
    hits = _arrived(arrays, slope)
    low, high = interval(np.sum(hits, axis=1), hits.shape[1])
    return {"95 % interval, low": low, "95 % interval, high": high}


def summary(arrays: Arrays, slope: float) -> dict[str, float]:
    """Return how many starts of an arm arrive over all depths, with its interval."""
    hits = _arrived(arrays, slope).reshape(len(ARMS), -1)
    low, high = interval(np.sum(hits, axis=1), hits.shape[1])
    figures = zip(ARMS, np.mean(hits, axis=1), low, high, strict=True)
    return {
        f"{pooling}, {label}: {what}": float(figure)
        for (label, pooling), *found in figures
        for what, figure in zip(
            ("share of all starts", "interval, low", "interval, high"),
            found,
            strict=True,
        )
    }


def _arrived(arrays: Arrays, slope: float) -> Array:
    """Return 1 for every start that arrives: shape (arms times levels, starts)."""
    errors = arrays["errors"][:, :, SLOPES.index(slope)]
    ordered = errors.transpose(2, 1, 0, 3)
    return (ordered.reshape(-1, errors.shape[-1]) < ARRIVED).astype(float)


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


def _by_arm(answer: Array) -> tuple[Array, Array]:
    """Draw arm after arm, each from the fewest layers to the most."""
    levels = (np.array(LEVELS) - LEVELS[0]) / 8
    places = np.arange(1, len(ARMS) + 1)[:, None] + levels
    return places.ravel(), answer


VIEW = View(
    curve=_by_arm,
    x="arm, and in it L = 3 to 8 from left to right: 1 stride, 2 max, 3 average with "
    "label 2^L - a; 4 stride, 5 max, 6 average with label a",
    y="share of starts that arrive",
    caption="How many random starts end within 1 % of the length, in root mean "
    "square over all positions, against the number of layers; with exact binomial "
    "intervals (Clopper and Pearson).",
    marks=True,
)
"""How shares of all arms are drawn."""


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
