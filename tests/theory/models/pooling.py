"""Worlds for the derivations about encoders with pooling."""

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import mpmath
import numpy as np
from scipy.optimize import least_squares

from tests.theory.models import layers
from tests.theory.models.encoders import named, null
from tests.theory.models.evaluation import Model, World
from theory.position import (
    channels_proof,
    pooling_certificate_proof,
    pooling_labels,
    pooling_least_proof,
    pooling_nonnegative_proof,
    pooling_proof,
)
from theory.position.pooling_least import ONE_BIAS, one_bias_taps

Rng = np.random.Generator


def _max_of_three(rng: Rng) -> World:
    r, s = rng.uniform(0.5, 2, 2)
    middle = -(s + 3 * r) / 2
    rows = [(2, 1, -rng.uniform(0, 2)), (s, middle, -r), (4 / s, -1 / r, 2 / s)]
    x = rng.normal(size=8)
    return {
        "r": r, "s": s, "t_1": middle, "a": int(rng.integers(8)), "k": 1,
        "E()": layers.at(layers.codes(layers.largest, rows)),
        "y()": layers.at(layers.filtered(x, rows[0])),
        "u()": layers.at(layers.largest(x, rows[0])),
    }  # fmt: skip


def _mirrored(rng: Rng) -> World:
    rows = rng.normal(size=(3, 3))
    rows[:, 2] = rows[:, 0]
    found = layers.codes((layers.largest, layers.averaged)[rng.integers(2)], rows)
    return {"n": 8, "a": int(rng.integers(8)), "E()": layers.at(found)}


def _convex(rng: Rng) -> World:
    """Return three layers without negative taps, of two channels, with biases."""
    read = _wide(rng, 3)
    x, y = rng.normal(size=(2, 8))
    return {"x": x, "y": y, "w": rng.uniform(0, 1), "M()": read}


def _wide(rng: Rng, levels: int) -> Callable[[np.ndarray], float]:
    """Return a cascade with biases and two channels, but for what goes in and out."""
    widths = [1, *[2] * (levels - 1), 1]
    taps = [rng.uniform(0, 1, (o, i, 3)) for i, o in pairwise(widths)]
    biases = [rng.normal(size=o) for o in widths[1:]]

    def read(x: np.ndarray) -> float:
        rows = [x]
        for weight, bias in zip(taps, biases, strict=True):
            sums = [
                sum(map(layers.filtered, rows, filters)) + b
                for filters, b in zip(weight, bias, strict=True)
            ]
            rows = [y.reshape(-1, 2).max(axis=1) for y in sums]
        return float(rows[0][0])

    return read


def _falling(rng: Rng) -> World:
    """Return three layers without negative taps whose first five codes fall."""
    wanted = 8 - np.arange(8)
    while True:
        rows = rng.uniform(0, 1, (3, 3))
        rows[:2, 0] = 1
        rows[:2, 1:] *= 0.6
        found = layers.codes(layers.largest, rows)
        if np.all(np.diff(found[:5]) < -0.02):
            break
    scale = found @ wanted / (found @ found)
    rows[2] *= scale
    found = found * scale
    (t0, t1, t2), (s0, s1, s2) = rows[:2]
    places = [layers.encoded(layers.largest, x, rows[:2])[0] for x in np.eye(8)]

    def last(x: Any, y: Any) -> Any:
        return layers.largest(np.array([float(x), float(y)]), rows[2])[0]

    return {
        "n": 8, "t_0": t0, "t_1": t1, "t_2": t2, "s_0": s0, "s_1": s1, "s_2": s2,
        "b": t2, "c": max(t1, t2), "E()": layers.at(found),
        "u()": layers.at(np.array(places)),
        "M()": last, "phi()": lambda x: last(x, 1), "x": rng.uniform(0, 1),
        "d_1": found[1] - found[2], "d_3": found[3] - found[4],
        "delta": np.max(np.abs(found - wanted)),
    }  # fmt: skip


def _falling_before_wide(rng: Rng) -> World:
    """Return four layers whose codes fall, one channel and no bias at the start."""
    while True:
        rows = rng.uniform(0, 0.6, (2, 3))
        rows[:, 0] = 1
        behind, bias = _wide(rng, 2), rng.normal()
        places = [layers.encoded(layers.largest, x, rows) for x in np.eye(16)[:5]]
        found = np.array([behind(x + bias) for x in places])
        if np.all(np.diff(found) < -1e-3):
            break
    (t0, t1, t2), (s0, s1, s2) = rows

    def last(x: Any, y: Any) -> float:
        return behind(np.array([float(x), float(y), 0, 0]) + bias)

    return {
        "t_0": t0, "t_1": t1, "t_2": t2, "s_0": s0, "s_1": s1, "s_2": s2, "b": t2,
        "c": max(t1, t2), "E()": layers.at(found),
        "u()": layers.at(np.array([x[0] for x in places])),
        "M()": last, "phi()": lambda x: last(x, 1), "x": rng.uniform(0, 1),
        "d_1": found[1] - found[2], "d_3": found[3] - found[4],
    }  # fmt: skip


