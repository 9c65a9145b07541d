"""Scaled copies of one body on a grid, in any dimension."""

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from jaxtyping import Float

Size = Callable[[Float[np.ndarray, "d *grid"]], Float[np.ndarray, "*grid"]]
"""By how much the body must be scaled to reach a point."""


def ball(points: Float[np.ndarray, "d *grid"]) -> Float[np.ndarray, "*grid"]:
    """Return the distance from the centre: intervals, disks, balls."""
    return np.asarray(np.sqrt(np.sum(points**2, axis=0)))


def square(points: Float[np.ndarray, "d *grid"]) -> Float[np.ndarray, "*grid"]:
    """Return the half side of the centred square through each point."""
    return np.asarray(np.abs(points).max(axis=0))


def ellipse(points: Float[np.ndarray, "2 *grid"]) -> Float[np.ndarray, "*grid"]:
    """Return the long half axis of the ellipse, half as high as wide, at a point."""
    return np.asarray(np.hypot(points[0], 2 * points[1]))


def star(points: Float[np.ndarray, "2 *grid"]) -> Float[np.ndarray, "*grid"]:
    """Return the longest ray of the five-pointed star through each point.

    Its boundary is at ``(1 + 0.3 cos 5 theta) / 1.3`` of the longest ray, where theta
    is the angle from the first axis.
    """
    angle = np.arctan2(points[1], points[0])
    return np.asarray(np.hypot(*points) * 1.3 / (1 + 0.3 * np.cos(5 * angle)))


BODIES: Mapping[str, Size] = {
    "ball": ball,
    "square": square,
    "ellipse": ellipse,
    "star": star,
}


def scaled_copies(
    body: str,
    sizes: Sequence[float] | Float[np.ndarray, " m"],
    pixels: int,
    dimension: int = 2,
    subsamples: int = 8,
) -> Float[np.ndarray, "m ..."]:
    """Return one antialiased image of the centred body for each size.

    Each pixel holds the share of its points, ``subsamples`` along every axis, that
    the body covers.

    Parameters
    ----------
    body
        A name in ``BODIES``; all but ``ball`` and ``square`` are plane figures.
    sizes
        Shape (m,), pixels, each in (0, pixels / 2]: the radius of a ball, the half
        side of a square, the longest ray of the others.
    pixels, dimension
        Pixels along each axis, and how many axes.
    subsamples
        At least 1; fewer blur less and cost less.

    Returns
    -------
    array
        Shape (m, pixels, ...), values in [0, 1].

    Raises
    ------
    ValueError
        If a name is unknown or a number out of range.

    """
    _check(body, dimension, subsamples)
    sizes = np.asarray(sizes, dtype=float)
    bad = ~((sizes > 0) & (sizes <= pixels / 2))
    if bad.any():
        raise ValueError(
            f"sizes must be in (0, {pixels / 2:g}], got {sizes[bad][0]:g}; enlarge "
            "the image or shrink the body."
        )
    axis = (np.arange(pixels * subsamples) + 0.5) / subsamples - pixels / 2
    reach = BODIES[body](np.stack(np.meshgrid(*[axis] * dimension, indexing="ij")))
    blocks = reach.reshape((pixels, subsamples) * dimension)
    within = tuple(range(1, 2 * dimension, 2))
    return np.stack([(blocks <= size).mean(axis=within) for size in sizes])


def _check(body: str, dimension: int, subsamples: int) -> None:
    if body not in BODIES:
        raise ValueError(f"body must be one of {', '.join(BODIES)}, got {body!r}.")
    if dimension not in (1, 2, 3):
        raise ValueError(f"dimension must be 1, 2 or 3, got {dimension}.")
    if dimension != 2 and body in ("ellipse", "star"):
        raise ValueError(f"a {body} needs dimension 2, got {dimension}.")
    if subsamples < 1:
        raise ValueError(f"subsamples must be at least 1, got {subsamples}.")
