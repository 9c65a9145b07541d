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
    radius: float, reach: float, size: int, *, angle: float = 0.0, points: int = 24
) -> float:
    """Return the share of the variance left when one coordinate of the disk is known.

    ``E |x - E[x|s]|^2 / E |x - E[x]|^2`` for centres uniform on a square, with
    ``s = u cos(angle) + v sin(angle)``, by the midpoint rule along s and along the
    chord of the square on which s is what it is. Nothing that is a function of s
    leaves less.

    Parameters
    ----------
    radius, reach
        Of the disk, and of its centre to either side, pixels.
    size
        Pixels along a side.
    angle
        Direction of the coordinate, in [0, pi / 2].
    points
        Along each of the two, at least 2.

    Raises
    ------
    ValueError
        If the disk can leave the image, the angle is out of range, or there are too
        few points.

    Examples
    --------
    >>> 0.5 < coordinate_share(6.0, 9.0, 32, points=12) < 1
    True

    """
    if not 0 < radius <= size / 2 - reach:
        raise ValueError(
            f"radius must be in (0, {size / 2 - reach:g}] for this reach, got {radius}."
        )
    if not 0 <= angle <= np.pi / 2:
        raise ValueError(f"angle must be in [0, pi / 2], got {angle}.")
    if points < 2:
        raise ValueError(f"points must be at least 2, got {points}.")
    c, s = np.cos(angle), np.sin(angle)
    middle = (np.arange(points) + 0.5) / points
    along = (2 * middle - 1) * reach * (c + s)
    low, high = _chord(along, reach, c, s)
    across = low[:, None] + middle * (high - low)[:, None]
    columns = (c * along[:, None] - s * across).ravel()
    rows = (s * along[:, None] + c * across).ravel()
    images = np.stack(
        [disk_at(u, v, radius, size) for u, v in zip(columns, rows, strict=True)]
    ).reshape(points, points, -1)
    weight = (high - low) / np.sum(high - low)
    given = images.mean(axis=1)
    left = weight @ np.sum((images - given[:, None]) ** 2, axis=(1, 2)) / points
    spread = np.sum((images - weight @ given) ** 2, axis=(1, 2)) / points
    return float(left / (weight @ spread))


def _chord(
    along: Float[np.ndarray, " m"], reach: float, c: float, s: float
) -> tuple[Float[np.ndarray, " m"], Float[np.ndarray, " m"]]:
    """Return the ends of the chords of the square across a direction (c, s).

    At ``along`` on it, the point is ``along (c, s) + t (-s, c)``.
    """
    # Each of |along c - t s| and |along s + t c| is at most the reach.
    ends = [np.full_like(along, -np.inf)], [np.full_like(along, np.inf)]
    if s > 1e-12:
        ends[0].append((along * c - reach) / s)
        ends[1].append((along * c + reach) / s)
    if c > 1e-12:
        ends[0].append((-reach - along * s) / c)
        ends[1].append((reach - along * s) / c)
    return np.max(ends[0], axis=0), np.min(ends[1], axis=0)


def least_coordinate_share(
    radius: float, reach: float, size: int, *, angles: int = 7, points: int = 40
) -> float:
    """Return the least of :func:`coordinate_share` over directions 0 to 45 degrees.

    The square and the pixels are the same to either side of its diagonals.

    Raises
    ------
    ValueError
        As there.

    """
    tried = np.linspace(0, np.pi / 4, angles)
    return min(
        coordinate_share(radius, reach, size, angle=float(angle), points=points)
        for angle in tried
    )


@cache
def steps() -> tuple[Step, ...]:
    """Return why one of two coordinates leaves about half, and neither comes first.

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
