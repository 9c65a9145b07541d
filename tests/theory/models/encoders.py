"""Worlds for the derivations about encoders with strides."""

from functools import partial
from typing import Any

import numpy as np
from scipy.optimize import least_squares

from tests.theory.models import layers
from tests.theory.models.evaluation import Model, World
from theory.position import (
    activation,
    any_stride_proof,
    filters,
    floors,
    fractional,
    induction,
    moments,
    objects_proof,
    paddings,
    paddings_affine,
    plane,
    scaling,
    stride_free_proof,
)

Rng = np.random.Generator


def named(taps: Any) -> World:
    """Return the taps by name."""
    return dict(zip(("t_0", "t_1", "t_2"), taps, strict=True))


def null(rows: Any, rng: Rng) -> np.ndarray:
    """Return a random vector that all rows are orthogonal to."""
    _, sizes, turned = np.linalg.svd(np.atleast_2d(rows))
    rank = int(np.sum(sizes > 1e-9 * sizes[0]))
    free = turned[rank:]
    return rng.uniform(1, 2, len(free)) @ free


def _encoder(rng: Rng) -> World:
    """Return the deck's encoder on any signal, its taps times c."""
    n, c = 3, rng.uniform(0.5, 2)
    x = rng.normal(size=2**n)

    def code(rows: float) -> World:
        taps = rows * np.array([1, 2, 1])
        return {
            "u()": layers.at(layers.strided(x, taps)),
            "E()": lambda levels: layers.encoded(layers.strided, x, [taps] * levels)[0],
        }

    return {"L": n, "c": c, "x()": layers.at(x), "i": 1, "code": code}


def _plain(rng: Rng) -> World:
    world = _encoder(rng)
    return {**world, **world["code"](1)}


def _scaled(rng: Rng) -> World:
    world = _encoder(rng)
    return {**world, **world["code"](world["c"])}


def _table(rng: Rng, between: tuple[float, float]) -> World:
    """Return every layer of a Dirac at a real place, shared by two samples."""
    a = rng.uniform(*between)
    first = np.interp(np.arange(16), [a - 1, a, a + 1], [0, 1, 0])
    rows = [first]
    for _ in range(4):
        rows.append(layers.strided(rows[-1], (1, 2, 1)))
    return {"a": a, "L": 4, "l": 1, "i": 2,
            "u()": lambda level, i: layers.at(rows[level])(i)}  # fmt: skip


def _shared(rng: Rng) -> World:
    """Return a Dirac at a real place, shared by two samples."""
    p, q = rng.uniform(0.2, 2, 2)
    k = int(rng.integers(1, 6))
    a = k + 1 / (1 + q / p)
    share = np.interp(np.arange(8), [a - 1, a, a + 1], [0, 1, 0])
    return {"a": a, "k": k, "s": a % 1, "p": p, "q": q, "i": k + int(p < q),
            "delta()": layers.at(share)}  # fmt: skip


def _image(rng: Rng) -> World:
    """Return a channel in the plane, filtered with the whole kernel at once."""
    x, y = rng.normal(size=(2, 8))
    kernel = np.outer((1, 2, 1), (0, 1, 1))

    def layer(image: np.ndarray) -> np.ndarray:
        padded = np.pad(image, 1)
        size = len(image) // 2
        out = np.empty((size, size))
        for i in range(size):
            for j in range(size):
                out[i, j] = np.sum(
                    kernel * padded[2 * i : 2 * i + 3, 2 * j : 2 * j + 3]
                )
        return out

    image = np.outer(x, y)
    first = layer(image)
    code = layer(layer(first))[0, 0]
    return {"n": 8, "L": 3, "x()": layers.at(x), "y()": layers.at(y), "i": 1, "j": 2,
            "u()": layers.at(first), "E()": lambda n: code}  # fmt: skip


def _affine_codes(rng: Rng) -> World:
    """Return a first layer and weights behind it that make affine codes, as found."""
    n, t1 = 8, rng.uniform(0.5, 2)

    units = np.array([[layers.strided(x, t) for x in np.eye(n)] for t in np.eye(3)])

    def code(taps: Any, behind: Any) -> Any:
        return np.tensordot(taps, units, 1) @ behind

    def missed(z: np.ndarray) -> np.ndarray:
        return code((z[0], t1, z[1]), z[3:]) - (-np.arange(n) + z[2])

    while True:
        z = least_squares(missed, rng.normal(size=7), xtol=1e-15, ftol=1e-15).x
        if np.max(np.abs(missed(z))) < 1e-9:
            break
    return {
        "n": n, "k": 2 * int(rng.integers(2)), "alpha": -1, "beta": z[2], "t_0": z[0],
        "t_1": t1, "t_2": z[1], "r_0": z[0] / t1, "r_2": z[1] / t1,
        "v()": layers.at(z[3:]), "w()": layers.at(code((z[0], t1, z[1]), z[3:])),
    }  # fmt: skip


