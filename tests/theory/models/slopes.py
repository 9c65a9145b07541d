"""Worlds for the derivation about slopes: small networks, and two images."""

from collections.abc import Callable
from typing import Any

import numpy as np

from tests.theory.models.evaluation import Model, World
from theory.size import slopes

Rng = np.random.Generator


def _leaky(slope: float) -> Callable[[np.ndarray], np.ndarray]:
    return lambda u: np.where(u > 0, u, slope * u)


def _networks(rng: Rng) -> World:
    """Return a code, and decoders of slopes 1, -1 and of one that is neither."""
    alpha, beta = rng.uniform(0.1, 0.8), -rng.uniform(0.0, 2.0)
    weights = [rng.normal(size=s) for s in ((4, 1), (4, 4), (1, 4))]
    image = rng.uniform(0, 1, 9)
    filters = rng.normal(size=(5, 9)), rng.normal(size=5)
    hidden = _leaky(beta)(filters[0] @ image)
    # Of whatever sign the last filter makes it.
    code = float(_leaky(beta)(-np.abs(filters[1] @ hidden)))

    def decoder(slope: float) -> Callable[[Any], float]:
        def decode(z: Any) -> float:
            x = np.array([float(z)])
            for weight in weights:
                x = _leaky(slope)(weight @ x)
            return float(x[0])

        return decode

    wanted = rng.uniform(0.1, 1, 2)
    units = np.array([[1.0, -alpha], [-alpha, 1.0]])
    last = np.linalg.solve(units, wanted)

    def two(z: Any) -> float:
        seen = _leaky(alpha)(np.array([1.0, -1.0]) * float(z))
        return float(_leaky(alpha)(seen @ last))

    return {
        "z_beta": code, "D_1()": decoder(1.0), "D_e()": decoder(-1.0), "v": 0.7,
        "D_alpha()": two, "f_1": wanted[0], "f_2": wanted[1],
    }  # fmt: skip


MODELS = (Model(steps=slopes.one_or_two_steps(), world=_networks),)
