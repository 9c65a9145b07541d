"""What the claims on starts share: blocks of small networks and their final signs."""

from collections.abc import Mapping, Sequence

import numpy as np

from verify.budget import Budget, ByBudget
from verify.claim import Array, Arrays, Experiment, Measurement
from verify.claims.binomial import interval

ONE_SIGN = 0.01
"""Largest share of the energy of the images whose codes have the rarer sign."""


def experiment(
    cases: Sequence[tuple[str, str]],
    starts: Mapping[Budget, int],
    seconds: ByBudget[float],
) -> Experiment:
    """Return the training of blocks of starts, for pairs of upsampling and start.

    The deck's structure in small: 16 x 16 pixels, four layers each way.
    """
    network = {
        "cases": [list(case) for case in cases],
        "size": 16,
        "largest_radius": 7.5,
        "radii": 12,
        "channels": [4, 4, 8],
        "slope": 0.2,
        "schedule": {"adam_steps": 400, "learning_rate": 0.01},
    }
    return Experiment(
        function="empirical.size.starts:signs_by_start",
        configurations={
            "quick": {**network, "starts": starts["quick"]},
            "full": {**network, "starts": starts["full"]},
        },
        seconds=seconds,
    )


def rarer(codes: Array, images: Array) -> Array:
    """Return the share of the energy whose codes have the rarer sign, by start."""
    energy = np.sum(images**2, axis=(1, 2))
    shares = np.stack([(codes > 0) @ energy, (codes < 0) @ energy]) / energy.sum()
    return np.asarray(shares.min(axis=0))


def floor(images: Array) -> float:
    """Return the least share of the energy that codes of one sign leave."""
    flat = images.reshape(len(images), -1)
    gram = flat @ flat.T
    return float(1 - np.linalg.eigvalsh(gram)[-1] / np.trace(gram))


def read(arrays: Arrays, cases: Sequence[tuple[str, str]]) -> Measurement:
    """Return the share of starts of each case that end with codes of one sign."""
    images = arrays["images"]
    one = np.stack([rarer(codes, images) <= ONE_SIGN for codes in arrays["codes"]])
    below = arrays["left"] < floor(images)
    values: dict[str, float] = {"starts": one.shape[1]}
    for case, ends, under in zip(cases, one, below, strict=True):
        low, high = interval(ends.sum(), len(ends))
        name = ", ".join(case)
        values |= {
            f"{name}: least likely rate": float(low),
            f"{name}: greatest likely rate": float(high),
            f"{name}: below the one-signed floor": float(under.mean()),
        }
    values["largest share left, over the floor"] = float(
        arrays["left"].max() / floor(images)
    )
    return Measurement(answer=one.mean(axis=1), values=values)
