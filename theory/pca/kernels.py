"""The numba loops on images of ellipses; each also runs as plain Python."""

import math

import numpy as np
from jaxtyping import Float

from theory.compiled import compiled

LINES = 8
"""Lines on which each row of pixels is sampled."""


@compiled()
def cover_half(
    first: float,
    second: float,
    angle: float,
    image: Float[np.ndarray, "half size"],
) -> None:
    """Add to each pixel the share that a centred ellipse covers of it.

    On the line at height y the ellipse ``q11 x^2 + 2 q12 x y + q22 y^2 <= 1`` is the
    interval around ``-q12 y / q11`` with half-length
    ``sqrt(q11 - (q11 q22 - q12^2) y^2) / q11``. Arguments are not checked.

    Parameters
    ----------
    first, second, angle
        Semi-axes in pixels, and the direction of the first in radians.
    image
        The rows of pixels on one side of the centre, nearest first.

    """
    rows, columns = image.shape
    cosine, sine = math.cos(angle), math.sin(angle)
    u, v = 1 / first**2, 1 / second**2
    q11 = u * cosine**2 + v * sine**2
    q12 = (u - v) * cosine * sine
    for line in range(rows * LINES):
        y = (line + 0.5) / LINES
        inside = q11 - u * v * y * y
        if inside <= 0:
            break
        half = math.sqrt(inside) / q11
        middle = -q12 * y / q11 + columns / 2
        _add_interval(image[line // LINES], middle - half, middle + half)


@compiled()
def _add_interval(row: Float[np.ndarray, " size"], left: float, right: float) -> None:
    """Add the share of one line that lies in an interval to each pixel of a row."""
    left, right = max(left, 0.0), min(right, float(row.size))
    start, stop = int(left), min(int(right), row.size - 1)
    if start >= stop:
        row[stop] += (right - left) / LINES
        return
    row[start] += (start + 1 - left) / LINES
    for i in range(start + 1, stop):
        row[i] += 1 / LINES
    row[stop] += (right - stop) / LINES


@compiled()
def group_variances(
    first: Float[np.ndarray, " m"],
    second: Float[np.ndarray, " m"],
    angle: Float[np.ndarray, " m"],
    half: int,
    size: int,
    variances: Float[np.ndarray, " groups"],
) -> None:
    """Write the variance of the images within each group of consecutive ellipses.

    The unbiased estimate ``(sum |x|^2 - |sum x|^2 / n) / (n - 1)`` for groups of n,
    as a mean over pixels. For n = 2 it is half the squared difference.

    Parameters
    ----------
    first, second, angle
        Parameters of the ellipses, in the order of their groups.
    half, size
        Rows and columns of one half of an image.
    variances
        Output, one for each group; the groups have equal sizes.

    """
    members = first.size // variances.size
    image, total = np.zeros((half, size)), np.zeros((half, size))
    for group in range(variances.size):
        total[:] = 0.0
        squares = 0.0
        for i in range(group * members, (group + 1) * members):
            image[:] = 0.0
            cover_half(first[i], second[i], angle[i], image)
            squares += np.sum(image * image)
            total += image
        within = squares - np.sum(total * total) / members
        variances[group] = within / (members - 1) / (half * size)