def _first_of_three(rng: Rng) -> World:
    """Return an encoder of three layers, and how its codes miss the labels a."""
    taps, behind, x = rng.normal(size=3), rng.normal(size=4), rng.normal(size=4)
    code = np.array([layers.strided(e, taps) @ behind for e in np.eye(8)])
    labels = np.append(np.arange(8), 0)
    missed = [
        taps[2] * labels[2 * k]
        - taps[1] * labels[2 * k + 1]
        + taps[0] * labels[2 * k + 2]
        for k in range(4)
    ]
    left, middle, right, s0, s1 = rng.normal(size=5)
    four = [
        layers.encoded(layers.strided, e, [(left, middle, right), (0, s0, s1)])[0]
        for e in np.eye(4)
    ]
    return {
        **named(taps), "x()": layers.at(x),
        "d()": layers.at(np.array(missed)), "e": np.sum((code - np.arange(8)) ** 2),
        "l": left, "r": right, "s_0": s0, "s_1": s1, "w()": layers.at(np.array(four)),
    }  # fmt: skip


def _affine_stride(rng: Rng) -> World:
    """Return taps and weights behind them that make an affine code, as found."""
    s, n, t = 3, 4, rng.uniform(0.5, 2)

    def code(left: np.ndarray, right: np.ndarray, v: np.ndarray) -> np.ndarray:
        taps = np.array([*left, t, *right])
        made = np.zeros(s * n + 2 * s)
        for k in range(n):
            made[s * k + 1 : s * k + 2 * s] += v[k] * taps
        return made[s : s + s * n]

    def missed(z: np.ndarray) -> np.ndarray:
        return code(z[:2], z[2:4], z[5:]) - (-np.arange(s * n) + z[4])

    while True:
        z = least_squares(missed, rng.normal(size=5 + n), xtol=1e-15, ftol=1e-15).x
        if np.max(np.abs(missed(z))) < 1e-9:
            break
    taps = dict(zip(range(1 - s, s), [*z[:2], t, *z[2:4]], strict=True))
    return {
        "s": s, "n": n, "m": 2, "k": int(rng.integers(n)), "r": int(rng.integers(s)),
        "alpha": -1, "beta": z[4], "v()": layers.at(z[5:]),
        "w()": layers.at(code(z[:2], z[2:4], z[5:])),
        "t()": lambda j: taps.get(int(j), 0),
        "T()": lambda stride: np.sum(np.abs(list(taps.values())) > 1e-3),
    }  # fmt: skip


def _brightness(rng: Rng) -> World:
    """Return a random network without biases, and the best of all multiples."""
    x, rows = rng.normal(size=8), rng.normal(size=(3, 3))
    u = rng.uniform(0.2, 3, 4)

    def code(strength: float) -> float:
        made = float(strength) * x
        for taps in rows:
            made = layers.leaky(layers.largest(made, taps), 0.2)
        return float(made[0])

    best = np.linalg.lstsq(u[:, None], np.ones(4), rcond=None)[0]
    return {
        "u": rng.uniform(0.2, 3), "K": 4, "S_1": np.sum(u), "S_2": np.sum(u**2),
        "E()": code, "F()": lambda count: np.sqrt(np.mean((best * u - 1) ** 2)),
    }  # fmt: skip


def _affine_seam(rng: Rng) -> World:
    """Return a first layer on a circle with a factor at its seam, as found."""
    n, t1, gamma = 4, rng.uniform(0.5, 2), rng.uniform(-3, 0.5)
    units = np.array([layers.strided(x, t) for t in np.eye(3) for x in np.eye(2 * n)])
    units = units.reshape(3, 2 * n, n)

    def code(z: np.ndarray) -> np.ndarray:
        made = np.tensordot((z[0], t1, z[1]), units, 1) @ z[3:]
        made[-1] += gamma * z[0] * z[3]
        return made

    def missed(z: np.ndarray) -> np.ndarray:
        return code(z) - (-np.arange(2 * n) + z[2])

    while True:
        z = least_squares(missed, rng.normal(size=3 + n), xtol=1e-15, ftol=1e-15).x
        if np.max(np.abs(missed(z))) < 1e-9:
            break
    zeros = np.tensordot((z[0], t1, z[1]), units, 1) @ z[3:]
    place = np.zeros(2 * n)
    place[-1] = gamma
    return {
        "n": n, "gamma": gamma, "alpha": -1, "beta": z[2], "t_0": z[0],
        "i": int(rng.choice([0, 3, 2 * n - 1])), "w()": layers.at(code(z)),
        "z()": layers.at(zeros), "v()": layers.at(z[3:]), "c()": layers.at(place),
    }  # fmt: skip


