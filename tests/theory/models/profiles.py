"""Worlds for the profiles and codes that solve an eigenproblem."""

from functools import cache
from typing import Any

import mpmath
import numpy as np
from numpy.polynomial import Legendre, Polynomial
from scipy.integrate import solve_ivp
from scipy.linalg import eigh
from scipy.optimize import brentq, minimize_scalar

from tests.theory.models.evaluation import Model, World
from tests.theory.models.series import airy_series, bessel_zero, overlapped, root
from tests.theory.models.size import gauss
from theory.size import contraction, functional, general

Rng = np.random.Generator


def _flat_at_0(end: float, count: int = 12) -> list[Legendre]:
    """Return r^2 times Legendre polynomials on (0, end)."""
    domain = [0.0, end]
    square = Legendre.identity(domain) ** 2
    return [square * Legendre.basis(i, domain) for i in range(count)]


def _ranged(rng: Rng) -> World:
    """Return the code of least penalty for p = 1 + r, s = r^2 + r^3, by Ritz."""
    low, high = 0.5, 1.5
    r, weight = gauss(low, high)
    basis = np.stack([r**i for i in range(5)])
    matrix = (basis * weight / r**2) @ basis.T
    spans = basis @ weight
    best = np.linalg.solve(matrix, spans)
    slope = Polynomial(best / (best @ spans))
    return {
        "r": rng.uniform(0.7, 1.3), "g()": lambda t: slope.integ()(float(t)),
        "m()": lambda t: t**3 / 3, "c": 3 / (high**3 - low**3),
        "s()": lambda t: t**2 + t**3, "p()": lambda t: 1 + t,
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


def _gain(rng: Rng) -> World:
    """Return what one image and two keep of disks, by quadrature over the radii."""
    tau = rng.uniform(0.1, 0.9)
    pairs = [gauss(0, tau, 24), gauss(tau, 1, 24)]
    r, weight = (np.concatenate(part) for part in zip(*pairs, strict=True))
    root = np.sqrt(weight)
    kernel = root[:, None] * np.minimum.outer(r, r) ** 2 / 2 * root
    values, vectors = np.linalg.eigh(kernel)
    best, below = np.abs(vectors[:, -1]), r < tau
    a, b = (float(np.linalg.norm(best[side])) for side in (below, ~below))
    first, second = best * below / a, best * ~below / b
    kept = [
        float(np.linalg.eigvalsh(kernel[np.ix_(s, s)])[-1]) for s in (below, ~below)
    ]
    return {
        "tau": tau, "a": a, "b": b, "alpha": first @ kernel @ first,
        "beta": second @ kernel @ second, "gamma": first @ kernel @ second,
        "mu": values[-1], "mu()": lambda t: kept[0], "lambda()": lambda t: kept[1],
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


MODELS = (
    Model(steps=contraction.range_steps(), world=_ranged),
    Model(steps=contraction.variance_steps(), world=_variance, within=1e-5),
    Model(steps=functional.derivation(), world=_airy),
    Model(steps=general.split_steps(), world=_split, within=1e-6),
    Model(steps=general.gain_steps(), world=_gain),
    Model(steps=general.law_steps(), world=_law, within=1e-5),
    Model(steps=general.power_steps(), world=_power),
)
