"""The profile of scaled bodies under any law of radii, in any dimension.

With ``F(r) = int_0^r f s^(d-1) ds`` the best one-signed rank-one code maximises
``int F^2 p dr / int f^2 s^(d-1) ds``: f is the first singular function of the map
f -> F from L2(s^(d-1) ds) to L2(p dr), which is the uncentred principal axis of the
images. No differential equation is used here; ``shooting`` is the other route.
"""

from dataclasses import dataclass, replace

import numpy as np
from jaxtyping import Float
from numpy.polynomial.legendre import leggauss, legint, legval, legvander
from scipy.sparse.linalg import LinearOperator, eigsh

from theory.size.law import Law, nodes, panels

DEGREES = (16, 24)
"""Nodes per panel of the two solutions whose distance estimates the error."""

FEW, MANY = (4, 6), 400
"""Nodes tried first where there are more panels than this, narrow as they are then."""

ACCURACY = 1e-8
"""Largest estimated relative error that is returned."""

Nodal = Float[np.ndarray, "panels nodes"]


@dataclass(frozen=True, kw_only=True)
class Profile:
    """The first singular function for one law in one dimension.

    Parameters
    ----------
    captured
        Share of the images' energy that it keeps.
    constant
        kappa in ``(f' / p)' = -kappa rho^(d-1) f``, p of mass 1 on (0, 1).
    shares
        Of all the modes asked for, greatest first; all the modes together give 1.
    error
        Estimated relative error of ``captured``, and of f in the norm.
    edges, coefficients
        Legendre coefficients of f on every panel.
    overlaps
        The same for F.

    """

    captured: float
    constant: float
    shares: Float[np.ndarray, " count"]
    error: float
    edges: Float[np.ndarray, " edges"]
    coefficients: Nodal
    overlaps: Nodal

    def __call__(self, radius: Float[np.ndarray, "..."]) -> Float[np.ndarray, "..."]:
        """Return f at shares of the largest radius: f(0) = 1, zero from 1 on.

        Raises
        ------
        ValueError
            If a radius is negative or not finite.

        """
        rho = _checked(radius)
        return np.where(rho < 1, self._at(self.coefficients, rho), 0.0)

    def overlap(self, radius: Float[np.ndarray, "..."]) -> Float[np.ndarray, "..."]:
        """Return F(r), to which the code of a body of size r is proportional (eq. 5).

        Raises
        ------
        ValueError
            If a radius is negative or not finite.

        """
        return self._at(self.overlaps, np.minimum(_checked(radius), 1.0))

    def _at(
        self, coefficients: Nodal, rho: Float[np.ndarray, "..."]
    ) -> Float[np.ndarray, "..."]:
        panel = np.clip(
            np.searchsorted(self.edges, rho, side="right") - 1, 0, len(coefficients) - 1
        )
        low, high = self.edges[panel], self.edges[panel + 1]
        place = (2 * rho - low - high) / (high - low)
        rows = np.moveaxis(coefficients[panel], -1, 0)
        return np.asarray(legval(place, rows, tensor=False), dtype=float)


