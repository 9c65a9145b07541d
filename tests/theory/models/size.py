"""Worlds for the derivations about the size of disks."""

from functools import cache
from typing import Any

import mpmath
import numpy as np
from numpy.polynomial import Legendre, Polynomial
from numpy.polynomial.legendre import leggauss
from scipy.integrate import solve_ivp
from scipy.linalg import eigh
from scipy.optimize import brentq, minimize_scalar
from scipy.special import erf

from tests.theory.models.evaluation import Local, Model, World, value
from tests.theory.models.series import airy_series, bessel_zero, overlapped, root
from theory.size import (
    blur,
    contraction,
    decay,
    functional,
    general,
    homogeneity,
    one_sign,
    pixels,
    scaled,
)

Rng = np.random.Generator
_NODES = cache(leggauss)


def gauss(low: float, high: float, count: int = 40) -> tuple[np.ndarray, np.ndarray]:
    """Return nodes and weights on an interval."""
    place, weight = _NODES(count)
    return (high + low) / 2 + (high - low) / 2 * place, (high - low) / 2 * weight


def _flat_at_0(end: float, count: int = 12) -> list[Legendre]:
    """Return r^2 times Legendre polynomials on (0, end)."""
    domain = [0.0, end]
    square = Legendre.identity(domain) ** 2
    return [square * Legendre.basis(i, domain) for i in range(count)]


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


def _ranged(rng: Rng) -> World:
    """Return the code of least penalty for p = 1 + r, s = r + r^2, by Ritz."""
    low, high = 0.5, 1.5
    r, weight = gauss(low, high)
    basis = np.stack([r**i for i in range(5)])
    matrix = (basis * weight / r) @ basis.T
    spans = basis @ weight
    best = np.linalg.solve(matrix, spans)
    slope = Polynomial(best / (best @ spans))
    return {
        "r": rng.uniform(0.7, 1.3), "g()": lambda t: slope.integ()(float(t)),
        "m()": lambda t: t**2 / 2, "c": 2 / (high**2 - low**2),
        "s()": lambda t: t + t**2, "p()": lambda t: 1 + t,
    }  # fmt: skip


def _variance(rng: Rng) -> World:
    """Return the code of least penalty at a given variance, by Ritz."""
    end = rng.uniform(0.9, 1.2)
    r, weight = gauss(0, end, 60)
    basis = _flat_at_0(end)
    values = np.stack([b(r) - b.integ(lbnd=0)(end) / end for b in basis])
    slopes = np.stack([b.deriv()(r) for b in basis])
    mus, found = eigh((slopes * weight / r) @ slopes.T, (values * weight) @ values.T)
    mu, g = mus[0], sum((c * b for c, b in zip(found[:, 0], basis, strict=True)))
    g = g - g.integ(lbnd=0)(end) / end
    first, third = g.deriv(), g.deriv(3)(0.0) / 2
    return {
        "R": end, "r": end / 2, "rho": end / 3, "mu": mu, "c": mpmath.cbrt(mu),
        "u()": lambda t: first(float(t)) / float(t) / third,
        "g()": lambda t: g(float(t)) / third, "j": bessel_zero("1/3", 1),
    }  # fmt: skip


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


def _airy(rng: Rng) -> World:
    """Return the profile as a power series, its energy operator by quadrature."""
    end = mpmath.mpf(rng.uniform(0.9, 1.2))
    series = airy_series(1, 0)
    with mpmath.workdps(45):
        k = root(series, 7.8) / end**3
        c = mpmath.cbrt(k)
    mu, f = 2 * mpmath.pi / k, series.polynomial(k)
    overlap = overlapped(f)
    return {
        "R": end, "rho": end / 3, "r": end / 2, "t": end / 4, "k": k, "c": c, "mu": mu,
        "f()": lambda t: f(float(t)), "F()": lambda r: overlap(float(r)),
        "T_f()": lambda t: mu * f(float(t)), "j": bessel_zero("-1/3", 1),
    }  # fmt: skip


def _disk_eigenvalue(tau: float) -> float:
    def end(mu: float) -> float:
        found = solve_ivp(
            lambda t, y: (y[1], -t * y[0] / mu), (0, tau), (1, 0), "DOP853",
            rtol=1e-12, atol=1e-13,
        )  # fmt: skip
        return float(found.y[0, -1])

    return float(brentq(end, tau**3 / 12, tau**3 / 4, xtol=1e-14))


def _above(tau: float, lam: float, last: float = 1.1) -> Any:
    return solve_ivp(
        lambda t, y: (y[1], -t * y[0] / lam), (tau, last), (1, -(tau**2) / 2 / lam),
        "DOP853", rtol=1e-12, atol=1e-13, dense_output=True,
    ).sol  # fmt: skip


