"""One disk at random places: what is left when one of two coordinates is known."""

from functools import cache

import numpy as np
import sympy as sp
from jaxtyping import Float

from theory.derivation import Kind, Step, equal

SUBSAMPLES = 8


def disk_at(
    across: float, down: float, radius: float, size: int
) -> Float[np.ndarray, "size size"]:
    """Return the image of a disk: the share of 8 x 8 points of each pixel in it."""
    axis = (np.arange(size * SUBSAMPLES) + 0.5) / SUBSAMPLES - size / 2
    inside = (axis - across) ** 2 + (axis[:, None] - down) ** 2 <= radius**2
    blocks = inside.reshape(size, SUBSAMPLES, size, SUBSAMPLES)
    return np.asarray(blocks.mean(axis=(1, 3)))


def coordinate_share(
    radius: float, reach: float, size: int, *, points: int = 24
) -> float:
    """Return the share of the variance left when one coordinate of the disk is known.

    ``E |x - E[x|u]|^2 / E |x - E[x]|^2`` for centres uniform on a square, by the
    midpoint rule along both coordinates.

    Parameters
    ----------
    radius, reach
        Of the disk, and of its centre to either side, pixels.
    size
        Pixels along a side.
    points
        Along each coordinate, at least 2.

    Raises
    ------
    ValueError
        If the disk can leave the image, or there are too few points.

    Examples
    --------
    >>> 0.5 < coordinate_share(6.0, 9.0, 32, points=12) < 1
    True

    """
    if not 0 < radius <= size / 2 - reach:
        raise ValueError(
            f"radius must be in (0, {size / 2 - reach:g}] for this reach, got {radius}."
        )
    if points < 2:
        raise ValueError(f"points must be at least 2, got {points}.")
    places = ((np.arange(points) + 0.5) / points * 2 - 1) * reach
    images = np.stack(
        [[disk_at(u, v, radius, size) for v in places] for u in places]
    ).reshape(points, points, -1)
    given = images.mean(axis=1, keepdims=True)
    left = float(np.sum((images - given) ** 2))
    return left / float(np.sum((images - images.mean(axis=(0, 1))) ** 2))


@cache
def steps() -> tuple[Step, ...]:
    """Return why one coordinate leaves about half, and neither comes first.

    A one-dimensional counterpart of the image: a function of u plus one of v, and
    one of both.

    Returns
    -------
    tuple of Step

    """
    u, v, a, b, c = sp.symbols("u v a b c", real=True)
    square = ((u, -1, 1), (v, -1, 1))
    value = a * u + b * v + c * u * v
    total = sp.Integral(sp.expand(value**2) / 4, *square)
    left = sp.Integral(sp.expand((value - a * u) ** 2) / 4, *square)
    other = sp.Integral(sp.expand((value - b * v) ** 2) / 4, *square)
    return (
        Step(
            says="A pixel that depends on both coordinates, u and v uniform on "
            "(-1, 1), as",
            relation=equal(sp.Function("x")(u, v), value),
            kind=Kind.DEFINITION,
        ),
        Step(
            says="has the variance",
            relation=equal(total, a**2 / 3 + b**2 / 3 + c**2 / 9),
            kind=Kind.IDENTITY,
        ),
        Step(
            says="When u is known, E[x|u] = a u, and there remains",
            relation=equal(left, b**2 / 3 + c**2 / 9),
            kind=Kind.IDENTITY,
        ),
        Step(
            says="when v is known,",
            relation=equal(other, a**2 / 3 + c**2 / 9),
            kind=Kind.IDENTITY,
        ),
        Step(
            says="For a shape that moves alike along both, a = b: neither coordinate "
            "is more important, and one alone leaves more than half.",
            relation=sp.Ge(
                (a**2 / 3 + c**2 / 9) / (2 * a**2 / 3 + c**2 / 9),
                sp.Rational(1, 2),
                evaluate=False,
            ),
            kind=Kind.CONCLUSION,
        ),
    )