def solve(law: Law, dimension: float = 2.0, count: int = 1) -> Profile:
    """Return the profile for a law of radii.

    Piecewise polynomials of degree 15, then 23, on panels that follow the density (3,
    then 5, where there are hundreds); the difference is the error estimate, 1e-8 at
    most, or the panels are halved, twice at most. f is constant across every hole of
    the law, as ``f' = -kappa p F``.

    Parameters
    ----------
    law
        On (0, 1], in shares of the largest radius.
    dimension
        Real, at least 1: volumes grow as r^d.
    count
        How many shares of the spectrum, at least 1.

    Raises
    ------
    ValueError
        If an argument is out of range.
    ArithmeticError
        If the error estimate is above 1e-8.

    Examples
    --------
    >>> found = solve(Law(density=lambda r: (1 - r) ** 2))
    >>> round(found.captured, 9), round(float(found(np.array([0.5]))[0]), 9)
    (0.672371229, 0.374707269)

    """
    if not 1 <= dimension < np.inf:
        raise ValueError(f"dimension must be finite and at least 1, got {dimension}.")
    if count < 1:
        raise ValueError(f"count must be at least 1, got {count}.")
    edges = panels(law, dimension)
    tries = [(DEGREES, 1), (DEGREES, 2), (DEGREES, 4)]
    if len(edges) > MANY:
        tries.insert(0, (FEW, 1))
    for degrees, times in tries:
        # Two oscillations need a panel of their own.
        finer = _divided(edges, (1 + count // 12) * times)
        rough, fine = (_discrete(law, dimension, finer, n, count) for n in degrees)
        error = max(
            float(np.abs(rough.shares / fine.shares - 1).max()),
            _apart(rough, fine, dimension),
        )
        if error <= ACCURACY:
            return replace(fine, error=error)
    raise ArithmeticError(
        f"the profile is only known to {error:.2g}, above {ACCURACY:g}; ask for fewer "
        "shares, or announce the jumps of the density as breaks."
    )


def _discrete(
    law: Law,
    dimension: float,
    edges: Float[np.ndarray, " edges"],
    degree: int,
    count: int,
) -> Profile:
    """Return the solution with ``degree`` Gauss nodes per panel, error not known."""
    radius, weight = nodes(edges, degree)
    volume = weight * radius ** (dimension - 1)
    share = law.at(radius) * weight
    share = share / share.sum()
    inner = _inner(degree)
    values, vectors = _greatest(volume, share, inner, count)
    overlap = _up_to(
        volume * (vectors[:, -1].reshape(volume.shape) / np.sqrt(volume)), inner
    )
    # One more integration, from the largest radius down: f = kappa int_t^1 F p dr.
    whole = float(np.sum(share * overlap))
    f = 1 - _up_to(share * overlap, inner) / whole
    to_coefficients = np.linalg.inv(legvander(leggauss(degree)[0], degree - 1)).T
    captured = values[::-1] / float(np.sum(share * radius**dimension)) * dimension
    return Profile(
        captured=float(captured[0]),
        constant=float(1 / values[-1]),
        shares=captured,
        error=np.inf,
        edges=edges,
        coefficients=f @ to_coefficients,
        overlaps=_up_to(volume * f, inner) @ to_coefficients,
    )


def _greatest(
    volume: Nodal, share: Nodal, inner: Float[np.ndarray, "n n"], count: int
) -> tuple[Float[np.ndarray, " count"], Float[np.ndarray, "total count"]]:
    """Return the greatest eigenvalues, rising, of the symmetric operator, by Lanczos.

    One application costs two running sums, so thousands of panels are no burden.
    """
    root = np.sqrt(volume)

    def apply(x: Float[np.ndarray, " total"]) -> Float[np.ndarray, " total"]:
        overlap = _up_to(root * x.reshape(root.shape), inner)
        return np.asarray((root * _from(share * overlap, inner)).ravel())

    operator = LinearOperator((root.size, root.size), matvec=apply, dtype=float)
    wide = min(root.size, max(4 * count, 24))
    values, vectors = eigsh(operator, count, v0=root.ravel(), ncv=wide)
    return values, vectors


def _inner(degree: int) -> Float[np.ndarray, "n n"]:
    """Return A: ``sum_j A_ij w_j g_j`` integrates the interpolant of g up to node i."""
    x, w = leggauss(degree)
    rows = np.eye(degree)
    integral = np.stack([legval(x, legint(row, lbnd=-1)) for row in rows], axis=1)
    return np.asarray(integral @ np.linalg.inv(legvander(x, degree - 1)) / w)


def _up_to(masses: Nodal, inner: Float[np.ndarray, "n n"]) -> Nodal:
    """Return the integral from the centre to every node, of masses at the nodes."""
    whole = masses.sum(axis=1)
    return np.asarray(masses @ inner.T + (np.cumsum(whole) - whole)[:, None])


def _from(masses: Nodal, inner: Float[np.ndarray, "n n"]) -> Nodal:
    """Return the transpose of :func:`_up_to`: the integral from a node outwards."""
    whole = masses.sum(axis=1)
    beyond = whole.sum() - np.cumsum(whole)
    return np.asarray(masses @ inner + beyond[:, None])


def _apart(rough: Profile, fine: Profile, dimension: float) -> float:
    """Return the relative distance between two solutions in the norm of the images."""
    radius, weight = nodes(fine.edges, fine.coefficients.shape[1])
    volume = weight * radius ** (dimension - 1)
    f = fine(radius)
    missed = np.sum(volume * (rough(radius) - f) ** 2) / np.sum(volume * f**2)
    return float(np.sqrt(missed))


def _divided(
    edges: Float[np.ndarray, " edges"], parts: int
) -> Float[np.ndarray, " finer"]:
    """Return the edges with every panel divided into equal parts."""
    place = np.arange((len(edges) - 1) * parts + 1) / parts
    return np.asarray(np.interp(place, np.arange(len(edges)), edges))


def _checked(radius: Float[np.ndarray, "..."]) -> Float[np.ndarray, "..."]:
    rho = np.asarray(radius, dtype=float)
    if not np.all(np.isfinite(rho) & (rho >= 0)):
        raise ValueError(
            "radius must be finite and at least 0, in shares of the largest."
        )
    return rho
