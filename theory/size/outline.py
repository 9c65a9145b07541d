"""The gauge of a real shape that is star-shaped about the centre of its picture."""

import numpy as np
from jaxtyping import Float

from theory.size.bodies import Gauge, rays

SLIVERS = 0.005
"""Share of the star-shaped hull that a real shape may lack."""

_ANGLES, _STEPS = 1440, 1500


def gauge(picture: Float[np.ndarray, "n n"]) -> Gauge:
    """Return the gauge of where a picture, interpolated, is above 1/2.

    Values belong to the centres of pixels, are linear along each axis between them
    and 0 outside; half the side of the picture is 1. On a ray that leaves the shape
    for a sliver and comes back, the farthest point counts.

    Parameters
    ----------
    picture
        Shape (n, n), above 1/2 in the middle.

    Raises
    ------
    ValueError
        If the shape does not hold its centre, or is not star-shaped about it.

    Examples
    --------
    >>> square = np.pad(np.ones((2, 2)), 1)
    >>> float(gauge(square)(np.array([0.25, 0.0])).round(3))
    0.5

    """
    angles = 2 * np.pi * np.arange(_ANGLES) / _ANGLES
    reach = np.sqrt(2) * (np.arange(_STEPS) + 0.5) / _STEPS
    turned = np.stack([np.cos(angles), np.sin(angles)])
    inside = _interpolated(picture, turned[:, :, None] * reach) > 0.5
    if not inside[:, 0].all():
        raise ValueError("picture must be above 1/2 in its centre.")
    hull = np.cumsum(inside[:, ::-1], axis=1)[:, ::-1] > 0
    missing = float(np.sum((hull & ~inside) * reach) / np.sum(hull * reach))
    if missing > SLIVERS:
        raise ValueError(
            "picture must be star-shaped about its centre: at most "
            f"{SLIVERS:g} of its star-shaped hull may be outside, got {missing:.3g}."
        )
    length = hull.sum(axis=1) * np.sqrt(2) / _STEPS
    closed = np.append(angles, 2 * np.pi), np.append(length, length[0])
    return rays(lambda angle: np.interp(np.mod(angle, 2 * np.pi), *closed))


def _interpolated(
    picture: Float[np.ndarray, "n n"], points: Float[np.ndarray, "2 *grid"]
) -> Float[np.ndarray, "*grid"]:
    """Return the picture at points of [-1, 1]^2, linear along each axis."""
    side = len(picture)
    padded = np.pad(picture, 1)
    place = np.clip((points + 1) * side / 2 + 0.5, 0.0, side + 1 - 1e-9)
    low = place.astype(int)
    row, column = place - low
    corners = [
        (1 - row, 1 - column, 0, 0),
        (1 - row, column, 0, 1),
        (row, 1 - column, 1, 0),
        (row, column, 1, 1),
    ]
    return np.asarray(
        sum(
            along * across * padded[low[0] + i, low[1] + j]
            for along, across, i, j in corners
        )
    )
