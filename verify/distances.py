"""Metrics between arrays, each from an inner product."""

import numpy as np

from verify.claim import Array, Distance


def distance(metric: Distance, u: Array, v: Array) -> float:
    """Return the distance between two arrays of one shape.

    Raises
    ------
    ValueError
        If the shapes differ: broadcasting would hide a wrong measurement.

    """
    if np.shape(u) != np.shape(v):
        raise ValueError(
            f"arrays to compare must have one shape, got {np.shape(u)} and "
            f"{np.shape(v)}."
        )
    # An answer too large for floating point is infinitely far away.
    with np.errstate(over="ignore"):
        difference = np.asarray(u, dtype=float) - np.asarray(v, dtype=float)
        return float(np.sqrt(metric.inner(difference, difference)))


def lean(metric: Distance, measured: Array, origin: Array, rival: Array) -> float:
    """Return the place of ``measured`` on the line from ``origin`` to ``rival``.

    The orthogonal projection ``<m - p, q - p> / |q - p|^2``: 0 at the origin, 1 at the
    rival. NaN when the two ends coincide.
    """
    with np.errstate(over="ignore", invalid="ignore"):
        to_rival = np.asarray(rival, dtype=float) - origin
        length = metric.inner(to_rival, to_rival)
        if length == 0:
            return float("nan")
        moved = np.asarray(measured, dtype=float) - origin
        return metric.inner(moved, to_rival) / length


def _sum(u: Array, v: Array) -> float:
    return float(np.sum(u * v))


def _mean(u: Array, v: Array) -> float:
    return float(np.mean(u * v))


RELATIVE_L2 = Distance(
    name="relative L2",
    unit="the norm of the answer, which is 1",
    because="the Euclidean norm of unit-norm images; each pixel counts its area",
    inner=_sum,
)
RMS = Distance(
    name="root mean square",
    unit="the unit of one entry",
    because="the Euclidean norm divided by the fixed root of the number of entries",
    inner=_mean,
)
