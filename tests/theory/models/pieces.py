"""Worlds for the derivation about affine pieces, from the scatter of drawn disks."""

import numpy as np
from numpy.polynomial import Legendre
from scipy.linalg import eigh

from tests.theory.models.evaluation import Model, World
from theory.size import pieces

Rng = np.random.Generator


def _off_line(areas: np.ndarray, weight: np.ndarray) -> float:
    """Return the weighted squared distances of disks from their best line."""
    share = weight / weight.sum()
    gram = np.minimum.outer(areas, areas)
    mean = gram @ share
    centred = gram - mean - mean[:, None] + share @ mean
    root = np.sqrt(weight)
    return float(np.linalg.eigvalsh(root[:, None] * centred * root)[:-1].sum())


def _middles(low: float, length: float, count: int) -> np.ndarray:
    return low + length * (np.arange(count) + 0.5) / count


def _one_line(length: float, density: float) -> float:
    """Return the same of an interval: its scatter, and by Ritz its first part.

    The first direction u is 0 at both ends, and makes the square of its slope least.
    """
    basis = [Legendre([1, 0, -1]) * Legendre.basis(k) for k in range(0, 12, 2)]
    basis = [b - b(1.0) for b in basis]
    slopes = [b.deriv() for b in basis]
    over = lambda f: f.integ(lbnd=-1)(1.0)  # noqa: E731
    stiff = [[over(a * b) for b in slopes] for a in slopes]
    mass = [[over(a * b) for b in basis] for a in basis]
    # On an interval of length 2, stretched.
    first = (length / 2) ** 2 / float(eigh(stiff, mass, eigvals_only=True)[0])
    place = _middles(0.0, length, 1000)
    scatter = np.mean(place * (length - place)) - length**2 / 12 / 1000**2
    return density * float(scatter - first)


def _lines(rng: Rng) -> World:
    """Return lines that serve an interval, and one with gaps."""
    length, density = rng.uniform(0.3, 0.9), rng.uniform(0.5, 2)
    parts = length * rng.dirichlet([5, 5, 5])
    starts = np.cumsum([0.0, *(parts[:2] + rng.uniform(0.1, 0.4, 2))])
    served = np.concatenate(
        [_middles(a, b, 120) for a, b in zip(starts, parts, strict=True)]
    )
    mass = np.repeat(density * parts / 120, 120)
    values = rng.uniform(0.2, 1.5, 6)
    return {
        "l": length, "p": density, "J_1": _one_line(length, density),
        "J_S": _off_line(served, mass),
        "N": 5, "a()": lambda i: values[int(i)],
    }  # fmt: skip


MODELS = (Model(steps=pieces.derivation(), world=_lines),)