def _upper_eigenvalue(tau: float) -> float:
    grid = np.linspace(0.03, 0.5, 60)
    ends = [float(_above(tau, lam)(1.0)[0]) for lam in grid]
    last = max(i for i in range(59) if ends[i] * ends[i + 1] < 0)
    return float(
        brentq(lambda x: _above(tau, x)(1.0)[0], *grid[last : last + 2], xtol=1e-14)
    )


@cache
def _best_split() -> float:
    found = minimize_scalar(
        lambda tau: -_upper_eigenvalue(tau) - _disk_eigenvalue(tau),
        bounds=(0.4, 0.8), method="bounded", options={"xatol": 1e-7},
    )  # fmt: skip
    return float(found.x)


def _split(rng: Rng) -> World:
    tau = _best_split()
    lam, mu = _upper_eigenvalue(tau), _disk_eigenvalue(tau)
    sol = _above(tau, lam)
    return {
        "tau": tau, "lambda": lam, "k": 1 / _disk_eigenvalue(1.0),
        "mu()": _disk_eigenvalue, "lambda()": _upper_eigenvalue,
        "E()": lambda t: lam + mu, "f()": lambda t: sol(float(t))[0],
    }  # fmt: skip


def _law(rng: Rng) -> World:
    """Return the best profile for p = 1 + r^2, bodies in d dimensions, by Ritz."""
    end, d = rng.uniform(0.9, 1.2), int(rng.integers(1, 4))
    t = Legendre.identity([0.0, end])
    p, volume = 1 + t**2, t ** (d - 1)
    basis = [t**0, *_flat_at_0(end)]
    overlaps = [(volume * b).integ(lbnd=0) for b in basis]
    r, weight = gauss(0, end)
    rows = np.stack([o(r) for o in overlaps])
    values = np.stack([b(r) for b in basis])
    energy = (rows * weight * p(r)) @ rows.T
    mus, found = eigh(energy, (values * weight * volume(r)) @ values.T)
    f = sum(c * b for c, b in zip(found[:, -1], basis, strict=True))
    overlap = (volume * f).integ(lbnd=0)
    image = (p * overlap).integ()
    return {
        "R": end, "d": d, "mu": mus[-1], "kappa": 1 / mus[-1], "r": end / 2,
        "t": end / 3, "rho": end / 3, "v()": lambda t: t ** (d - 1),
        "p()": lambda t: p(float(t)), "f()": lambda t: f(float(t)),
        "F()": lambda t: overlap(float(t)),
        "T()": lambda t: image(end) - image(float(t)),
    }  # fmt: skip


def _power(rng: Rng) -> World:
    """Return the profile for p = r^a as a power series, its first root for j."""
    a, d = mpmath.mpf(rng.uniform(0.5, 2)), int(rng.integers(1, 4))
    step = a + 1 + d

    def series(kappa: Any, rho: Any) -> Any:
        total, c = mpmath.mpf(0), mpmath.mpf(1)
        for m in range(60):
            total += c * rho ** (m * step)
            c *= -kappa / ((m + 1) * step * (m * step + d))
        return total

    grid = np.linspace(0.5, 80, 400)
    signs = [series(x, mpmath.mpf(1)) > 0 for x in grid]
    first = grid[signs.index(False)]
    kappa = mpmath.findroot(lambda x: series(x, mpmath.mpf(1)), first)
    j = 2 * mpmath.sqrt(kappa) / step
    nu = (a + 1) / step
    start = (j / 2) ** -nu / mpmath.gamma(1 - nu)
    return {"a": a, "d": d, "j": j, "rho": mpmath.mpf(rng.uniform(0.3, 0.9)),
            "f()": lambda rho: start * series(kappa, rho)}  # fmt: skip


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
    Model(steps=contraction.range_steps(), world=_ranged),
    Model(steps=contraction.variance_steps(), world=_variance, within=1e-5),
    Model(steps=homogeneity.derivation(), world=_network),
    Model(steps=functional.derivation(), world=_airy),
    Model(steps=general.split_steps(), world=_split, within=1e-6),
    Model(steps=general.law_steps(), world=_law, within=1e-5),
    Model(steps=general.power_steps(), world=_power),
    Model(steps=one_sign.derivation(), world=_averaging),
    Model(steps=blur.derivation(), world=_blurred),
    Model(steps=scaled.derivation(), world=_scaled),
    Model(steps=decay.derivation(), world=_decayed),
)
