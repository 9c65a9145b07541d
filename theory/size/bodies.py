"""Star-shaped bodies through their gauge, and profiles as pixels see them.

The gauge of K, ``|x|_K = min {r : x in r K}``, plays the part of the radius: every
function of it alone integrates as a radial one (coarea formula), so all star-shaped
bodies of one dimension share one profile.
"""

from collections.abc import Callable

import numpy as np
from jaxtyping import Float

Gauge = Callable[[Float[np.ndarray, "d ..."]], Float[np.ndarray, "..."]]
Profile = Callable[[Float[np.ndarray, "..."]], Float[np.ndarray, "..."]]

_RAYS = 720


def ball(points: Float[np.ndarray, "d ..."]) -> Float[np.ndarray, "..."]:
    """Return the gauge of the unit ball, in any dimension.

    Examples
    --------
    >>> float(ball(np.array([3.0, 4.0])))
    5.0

    """
    return np.asarray(np.linalg.norm(points, axis=0))


def cube(points: Float[np.ndarray, "d ..."]) -> Float[np.ndarray, "..."]:
    """Return the gauge of the cube of half side 1; in the plane, of the square.

    Examples
    --------
    >>> float(cube(np.array([3.0, -4.0])))
    4.0

    """
    return np.asarray(np.max(np.abs(points), axis=0))


def rays(boundary: Profile) -> Gauge:
    """Return the gauge of a plane body from the length of its ray at each angle.

    ``|x|_K = |x| / boundary(theta)``: any positive function of the angle, from the
    first axis, makes a star-shaped body.

    Raises
    ------
    ValueError
        If a ray is not positive and finite at one of 720 angles: the body is not
        star-shaped about the centre.

    Examples
    --------
    >>> disk = rays(lambda angle: 2 + 0 * angle)
    >>> float(disk(np.array([0.0, 5.0])))
    2.5

    """
    angles = 2 * np.pi * np.arange(_RAYS) / _RAYS
    lengths = np.broadcast_to(np.asarray(boundary(angles), float), angles.shape)
    bad = ~(np.isfinite(lengths) & (lengths > 0))
    if bad.any():
        raise ValueError(
            f"boundary must be finite and above 0, got {lengths[bad][0]:g} at angle "
            f"{angles[bad][0]:.4g}: a star-shaped body has a ray in every direction."
        )

    def gauge(points: Float[np.ndarray, "2 ..."]) -> Float[np.ndarray, "..."]:
        length = boundary(np.arctan2(points[1], points[0]))
        return np.asarray(np.linalg.norm(points, axis=0) / length)

    return gauge


def star(tips: int, depth: float) -> Gauge:
    """Return the gauge of the star with rays ``(1 + depth cos(tips theta))``, scaled.

    Scaled so that its longest ray is 1.

    Raises
    ------
    ValueError
        If the depth is not in [0, 1) or there is no tip.

    Examples
    --------
    >>> float(star(5, 0.3)(np.array([2.0, 0.0])))
    2.0

    """
    if tips < 1:
        raise ValueError(f"tips must be at least 1, got {tips}.")
    if not 0 <= depth < 1:
        raise ValueError(f"depth must be in [0, 1), got {depth}.")
    return rays(lambda angle: (1 + depth * np.cos(tips * angle)) / (1 + depth))


def polygon(corners: Float[np.ndarray, "corners 2"]) -> Gauge:
    """Return the gauge of a polygon that sees its whole boundary from the origin.

    On the sector between two corners a and b, x = s a + t b has gauge s + t.

    Parameters
    ----------
    corners
        Shape (m, 2), m >= 3, counter-clockwise about the origin, once around.

    Raises
    ------
    ValueError
        If the polygon is not star-shaped about the origin.

    Examples
    --------
    >>> diamond = polygon(np.array([[1.0, 0], [0, 1], [-1, 0], [0, -1]]))
    >>> float(diamond(np.array([1.0, 1.0])))
    2.0

    """
    following = np.roll(corners, -1, axis=0)
    turns = corners[:, 0] * following[:, 1] - corners[:, 1] * following[:, 0]
    if corners.ndim != 2 or len(corners) < 3 or not np.all(turns > 0):
        raise ValueError(
            "corners must turn counter-clockwise about the origin, got a step of "
            f"signed area {turns.min() / 2:g}: not star-shaped about the origin."
        )

    def gauge(points: Float[np.ndarray, "2 ..."]) -> Float[np.ndarray, "..."]:
        x, y = np.asarray(points[0])[..., None], np.asarray(points[1])[..., None]
        s = (x * following[:, 1] - y * following[:, 0]) / turns
        t = (y * corners[:, 0] - x * corners[:, 1]) / turns
        return np.asarray(np.where((s >= 0) & (t >= 0), s + t, 0.0).max(axis=-1))

    return gauge


def unit_image(
    profile: Profile,
    size: int,
    radius: float,
    *,
    dimension: int = 2,
    gauge: Gauge = ball,
    points: int = 4,
) -> Float[np.ndarray, "..."]:
    """Return a function of the gauge as pixels see it, with unit norm.

    Each pixel holds the mean over ``points`` points along each axis: antialiased images
    are projections on the pixels, and to first order so is their best f.

    Parameters
    ----------
    profile
        A function of the gauge over the radius on [0, 1]; zero beyond.
    size, radius
        Pixels along an axis, and the gauge, in pixels, at which the profile ends; in
        (0, size / 2].
    dimension, gauge
        Of the body; the gauge takes coordinates from the centre, in the unit of the
        largest body.
    points
        At least 1.

    Raises
    ------
    ValueError
        If a number is out of range.

    """
    if not 0 < radius <= size / 2:
        raise ValueError(f"radius must be in (0, {size / 2:g}], got {radius}.")
    if dimension < 1 or points < 1:
        raise ValueError(
            f"dimension and points must be at least 1, got {dimension} and {points}."
        )
    axis = ((np.arange(size * points) + 0.5) / points - size / 2) / radius
    rho = gauge(np.stack(np.meshgrid(*[axis] * dimension, indexing="ij")))
    values = np.where(rho < 1, profile(np.minimum(rho, 1.0)), 0.0)
    blocks = values.reshape((size, points) * dimension)
    picture = blocks.mean(axis=tuple(range(1, 2 * dimension, 2)))
    return np.asarray(picture / np.linalg.norm(picture))
