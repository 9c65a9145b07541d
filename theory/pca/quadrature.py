"""The floors of the codes short * long^q by quadrature: nothing is drawn at random.

The tests compare :mod:`theory.pca.floors` with it.
"""

import numpy as np
from jaxtyping import Float
from numpy.polynomial.legendre import leggauss
from scipy.optimize import minimize_scalar

from theory.pca.ellipses import LARGEST, SMALLEST, Ellipses, covered_half

GOLDEN = (np.sqrt(5) - 1) / 2
Nodes = tuple[Float[np.ndarray, " n"], Float[np.ndarray, " n"]]


def power_floor(
    exponent: float, *, codes: int = 48, axes: int = 12, angles: int = 48
) -> float:
    """Return the floor of the code ``z = short * long^q``, a mean over pixels.

    Of the half of the square where ``short <= long`` every point is equally likely.
    With ``w = z^(1/(1+q))``, the axis of the circle that has the code, the law of w and
    of ``long`` is proportional to ``w^q long^-q``, for ``long`` between w and the
    smaller of 31 and ``(z / 2)^(1/q)``; the direction of the long axis is uniform.
    For each w the mean image follows by quadrature, and the floor is
    ``E |x|^2 - E |E[x | z]|^2``.

    Parameters
    ----------
    exponent
        At least 0: 0 is the short axis, 1 the area.
    codes, axes
        Gauss-Legendre nodes for w, in two parts, and for the long axis.
    angles
        Equal steps of the direction, shifted from node to node.

    Returns
    -------
    float
        Within 5e-5 of the limit of many nodes, for exponents from 0 to 2.

    Raises
    ------
    ValueError
        If the exponent is negative or a number of nodes is not positive.

    """
    for name, value in (("codes", codes), ("axes", axes), ("angles", angles)):
        if value < 1:
            raise ValueError(f"{name} must be at least 1, got {value}.")
    if not exponent >= 0:
        raise ValueError(f"exponent must be at least 0, got {exponent}.")
    squares, explained, total = 0.0, 0.0, 0.0
    for w, weight in zip(*_circle_axes(exponent, codes), strict=True):
        long, share = _long_axes(w, exponent, axes)
        mean, square = _conditional(
            long, w ** (1 + exponent) / long**exponent, share, angles
        )
        mass = weight * w**exponent * share.sum()
        squares += mass * square
        explained += mass * float(np.mean(mean**2))
        total += mass
    return (squares - explained) / total


def best_exponent() -> tuple[float, float]:
    """Return the exponent q whose code ``short * long^q`` has the lowest floor.

    Returns
    -------
    tuple
        The exponent, to about 0.01, and its floor.

    """
    found = minimize_scalar(
        power_floor, bounds=(0.2, 0.9), method="bounded", options={"xatol": 2e-3}
    )
    return float(found.x), float(found.fun)


def _circle_axes(exponent: float, count: int) -> Nodes:
    """Return nodes for w; the law has a kink where ``short`` can just be 2 at 31."""
    kink = (SMALLEST * LARGEST**exponent) ** (1 / (1 + exponent))
    lower = _gauss(SMALLEST, kink, count // 2 or 1)
    upper = _gauss(kink, LARGEST, count // 2 or 1)
    return np.append(lower[0], upper[0]), np.append(lower[1], upper[1])


def _long_axes(w: float, exponent: float, count: int) -> Nodes:
    """Return long axes that share a code, with their weights ``long^-q``."""
    end = LARGEST
    if exponent > 0:
        end = min(end, (w ** (1 + exponent) / SMALLEST) ** (1 / exponent))
    nodes, weights = _gauss(w, end, count)
    return nodes, weights * nodes**-exponent


def _conditional(
    long: Float[np.ndarray, " n"],
    short: Float[np.ndarray, " n"],
    weights: Float[np.ndarray, " n"],
    angles: int,
) -> tuple[Float[np.ndarray, "half size"], float]:
    """Return the mean image and the mean square of images that share a code."""
    shifts = (np.arange(len(long)) * GOLDEN) % 1
    turned = (np.arange(angles)[None, :] + shifts[:, None]) * np.pi / angles
    images = covered_half(
        Ellipses(np.repeat(long, angles), np.repeat(short, angles), turned.ravel())
    ).reshape(len(long), angles, *(-1, 64))
    share = weights / weights.sum()
    mean = np.tensordot(share, images.mean(axis=1), 1)
    return mean, float(share @ (images**2).mean(axis=(1, 2, 3)))


def _gauss(low: float, high: float, count: int) -> Nodes:
    nodes, weights = leggauss(count)
    half = (high - low) / 2
    return low + half * (nodes + 1), half * weights
