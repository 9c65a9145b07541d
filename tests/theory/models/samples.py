"""Worlds for the derivation about drawn radii: a law of a few radii, changed a bit."""

import numpy as np

from tests.theory.models.evaluation import Model, World
from theory.size import samples

Rng = np.random.Generator
_STEP = 1e-5


def _modes(operator: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return values and vectors, greatest first, the first one positive in sum."""
    values, vectors = np.linalg.eigh(operator)
    vectors = vectors[:, ::-1]
    return values[::-1], vectors * np.sign(vectors.sum(axis=0))


def _law(rng: Rng) -> World:
    """Return disks as values on rings, under a law of six radii, and their modes."""
    count = 6
    areas = np.cumsum(rng.uniform(0.5, 1, count))
    disks = np.tri(count) * np.sqrt(np.diff(areas, prepend=0.0))
    law = rng.dirichlet(np.full(count, 5.0))
    operator = disks.T @ (law[:, None] * disks)
    values, modes = _modes(operator)
    squares = (disks @ modes) ** 2

    def moved(change: np.ndarray) -> np.ndarray:
        up, down = (_modes(operator + e * change)[1][:, 0] for e in (_STEP, -_STEP))
        return np.asarray((up - down) / (2 * _STEP))

    parts = [moved(np.outer(disk, disk) - operator) for disk in disks]
    spread = sum(p * part @ part for p, part in zip(law, parts, strict=True))
    change = rng.normal(size=(count, count))
    change = change + change.T
    image = modes[:, 0] + 0.3 * rng.normal(size=count)
    image /= np.linalg.norm(image)
    return {
        "s": np.sqrt(1 - (image @ modes[:, 0]) ** 2),
        "delta": values[0] - image @ operator @ image, "gamma": values[0] - values[1],
        "b_2": moved(change) @ modes[:, 1], "S_12": modes[:, 0] @ change @ modes[:, 1],
        "lambda()": lambda n: float(values[int(n) - 1]), "N": count, "V": spread,
        "lambda_1": values[0], "lambda_2": values[1],
        "A()": lambda n: float(law @ (squares[:, 0] * squares[:, int(n) - 1])),
    }  # fmt: skip


MODELS = (Model(steps=samples.derivation(), world=_law, within=1e-6),)
