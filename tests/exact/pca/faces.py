"""Faces rebuilt by the best linear codes, which the claim says are as good."""

import numpy as np

from empirical.pca.images.faces import split
from tests.exact.arrays import Exact, Maker
from verify.claim import Claim


def _rebuilt_faces(claim: Claim, seed: int) -> Exact:
    """Return faces by principal axes, solved in the space of the faces' products."""
    count = claim.experiment.configurations["quick"]["components"]
    known, unseen = split()
    average = known.mean(axis=0)
    seen, new = ((x - average).reshape(len(x), -1) for x in (known, unseen))
    values, vectors = np.linalg.eigh(seen @ seen.T)
    axes = vectors[:, ::-1].T @ seen / np.sqrt(np.abs(values[::-1, None]))
    rebuilt = [
        average + (new @ axes[:k].T @ axes[:k]).reshape(unseen.shape)
        for k in range(1, count + 1)
    ]
    made = {
        "rebuilt": np.stack(rebuilt),
        "plain": rebuilt[-1],
        "explained": np.cumsum(values[::-1])[:count] / values.sum(),
    }
    return Exact(
        given={"unseen": unseen}, made=made, shown=("unseen",), axes={"rebuilt": 1}
    )


def _compared_faces(claim: Claim, seed: int) -> Exact:
    """Return faces of which one arm finds less of what they differ by than the other.

    About as little as networks find: noise has no room beside what they leave.
    """
    known, unseen = split()
    average = known.mean(axis=0)
    count = claim.experiment.configurations["quick"]["components"]
    shares = np.linspace(0.1, 0.24, count)
    made = {
        "rebuilt": np.stack([average + s * (unseen - average) for s in shares]),
        "plain": average + 0.3 * (unseen - average),
        "explained": np.linspace(0.5, 0.9, count),
    }
    return Exact(given={"unseen": unseen}, made=made, axes={"rebuilt": 1})


MAKERS: dict[str, Maker] = {
    "rebuilt_faces": _rebuilt_faces,
    "pca.create-and-organise": _compared_faces,
}
