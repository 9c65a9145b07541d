"""Worlds for the derivations about the PCA-like autoencoder."""

from functools import partial
from itertools import permutations, product
from typing import Any

import mpmath
import numpy as np
import sympy as sp
from scipy.optimize import minimize_scalar

from tests.theory.models.evaluation import Local, Model, World, value
from tests.theory.models.series import airy_series, bessel_zero, overlapped, root
from theory.pca import (
    attributes_proof,
    bent,
    conditional_mean,
    covariance_proof,
    disk_axes_proof,
    linear,
    local_proof,
    sharpness,
    tetrahedron,
    translated,
    unidentified,
)

Rng = np.random.Generator


def entry(vector: Any) -> Any:
    """Return a vector as a function of an index that starts at 1."""
    return lambda i: vector[int(i) - 1]


def _attributes(rng: Rng) -> World:
    return {"s": rng.uniform(0.1, 1)}


def _direction(rng: Rng) -> World:
    b, a = np.sort(rng.uniform(1, 2, 2))
    angles = 2 * np.pi * np.arange(720) / 720
    x, y = a * np.cos(angles), b * np.sin(angles)
    spread = np.mean(x**2), np.mean(y**2)
    elongation = (spread[0] - spread[1]) / sum(spread)
    return {"a": a, "b": b, "e": elongation}


def _blur(rng: Rng) -> World:
    images = rng.normal(size=(2, 50))
    best = images.mean(axis=0)
    energy = np.sum(images**2)
    kept = np.sum(images * best) / energy
    return {"S": kept, "E": np.sum((images - best) ** 2), "X": energy}


def _shared_code(rng: Rng) -> World:
    first, second = rng.normal(size=4), rng.normal(1, 1, size=7)
    m, n = first.mean(), second.mean()
    y = rng.normal()
    wrong = np.mean((first - y) ** 2)
    return {"p": 4, "q": 7, "m": m, "n": n, "v": first.var(), "y": y, "e": wrong}


def _translated(rng: Rng) -> World:
    a, b, c, u, v = rng.normal(size=5)
    corners = {(s, t): a * s + b * t + c * s * t for s, t in product((-1, 1), repeat=2)}

    def bilinear(p: float, q: float) -> float:
        return sum(x * (1 + s * p) * (1 + t * q) / 4 for (s, t), x in corners.items())

    return {"a": a, "b": b, "c": c, "u": u, "v": v, "x()": bilinear}


def _batch(rng: Rng) -> World:
    z = rng.normal(size=(2, 9))
    z[1] += z[0]
    normal = (z - z.mean(axis=1)[:, None]) / z.std(axis=1)[:, None]
    return {
        "m": 9,
        "C": np.cov(z, bias=True)[0, 1],
        "mu_1": z[0].mean(),
        "mu_2": z[1].mean(),
        "z_1()": entry(z[0]),
        "z_2()": entry(z[1]),
        "L": np.mean(normal[0] * normal[1]) ** 2,
        "r": np.corrcoef(z)[0, 1],
    }


def _summed_loss(rng: Rng) -> World:
    z = rng.normal(size=(4, 6))
    normal = (z - z.mean(axis=1)[:, None]) / z.std(axis=1)[:, None]
    pairs = [np.mean(normal[i] * normal[3]) ** 2 for i in range(3)]
    found = np.corrcoef(z)
    return {
        "k": 4,
        "L()": lambda k: sum(pairs) / k,
        "r()": lambda i, k: found[i - 1, k - 1],
    }


def _shuffled(rng: Rng) -> World:
    u, v = rng.normal(size=(2, 5))
    found = [np.corrcoef(u, v[list(p)])[0, 1] for p in permutations(range(5))]

    def mean(world: World, inside: sp.Expr) -> Any:
        return sum(value(inside, {**world, "r": r}) for r in found) / len(found)

    return {"m": 5, "r": found[0], "E()": Local(mean)}


def _images(rng: Rng) -> World:
    """Return the errors of linear codes of a random cloud, from its covariance."""
    count = 5
    spread = np.sort(rng.uniform(0.5, 3, count))[::-1]
    axes = np.linalg.qr(rng.normal(size=(count, count)))[0]
    covariance = axes * spread @ axes.T
    w, other = rng.normal(size=(2, count))
    code = w / np.sqrt(w @ covariance @ w)
    best = covariance @ code
    values, found = np.linalg.eigh(covariance)
    v, u = (np.sqrt(values) * (found.T @ a) for a in (w, other))
    return {
        "n": count,
        "lambda()": entry(values),
        "v()": entry(v),
        "u()": entry(u),
        "T": np.trace(covariance),
        "E": np.trace(covariance) - best @ best,
        "C_12": w @ covariance @ other,
    }


