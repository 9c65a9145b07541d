"""Bounds on the numbers of a cascade: how far they grow in the plane, and round."""

from fractions import Fraction

import numpy as np

from theory.position.exactness import Numbers

# Which of two values, at the edge or inside, the entries left, below and right of a
# kept position take: at the edge itself the left one is padding.
_EDGE = np.array([[0, 0], [1, 0], [0, 1]])
_INSIDE = np.array([[0, 1]] * 3)


def rounding_bound(levels: int, dtype: str, dimensions: int = 1) -> float:
    """Return how far a float code can be off, over the code of ``|x|`` under ``|t|``.

    ``(1 + u)^(k L) - 1``, with u half the distance from 1 to the next float and
    k = 3^d + 1 roundings per layer in d dimensions: a tap, which may not be a number of
    the dtype (one), and a product (one) that meets at most 3^d - 1 additions. Each
    rounding is a factor within [1 - u, 1 + u] of every term it touches, so a term of
    the code carries at most k L such factors. It holds for every layer, with its number
    for L, where nothing underflows.

    Parameters
    ----------
    levels
        Number of layers L, at least 1.
    dtype
        float32 or float64.
    dimensions
        1 or 2.

    Raises
    ------
    ValueError
        If an argument is not as above.

    Examples
    --------
    >>> rounding_bound(26, "float64") < 1.2e-14
    True

    """
    if levels < 1:
        raise ValueError(f"levels must be at least 1, got {levels}.")
    if dtype not in ("float32", "float64"):
        raise ValueError(f"dtype must be float32 or float64, got {dtype}.")
    if dimensions not in (1, 2):
        raise ValueError(f"dimensions must be 1 or 2, got {dimensions}.")
    unit = float(np.finfo(dtype).eps) / 2
    return float(np.expm1((3**dimensions + 1) * levels * np.log1p(unit)))


def plane_gain(taps: Numbers) -> Fraction:
    """Return the most that any partial sum grows in the plane, entries within 1.

    As :func:`~theory.position.exactness.largest_gain`: it is reached by a constant
    image under ``|taps|``, whose outputs have four values: one at the corner, one
    along each edge that meets the padding, and one inside. The last layer has a corner
    only.

    Parameters
    ----------
    taps
        Shape (L, 3, 3).

    Returns
    -------
    Fraction
        Exact, and at least 1, since the image itself counts.

    Examples
    --------
    >>> plane_gain([np.outer([1, 2, 1], [1, 2, 1])] * 3) == (2**2 * (2**3 + 1)) ** 2
    True

    """
    filters = np.asarray(taps).tolist()
    values, largest = np.full((2, 2), Fraction(1)), Fraction(1)
    for level, rows in enumerate(filters, start=1):
        weights = np.array([[abs(Fraction(tap)) for tap in row] for row in rows])
        values = np.array(
            [
                [np.sum(weights * (i @ values @ j.T)) for j in (_EDGE, _INSIDE)]
                for i in (_EDGE, _INSIDE)
            ]
        )
        largest = max(largest, values.max() if level < len(filters) else values[0, 0])
    return largest
