"""The search for the cuts that :mod:`theory.position.pooling_certificate` checks.

It is a branch and bound on rounded numbers. Nothing depends on how well it chooses:
each cell that it ends with is certified in integers. The stored cuts were found in this
way, those of the hardest cones with linear programs that begin where others ended.
"""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from functools import cached_property
from itertools import product

import numpy as np
from jaxtyping import Float, Int

from theory.position.pooling_cells import (
    CUT,
    NO_SHIFT,
    PAIRS,
    POSITIONS,
    Cell,
    cells,
    cut,
    network,
)
from theory.position.pooling_certificate import (
    CERTIFIED,
    cell_relations,
    filtered,
    is_far,
    left_by_first,
    pool_bounds,
    smallest_error,
)

_AIM = 1.2 * float(CERTIFIED)
"""Smallest error, in floats, from which a cell is tried in integers."""

_TRIED = 3
"""So many edges are tried before a pool is decided both ways."""

_STEEPEST = 2
"""Two vectors of equal length are added at most as 1 : 2^2."""

_BEHIND = (9, 3, 1)
"""Products of the weights behind each layer."""

_GAP = 1e-6
"""An entry counts as the pool, in positions, if no further away."""

_PATIENCE = 60
"""So many branches are tried in a cell before it is cut in two and begun again."""

_DEARER = 1.2
"""A cut that makes vectors one bit longer has to be better by this factor."""

Pool = tuple[int, int]
Edge = tuple[int, int]


def search(cone: int) -> list[int]:
    """Return moves that cut a cone into cells, in each of which all encoders are far.

    A pool is decided if the other decision leaves no encoder that has all codes nearly
    right, and an edge is cut if one half has none. Otherwise a pool is decided both
    ways: of those that are neither of their entries where the error is smallest, one
    of the first layer that has any. A cell in which that goes on for too long is cut
    where it leaves the fewest pools open, and each half is begun anew.

    Parameters
    ----------
    cone
        Below ``CONES``. Most take seconds, the hardest an hour.

    Returns
    -------
    list of int
        As :func:`theory.position.pooling_cells.cells` reads them.

    Raises
    ------
    ValueError
        If the integers become too large before every cell is certified, a linear
        program is not solved, or there is no such cone.

    """
    (whole,) = cells(cone, [0])
    return _begin(_Node(whole), 0)


class _TooLongError(Exception):
    """The patience is at its end."""


class _Node:
    """A cell, and numbers at which its error is smallest."""

    def __init__(self, cell: Cell) -> None:
        self.cell = cell
        self.bounds = pool_bounds(cell)
        solved, scale = smallest_error(cell_relations(cell))
        if solved.status != 0:
            raise ValueError(f"The error of a cell was not found: {solved.message}")
        self.products = solved.x[:81] / scale
        self.open = solved.x[81:-1]
        self.error = float(solved.x[-1])

    @property
    def pools(self) -> int:
        """The number of open pools."""
        return sum(int((layer.winner < 0).sum()) for layer in self.bounds)

    @cached_property
    def is_far(self) -> bool:
        return self.error >= _AIM and is_far(self.cell, CERTIFIED)

    def decided(self, pool: Pool, winner: int) -> "_Node":
        winners = {**self.cell.winners, pool: winner}
        return _Node(replace(self.cell, winners=winners))


def _begin(node: _Node, depth: int) -> list[int]:
    if node.is_far:
        return [0]
    # An attempt at every third depth is enough. It also ends where integers become too
    # large.
    if depth % 3 == 0:
        with suppress(_TooLongError, ValueError):
            return _search(node, iter(range(_PATIENCE)))
    cuts = {
        edge: [_Node(half) for half in cut(node.cell, _number(edge), 0)]
        for edge in product(range(4), range(3))
        if np.cross(*_ends(node.cell, edge)).any()
    }
    edge = min(cuts, key=lambda edge: _left(cuts[edge], edge[0]))
    moves = [CUT + _number(edge), NO_SHIFT]
    return moves + [move for half in cuts[edge] for move in _begin(half, depth + 1)]


def _left(halves: list[_Node], layer: int) -> float:
    """Return about how much work two halves leave, of which one layer was cut."""
    bits = max(_bits(half.cell, layer, k) for half in halves for k in range(3))
    pools = [0 if half.error >= _AIM else half.pools for half in halves]
    return float(sum(2 ** (n / 3) for n in pools if n) * _DEARER**bits)


def _ends(cell: Cell, edge: Edge) -> Int[np.ndarray, "2 3"]:
    return cell.vectors[edge[0], list(PAIRS[edge[1]])]


def _bits(cell: Cell, layer: int, vector: int) -> int:
    return int(np.abs(cell.vectors[layer, vector]).max()).bit_length()


def _search(node: _Node, left: Iterator[int]) -> list[int]:
    decided: list[tuple[int, int]] = []
    changed = True
    while changed and not node.is_far:
        changed = False
        for pool in _undecided(node):
            halves = [node.decided(pool, winner) for winner in (0, 1)]
            far = [half.is_far for half in halves]
            if all(far):
                return _after(decided, [_move(node, pool), 0, 0])
            if any(far):
                decided.append((_move(node, pool), far.index(True)))
                node = halves[far.index(False)]
                changed = True
    if node.is_far:
        return _after(decided, [0])
    return _after(decided, _branch(node, left))


def _branch(node: _Node, left: Iterator[int]) -> list[int]:
    if next(left, None) is None:
        raise _TooLongError
    edges = _edges(node)
    for edge, exponent in edges[:_TRIED]:
        halves = [_Node(half) for half in cut(node.cell, _number(edge), exponent)]
        if any(half.is_far for half in halves):
            return _cut(edge, exponent, halves, left)
    undecided = _undecided(node)
    if undecided:
        pool = min(undecided, key=lambda pool: pool[0])
        halves = [node.decided(pool, winner) for winner in (0, 1)]
        return [_move(node, pool), *_both(halves, left)]
    edge, exponent = edges[0]
    halves = [_Node(half) for half in cut(node.cell, _number(edge), exponent)]
    return _cut(edge, exponent, halves, left)