def _steps_of_pca(rng: Rng) -> World:
    """Return axes found one by one, by power iteration on what is left."""
    values = np.array([4.0, 2.5, 1.2, 0.4]) * rng.uniform(0.9, 1.1)
    turned = np.linalg.qr(rng.normal(size=(4, 4)))[0]
    matrix = turned * values @ turned.T
    found: list[np.ndarray] = []
    for _ in range(3):
        axis = rng.normal(size=4)
        for _ in range(400):
            axis = matrix @ axis
            axis -= sum((axis @ f * f for f in found), np.zeros(4))
            axis /= np.linalg.norm(axis)
        found.append(axis)
    exact = [e * np.sign(e @ f) for e, f in zip(turned.T, found, strict=False)]
    old, new = rng.uniform(1, 2, 2)
    kept = minimize_scalar(
        lambda c: c**2 * old / (new + c**2 * old),
        bounds=(-1, 1.3),
        options={"xatol": 1e-12},
    )
    s = rng.uniform(0.1, 0.6)
    tilted = np.sqrt(1 - s**2) * turned[:, 0] + s * turned[:, 1:] @ (0.8, 0.6, 0)
    return {
        "k": int(rng.integers(1, 4)),
        "w()": entry(found),
        "e()": entry(exact),
        "c": kept.x,
        "s": s,
        "g": values[0] - values[1],
        "delta": values[0] - tilted @ matrix @ tilted,
    }


def _axis(rng: Rng, centred: bool) -> World:
    """Return the n-th axis of disks as a power series of which mu is a root."""
    n = int(rng.integers(1, 3))
    end = rng.uniform(0.8, 1.2)
    series = airy_series(0, 1) if centred else airy_series(1, 0)
    near = ((7.8, 55.9), (18.9, 81.9))[centred]
    mu = root(series, near[n - 1]) / end**3
    f = series.polynomial(mu)
    overlap = overlapped(f)
    return {
        "R": end, "r": end / 2, "t": end / 3, "mu": mu, "mu_n": mu, "k_n": mu,
        "lambda": 2 * mpmath.pi / (mu * end), "f()": lambda t: f(float(t)),
        "F()": lambda r: overlap(float(r)), "first": root(series, near[0]),
        "j_n": bessel_zero("1/3" if centred else "-1/3", n),
    }  # fmt: skip


def _generator(rng: Rng) -> World:
    """Return what codes of a linear generator miss, from its matrix."""
    jacobian, sigma, k = rng.normal(size=(7, 5)), rng.uniform(0.5, 2), 2
    _, s, turned = np.linalg.svd(jacobian)
    w = rng.normal(size=5)
    along = np.outer(w, w) / (w @ w)
    first = turned[:k].T @ turned[:k]
    missed = [sigma**2 * np.sum((jacobian - jacobian @ p) ** 2) for p in (along, first)]
    return {
        "sigma": sigma, "d": 5, "k": k, "s()": entry(s), "w()": entry(turned @ w),
        "T": sigma**2 * np.sum(jacobian**2), "E": missed[0], "E_k": missed[1],
    }  # fmt: skip


def _curved(rng: Rng) -> World:
    """Return shares of (s1 p, s2 q + b q^2) around 0, C from half the spread."""
    s, b = np.sort(rng.uniform(1, 2, 2))[::-1], rng.uniform(1, 2)

    def shares(sigma: float) -> tuple[float, float]:
        p, q = sigma * np.array(list(product((-1, 1), repeat=2))).T
        left = (s[1] * q + b * q**2) ** 2
        return float(np.mean(left)), float(np.mean(left + (s[0] * p) ** 2))

    sigma = 0.05
    part, total = shares(sigma / 2)
    bend = (part / total - s[1] ** 2 / (s @ s)) / (sigma / 2) ** 2
    part, total = shares(sigma)
    return {
        "sigma": sigma, "d": 2, "k": 1, "s()": entry(s), "C": bend,
        "E_k": part, "T": total,
    }  # fmt: skip


def _sphere(rng: Rng) -> World:
    """Return a code of a circle, and the point at which it meets its opposite."""
    a, b, c = rng.normal(size=3)

    def code(z: complex) -> float:
        return float(a * z.real + b * z.imag + c * z.real**3 + z.imag**2)

    def odd(z: complex) -> float:
        return float(2 * (a * z.real + b * z.imag + c * z.real**3))

    turn = mpmath.findroot(
        lambda t: odd(complex(mpmath.expj(t))), (0, 3.14159), solver="anderson"
    )
    return {"E()": code, "O()": odd, "z": complex(mpmath.expj(turn))}


