"""Worlds for the derivations about the size of disks."""

from functools import cache
from typing import Any

import mpmath
import numpy as np
from numpy.polynomial.legendre import leggauss
from scipy.optimize import minimize_scalar
from scipy.special import erf

from tests.theory.models.evaluation import Local, Model, World, value
from theory.size import (
    blur,
    contraction,
    decay,
    homogeneity,
    linear_codes,
    one_sign,
    pixels,
    scaled,
    sharp,
)

Rng = np.random.Generator
_NODES = cache(leggauss)


def gauss(low: float, high: float, count: int = 40) -> tuple[np.ndarray, np.ndarray]:
    """Return nodes and weights on an interval."""
    place, weight = _NODES(count)
    return (high + low) / 2 + (high - low) / 2 * place, (high - low) / 2 * weight


def _pixels(rng: Rng) -> World:
    """Return the pixels inside a disk, and its area from its chords."""
    a, b, r, h = rng.uniform(1, 2, 4)

    def count(radius: Any) -> int:
        axis = (np.arange(-50, 50) + 0.5) * h
        return int(np.sum(axis[:, None] ** 2 + axis**2 <= float(radius) ** 2))

    def code(radius: Any) -> float:
        angles, weights = gauss(-np.pi / 2, np.pi / 2)
        return float(a * (2 * float(radius) ** 2 * np.cos(angles) ** 2) @ weights + b)

    return {"h": h, "r": r + 3, "N()": count, "a": a, "b": b, "z()": code,
            "z": r, "psi()": lambda z: mpmath.sqrt(z) ** 3}  # fmt: skip


def _gradient(rng: Rng) -> World:
    gradient, velocity = rng.normal(size=(2, 5))
    overlap = gradient @ velocity
    start = rng.normal(size=5)
    code = lambda r: gradient @ (start + float(r) * velocity)  # noqa: E731
    return {"A": gradient @ gradient, "s": velocity @ velocity, "B": overlap,
            "g()": code, "r": rng.uniform(1, 2)}  # fmt: skip


def _linear(rng: Rng) -> World:
    """Return the weights of least norm that give the largest disk of a grid a code."""
    axis = np.arange(12) - 5.5
    distance = np.hypot(axis[:, None], axis).ravel()
    disk, reach = (distance < 5).astype(float), rng.uniform(1, 2)
    least = np.linalg.lstsq(disk[None], [reach], rcond=None)[0]

    def weight(t: Any) -> float:
        return float(least[np.argmin(np.abs(distance - float(t)))])

    return {"w()": weight, "t": rng.uniform(0.5, 4.5), "r": 1.0, "rho": 1.0,
            "B": reach, "D": disk @ disk, "A": least @ least}  # fmt: skip


def _sharp(rng: Rng) -> World:
    """Return the envelope of a code over disks of n areas, at an image off one."""
    n, k, delta = 40, rng.uniform(0.5, 1), rng.uniform(0.1, 2)
    m = k * rng.uniform(1.2, 3)
    disks, codes = np.tri(n), np.cumsum(rng.uniform(-k, k, n))
    a, b = rng.permutation(n)[:2]
    step = rng.normal(size=n)
    image = disks[a] + delta * step / np.linalg.norm(step)

    def encoded(x: np.ndarray) -> float:
        return float(np.min(codes + m * np.sum((x - disks) ** 2, axis=1)))

    return {
        "K": k, "M": m, "delta": delta, "G_a": codes[a], "G_b": codes[b],
        "E_a": encoded(disks[a]), "E_x": encoded(image),
        "y": np.linalg.norm(disks[a] - disks[b]),
        "D_b": np.linalg.norm(image - disks[b]),
    }  # fmt: skip


def _rings(rng: Rng) -> World:
    """Return the rank of disks of m areas, and a pixel of a disk that was drawn."""
    m, t = int(rng.integers(2, 9)), rng.uniform(0.2, 2)

    def rank(count: Any) -> int:
        disks = np.tri(int(count))
        return int(np.linalg.matrix_rank(disks))

    return {"m": m, "d()": rank, "t": t, "r": t + rng.uniform(0.1, 1),
            "x()": lambda r: float(np.hypot(t, 0.0) < r)}  # fmt: skip


def _network(rng: Rng) -> World:
    alpha = rng.uniform(0.05, 0.5)

    def leaky(u: Any) -> Any:
        return u if u > 0 else alpha * u

    kernels = [rng.normal(size=(6, 1)), rng.normal(size=(6, 6)), rng.normal(size=6)]

    def decoder(z: Any) -> float:
        x = np.array([float(z)])
        for kernel in kernels:
            x = np.vectorize(leaky)(np.atleast_1d(kernel @ x))
        return float(x[0])

    return {"alpha": alpha, "u": rng.normal(), "phi()": leaky, "D()": decoder,
            "z": rng.normal(), "lambda": rng.uniform(0.2, 3)}  # fmt: skip


