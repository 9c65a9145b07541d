"""Exact arrays of what is measured on objects of varying brightness."""

from typing import Any

import numpy as np

from tests.exact.arrays import Exact
from tests.exact.position.cascades import SUMS, configuration, weights
from verify.claim import Array, Arrays, Claim


def placed_objects(claim: Claim, seed: int) -> Exact:
    """Return images as what comes back, and sums over them as codes."""
    told, rng = configuration(claim), np.random.default_rng(seed)
    size = 2 ** told["levels"]
    images, far, bright = [], [], []
    for one in told["objects"]:
        last = size - len(one["shape"])
        grid = np.arange(told["parts"] * last + 1) / told["parts"]
        row = np.array([_image(one["shape"], a, size) for a in grid])
        images += [u * row for u in told["strengths"]]
        drawn = rng.uniform(0, last, told["drawn"])
        bright.append(rng.exponential(3.0, told["drawn"]))
        far.append([_image(one["shape"], a, size) for a in drawn])
    given = np.concatenate(images)
    dense = rng.integers(-9, 9, (told["drawn"], size), endpoint=True).astype(float)
    counts = np.stack([weights(told["levels"]), weights(told["levels"], SUMS)], axis=1)
    return Exact(
        given={"images": given, "far": np.array(far), "dense_signals": dense},
        made={
            "codes": given @ counts,
            "signals": given.copy(),
            "rebuilt": np.array(far),
            "dense_codes": dense @ counts,
        },
        axes={"rebuilt": 1},
        returned=_with_errors,
        instead={"copies": None},
    )


def _image(shape: Any, place: float, size: int) -> Array:
    """Return an object by straight lines between its samples, moved to a place."""
    ends = np.arange(-1.0, len(shape) + 1)
    return np.interp(np.arange(size) - place, ends, [0.0, *shape, 0.0])


def _with_errors(arrays: Arrays) -> Arrays:
    returned = ("codes", "signals", "dense_signals", "dense_codes")
    off = np.max(np.abs(arrays["rebuilt"] - arrays["far"]), axis=2)
    return {**{name: arrays[name] for name in returned}, "drawn_errors": off}


def noisy_codes(claim: Claim, seed: int) -> Exact:
    """Return deviations as the lengths of what is counted of every sample."""
    told = configuration(claim)
    reads, sums = weights(told["levels"]), weights(told["levels"], SUMS)
    sizes = [np.linalg.norm(row) for row in (reads, sums)]
    moved = [reads - (len(reads) - a) * sums for a in told["places"]]
    count = len(told["places"])
    return Exact(
        given={},
        made={
            "codes": np.tile(sizes, (count, 1)),
            "places": np.linalg.norm(moved, axis=1),
            "correlations": np.full(count, reads @ sums / np.prod(sizes)),
        },
    )


def train_bright_objects(claim: Claim, seed: int) -> Exact:
    """Return the best multiples of each label, by least squares, and the labels."""
    told = configuration(claim)
    size, shape = 2 ** told["levels"], np.array(told["shape"])
    lever = shape @ np.arange(len(shape)) / shape.sum()
    labels = 1 - (np.arange(size - len(shape) + 1) + lever) / size
    seen, every = told["strengths"], (*told["strengths"], *told["unseen"])
    best = np.linalg.lstsq(np.array(seen)[:, None], np.ones(len(seen)), rcond=None)[0]
    bright = best * np.array(every)
    kinds = np.stack([bright, bright, np.ones(len(every)), np.ones(len(every))])
    codes = np.repeat((kinds[..., None] * labels)[:, None], told["starts"], axis=1)
    return Exact(given={"labels": labels}, made={"codes": codes}, axes={"codes": 3})