def _circle(rng: Rng) -> World:
    return {**_sphere(rng), "z": complex(*rng.normal(size=2))}


def _first(world: World) -> float:
    return float(world["first"])


def _standard_batch(rng: Rng) -> World:
    drawn = rng.normal(size=7)
    return {"m": 7, "v()": entry((drawn - drawn.mean()) / drawn.std()), "u": 0.0}


def _four_images(rng: Rng) -> World:
    """Return the gains by distances alone: all pairs are as far from each other."""
    images = np.linalg.qr(rng.normal(size=(4, 4)))[0]
    total = np.sum((images - images.mean(0)) ** 2)
    pairs = sum(np.sum((one - one.mean(0)) ** 2) for one in (images[:2], images[2:]))
    alone = np.sum((images[1:] - images[1:].mean(0)) ** 2)
    best = 1 - min(pairs, alone) / total
    x, y = rng.normal(size=2)
    return {"G_1": best, "G_2": pairs / total, "x": x, "y": y}


def _carried_curve(rng: Rng) -> World:
    """Return what moves along the first axis, by all ten images."""
    c = rng.normal()
    grid = np.array(list(product((-2, -1, 0, 1, 2), (-1, 1))), dtype=float)
    moved = -c * (grid[:, 0] ** 2 - 2)
    other = moved.var() / grid[:, 1].var()
    # Where u is 0 or 1 its powers are all alike.
    u, v = grid[rng.choice(np.flatnonzero(~np.isin(grid[:, 0], (0, 1))))]
    second = v + c * (u**2 - 2)
    return {"u": u, "v": v, "c": c, "z_2": second, "S": 1 / (1 + other)}


def _bent(rng: Rng) -> World:
    """Return what a small sine changes, by an integral over normal points."""
    s = rng.uniform(0.5, 0.9)
    w = rng.uniform(0.5, 2.5)
    y, f, p, eps = rng.normal(size=4)
    nodes, weights = np.polynomial.hermite_e.hermegauss(80)
    law = weights / weights.sum()
    bend, slope = np.sin(w * nodes), w * np.cos(w * nodes)
    change = float(law @ (bend**2 - s**2 * slope**2))

    def wrong(delta: float) -> float:
        return float(delta**2 + (y - eps * (f + p * delta)) ** 2)

    return {
        "s": s,
        "w": w,
        "y": y,
        "f": f,
        "p": p,
        "epsilon": eps,
        "delta": rng.normal(),
        "e()": wrong,
        "C": change,
    }


_sphere_steps, _scale_steps = local_proof.sphere_steps(), local_proof.scale_steps()
MODELS = (
    Model(steps=attributes_proof.dependence_steps(), world=_attributes),
    Model(steps=attributes_proof.direction_steps(), world=_direction),
    Model(steps=sharpness.derivation(), world=_blur),
    Model(steps=conditional_mean.derivation(), world=_shared_code),
    Model(steps=translated.steps(), world=_translated),
    Model(steps=covariance_proof.batch_steps(), world=_batch),
    Model(steps=covariance_proof.index_steps(), world=_summed_loss),
    Model(steps=covariance_proof.sampling_steps(), world=_shuffled),
    Model(steps=covariance_proof.fixed_steps(), world=_standard_batch),
    Model(steps=tetrahedron.steps(), world=_four_images),
    Model(steps=unidentified.steps(), world=_carried_curve),
    Model(steps=linear.steps_of_the_error(centred=True), world=_images),
    Model(steps=linear.steps_of_the_error(centred=False), world=_images),
    Model(steps=linear.order_steps(), world=_steps_of_pca, within=1e-6),
    Model(
        steps=disk_axes_proof.centred_steps(),
        world=partial(_axis, centred=True),
        quoted={"18.956": _first},
    ),
    Model(
        steps=disk_axes_proof.uncentred_steps(),
        world=partial(_axis, centred=False),
        quoted={"7.837": _first},
    ),
    Model(steps=local_proof.local_steps(), world=_generator),
    Model(steps=bent.bend_steps(), world=_bent),
    Model(steps=_scale_steps[:1], world=_generator),
    Model(steps=_scale_steps[1:], world=_curved, within=1e-5),
    Model(steps=_sphere_steps[:2], world=_circle),
    Model(steps=_sphere_steps[2:], world=_sphere),
)