def _two_channels(rng: Rng) -> World:
    """Return the two channels of a Dirac behind some of four layers, and the codes."""
    depth = int(rng.integers(4))
    p = 2**depth
    a = int(rng.integers(17 - p))
    r, q = _two_behind(np.eye(16)[a], depth)
    codes = np.array([_two_behind(x, 4)[0][0] for x in np.eye(16)])
    return {
        "L": 4, "a": a, "p": p, "m": -(-a // p), "E()": layers.at(codes),
        "r()": layers.at(r), "q()": layers.at(q),
    }  # fmt: skip


def _two_behind(x: np.ndarray, depth: int) -> tuple[np.ndarray, np.ndarray]:
    r, q = x, x
    for _ in range(depth):
        sums = layers.filtered(r, (1, 1, 0)) + layers.filtered(q, (1, 0, 0))
        r, q = sums.reshape(-1, 2).max(axis=1), layers.largest(q, (2, 0, 0))
    return r, q


def _biased_start(rng: Rng) -> World:
    """Return codes of three layers with biases at both ends, or at the start alone."""
    ends = [(7, 1, 0), (7, 7, 5), ("1/7", "1/7", 0)]
    with mpmath.workdps(60):
        beta = mpmath.findroot(lambda x: mpmath.polyval(ONE_BIAS, x), -0.177)
        alone = _biased_codes(one_bias_taps(beta), [beta, 0, 0])
        both = _biased_codes(ends, [-3, 0, "43/7"])
    return {"a": int(rng.integers(8)), "beta": beta, "E()": layers.at(both),
            "F()": layers.at(alone)}  # fmt: skip


def _first_taps(taps: np.ndarray, rng: Rng) -> World:
    """Return four layers and what the first leaves of impulses at 6 and 7."""
    rows = np.vstack([taps, rng.normal(size=(3, 3))])
    even, odd = (layers.largest(np.eye(16)[a], taps) for a in (6, 7))
    code = layers.codes(layers.largest, rows)
    return {
        "A": even[3], "B": even[2], "C": odd[3], "D": odd[4], "E()": layers.at(code),
        "k": int(rng.integers(7)), **named(taps),
    }  # fmt: skip


def _all_positive(rng: Rng) -> World:
    return _first_taps(rng.uniform(0.1, 1, 3), rng)


def _middle_largest(rng: Rng) -> World:
    low, high = rng.uniform(-1, 0.5), rng.uniform(0.6, 1)
    return _first_taps(np.array([low, high, rng.uniform(-1, 0.5)]), rng)


def _left_largest(rng: Rng) -> World:
    return _first_taps(np.array([rng.uniform(0.6, 1), *rng.uniform(-1, 0.5, 2)]), rng)


def _right_largest(rng: Rng) -> World:
    return _first_taps(np.array([*rng.uniform(-1, 0.5, 2), rng.uniform(0.6, 1)]), rng)


def _both_largest(rng: Rng) -> World:
    high = rng.uniform(0.6, 1)
    return _first_taps(np.array([high, rng.uniform(-1, 0.5), high]), rng)


def _none_positive(rng: Rng) -> World:
    return _first_taps(rng.uniform(-1, 0, 3), rng)


def _pool(rng: Rng) -> World:
    y, x = np.sort(rng.normal(size=2))
    weights, vectors = rng.uniform(0, 1, 5), rng.normal(size=6)
    vectors[4] = vectors[1] + vectors[2]
    return {
        "x": x, "y": y, "x_u": x + rng.uniform(), "y_u": y + rng.uniform(),
        "w[]": weights, "v[]": vectors, "t": weights[1:4] @ vectors[1:4],
    }  # fmt: skip


def _inequalities(rng: Rng) -> World:
    """Return linear inequalities with a sum of them without a positive coefficient."""
    m, u, delta, f = rng.uniform(0.5, 2, 4)
    row = -rng.uniform(0, 1)
    return {"R": row, "u": u, "m": m, "f": f, "delta": delta,
            "b": -row * u - delta * f + rng.uniform(0, 1)}  # fmt: skip


def _best_four(rng: Rng) -> World:
    """Return by how much the best four layers that a search finds are off."""
    wanted = 16 - np.arange(16)

    def missed(taps: np.ndarray) -> np.ndarray:
        return layers.codes(layers.largest, taps.reshape(4, 3)) - wanted

    found = [least_squares(missed, rng.normal(size=12), max_nfev=60) for _ in range(3)]
    return {"delta": min(np.max(np.abs(f.fun)) for f in found)}


def _biased(rng: Rng) -> World:
    """Return codes of four layers with biases, simulated to 60 digits."""
    with mpmath.workdps(60):
        exact = _biased_codes(
            [(-2, 2, 4), ("-2/3", "-11/6", "5/3"), ("3/2", "-3/2", 3), (1, "-1/2", -1)],
            [0, "-4/3", -11, "-1/2"],
        )
        e = mpmath.mpf(rng.uniform(1e-4, 1e-2))
        rows = [
            (1 + 2 * e, 1, 1 - e),
            (-1, 6 * e, 6 * e**2),
            (1, 1 - 5 * e, -18 * e**2),
            (1 / (6 * e**2), 4, (1 - 8 * e) / (6 * e**2)),
        ]
        near = _biased_codes(rows, [0, 0, 0, 14 - 1 / e - 16 * e + 92 * e**2])
    return {"epsilon": e, "a": int(rng.integers(16)), "E()": layers.at(exact),
            "F()": layers.at(near)}  # fmt: skip


def _biased_codes(rows: Any, biases: Any) -> np.ndarray:
    def number(x: Any) -> Any:
        return mpmath.fraction(*map(int, x.split("/"))) if isinstance(x, str) else x

    found = []
    for x in np.eye(2 ** len(rows), dtype=object):
        current = x
        for taps, bias in zip(rows, biases, strict=True):
            sums = layers.filtered(current, [number(t) for t in taps]) + number(bias)
            current = np.maximum(sums[::2], sums[1::2])
        found.append(current[0])
    return np.array(found)


def _average_taps(rng: Rng) -> World:
    """Return the taps that make a multiple of [1, 2, 1] at the even positions."""
    one_pair = [
        layers.averaged(np.eye(8)[a], t)[2] for a in (3, 4, 5, 6) for t in np.eye(3)
    ]
    rows = np.hstack([np.reshape(one_pair, (4, 3)), -np.array([[1, 2, 1, 0]]).T])
    return named(null(rows, rng)[:3])


def _average_slopes(rng: Rng) -> World:
    """Return average pooling before affine weights, with codes of one slope inside."""
    p, q = rng.uniform(0.5, 2, 2)
    behind = p * np.arange(8) + q

    def code(taps: Any) -> np.ndarray:
        return np.array([layers.averaged(x, taps) @ behind for x in np.eye(16)])

    bends = [np.diff(code(t), n=2)[4] for t in np.eye(3)]
    taps = null(bends, rng)
    return {
        "p": p, "q": q, "k": int(rng.integers(2, 5)), "v()": layers.at(behind),
        "w()": layers.at(code(taps)), **named(taps),
    }  # fmt: skip


def _mirrored_labels(rng: Rng) -> World:
    found = layers.codes(layers.averaged, [(0, 2, 2)] * 3)
    return {"a": int(rng.integers(8)), "E()": layers.at(found)}


_four = pooling_certificate_proof.derivation()
_nonnegative = pooling_nonnegative_proof.derivation()
_start = pooling_nonnegative_proof.unbiased_start_derivation()
_labels = pooling_labels.derivation()
MODELS = (
    Model(steps=pooling_proof.max_derivation(), world=_max_of_three),
    Model(steps=pooling_proof.mirror_derivation(), world=_mirrored),
    Model(steps=_nonnegative[:1], world=_convex),
    Model(steps=_nonnegative[1:], world=_falling),
    Model(steps=_start[1:], world=_falling_before_wide),
    Model(
        steps=pooling_least_proof.width_derivation()[: -len(_nonnegative)],
        world=_two_channels,
    ),
    Model(
        steps=pooling_least_proof.bias_derivation()[: -len(_start)],
        world=_biased_start,
        quoted={"0.17686": lambda w: -float(w["beta"])},
    ),
    Model(steps=_four[:4], world=_all_positive),
    Model(steps=_four[4:5], world=_middle_largest),
    Model(steps=_four[5:6], world=_left_largest),
    Model(steps=_four[6:7], world=_right_largest),
    Model(steps=_four[7:8], world=_both_largest),
    Model(steps=_four[8:9], world=_none_positive),
    Model(steps=_four[10:15], world=_pool),
    Model(steps=_four[15:17], world=_inequalities),
    Model(steps=_four[17:], world=_best_four),
    Model(steps=channels_proof.biased_derivation(), world=_biased),
    Model(steps=_labels[:-12], world=_average_taps),
    Model(steps=_labels[-12:-4], world=_average_slopes),
    Model(steps=_labels[-4:], world=_mirrored_labels),
)
