"""Cells of taps of four layers with max pooling, and how a cone of them is cut.

The taps of each layer are the sum of three vectors with weights of at least 0: see
:mod:`theory.position.pooling_certificate`, which proves something of each cell.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from itertools import product

import numpy as np
from jaxtyping import Int

POSITIONS = 16

FIRST_LAYERS = (
    ("middle", ((1, 0, 0), (1, 1, 0), (1, 1, 1))),
    ("middle", ((1, 0, 0), (1, 0, 1), (1, 1, 1))),
    ("left", ((1, 0, 0), (1, 0, 1), (1, 1, 1))),
    ("left", ((1, 0, 0), (1, 0, 0), (0, 0, -1))),
    ("right", ((1, 0, 0), (1, 0, 1), (1, 1, 1))),
    ("right", ((1, 0, 0), (1, 0, 0), (0, 0, -1))),
)
"""Which tap of the first layer is the largest, and a cone of what it leaves.

See :func:`first_layer`.
"""

_SIGNS = tuple(product((1, -1), repeat=3))

CONES = len(FIRST_LAYERS) * len(_SIGNS) ** 3
"""The cells to begin with: one for each of these and for all signs of other taps."""

_IMPULSES = {
    "middle": (((0, 0), (-1, 1)), ((0, 0), (1, 2))),
    "left": (((0, 0), (-1, 1)), ((0, 2), (1, 0))),
    "right": (((0, 2), (-1, 0)), ((0, 0), (1, 1))),
}
"""Of impulses at 2k and 2k + 1: the places, from k on, and which number is there."""

PAIRS = ((0, 1), (0, 2), (1, 2))
"""The edges of a cone of three vectors."""

CUT, NO_SHIFT = 100, 128
"""What a move adds to the number of an edge, and to an exponent."""

EXACT = 2.0**53
"""Largest product of norms in a cell: 64 bits hold sums of 81 such numbers."""

Pools = Int[np.ndarray, "_ 2 3"]
"""For both entries of a pair: the pool before that each tap meets, or -1."""


@dataclass(frozen=True)
class Network:
    """Layers two to four, equal pools merged, and the last pool that is each code."""

    layers: tuple[Pools, Pools, Pools]
    codes: tuple[int, ...]


@dataclass(frozen=True)
class Cell:
    """Three vectors for each layer; pools (layer, number) with their larger entry.

    The first layer's vectors hold what it leaves, the others their taps.
    """

    kind: str
    vectors: Int[np.ndarray, "4 3 3"]
    winners: dict[tuple[int, int], int]


def first_layer(taps: Sequence[Fraction]) -> tuple[str, tuple[Fraction, ...]] | None:
    """Return what the first layer leaves of an impulse, or None if it cannot be exact.

    With taps t0, t1 and t2, an impulse at 2k leaves max(t0, t1) at k and max(t2, 0) at
    k - 1; one at 2k + 1 leaves max(t1, t2) at k and max(t0, 0) at k + 1. Two of the
    four are equal: the two at k, if the middle tap is the largest; the two from t0, if
    it is the left tap; or those from t2.

    Returns
    -------
    kind, numbers
        The largest tap (middle, left or right) and the number that it leaves twice;
        then, if it is the middle one, those at k - 1 and k + 1; if the left one, that
        at k - 1 and the one left at k of an odd impulse; if the right one, that at
        k + 1 and the one left at k of an even impulse. Or None, where the codes of
        2k + 1 and 2k + 2 agree, or those of 2k and of 2k + 1 are multiples of the same
        eight numbers.

    """
    left, middle, right = taps
    even, odd = max(left, middle), max(middle, right)
    before, after = max(right, Fraction(0)), max(left, Fraction(0))
    if max(taps) <= 0 or (even == after and odd == before):
        return None
    if even == odd == middle:
        return "middle", (middle, before, after)
    if even == after:
        return "left", (left, before, odd)
    return "right", (right, after, even)


def cells(cone: int, moves: Sequence[int]) -> Iterator[Cell]:
    """Cut a cone as moves say, in preorder; whatever they are, the cells cover it.

    Parameters
    ----------
    cone
        Below ``CONES``.
    moves
        0 is a cell. 1 + i sets the larger entry of pool i, counted through all layers:
        first the first one, then the second. 100 + 3 n + i, with a second number s,
        cuts layer n's cone: pair i of its vectors, (0, 1), (0, 2) or (1, 2), are added,
        the first one times 2^(s - 128) after powers of 2 have made both equally long,
        and the sum takes the place of the first vector, then of the second.

    Raises
    ------
    ValueError
        If the moves end too early or too late, name no pool or edge, or an integer
        becomes too large.

    """
    waiting = [whole(cone)]
    left = iter(moves)
    while waiting:
        cell = waiting.pop()
        move = next(left, None)
        if move is None:
            raise ValueError(f"The moves of cone {cone} end too early.")
        if move == 0:
            yield cell
        else:
            shift = next(left, NO_SHIFT) if move >= CUT else NO_SHIFT
            waiting += moved(cell, move, shift)[::-1]
    if next(left, None) is not None:
        raise ValueError(f"The moves of cone {cone} end too late.")


def whole(cone: int) -> Cell:
    """Return a cone as one cell."""
    first, signs = divmod(cone, len(_SIGNS) ** 3)
    kind, numbers = FIRST_LAYERS[first]
    octants = [np.diag(_SIGNS[signs // 8**i % 8]) for i in (2, 1, 0)]
    return Cell(kind, np.array([numbers, *octants], dtype=np.int64), {})


def moved(cell: Cell, move: int, shift: int) -> list[Cell]:
    """Return both parts of a cell after a move of :func:`cells` and its second number.

    Raises
    ------
    ValueError
        If the move names no pool or edge, or an integer becomes too large.

    """
    layers = network(cell.kind).layers
    pools = [(n, x) for n in range(3) for x in range(len(layers[n]))]
    if not (1 <= move <= len(pools) or CUT <= move < CUT + 12):
        raise ValueError(f"The moves name no pool or edge: {move}.")
    if move >= CUT:
        return cut(cell, move - CUT, shift - NO_SHIFT)
    return [
        Cell(cell.kind, cell.vectors, {**cell.winners, pools[move - 1]: winner})
        for winner in (0, 1)
    ]


def cut(cell: Cell, edge: int, exponent: int) -> list[Cell]:
    """Return the two halves of a cell, as a move of :func:`cells` says.

    Edge 3 n + i is pair i of layer n; the exponent, that move's second number less 128.
    """
    layer, (i, j) = edge // 3, PAIRS[edge % 3]
    ends = [[int(x) for x in cell.vectors[layer, end]] for end in (i, j)]
    lengths = [max(map(abs, end)).bit_length() for end in ends]
    shift = exponent + lengths[1] - lengths[0]
    one, other = max(shift, 0), max(-shift, 0)
    middle = [(x << one) + (y << other) for x, y in zip(*ends, strict=True)]
    # A common power of 2 is dropped.
    spare = min((x & -x).bit_length() for x in middle if x) - 1
    middle = [x >> spare for x in middle]
    if max(map(abs, middle)) >= EXACT:
        raise ValueError("The moves lead to vectors that 53 bits do not hold.")
    halves = []
    for replaced in (i, j):
        vectors = cell.vectors.copy()
        vectors[layer, replaced] = middle
        halves.append(Cell(cell.kind, vectors, cell.winners))
    return halves


@cache
def network(kind: str) -> Network:
    """Return what follows a first layer whose largest tap is the left, middle or right.

    Pools are numbered in the order in which impulses from left to right meet them.
    """
    size = POSITIONS // 2
    signals = []
    for a in range(POSITIONS):
        places = [(a // 2 + step, number) for step, number in _IMPULSES[kind][a % 2]]
        signals.append({k: number for k, number in places if 0 <= k < size})
    layers = []
    while size > 1:
        numbers: dict[tuple[tuple[tuple[int, int], ...], ...], int] = {}
        pooled: list[dict[int, int]] = [{} for _ in signals]
        for signal, after in zip(signals, pooled, strict=True):
            for k in range(size // 2):
                pair = tuple(sorted(_inputs(signal, i) for i in (2 * k, 2 * k + 1)))
                if any(pair):
                    after[k] = numbers.setdefault(pair, len(numbers))
        pools = np.full((len(numbers), 2, 3), -1, dtype=np.int64)
        for pair, number in numbers.items():
            for entry, inputs in enumerate(pair):
                for tap, before in inputs:
                    pools[number, entry, tap] = before
        layers.append(pools)
        signals, size = pooled, size // 2
    return Network((layers[0], layers[1], layers[2]), tuple(s[0] for s in signals))


def _inputs(signal: dict[int, int], i: int) -> tuple[tuple[int, int], ...]:
    return tuple((t, signal[i + t - 1]) for t in range(3) if i + t - 1 in signal)
