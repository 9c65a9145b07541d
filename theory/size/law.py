"""Laws of radii: any density on (0, 1], in shares of the largest radius."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import numpy as np
from jaxtyping import Float
from numpy.polynomial.legendre import leggauss

Density = Callable[[Float[np.ndarray, "..."]], Float[np.ndarray, "..."] | float]

NODES = 16
_DEEPEST, _MOST, _BREAKS = 44, 1000, 100
_RESOLVED = 1e-13
# On tiny panels near r = 1, the rounding of 1 - r is magnified by a singularity there.
_TINY, _NOISY = 1e-6, 1e-10
_LEFT_OVER = 5e-7


@dataclass(frozen=True, kw_only=True)
class Law:
    """A law of radii by its density, up to a factor.

    Parameters
    ----------
    density
        Takes radii in (0, 1), an array of any shape, and returns values of that shape
        (or one number); finite, at least 0, not 0 everywhere, integrable. It may
        vanish on intervals: holes.
    breaks
        Where it jumps, in increasing order. Jumps are found without this too, but a
        gap or a peak narrower than 1/100 must be announced here.

    Raises
    ------
    ValueError
        If a break is outside (0, 1), or they do not increase.

    """

    density: Density
    breaks: tuple[float, ...] = ()

    def __post_init__(self) -> None:
        """Refuse breaks that are no radii."""
        for place in self.breaks:
            if not 0 < place < 1:
                raise ValueError(f"breaks must be in (0, 1), got {place}.")
        if any(a >= b for a, b in pairwise(self.breaks)):
            raise ValueError(f"breaks must increase, got {self.breaks}: sort them.")

    def at(self, radius: Float[np.ndarray, "..."]) -> Float[np.ndarray, "..."]:
        """Return the density at radii in (0, 1), not normalised.

        Raises
        ------
        ValueError
            If a value is negative or not finite.

        """
        found = np.broadcast_to(np.asarray(self.density(radius), float), radius.shape)
        bad = ~(np.isfinite(found) & (found >= 0))
        if bad.any():
            raise ValueError(
                f"density must be finite and at least 0, got {found[bad][0]} at "
                f"radius {radius[bad][0]:.6g}."
            )
        return found

    def between(self, low: float, high: float) -> "Law":
        """Return the law of those radii that lie in (low, high).

        Raises
        ------
        ValueError
            If not 0 <= low < high <= 1.

        """
        if not 0 <= low < high <= 1:
            raise ValueError(
                f"low and high must satisfy 0 <= low < high <= 1, got {low}, {high}."
            )
        return self._masked(low, high, inside=True)

    def without(self, low: float, high: float) -> "Law":
        """Return the law with a hole: the radii in (low, high) left out.

        Raises
        ------
        ValueError
            If not 0 <= low < high <= 1 or nothing is left.

        """
        if not 0 <= low < high <= 1 or (low, high) == (0, 1):
            raise ValueError(
                "low and high must satisfy 0 <= low < high <= 1 and leave something, "
                f"got {low}, {high}."
            )
        return self._masked(low, high, inside=False)

    def _masked(self, low: float, high: float, inside: bool) -> "Law":
        def density(radius: Float[np.ndarray, "..."]) -> Float[np.ndarray, "..."]:
            held = (radius > low) & (radius < high)
            return np.where(held == inside, self.density(radius), 0.0)

        new = {place for place in (low, high) if 0 < place < 1}
        return Law(density=density, breaks=tuple(sorted({*self.breaks, *new})))


def power(exponent: float) -> Law:
    """Return the law p ~ r^a; a = 0 is the uniform law of the deck.

    Raises
    ------
    ValueError
        If the exponent is not above -1, where r^a has no integral.

    Examples
    --------
    >>> round(mass(power(1.0)), 12)
    0.5

    """
    if not -1 < exponent < np.inf:
        raise ValueError(f"exponent must be finite and above -1, got {exponent}.")
    return Law(density=lambda radius: radius**exponent)


def histogram(edges: Sequence[int | float], counts: Sequence[int | float]) -> Law:
    """Return the law that is constant between edges, as counted radii give it.

    Parameters
    ----------
    edges
        Rising, the first at least 0, in any unit; the last is the largest radius. As
        shares of it floats must tell them apart.
    counts
        One for each interval, at least 0, not all 0.

    Raises
    ------
    ValueError
        If edges and counts do not fit together or a count is negative.

    Examples
    --------
    >>> round(mass(histogram([0, 10, 20, 40], [5, 0, 10]).between(0.5, 1.0)), 12)
    0.666666666667

    """
    edge, count = np.asarray(edges, dtype=float), np.asarray(counts, dtype=float)
    if edge.ndim != 1 or len(edge) != len(count) + 1 or len(count) < 1:
        raise ValueError(
            f"edges must be one more than counts, got {edge.size} and {count.size}."
        )
    if not (np.all(np.diff(edge) > 0) and edge[0] >= 0 and np.isfinite(edge[-1])):
        raise ValueError(f"edges must rise from 0 or more, got {edge.tolist()}.")
    if not (np.all(np.isfinite(count)) and np.all(count >= 0) and count.any()):
        raise ValueError(
            f"counts must be finite, at least 0 and not all 0, got {count.tolist()}."
        )
    share = edge / edge[-1]
    if not np.all(np.diff(share) > 0):
        near = edge[:-1][np.diff(share) == 0][0]
        raise ValueError(
            f"edges must differ as shares of the largest, got two at {near:g} of "
            f"{edge[-1]:g}: leave one out."
        )
    height = count / np.diff(share) / count.sum()
    padded = np.concatenate([[0.0], height])

    def density(radius: Float[np.ndarray, "..."]) -> Float[np.ndarray, "..."]:
        return np.asarray(padded[np.searchsorted(share[:-1], radius)])

    return Law(density=density, breaks=tuple(x for x in share.tolist() if 0 < x < 1))


def panels(law: Law, dimension: float = 1.0) -> Float[np.ndarray, " edges"]:
    """Return edges between which a polynomial of degree 15 follows the density.

    Intervals are halved until the interpolant through one interval's Gauss nodes
    agrees with the density at the nodes of both halves, to 1e-13 of the whole mass;
    ``r^(d-1)`` must be followed too. Singular ends and unannounced jumps end in
    intervals of width 1e-14 to 1e-12.

    Raises
    ------
    ValueError
        If the density is negative, not finite, without mass or without an integral.

    """
    places = [0.0, *law.breaks, 1.0]
    # Many breaks make panels that are narrow enough.
    parts = 4 if len(places) <= _BREAKS else 1
    coarse = np.unique(
        np.concatenate([np.linspace(a, b, parts + 1) for a, b in pairwise(places)])
    )
    total = _mass(law, coarse)
    scale = total if total > 0 else 1.0
    edges = np.array([0.0, *_split(law, dimension, coarse, scale)])
    _check_mass(law, edges)
    return edges


def mass(law: Law) -> float:
    """Return the integral of the density as it was given.

    Examples
    --------
    >>> round(mass(Law(density=lambda r: (1 - r) ** 2)), 12)
    0.333333333333

    """
    return _mass(law, panels(law))


def nodes(
    edges: Float[np.ndarray, " edges"], count: int = NODES
) -> tuple[Float[np.ndarray, "panels nodes"], Float[np.ndarray, "panels nodes"]]:
    """Return Gauss nodes and weights on every panel, shapes (panels, count)."""
    x, w = _gauss(count)
    width = np.diff(edges)[:, None]
    # On the tiniest panels a node could round to 1, where a density may be infinite.
    radius = np.minimum(edges[:-1, None] + width * (x + 1) / 2, np.nextafter(1.0, 0.0))
    return radius, width * w / 2


@cache
def _gauss(
    count: int,
) -> tuple[Float[np.ndarray, " count"], Float[np.ndarray, " count"]]:
    return leggauss(count)


def _mass(law: Law, edges: Float[np.ndarray, " edges"]) -> float:
    radius, weight = nodes(edges)
    return float(np.sum(law.at(radius) * weight))


def _split(
    law: Law, dimension: float, coarse: Float[np.ndarray, " edges"], scale: float
) -> list[float]:
    """Return the right ends of the panels, from left to right."""
    waiting = [(low, high, 0) for low, high in pairwise(coarse.tolist())][::-1]
    ends: list[float] = []
    most = max(_MOST, 2 * len(coarse))
    while waiting:
        low, high, depth = waiting.pop()
        if depth == _DEEPEST or _is_resolved(law, dimension, low, high, scale):
            ends.append(high)
            continue
        middle = (low + high) / 2
        waiting += [(middle, high, depth + 1), (low, middle, depth + 1)]
        if len(ends) + len(waiting) > most:
            raise ValueError(
                "density must have an integral and be smooth but for a few places, "
                f"got more than {most} panels at radius {low:.6g}."
            )
    return ends


def _is_resolved(
    law: Law, dimension: float, low: float, high: float, scale: float
) -> bool:
    middle = (low + high) / 2
    radius, _ = nodes(np.array([low, high]))
    finer, _ = nodes(np.array([low, middle, high]))
    for values, size in (
        (law.at, scale),
        (lambda r: np.asarray(r ** (dimension - 1)), 1 / dimension),
    ):
        missed = values(finer).ravel() - _TO_HALVES @ values(radius).ravel()
        bound = _NOISY if high - low < _TINY else _RESOLVED
        if np.abs(missed).max() * (high - low) > bound * size:
            return False
    return True


def _check_mass(law: Law, edges: Float[np.ndarray, " edges"]) -> None:
    radius, weight = nodes(edges)
    masses = (law.at(radius) * weight).sum(axis=1)
    if not masses.sum() > 0:
        raise ValueError("density must have mass on (0, 1], got 0 everywhere.")
    shares = np.where(np.diff(edges) < 2.0 ** (1 - _DEEPEST), masses / masses.sum(), 0)
    if shares.max() > _LEFT_OVER:
        worst = int(shares.argmax())
        raise ValueError(
            f"density must have an integral, got a share of {shares[worst]:.2g} of the "
            f"mass within {edges[worst + 1] - edges[worst]:.1g} of radius "
            f"{edges[worst]:.6g}: too singular there."
        )


def _interpolation() -> Float[np.ndarray, "twice nodes"]:
    """Return the matrix from values at Gauss nodes to values at those of the halves."""
    x, _ = leggauss(NODES)
    finer = np.concatenate([(x - 1) / 2, (x + 1) / 2])
    vander = np.polynomial.legendre.legvander
    return np.asarray(vander(finer, NODES - 1) @ np.linalg.inv(vander(x, NODES - 1)))


_TO_HALVES = _interpolation()