def _moments(rng: Rng) -> World:
    """Return how many moments it takes to tell 2 K heights at as many places."""
    count = int(rng.integers(1, 4))
    places = rng.choice(20, 2 * count, replace=False).astype(float)

    def enough(number: float) -> int:
        rows = 1
        powers = (places / 20) ** np.arange(12)[:, None]
        while np.linalg.matrix_rank(powers[:rows], tol=1e-9) < 2 * number:
            rows += 1
        return rows

    return {"K": count, "N()": enough}


def _affine_inside(rng: Rng) -> World:
    p, q = rng.uniform(0.5, 2, 2)
    label = p * np.arange(8) + q
    rows = [(label[2 * k + 2], -label[2 * k + 1], label[2 * k]) for k in range(3)]
    return named(null(rows, rng))


def _never_negative(rng: Rng) -> World:
    alpha = rng.uniform(0, 0.9)
    first = np.zeros(8)
    first[3:5] = 0.3, 0.7
    behind = layers.strided(first, rng.uniform(0.1, 1, 3))
    return {"alpha": alpha, "x": rng.normal(), "i": 2, "u()": layers.at(behind),
            "ell()": lambda x: layers.leaky(float(x), alpha)}  # fmt: skip


def _all_negative(rng: Rng) -> World:
    alpha, count = rng.uniform(0.2, 0.8), int(rng.integers(2, 5))
    x = np.eye(2**count)[2]
    for _ in range(count):
        x = layers.leaky(layers.strided(x, (-1, -2, -1)), alpha)
    return {"alpha": alpha, "L": count, "a": 2, "E()": lambda levels: x[0]}


def _continued(x: np.ndarray, mode: str) -> np.ndarray:
    """Return a strided layer of [1, 2, 1] on a signal continued as NumPy does."""
    return np.convolve(np.pad(x, 1, mode=mode), (1, 2, 1), "valid")[::2]


def _other_ends(rng: Rng) -> World:
    """Return the codes of Diracs on a circle and mirrored, and weights at an end."""
    count = int(rng.integers(2, 5))

    def weights(levels: int, mode: str) -> np.ndarray:
        found = []
        for x in np.eye(2**levels):
            while len(x) > 1:
                x = _continued(x, mode)
            found.append(x[0])
        return np.array(found)

    return {
        "L": count, "a": int(rng.integers(2**count)), "k": int(rng.integers(3)),
        "C()": layers.at(weights(count, "wrap")),
        "M()": layers.at(weights(count, "reflect")),
        "w()": layers.at(weights(4, "edge")), "v()": layers.at(weights(3, "edge")),
    }  # fmt: skip


def _stride_free(rng: Rng) -> World:
    """Return what a random network without strides tells, and layers until one."""
    levels, length = int(rng.integers(2, 6)), int(rng.integers(2, 30))
    count, left = 0, length
    while left > 1:
        count, left = count + 1, max(left - 2, 1)
    codes = []
    rows = rng.normal(size=(levels, 3))
    for x in np.eye(2**levels):
        for taps in rows:
            x = layers.leaky(layers.filtered(x, taps) + 0.1, 0.2)
        codes.append(round(float(x[2 ** (levels - 1)]), 12))
    return {
        "L": levels, "k": int(rng.integers(9)), "n": length,
        "N()": lambda n: len(set(codes)), "K()": lambda n: count,
    }  # fmt: skip


_hats = induction.hat_derivation()
MODELS = (
    Model(steps=induction.derivation(), world=_plain),
    Model(steps=_hats[:2], world=partial(_table, between=(2.2, 3.5))),
    Model(steps=_hats[2:], world=partial(_table, between=(8.2, 9.8))),
    Model(steps=paddings.derivation(), world=_other_ends),
    Model(steps=scaling.derivation(), world=_scaled),
    Model(
        steps=(
            *stride_free_proof.derivation(),
            *stride_free_proof.reach_derivation(),
        ),
        world=_stride_free,
    ),
    Model(steps=fractional.derivation(), world=_shared),
    Model(steps=plane.derivation(), world=_image),
    Model(steps=filters.derivation(), world=_affine_codes, within=1e-7),
    Model(steps=any_stride_proof.only_derivation(), world=_affine_stride, within=1e-7),
    Model(steps=objects_proof.brightness_derivation(), world=_brightness),
    Model(steps=paddings_affine.derivation(), world=_affine_seam, within=1e-7),
    Model(steps=moments.derivation(), world=_moments),
    Model(steps=floors.derivation()[:-3], world=_first_of_three),
    Model(steps=floors.derivation()[-3:], world=_affine_inside),
    Model(steps=activation.derivation()[:4], world=_never_negative),
    Model(steps=activation.derivation()[4:], world=_all_negative),
)
