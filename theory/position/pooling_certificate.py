"""A certificate, in integers, that four layers with max pooling do not give 16 - a.

The taps of the four layers are cut into *cells*: for each layer a cone of three
vectors, so that its taps are the sum of the three with *weights* of at least 0. The 81
products of one weight from each layer are at least 0 too, and as soon as it is known
which entry of each pooled pair is the larger one, every code is linear in them. What is
known of a cell is therefore a list of linear inequalities, and numbers to multiply them
with prove that they contradict each other. The derivation is in
:mod:`theory.position.pooling_certificate_proof`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from importlib.resources import files
from itertools import product

import numpy as np
from flint import fmpz_mat
from jaxtyping import Float, Int, Integer, Real
from scipy.optimize import OptimizeResult, linprog
from scipy.sparse import csr_array

POSITIONS = 16
CERTIFIED = Fraction(1, 20)
"""By so much is some code of every encoder in a certified cone off, in positions."""

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

_EXACT = 2.0**53
"""Largest product of norms in a cell: 64 bits hold sums of 81 such numbers."""

_VANISHING = 1e-9
"""What the linear program returns counts as 0 below this, relatively to its terms."""

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


def certified(cones: Sequence[int] = range(CONES), bound: Fraction = CERTIFIED) -> bool:
    """Return whether every encoder in some cones has a code off by a bound: a proof.

    The encoders have four layers of three taps, each with max pooling, and no biases.
    The cones hold all of them but those that :func:`first_layer` leaves out, whose
    codes are off by more. A stored certificate says how each cone is cut into cells;
    whatever it says, the cells cover the cone. The multipliers for a cell come from a
    linear program, and are replaced by integers, which alone are relied upon.

    Parameters
    ----------
    cones
        Which of the ``CONES`` cones to look at. All of them take about an hour on
        one core, a typical one a tenth of a second.
    bound
        What the largest error, in positions, is claimed to reach; positive.

    Returns
    -------
    bool
        True is a proof. False says that the certificate does not reach the bound.

    Raises
    ------
    ValueError
        If there is no such cone, or the bound is not positive.

    Examples
    --------
    >>> certified([11, 56]), certified([11, 56], Fraction(16))
    (True, False)

    """
    cones, bound = tuple(cones), Fraction(bound)
    if bound <= 0:
        raise ValueError(f"bound must be positive, got {bound}.")
    for cone in cones:
        if not 0 <= cone < CONES:
            raise ValueError(f"cones must be in [0, {CONES - 1}], got {cone}.")
    return all(
        is_far(cell, bound) for cone in cones for cell in cells(cone, _moves(cone))
    )


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
    first, signs = divmod(cone, len(_SIGNS) ** 3)
    kind, numbers = FIRST_LAYERS[first]
    octants = [np.diag(_SIGNS[signs // 8**i % 8]) for i in (2, 1, 0)]
    pools = [(n, x) for n in range(3) for x in range(len(network(kind).layers[n]))]
    waiting = [Cell(kind, np.array([numbers, *octants], dtype=np.int64), {})]
    left = iter(moves)
    while waiting:
        cell = waiting.pop()
        move = next(left, None)
        if move is None:
            raise ValueError(f"The moves of cone {cone} end too early.")
        if move == 0:
            yield cell
        elif not (1 <= move <= len(pools) or CUT <= move < CUT + 12):
            raise ValueError(f"The moves of cone {cone} name no pool or edge: {move}.")
        elif move < CUT:
            waiting += [
                Cell(kind, cell.vectors, {**cell.winners, pools[move - 1]: winner})
                for winner in (1, 0)
            ]
        else:
            halves = cut(cell, move - CUT, next(left, NO_SHIFT) - NO_SHIFT)
            waiting += halves[::-1]
    if next(left, None) is not None:
        raise ValueError(f"The moves of cone {cone} end too late.")


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
    if max(map(abs, middle)) >= _EXACT:
        raise ValueError("The moves lead to vectors that 53 bits do not hold.")
    halves = []
    for replaced in (i, j):
        vectors = cell.vectors.copy()
        vectors[layer, replaced] = middle
        halves.append(Cell(cell.kind, vectors, cell.winners))
    return halves


def _moves(cone: int) -> list[int]:
    moves, starts = _certificate()
    return [int(move) for move in moves[starts[cone] : starts[cone + 1]]]


@cache
def _certificate() -> tuple[
    Integer[np.ndarray, " moves"], Integer[np.ndarray, " starts"]
]:
    source = files("theory.position") / "pooling_certificate.npz"
    with source.open("rb") as stream, np.load(stream) as stored:
        return stored["moves"], stored["starts"]


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


@dataclass(frozen=True)
class PoolBounds:
    """Who wins in each pool of a layer (0 or 1, -1 if open), and an upper bound."""

    winner: Int[np.ndarray, " pools"]
    high: Int[np.ndarray, "pools products"]


def pool_bounds(cell: Cell) -> list[PoolBounds]:
    """Return bounds of all pools, as multiples of the products of the weights so far.

    An entry lies between two linear functions of these products, found layer by layer:
    a negative tap takes the upper one where a positive tap takes the lower one. A pool
    lies above the lower bound of either entry, and below the larger one, product by
    product, of the upper bounds. An entry wins for sure if its lower bound is nowhere
    below the other one's upper bound.
    """
    low = high = cell.vectors[0].T
    bounds = []
    for n, pools in enumerate(network(cell.kind).layers):
        taps = cell.vectors[n + 1].T[None, :, None, :]
        positive, negative = np.maximum(taps, 0), np.minimum(taps, 0)
        least, most = low[:, None, :, None], high[:, None, :, None]
        lows = _entries(pools, least * positive + most * negative)
        highs = _entries(pools, most * positive + least * negative)
        lows, highs = (part.reshape(len(pools), 2, -1) for part in (lows, highs))
        ahead = np.all(lows >= highs[:, ::-1], axis=2)
        winner = np.where(ahead[:, 0], 0, np.where(ahead[:, 1], 1, -1))
        for (layer, number), who in cell.winners.items():
            if layer == n:
                winner[number] = who
        pool, sums = np.arange(len(pools)), lows.sum(2)
        low = lows[pool, (sums[:, 1] > sums[:, 0]).astype(int)]
        high = np.where(winner[:, None] < 0, highs.max(1), highs[pool, winner])
        bounds.append(PoolBounds(winner, high))
    return bounds


def _entries(
    pools: Pools, terms: Real[np.ndarray, "before 3 *rest"]
) -> Real[np.ndarray, "pools 2 *rest"]:
    """Sum over the taps what each of them meets."""
    padded = np.concatenate([terms, np.zeros_like(terms[:1])])
    met = [padded[pools[..., tap], tap] for tap in range(3)]
    return np.asarray(met[0] + met[1] + met[2])


@dataclass(frozen=True)
class Relations:
    """Rows r with ``r . (products, open pools) + label + free * error >= 0``.

    An open pool stands for itself times each product of the weights behind it.
    """

    rows: Int[np.ndarray, "rows unknowns"]
    labels: Int[np.ndarray, " rows"]
    free: Int[np.ndarray, " rows"]


def cell_relations(cell: Cell) -> Relations:
    """Return what holds in a cell if no code is off by more than an error."""
    net, vectors = network(cell.kind), cell.vectors
    bounds = pool_bounds(cell)
    counts = (9, 3)
    opened = sum(int((bounds[n].winner < 0).sum()) * counts[n] for n in (0, 1))
    values = left_by_first(cell, 81 + opened)
    rows, following = [], 81
    for n, count in enumerate(counts):
        entries = filtered(net.layers[n], values, vectors[n + 1])
        values = np.zeros((len(entries), count, 81 + opened), dtype=np.int64)
        each = np.eye(count, dtype=np.int64)
        for x, winner in enumerate(bounds[n].winner):
            if winner >= 0:
                values[x] = entries[x, winner]
                if (n, x) in cell.winners:
                    rows.append(values[x] - entries[x, 1 - winner])
                continue
            values[x, :, following : following + count] = each
            following += count
            upper = -values[x]
            upper[:, :81] = np.kron(bounds[n].high[x], each)
            rows += [*(values[x] - entries[x]), upper]
    hidden = sum(map(len, rows))
    entries = filtered(net.layers[2], values, vectors[3])[:, :, 0]
    for x in net.codes:
        winner = bounds[2].winner[x]
        if winner >= 0:
            lower = entries[x, winner]
        else:
            lower = np.append(bounds[2].high[x], np.zeros(opened, dtype=np.int64))
        rows.append(np.array([lower, *-entries[x]]))
    targets = np.arange(POSITIONS, 0, -1)
    labels = np.append(np.zeros(hidden), np.outer(targets, [-1, 1, 1]))
    return Relations(
        np.concatenate(rows), labels.astype(np.int64), (labels != 0).astype(np.int64)
    )


def left_by_first(cell: Cell, unknowns: int) -> Int[np.ndarray, "3 27 unknowns"]:
    """Return what the first layer leaves, times each product of the weights behind it.

    The first 81 unknowns are the products.
    """
    values = np.zeros((3, 27, unknowns), dtype=np.int64)
    behind = np.arange(27)
    for vector, numbers in enumerate(cell.vectors[0]):
        values[:, behind, 27 * vector + behind] = numbers[:, None]
    return values


def filtered(
    pools: Pools,
    values: Real[np.ndarray, "before three_times_count unknowns"],
    vectors: Int[np.ndarray, "3 3"],
) -> Real[np.ndarray, "pools 2 count unknowns"]:
    """Return both entries of each pool, times each product of the weights behind it.

    The pools before are given times the products that begin with this layer's weights.
    """
    before, count, unknowns = values.shape
    by_vector = values.reshape(before, 3, count // 3 * unknowns)
    terms = np.matmul(vectors.T, by_vector)
    return _entries(pools, terms.reshape(before, 3, count // 3, unknowns))


def is_far(cell: Cell, bound: Fraction) -> bool:
    """Return whether every encoder in a cell has an error above the bound; if True.

    False says nothing. The sum of the rows, times multipliers of at least 0, has to be
    without positive coefficients of the products and without open pools: then what is
    left, labels and errors times the multipliers, cannot be negative, but it is if the
    error is the bound.
    """
    if np.prod(np.abs(cell.vectors).sum(2).max(1).astype(float)) >= _EXACT:
        return False
    known = cell_relations(cell)
    used, multipliers = _multipliers(known)
    if min(multipliers, default=-1) < 0:
        return False
    # Integers of any size.
    columns = np.column_stack([known.rows, known.labels, known.free])[used]
    total = fmpz_mat([multipliers]) * fmpz_mat(columns.tolist())
    *sums, labels, free = (int(x) for x in total.entries())
    return max(sums[:81]) <= 0 and not any(sums[81:]) and labels + bound * free < 0


def _multipliers(known: Relations) -> tuple[Int[np.ndarray, " used"], list[int]]:
    """Return what makes the smallest possible error largest, and of which rows.

    Nothing is returned if the error can be 0, or none were found.
    """
    solved, _ = smallest_error(known)
    if solved.status != 0:
        return np.zeros(0, dtype=np.int64), []
    w = np.maximum(-solved.ineqlin.marginals, 0)
    used = np.flatnonzero(w > _VANISHING)
    return used, _exactly(known.rows[used], w[used])


def smallest_error(
    known: Relations,
) -> tuple[OptimizeResult, Float[np.ndarray, "81"]]:
    """Minimise the error, by rounded numbers.

    Returns
    -------
    solved, scale
        What SciPy says. Its solution holds the products, each times its scale, the open
        pools and the error.

    """
    scale = np.abs(known.rows[:, :81]).max(0).astype(float)
    scale[scale == 0] = 1
    rows = np.column_stack([known.rows, known.free]).astype(float)
    rows[:, :81] /= scale
    opened = rows.shape[1] - 82
    solved = linprog(
        np.append(np.zeros(81 + opened), 1),
        A_ub=-csr_array(rows),
        b_ub=known.labels,
        bounds=[(0, None)] * 81 + [(None, None)] * opened + [(0, None)],
        method="highs-ds",
        options={"presolve": False},
    )
    return solved, scale


def _exactly(
    rows: Int[np.ndarray, "used unknowns"], w: Float[np.ndarray, " used"]
) -> list[int]:
    """Return integers in place of rounded multipliers, or nothing.

    Which coefficients vanish fixes them up to a factor.
    """
    vanishing = np.abs(w @ rows) <= _VANISHING * (w @ np.abs(rows))
    # A row of zeros, because there may be no equation.
    equations = [[0] * len(w), *rows[:, vanishing].T.tolist()]
    solutions, many = fmpz_mat(equations).nullspace()
    if many != 1:
        return []
    found = [int(solutions[i, 0]) for i in range(len(w))]
    return found if sum(found) > 0 else [-number for number in found]
