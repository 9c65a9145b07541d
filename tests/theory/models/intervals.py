"""Worlds for the derivations about classes of radii, from matrices of overlaps."""

import numpy as np
from scipy.optimize import brentq

from tests.theory.models.evaluation import Model, World
from theory.size import intervals

Rng = np.random.Generator


def _top(x: np.ndarray, weight: np.ndarray) -> tuple[float, np.ndarray]:
    """Return the greatest eigenvalue of the overlaps, and its positive vector."""
    root = np.sqrt(weight)
    values, vectors = np.linalg.eigh(np.minimum.outer(x, x) * root[:, None] * root)
    return float(values[-1]), np.abs(vectors[:, -1])


def _both(x: np.ndarray, weight: np.ndarray, side: np.ndarray) -> list[float]:
    return [_top(x, weight * part)[0] for part in (side, ~side)]


def _balanced(x: np.ndarray, weight: np.ndarray) -> list[float]:
    """Return what two intervals keep that keep as much, sharing one radius."""
    before = np.cumsum(weight) - weight

    def kept(place: float) -> list[float]:
        low = np.clip(place - before, 0, weight)
        return [_top(x, part)[0] for part in (low, weight - low)]

    def excess(place: float) -> float:
        low, high = kept(place)
        return low - high

    return kept(brentq(excess, 0, float(weight.sum())))


def _blocks(rng: Rng) -> World:
    """Return three blocks of a law of a few radii, the outer ones in one class."""
    sizes = rng.integers(1, 5, 3)
    label = np.repeat([1, 2, 3], sizes)
    x = np.sort(rng.uniform(0, 1, len(label)))
    weight = rng.uniform(0.1, 1, len(label)) ** 3
    root = np.sqrt(weight)
    kernel = np.minimum.outer(x, x) * root[:, None] * root
    outer = label != 2
    strengths = np.empty(len(label))
    for part in (outer, ~outer):
        strengths[part] = _top(x[part], weight[part])[1]
    e = np.stack([strengths * (label == i) for i in (1, 2, 3)])
    e /= np.linalg.norm(e, axis=1, keepdims=True)
    k, c, d = e @ kernel @ e.T, e @ (root * x), e @ root

    def cosine(i: int, j: int) -> float:
        return float(k[i, j] / np.sqrt(k[i, i] * k[j, j]))

    def smaller(i: int, j: int) -> float:
        return float(np.linalg.eigvalsh(k[np.ix_([i, j], [i, j])])[0])

    pairs = [(i, j) for i in range(3) for j in range(i, 3)]
    joined = max(sum(_both(x, weight, label <= i)) for i in (1, 2))
    classes = rng.permutation(np.arange(len(x)) % 2 == 0)
    a, b = _both(x, weight, classes)
    low, high = _balanced(x, weight)
    return {
        **{f"K_{i + 1}{j + 1}": k[i, j] for i, j in pairs},
        **{f"r_{i + 1}{j + 1}": cosine(i, j) for i, j in pairs},
        **{f"m_{i + 1}{j + 1}": smaller(i, j) for i, j in pairs if i != j},
        **{f"c_{i + 1}": c[i] for i in range(3)},
        **{f"d_{i + 1}": d[i] for i in range(3)},
        "E": sum(_both(x, weight, outer)), "E_2": joined,
        "mu_A": a, "mu_B": b, "mu_1": low, "mu_2": high,
    }  # fmt: skip


MODELS = (Model(steps=intervals.derivation(), world=_blocks),)
