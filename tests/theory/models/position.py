"""Worlds for the derivations about positions: simulated encoders and decoders."""

from functools import partial
from typing import Any

import numpy as np
from scipy.optimize import least_squares

from tests.theory.models import layers
from tests.theory.models.evaluation import Local, Model, World, value
from theory.position import (
    activation,
    decoder_proof,
    filters,
    floors,
    fractional,
    induction,
    nonnegative_pooling_proof,
    plane,
    plane_decoder_proof,
    plane_dirac,
    pooled_labels,
    pooling_certificate_proof,
    pooling_proof,
    scaling,
)

Rng = np.random.Generator


def null(rows: Any, rng: Rng) -> np.ndarray:
    """Return a random vector that all rows are orthogonal to."""
    _, sizes, turned = np.linalg.svd(np.atleast_2d(rows))
    rank = int(np.sum(sizes > 1e-9 * sizes[0]))
    free = turned[rank:]
    return rng.uniform(1, 2, len(free)) @ free


def _named(taps: Any) -> World:
    return dict(zip(("t_0", "t_1", "t_2"), taps, strict=True))


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
    first = np.interp(np.arange(8), [a - 1, a, a + 1], [0, 1, 0])
    rows = [first]
    for _ in range(3):
        rows.append(layers.strided(rows[-1], (1, 2, 1)))
    return {"a": a, "L": 3, "l": 1, "i": 1,
            "u()": lambda level, i: layers.at(rows[level])(i)}  # fmt: skip


def _shared(rng: Rng) -> World:
    """Return a Dirac at a real place, shared by two samples."""
    p, q = rng.uniform(0.2, 2, 2)
    k = int(rng.integers(1, 6))
    a = k + 1 / (1 + q / p)
    share = np.interp(np.arange(8), [a - 1, a, a + 1], [0, 1, 0])
    return {"a": a, "k": k, "s": a % 1, "p": p, "q": q, "i": k + int(rng.integers(2)),
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
        "n": n, "k": int(rng.integers(0, 3)), "alpha": -1, "beta": z[2], "t_0": z[0],
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
        **_named(taps), "x()": layers.at(x),
        "d()": layers.at(np.array(missed)), "e": np.sum((code - np.arange(8)) ** 2),
        "l": left, "r": right, "s_0": s0, "s_1": s1, "w()": layers.at(np.array(four)),
    }  # fmt: skip


def _affine_inside(rng: Rng) -> World:
    p, q = rng.uniform(0.5, 2, 2)
    label = p * np.arange(8) + q
    rows = [(label[2 * k + 2], -label[2 * k + 1], label[2 * k]) for k in range(3)]
    return _named(null(rows, rng))


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


def _subadditive(rng: Rng) -> World:
    rows = rng.uniform(0, 1, (3, 3))
    x, y = rng.normal(size=(2, 8))
    return {"x": x, "y": y, "M()": lambda z: layers.encoded(layers.largest, z, rows)[0]}


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


def _first_taps(taps: np.ndarray, rng: Rng) -> World:
    """Return four layers and what the first leaves of impulses at 6 and 7."""
    rows = np.vstack([taps, rng.normal(size=(3, 3))])
    even, odd = (layers.largest(np.eye(16)[a], taps) for a in (6, 7))
    code = layers.codes(layers.largest, rows)
    return {
        "A": even[3], "B": even[2], "C": odd[3], "D": odd[4], "E()": layers.at(code),
        "k": int(rng.integers(7)), **_named(taps),
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


def _average_taps(rng: Rng) -> World:
    """Return the taps that make a multiple of [1, 2, 1] at the even positions."""
    one_pair = [
        layers.averaged(np.eye(8)[a], t)[2] for a in (3, 4, 5, 6) for t in np.eye(3)
    ]
    rows = np.hstack([np.reshape(one_pair, (4, 3)), -np.array([[1, 2, 1, 0]]).T])
    return _named(null(rows, rng)[:3])


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
        "w()": layers.at(code(taps)), **_named(taps),
    }  # fmt: skip


def _mirrored_labels(rng: Rng) -> World:
    found = layers.codes(layers.averaged, [(0, 2, 2)] * 3)
    return {"a": int(rng.integers(8)), "E()": layers.at(found)}


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
    return {**_decoder(rng), "i": 1}


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
    levels, alpha = 3, rng.uniform(0, 0.9)
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
    return {**_plane_decoder(rng), "i": 1, "j": 2}


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


_hats = induction.hat_derivation()
_four = pooling_certificate_proof.derivation()
_nonnegative = nonnegative_pooling_proof.derivation()
_doubled, _ramped = decoder_proof.doubling_derivation(), decoder_proof.ramp_derivation()
_labels, _flat = pooled_labels.derivation(), plane_dirac.plane_steps()
_pixels = plane_decoder_proof.derivation()[len(_flat) :]
MODELS = (
    Model(steps=induction.derivation(), world=_plain),
    Model(steps=_hats[:2], world=partial(_table, between=(1, 3.5))),
    Model(steps=_hats[2:], world=partial(_table, between=(4.2, 5.8))),
    Model(steps=scaling.derivation(), world=_scaled),
    Model(steps=fractional.derivation(), world=_shared),
    Model(steps=plane.derivation(), world=_image),
    Model(steps=filters.derivation(), world=_affine_codes, within=1e-7),
    Model(steps=floors.derivation()[:-3], world=_first_of_three),
    Model(steps=floors.derivation()[-3:], world=_affine_inside),
    Model(steps=activation.derivation()[:4], world=_never_negative),
    Model(steps=activation.derivation()[4:], world=_all_negative),
    Model(steps=pooling_proof.max_derivation(), world=_max_of_three),
    Model(steps=pooling_proof.mirror_derivation(), world=_mirrored),
    Model(steps=_nonnegative[:1], world=_subadditive),
    Model(steps=_nonnegative[1:], world=_falling),
    Model(steps=_four[:4], world=_all_positive),
    Model(steps=_four[4:5], world=_middle_largest),
    Model(steps=_four[5:6], world=_left_largest),
    Model(steps=_four[6:7], world=_right_largest),
    Model(steps=_four[7:8], world=_both_largest),
    Model(steps=_four[8:9], world=_none_positive),
    Model(steps=_four[10:15], world=_pool),
    Model(steps=_four[15:17], world=_inequalities),
    Model(steps=_four[17:], world=_best_four),
    Model(steps=_labels[:-12], world=_average_taps),
    Model(steps=_labels[-12:-4], world=_average_slopes),
    Model(steps=_labels[-4:], world=_mirrored_labels),
    Model(steps=_doubled[:1], world=_doubling),
    Model(steps=_doubled[1:], world=_decoder),
    Model(steps=_ramped[:5], world=_ramp_inside),
    Model(steps=_ramped[5:], world=_ramp),
    Model(steps=_pixels[:2], world=_plane_carried),
    Model(steps=_pixels[2:], world=_plane_decoder),
    Model(steps=_flat[:-5], world=_triangle),
    Model(steps=_flat[-5:], world=_cell),
)