def _cut(
    edge: Edge, exponent: int, halves: list[_Node], left: Iterator[int]
) -> list[int]:
    return [CUT + _number(edge), NO_SHIFT + exponent, *_both(halves, left)]


def _both(halves: list[_Node], left: Iterator[int]) -> list[int]:
    return [move for half in halves for move in _search(half, left)]


def _after(decided: list[tuple[int, int]], moves: list[int]) -> list[int]:
    """Put decisions before moves; of each, one side is a cell already."""
    for move, far in reversed(decided):
        moves = [move, *moves, 0] if far else [move, 0, *moves]
    return moves


def _move(node: _Node, pool: Pool) -> int:
    layers = network(node.cell.kind).layers
    return 1 + sum(map(len, layers[: pool[0]])) + pool[1]


def _number(edge: Edge) -> int:
    return 3 * edge[0] + edge[1]


def _entries(
    node: _Node,
) -> Iterator[
    tuple[Float[np.ndarray, "pools 2 behind"], Float[np.ndarray, "pools behind"]]
]:
    """Yield both entries of the pools of each layer, and the pools, behind the last.

    Where the error is smallest, and times the products of the weights behind.
    """
    vectors = node.cell.vectors
    values = vectors[0].T @ node.products.reshape(3, 27)
    waiting = node.open
    for n, pools in enumerate(network(node.cell.kind).layers):
        entries = filtered(pools, values[:, :, None], vectors[n + 1])[..., 0]
        winner = node.bounds[n].winner
        values = entries[np.arange(len(pools)), np.maximum(winner, 0)]
        if n < 2:
            many = (winner < 0).sum() * _BEHIND[n]
            values[winner < 0] = waiting[:many].reshape(-1, _BEHIND[n])
            waiting = waiting[many:]
        yield entries, values


def _undecided(node: _Node) -> list[Pool]:
    """Return the pools that are neither of their entries, the furthest ones first."""
    vectors, net = node.cell.vectors, network(node.cell.kind)
    lengths = np.abs(vectors).max(2).astype(float)
    behind = [np.kron(lengths[2], lengths[3]), lengths[3], np.ones(1)]
    labels = np.empty((POSITIONS, 1))
    labels[list(net.codes), 0] = np.arange(POSITIONS, 0, -1)
    gaps = []
    for n, (entries, values) in enumerate(_entries(node)):
        wanted = values if n < 2 else labels - node.error
        short = np.maximum(wanted[:, None] - entries, 0) @ behind[n]
        for x in np.flatnonzero(node.bounds[n].winner < 0):
            if short[x].min() > _GAP:
                gaps.append((short[x].min(), (n, int(x))))
    return [pool for _, pool in sorted(gaps, reverse=True)]


def _edges(node: _Node) -> list[tuple[Edge, int]]:
    """Rank the edges, with the exponents that make both ends matter equally.

    An edge matters if its ends do different things to the codes, and if they meet
    different products of the other weights, which they may not.
    """
    cell = node.cell
    products = node.products.reshape(3, 3, 3, 3)
    slopes = _slopes(node).reshape(POSITIONS, 3, 3, 3, 3)
    sizes = np.linalg.norm(slopes, axis=0)
    ranked = []
    for n in range(4):
        met = np.moveaxis(products, n, 0).reshape(3, 27)
        slope = np.moveaxis(slopes, n + 1, 1).reshape(POSITIONS, 3, 27)
        share = met * np.moveaxis(sizes, n, 0).reshape(3, 27)
        mass = share.sum(1)
        for pair, (i, j) in enumerate(PAIRS):
            mean = _normalised(met[i]) + _normalised(met[j]) + _normalised(met.sum(0))
            effects = slope[:, [i, j]] @ mean
            lengths = np.linalg.norm(effects, axis=0)
            if min(lengths) == 0:
                continue
            cosine = effects[:, 0] @ effects[:, 1] / lengths.prod()
            angle = np.arccos(np.clip(cosine, -1, 1))
            apart = np.abs(_normalised(share[i]) - _normalised(share[j])).sum()
            apart *= min(mass[i], mass[j]) / mass.sum()
            score = angle * (apart + 0.03 * max(mass[i], mass[j]) / mass.sum() + 1e-4)
            bits = [_bits(cell, n, k) for k in (i, j)]
            balance = np.log2(lengths[1] / lengths[0]) - (bits[1] - bits[0])
            exponent = int(np.clip(np.round(balance), -_STEEPEST, _STEEPEST))
            ranked.append((score, (n, pair), exponent))
    return [(edge, exponent) for _, edge, exponent in sorted(ranked, reverse=True)]


def _slopes(node: _Node) -> Int[np.ndarray, "codes 81"]:
    """Return how the codes depend on the products if the larger entries win."""
    vectors, net = node.cell.vectors, network(node.cell.kind)
    values = left_by_first(node.cell, 81)
    for n, pools in enumerate(net.layers):
        entries = filtered(pools, values, vectors[n + 1])
        sums = (entries @ node.products).sum(2)
        known = node.bounds[n].winner
        winner = np.where(known < 0, sums.argmax(1), known)
        values = entries[np.arange(len(pools)), winner]
    return np.asarray(values[list(net.codes), 0])


def _normalised(numbers: Float[np.ndarray, " n"]) -> Float[np.ndarray, " n"]:
    total = numbers.sum()
    return numbers / total if total > 0 else numbers
