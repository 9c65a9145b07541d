"""The covariance loss of codes that are written out, in whole numbers."""

from fractions import Fraction
from itertools import combinations

import numpy as np

from tests.exact.arrays import Exact, Maker
from verify.claim import Claim

_SPREAD, _EPSILON = 1e-7, 1e-5
"""Variance of the small codes, and what batch normalisation adds to it."""


def _batch_losses(claim: Claim, seed: int) -> Exact:
    """Return the losses from sums of products, which no shuffle or scale changes."""
    setting = claim.experiment.configurations["quick"]
    table = np.array(setting["codes"], dtype=object)
    count = table.shape[1]
    pair = {(i, k): _share(*table.T[[i, k]]) for i, k in combinations(range(count), 2)}
    ones = [sum(pair[i, k] for i in range(k)) / (k + 1) for k in range(1, count)]
    packet = sum(share for (_, k), share in pair.items() if k >= count - 2) / count
    made = {
        "losses": np.array([float(loss) for loss in (*ones, packet)]),
        "independent": np.array([1 / (setting["batch"] - 1)]),
        "trained": np.array([1 / setting["batch"]]),
        "small": np.array([(_SPREAD / (_SPREAD + _EPSILON)) ** 2]),
    }
    return Exact(given={}, made=made)


def _share(u: np.ndarray, v: np.ndarray) -> Fraction:
    """Return the squared correlation of two columns of whole numbers."""
    m = len(u)
    product = m * (u @ v) - u.sum() * v.sum()
    squares = [m * (one @ one) - one.sum() ** 2 for one in (u, v)]
    return Fraction(product**2, squares[0] * squares[1])


def _one_moves(claim: Claim, seed: int) -> Exact:
    """Return codes along whose first axis one number moves."""
    moved = np.tile([1.0, 0.0], (len(claim.predict()), 1))
    return Exact(given={}, made={**_least(claim), "moved": moved})


def _independent(claim: Claim, seed: int) -> Exact:
    """Return codes that are two independent numbers; their order does not matter."""
    grid = np.stack(np.meshgrid(np.arange(-9.0, 10.0), [-1.0, 1.0]), axis=-1)
    codes = np.tile(grid.reshape(-1, 2), (len(claim.predict()), 1, 1))
    return Exact(
        given={},
        made={**_least(claim), "codes": codes},
        axes={"codes": 1},
        instead={"shifted": None},
    )


def _least(claim: Claim) -> dict[str, np.ndarray]:
    """Return that the codes have no error and no penalty."""
    nothing = np.zeros(len(claim.predict()))
    return {"errors": nothing, "penalties": nothing}


MAKERS: dict[str, Maker] = {
    "batch_losses": _batch_losses,
    "pca.navigation-implied": _one_moves,
    "pca.independence": _independent,
}
