"""A proof, in integers, that no three layers come closer to given labels."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import product

import numpy as np

Square = tuple[tuple[int, ...], ...]
"""Four corners of a square of taps (t0, t1, t2); a common scale does not count."""

_PRECISION = 2**20

MOST_DEPTH = 18
"""Squares are cut at most this often: to 2^-17, far below what six digits take."""


def certified(labels: Sequence[int], bound: Fraction) -> bool:
    """Return whether no three layers come closer to the labels than a bound: a proof.

    Let t be the taps of the first layer. Any code w has ``t2 w(2k) - t1 w(2k + 1) +
    t0 w(2k + 2) = 0``, so the error e of labels y has these combinations
    ``-d_k(t)``, with d the same combinations of y; and for every x in R^4,
    ``(x . d)^2 <= |N(t)' x|^2 |e|^2``. Where ``x . d >= sqrt(bound) |N' x|`` and
    ``x . d > 0``, then, ``|e|^2 >= bound``. That is a convex cone of taps t, so it is
    enough to test the corners of a square, in integers. Squares that cover all t up to
    scale are cut in four until each has an x.

    Parameters
    ----------
    labels
        Eight integers.
    bound
        What the sum of squared errors is claimed to reach, positive.

    Returns
    -------
    bool
        True is a proof. False says that the squares became too small, so that the
        bound is false or too close.

    Raises
    ------
    ValueError
        If there are not eight labels or the bound is not positive.

    Examples
    --------
    >>> certified(range(8), Fraction(31, 100)), certified(range(8), Fraction(32, 100))
    (True, False)

    """
    if len(labels) != 8:
        raise ValueError(f"labels must be eight, got {len(labels)}.")
    if bound <= 0:
        raise ValueError(f"bound must be positive, got {bound}.")
    waiting = [(square, 0) for square in _faces()]
    while waiting:
        square, depth = waiting.pop()
        if any(_holds(square, x, labels, bound) for x in _multipliers(square, labels)):
            continue
        if depth == MOST_DEPTH:
            return False
        waiting += [(part, depth + 1) for part in _quarters(square)]
    return True


def _faces() -> Iterator[Square]:
    """Yield three faces of a cube: every (t0, t1, t2) is on one, up to scale."""
    for axis in range(3):
        yield tuple(
            tuple(np.insert((u, v), axis, 1).tolist())
            for u, v in product((-1, 1), repeat=2)
        )


def _quarters(square: Square) -> Iterator[Square]:
    for corner in square:
        # Twice the midpoints: scales do not count, but must agree within a square.
        yield tuple(
            tuple(p + q for p, q in zip(corner, other, strict=True)) for other in square
        )


def _multipliers(square: Square, labels: Sequence[int]) -> Iterator[list[int]]:
    """Yield candidates for x: the best at the centre, with and without its last entry.

    Where t1 and t2 vanish the last combination is empty, and must be left out.
    """
    t0, t1, t2 = np.sum(square, axis=0) / np.max(np.abs(square)) / 4
    y = np.append(np.array(labels, dtype=float), 0)
    combinations = np.zeros((4, 9))
    for k in range(4):
        combinations[k, 2 * k : 2 * k + 3] = t2, -t1, t0
    for rows in (4, 3):
        used = combinations[:rows]
        gram = used[:, :8] @ used[:, :8].T
        best = np.linalg.lstsq(gram, used @ y, rcond=None)[0]
        scaled = _PRECISION * best / max(np.max(np.abs(best)), 1e-300)
        yield [int(x) for x in np.rint(scaled)] + [0] * (4 - rows)


def _holds(
    square: Square, x: Sequence[int], labels: Sequence[int], bound: Fraction
) -> bool:
    """Test ``x . d >= sqrt(bound) |N' x|``, and > 0, at every corner, in integers."""
    y = (*labels, 0)
    for t0, t1, t2 in square:
        reach = sum(
            c * (t2 * y[2 * k] - t1 * y[2 * k + 1] + t0 * y[2 * k + 2])
            for k, c in enumerate(x)
        )
        even = sum((t2 * c + t0 * b) ** 2 for b, c in zip((0, *x), x, strict=False))
        odd = sum((t1 * c) ** 2 for c in x)
        squared = even + odd
        if reach <= 0 or bound.denominator * reach**2 < bound.numerator * squared:
            return False
    return True
