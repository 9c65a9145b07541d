"""Worlds for the derivations about decoders."""

from typing import Any

import numpy as np

from tests.theory.models import layers
from tests.theory.models.evaluation import Local, Model, World, value
from theory.position import decoder_proof, plane_decoder_proof, plane_dirac

Rng = np.random.Generator


def _decoder(rng: Rng) -> World:
    """Return the doubling decoder, layer by layer."""
    levels, alpha = 3, rng.uniform(0, 0.9)
    a = rng.uniform(0, 2**levels - 1)
    rows = [np.array([1 - (2**levels - a) / 2**levels])]
    for _ in range(levels):
        wide, ones = (layers.with_zeros(x) for x in (rows[-1], np.ones_like(rows[-1])))
        rows.append(layers.filtered(wide, (2, 2, 0)) - layers.filtered(ones, (1, 0, 0)))
    place = int(a) + int(rng.integers(2))

    def decoded(world: World, code: Any) -> Any:
        right = abs(value(code, world) - (2**levels - a)) < 1e-12
        return layers.hat(rows[-1][world["i"]], alpha) if right else np.nan

    return {"L": levels, "l": 1, "i": place, "a": a, "alpha": alpha, "x": rng.normal(),
            "V()": lambda level, i: rows[level][i], "D()": Local(decoded),
            "ell()": lambda x: layers.leaky(float(x), alpha)}  # fmt: skip


def _doubling(rng: Rng) -> World:
    return {**_decoder(rng), "l": 2, "i": 1}


def _ramp(rng: Rng) -> World:
    """Return the ramp of repeated samples under [0, 1, 1], and the constant."""
    world = _decoder(rng)
    levels, a = world["L"], world["a"]
    rows, held = [np.ones(1)], [(2**levels - a) / 2**levels]
    for _ in range(levels):
        rows.append(layers.filtered(np.repeat(rows[-1], 2), (0, 1, 1)))
        held.append(held[-1] + held[-1])
    padded = [np.append(row, [0, np.nan]) for row in rows]
    return {
        **world, "l": 2, "R()": lambda level, i: padded[level][
            min(int(i), 2**level + 1)
        ],
        "K()": lambda level: held[level],
    }  # fmt: skip


def _ramp_inside(rng: Rng) -> World:
    return {**_ramp(rng), "i": 1}


def _plane_decoder(rng: Rng) -> World:
    """Return the decoder of images, with the kernels [1, 1, 0] x [1, 1, 0]."""
    levels, alpha = 4, rng.uniform(0, 0.9)
    a, b = rng.uniform(0, 2**levels - 1, 2)

    def grown(start: float, taken: tuple[int, int]) -> list[np.ndarray]:
        rows = [np.array([[start]])]
        for _ in range(levels):
            wide = np.pad(layers.with_zeros(rows[-1]), ((1, 0), (1, 0)))
            both = wide[1:, 1:] + wide[:-1, 1:] + wide[1:, :-1] + wide[:-1, :-1]
            down, across = np.indices(both.shape) % 2
            rows.append(2 * both - (down, across)[taken[0]])
        return rows

    v, w = grown(a / 2**levels, (0, 1)), grown(b / 2**levels, (1, 0))
    p, r = (layers.hat(x[-1], alpha) for x in (v, w))
    u = p + r - 1
    image = (2 * u + 1 + layers.size_of(u, alpha) - layers.size_of(p - r, alpha)) / 4
    return {
        "L": levels, "l": 2, "i": int(a), "j": int(b), "a": a, "b": b, "alpha": alpha,
        "x": rng.normal(), "ell()": lambda x: layers.leaky(float(x), alpha),
        "V()": lambda level, i, j: v[level][i, j], "D()": layers.at(image),
        "W()": lambda level, i, j: w[level][i, j],
    }  # fmt: skip


def _plane_carried(rng: Rng) -> World:
    return {**_plane_decoder(rng), "i": 1, "j": 3}


def _triangle(rng: Rng) -> World:
    """Return the share of a corner of the triangle (0, 0), (1, 0), (1, 1)."""
    t, s = np.sort(rng.uniform(0, 1, 2))
    corners = np.array([[0, 1, 1], [0, 0, 1], [1, 1, 1]])

    def share(x: Any, y: Any) -> float:
        return float(np.linalg.solve(corners, np.array([x, y, 1.0], float))[0])

    return {"s": s, "t": t, "phi()": share}


def _cell(rng: Rng) -> World:
    a, b = rng.uniform(0, 7, 2)
    return {"L": 3, "i": int(a), "j": int(b), "a": a, "b": b}


_doubled, _ramped = decoder_proof.doubling_derivation(), decoder_proof.ramp_derivation()
_flat = plane_dirac.plane_steps()
_pixels = plane_decoder_proof.derivation()[len(_flat) :]
MODELS = (
    Model(steps=_doubled[:1], world=_doubling),
    Model(steps=_doubled[1:], world=_decoder),
    Model(steps=_ramped[:5], world=_ramp_inside),
    Model(steps=_ramped[5:], world=_ramp),
    Model(steps=_pixels[:2], world=_plane_carried),
    Model(steps=_pixels[2:], world=_plane_decoder),
    Model(steps=_flat[:-5], world=_triangle),
    Model(steps=_flat[-5:], world=_cell),
)
