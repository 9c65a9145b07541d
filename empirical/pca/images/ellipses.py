"""Centred ellipses with three parameters: two half axes and a rotation."""

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float

SUBROWS = 8
_CHUNK = 256
_SPLITS = ("train", "test")
_SIDE, _SHORTEST, _LONGEST = 64, 2.0, 31.0
_GOLDEN = 1.2207440846057596
"""The root of ``g^4 = g + 1``."""


@dataclass(frozen=True, kw_only=True)
class Ellipses:
    """Images with the parameters that drew them.

    Parameters
    ----------
    images
        Shape (m, n, n), values in [0, 1].
    half_axes
        Shape (m, 2), pixels; the first lies along the columns before the rotation.
    rotation
        Shape (m,), radians, from the columns towards the rows.

    """

    images: Float[np.ndarray, "m n n"]
    half_axes: Float[np.ndarray, "m 2"]
    rotation: Float[np.ndarray, " m"]

    @property
    def attributes(self) -> Float[np.ndarray, "m 3"]:
        """Area, horizontal against vertical, and diagonal against diagonal.

        The area in pixels; the others are the logarithm of the extent along one
        direction over the extent across it.
        """
        return np.stack(
            [
                np.pi * self.half_axes.prod(axis=1),
                self.anisotropy(0.0),
                self.anisotropy(np.pi / 4),
            ],
            axis=1,
        )

    def anisotropy(self, direction: float) -> Float[np.ndarray, " m"]:
        """Return the logarithm of the extent along a direction over that across."""
        turned = self.rotation - direction
        first, second = (self.half_axes**2).T
        cosine, sine = np.cos(turned) ** 2, np.sin(turned) ** 2
        along, across = (
            first * cosine + second * sine,
            first * sine + second * cosine,
        )
        return np.asarray(np.log(along / across) / 2)


def drawn_ellipses(
    count: int,
    seed: int,
    split: str,
    *,
    size: int = _SIDE,
    shortest: float = _SHORTEST,
    longest: float = _LONGEST,
) -> Ellipses:
    """Return random ellipses: half axes uniform, rotation uniform in (0, pi / 2).

    The two half axes are drawn alike, so all orientations occur. Each split of a
    seed has its own stream of random numbers, and no ellipse is in both.

    Parameters
    ----------
    count
        How many; at least 1.
    seed, split
        Which draw; the split is ``train`` or ``test``.
    size
        Pixels along a side.
    shortest, longest
        Range of the half axes, pixels; within (0, size / 2].

    Raises
    ------
    ValueError
        If an argument is out of range.

    """
    if count < 1:
        raise ValueError(f"count must be at least 1, got {count}.")
    if split not in _SPLITS:
        raise ValueError(f"split must be one of {', '.join(_SPLITS)}, got {split!r}.")
    if not 0 < shortest < longest:
        raise ValueError(
            f"shortest must be in (0, longest), longest {longest:g}, got {shortest:g}."
        )
    rng = np.random.default_rng([seed, _SPLITS.index(split)])
    half_axes = rng.uniform(shortest, longest, (count, 2))
    rotation = rng.uniform(0, np.pi / 2, count)
    return Ellipses(
        images=ellipses(half_axes, rotation, size),
        half_axes=half_axes,
        rotation=rotation,
    )


def even_ellipses(count: int) -> Ellipses:
    """Return ellipses of 64 x 64 pixels that fill the same family evenly.

    Their parameters are the points ``(1/2 + n / g^i) mod 1``, i = 1, 2, 3, with
    ``g^4 = g + 1``: a mean over them is an integral over the family, and a correlation
    has hardly any of the sampling error that random draws have.

    Parameters
    ----------
    count
        How many; at least 1.

    Raises
    ------
    ValueError
        If there are none.

    """
    if count < 1:
        raise ValueError(f"count must be at least 1, got {count}.")
    steps = _GOLDEN ** -np.arange(1.0, 4.0)
    places = (0.5 + np.arange(count)[:, None] * steps) % 1
    half_axes = _SHORTEST + (_LONGEST - _SHORTEST) * places[:, :2]
    rotation = places[:, 2] * np.pi / 2
    return Ellipses(
        images=ellipses(half_axes, rotation, _SIDE),
        half_axes=half_axes,
        rotation=rotation,
    )


def ellipses(
    half_axes: Float[np.ndarray, "m 2"], rotation: Float[np.ndarray, " m"], size: int
) -> Float[np.ndarray, "m size size"]:
    """Return one antialiased image of a centred ellipse for each set of parameters.

    Each pixel holds the share of its area that the ellipse covers: exact along the
    rows, where a line meets an ellipse in an interval with two known ends, and the
    mean over 8 lines across a row.

    Parameters
    ----------
    half_axes
        Shape (m, 2), pixels, in (0, size / 2].
    rotation
        Shape (m,), radians.
    size
        Pixels along one side.

    Returns
    -------
    array
        Shape (m, size, size), float32, values in [0, 1].

    Raises
    ------
    ValueError
        If a half axis is not in (0, size / 2].

    """
    half_axes, rotation = np.asarray(half_axes, float), np.asarray(rotation, float)
    bad = ~((half_axes > 0) & (half_axes <= size / 2))
    if bad.any():
        raise ValueError(
            f"half_axes must be in (0, {size / 2:g}], got {half_axes[bad][0]:g}; "
            "enlarge the image or shrink the ellipse."
        )
    images = np.empty((len(half_axes), size, size), dtype=np.float32)
    for start in range(0, len(half_axes), _CHUNK):
        part = slice(start, start + _CHUNK)
        images[part] = _covered(half_axes[part], rotation[part], size)
    return images


def _covered(
    half_axes: Float[np.ndarray, "m 2"], rotation: Float[np.ndarray, " m"], size: int
) -> Float[np.ndarray, "m size size"]:
    lines = (np.arange(size * SUBROWS) + 0.5) / SUBROWS - size / 2
    left, right = (
        (end + size / 2).astype(np.float32)[..., None]
        for end in _interval(half_axes, rotation, lines)
    )
    pixels = np.arange(size, dtype=np.float32)
    share = np.clip(right - pixels, 0, 1) - np.clip(left - pixels, 0, 1)
    return np.asarray(share.reshape(-1, size, SUBROWS, size).mean(axis=2))


def _interval(
    half_axes: Float[np.ndarray, "m 2"],
    rotation: Float[np.ndarray, " m"],
    lines: Float[np.ndarray, " lines"],
) -> tuple[Float[np.ndarray, "m lines"], Float[np.ndarray, "m lines"]]:
    """Return where each horizontal line enters and leaves each ellipse.

    With ``A x^2 + 2 B x y + C y^2 = 1`` and ``A C - B^2 = 1 / (a b)^2``, the ends are
    ``(-B y +- sqrt(A - (y / (a b))^2)) / A``; both are 0 where they do not meet.
    """
    first, second = half_axes.T[..., None] ** -2.0
    cosine, sine = np.cos(rotation)[:, None], np.sin(rotation)[:, None]
    square = first * cosine**2 + second * sine**2
    mixed = (first - second) * cosine * sine
    inside = square - first * second * lines**2
    half = np.sqrt(np.clip(inside, 0, None)) / square
    middle = np.where(inside > 0, -mixed * lines / square, 0)
    return middle - half, middle + half