def _averaging(rng: Rng) -> World:
    """Return a positive decoder, and the code that gradient descent would end at."""
    alpha, n, layers = rng.uniform(0.1, 0.6), 6, 3
    w, x = rng.uniform(0.1, 1, (2, n))
    kernels = [rng.uniform(0, 1, s) for s in ((5, 1), (5, 5), (n, 5))]

    def image(z: float) -> np.ndarray:
        y = np.array([float(z)])
        for kernel in kernels:
            y = kernel @ y
            y = np.where(y > 0, y, alpha * y)
        return y

    best = minimize_scalar(lambda z: np.sum((x - image(z)) ** 2), bounds=(-4, 3))
    return {
        "n": n, "L": layers, "alpha": alpha, "w()": lambda i: w[i - 1],
        "x()": lambda i: x[i - 1], "D()": lambda z: image(z)[2], "z": best.x,
    }  # fmt: skip


def _blurred(rng: Rng) -> World:
    """Return blurred disks by quadrature over chords, their axis by Nystroem."""
    sigma, end = rng.uniform(0.5, 0.7), 2.0

    def disk(s: float, rho: Any) -> Any:
        angle, weight = gauss(-np.pi / 2, np.pi / 2)
        x, half = s * np.sin(angle), s * np.cos(angle)
        bell = np.exp(-((x - np.asarray(rho)[..., None]) ** 2) / 2 / sigma**2)
        inside = erf(half / sigma / np.sqrt(2))
        return bell * inside * half @ weight / sigma / np.sqrt(2 * np.pi)

    radii, weight = gauss(0, end, 24)
    rho, along = gauss(0, 8, 80)
    copies = np.stack([disk(s, rho) for s in radii])
    gram = (copies * along * 2 * np.pi * rho) @ copies.T
    half = np.sqrt(weight)
    mus, found = np.linalg.eigh(half[:, None] * gram * half)
    code, mu = found[:, -1] * half, mus[-1]

    def profile(at: Any) -> float:
        return float(code @ [disk(s, float(at)) for s in radii] / mu)

    def overlap(s: Any) -> float:
        row = (disk(float(s), rho) * along * 2 * np.pi * rho) @ copies.T
        return float(row @ code / mu)

    def blurred(world: World, at: Any) -> float:
        return float(disk(float(world["s"]), float(value(at, world))))

    return {
        "s": 1.1, "rho": 0.7, "z": rng.uniform(0.5, 2), "sigma": sigma, "R": end,
        "mu": mu, "f()": profile, "F()": overlap, "x_s()": Local(blurred),
    }  # fmt: skip


def _scaled(rng: Rng) -> World:
    """Return copies of one shape on a ray, their axis by Nystroem."""
    low, high = 0.3, 0.9
    bump = rng.uniform(1, 3)
    shape = lambda t: t**2 * np.exp(-bump * t**2)  # noqa: E731
    law = lambda s: 1 + s  # noqa: E731
    s, weight = gauss(low, low + high, 24)
    t, along = gauss(0, 1)
    copies = shape(t / s[:, None])
    gram = (copies * along * t) @ copies.T
    half = np.sqrt(weight * law(s))
    mus, found = np.linalg.eigh(half[:, None] * gram * half)
    code, mu = found[:, -1] * half * np.sign(found[:, -1].sum()), mus[-1]

    def overlap(world: World) -> float:
        row = (shape(t / float(world["s"])) * along * t) @ copies.T
        return float(row @ code / mu)

    return {
        "s": 0.5, "t": rng.uniform(0.2, 0.8), "s_0": low, "R": high, "mu": mu,
        "F_s": overlap, "p()": law, "x()": lambda t: shape(float(t)),
        "x_s()": Local(lambda w, t: shape(float(value(t, w)) / w["s"])),
        "f()": lambda at: float(code @ shape(float(at) / s) / mu),
    }  # fmt: skip


def _decayed(rng: Rng) -> World:
    """Return an encoder with biases, and one whose weights are c times as large."""
    c, layers = rng.uniform(0.2, 0.7), 3
    shapes = (5, 1), (5, 5), (1, 5)
    weights = [rng.normal(size=s) for s in shapes]
    biases = [rng.normal(size=s[0]) for s in shapes]
    opening, shift, reading = rng.normal(size=(3, 4))
    leaky = lambda y: np.where(y > 0, y, 0.2 * y)  # noqa: E731

    def encoder(factor: float, x: Any) -> float:
        y = np.array([float(x)])
        for i, (w, b) in enumerate(zip(weights, biases, strict=True), start=1):
            y = leaky(factor * w @ y + factor**i * b)
        return float(y[0])

    def decoder(first: np.ndarray, z: float) -> float:
        return float(reading @ leaky(first * z + shift))

    return {
        "c": c, "L": layers, "x": rng.normal(), "E()": lambda x: encoder(1, x),
        "E_c()": lambda x: encoder(c, x), "D()": lambda z: decoder(opening, z),
        "D_c()": lambda z: decoder(opening / c**layers, z),
    }  # fmt: skip


MODELS = (
    Model(steps=pixels.derivation(), world=_pixels),
    Model(steps=contraction.gradient_steps(), world=_gradient),
    Model(steps=contraction.linear_steps(), world=_linear),
    Model(steps=linear_codes.derivation(), world=_rings),
    Model(steps=sharp.derivation(), world=_sharp),
    Model(steps=homogeneity.derivation(), world=_network),
    Model(steps=one_sign.derivation(), world=_averaging),
    Model(steps=blur.derivation(), world=_blurred),
    Model(steps=scaled.derivation(), world=_scaled),
    Model(steps=decay.derivation(), world=_decayed),
)
