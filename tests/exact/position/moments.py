"""Exact arrays of impulses that moments tell."""

import numpy as np

from tests.exact.arrays import Exact
from tests.exact.position.cascades import configuration
from verify.claim import Claim


def noisy_impulses(claim: Claim, seed: int) -> Exact:
    """Return deviations by the inverse of what moments depend on, at first order."""
    told = configuration(claim)
    size = 2 ** len(told["layers"])
    rows, deviations = [], []
    for case in told["cases"]:
        a = np.array(case["places"], dtype=float) / size
        h = np.array(case["heights"])
        powers = np.arange(2 * len(a))[:, None]
        slopes = powers * a ** np.maximum(powers - 1, 0) * h / size
        slopes[0] = 0
        noise = (np.arange(size) / size) ** powers
        moved = np.linalg.solve(np.hstack([slopes, a**powers]), noise)
        deviations.append(np.linalg.norm(moved, axis=1).reshape(2, -1))
        rows.append([size * a, h])
    return Exact(
        given={}, made={"told": np.array(rows), "deviations": np.array(deviations)}
    )
