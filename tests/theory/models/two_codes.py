"""Worlds for the derivation about two codes: dense decoders, written twice."""

from typing import Any

import numpy as np

from tests.theory.models.evaluation import Model, World
from theory.size import two_codes

Rng = np.random.Generator


def _chords(count: int) -> float:
    """Return the share left by a hidden layer that draws chords of uniform radii."""
    radii = (np.arange(600) + 0.5) / 600
    areas = radii**2
    ends = (np.arange(count + 1) / count) ** (4 / 3)
    rings = np.diff(areas, prepend=0.0)
    steps = np.clip((ends[:, None] - (areas - rings)) / rings, 0, 1)
    slopes = np.diff(steps, axis=0) / np.diff(ends)[:, None]
    turns = np.diff(slopes, axis=0, prepend=np.zeros((1, 600)))
    hidden = np.maximum(areas[:, None] - ends[:-1], 0)
    off = hidden @ turns - (areas[None] <= areas[:, None] * (1 + 1e-12))
    return float(np.sum(off**2 * rings) / np.sum(areas))


def _decoders(rng: Rng) -> World:
    alpha, width = rng.uniform(0.05, 0.5), 4

    def leaky(u: np.ndarray) -> np.ndarray:
        return np.where(u > 0, u, alpha * u)

    shapes = [(width, 1), (width, width), (1, width)]
    layers = [(rng.normal(size=s), rng.normal(size=s[0])) for s in shapes]
    free = [rng.normal(size=s) for s in ((width, 2), (width, width), (1, width))]

    def run(weights: list[np.ndarray], codes: list[Any]) -> float:
        x = np.array([float(c) for c in codes])
        for weight in weights:
            x = leaky(weight @ x)
        return float(x[0])

    def first_biased(z: Any) -> float:
        x = leaky(free[0][:, 0] * float(z) + free[0][:, 1])
        return run(free[1:], list(x))

    def biased(z: Any) -> float:
        x = np.array([float(z)])
        for weight, bias in layers:
            x = leaky(weight @ x + bias)
        return float(x[0])

    handed = [
        np.block([[w, b[:, None]], [np.zeros((1, w.shape[1])), np.ones((1, 1))]])
        for w, b in layers
    ]
    return {
        "alpha": alpha, "u": rng.normal(), "phi()": lambda u: u if u > 0 else alpha * u,
        "lambda": rng.uniform(0.2, 3), "D()": lambda z: run(free, [z, 0.0]),
        "z": rng.normal(), "s": rng.uniform(0.3, 3),
        "D_2()": lambda z, s: run(free, [z, s]), "D_b()": first_biased,
        "B()": biased, "B_2()": lambda z, s: run(handed, [z, s]),
        "n": int(rng.integers(2, 7)), "e()": lambda n: _chords(int(n)),
    }  # fmt: skip


MODELS = (Model(steps=two_codes.derivation(), world=_decoders),)
