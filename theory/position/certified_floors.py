"""A proof, in integers, that no encoder comes closer to given labels."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import product
from numbers import Integral

import numpy as np
from jaxtyping import Float, Int

Square = tuple[tuple[int, int, int], ...]
"""Four corners of a square of taps (t0, t1, t2), in units of 1 / ``UNIT``."""

Cell = tuple[Square, ...]
"""A square for each layer but the last two."""

Multipliers = tuple[Int[np.ndarray, " _"], ...]
"""Integers for each layer, one for each of its relations."""

MOST_CUTS = 20
"""A layer's square is cut at most this often; six digits take 14 to 17 cuts."""

UNIT = 2**MOST_CUTS

MOST_LEVELS, MOST_LABEL = 8, 2**12
"""More layers or larger labels could overflow 64 bits."""

_PRECISION = 2**20


def certified(labels: Sequence[int], bound: Fraction) -> bool:
    """Return whether no encoder comes closer to the labels than a bound: a proof.

    Let t be the taps of the first layer. Any code w has ``t2 w(2k) - t1 w(2k + 1) +
    t0 w(2k + 2) = 0``, with w zero beyond its end. The codes of even positions are
    t1 times those that the layers behind the first one give to signals of half the
    length, so the second layer, with taps s, has the same relation between every other
    code: ``s2 w(4k) - s1 w(4k + 2) + s0 w(4k + 4) = 0``; and so on for all but the
    last two layers. A sum of such relations times numbers x is a vector z with
    ``z . w = 0``, so the error ``e = y - w`` of labels y has ``z . y = z . e``, and
    ``(z . y)^2 <= |z|^2 |e|^2``. Where ``z . y >= sqrt(bound) |z|`` and ``z . y > 0``,
    then, ``|e|^2 >= bound``. For fixed x, z is linear in all taps, and this is a convex
    cone of them: it is enough to test the corners of a cell, in integers. Cells that
    cover all taps, each layer up to its scale, are cut in four until each has an x; a
    layer of zeros makes w = 0, of which every z says the same.

    Parameters
    ----------
    labels
        2^L integers, L from 3 to 8, none above 4096 in size.
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
        If the labels are not as above or the bound is not positive.

    Examples
    --------
    >>> certified(range(8), Fraction(31, 100)), certified(range(8), Fraction(32, 100))
    (True, False)

    """
    size = len(labels)
    if size not in [2**levels for levels in range(3, MOST_LEVELS + 1)]:
        raise ValueError(f"labels must be 8, 16, 32, ... or 256, got {size}.")
    if not all(isinstance(label, Integral) for label in labels):
        raise ValueError(f"labels must be integers, got {list(labels)}.")
    largest = max(map(abs, labels))
    if largest > MOST_LABEL:
        raise ValueError(f"labels must be at most {MOST_LABEL} in size, got {largest}.")
    if bound <= 0:
        raise ValueError(f"bound must be positive, got {bound}.")
    y = np.array(labels, dtype=np.int64)
    layers = size.bit_length() - 3
    relations = [_relations(size, layer) for layer in range(layers)]
    waiting = [(cell, 0) for cell in product(_faces(), repeat=layers)]
    while waiting:
        cell, cuts = waiting.pop()
        candidates = _multipliers(cell, relations, y)
        if any(_holds(cell, x, relations, y, bound) for x in candidates):
            continue
        if cuts == MOST_CUTS * layers:
            return False
        layer = cuts % layers
        waiting += [
            ((*cell[:layer], part, *cell[layer + 1 :]), cuts + 1)
            for part in _quarters(cell[layer])
        ]
    return True


def _relations(size: int, layer: int) -> Int[np.ndarray, "rows n 3"]:
    """Return the factors of w in a layer's relations, linear in its three taps."""
    step = 2**layer
    factors = np.zeros((size // (2 * step), size + 1, 3), dtype=np.int64)
    for k, row in enumerate(factors):
        row[2 * k * step, 2] = 1
        row[(2 * k + 1) * step, 1] = -1
        row[(2 * k + 2) * step, 0] = 1
    return factors[:, :size]


def _faces() -> Iterator[Square]:
    """Yield three faces of a cube: every (t0, t1, t2) is on one, up to scale."""
    for axis in range(3):
        yield tuple(
            tuple(np.insert((u, v), axis, UNIT).tolist())
            for u, v in product((-UNIT, UNIT), repeat=2)
        )


def _quarters(square: Square) -> Iterator[Square]:
    for a, b, c in square:
        yield tuple(((a + p) // 2, (b + q) // 2, (c + r) // 2) for p, q, r in square)


def _multipliers(
    cell: Cell,
    relations: Sequence[Int[np.ndarray, "_ n 3"]],
    y: Int[np.ndarray, " n"],
) -> Iterator[Multipliers]:
    """Yield candidates for x: the best at the centre, with all relations or with some.

    The last relation of a layer is empty where t1 and t2 vanish, and all of a layer's
    may follow from those of the layer before: they must be left out there.
    """
    rows = [
        factors @ (np.mean(square, axis=0) / UNIT)
        for factors, square in zip(relations, cell, strict=True)
    ]
    for left_out in product((0, 1, None), repeat=len(rows)):
        used = [
            row[: 0 if n is None else len(row) - n]
            for row, n in zip(rows, left_out, strict=True)
        ]
        best = _best(np.concatenate(used), y)
        if best is None:
            continue
        parts = np.split(best, np.cumsum([len(row) for row in used])[:-1])
        yield tuple(
            np.pad(part, (0, len(row) - len(part)))
            for part, row in zip(parts, rows, strict=True)
        )


def _best(
    rows: Float[np.ndarray, "m n"], y: Int[np.ndarray, " n"]
) -> Int[np.ndarray, " m"] | None:
    """Return integers x, up to scale those for which ``x . rows`` is closest to y."""
    if not rows.any():
        return None
    best = np.linalg.lstsq(rows @ rows.T, rows @ y, rcond=1e-12)[0]
    largest = np.max(np.abs(best))
    if not largest > 0:
        return None
    return np.asarray(np.rint(_PRECISION * best / largest).astype(np.int64))


def _holds(
    cell: Cell,
    x: Multipliers,
    relations: Sequence[Int[np.ndarray, "_ n 3"]],
    y: Int[np.ndarray, " n"],
    bound: Fraction,
) -> bool:
    """Test ``z . y >= sqrt(bound) |z|``, and > 0, at every corner, in integers."""
    summed = [np.tensordot(part, f, 1) for part, f in zip(x, relations, strict=True)]
    corners = [np.array(square) @ s.T for s, square in zip(summed, cell, strict=True)]
    for parts in product(*corners):
        z = np.sum(parts, axis=0)
        reach = int(z @ y)
        squared = sum(int(value) ** 2 for value in z)
        if reach <= 0 or bound.denominator * reach**2 < bound.numerator * squared:
            return False
    return True
