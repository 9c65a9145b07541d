"""A certificate, in integers, that four layers with max pooling do not give 16 - a.

The taps of the four layers are cut into *cells*: for each layer a cone of three
vectors, so that its taps are the sum of the three with *weights* of at least 0. The 81
products of one weight from each layer are at least 0 too, and as soon as it is known
which entry of each pooled pair is the larger one, every code is linear in them. What is
known of a cell is therefore a list of linear inequalities, and numbers to multiply them
with prove that they contradict each other. The derivation is in
:mod:`theory.position.pooling_certificate_proof`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from importlib.resources import files

import numpy as np
from flint import fmpz_mat
from jaxtyping import Float, Int, Integer, Real
from scipy.optimize import OptimizeResult, linprog
from scipy.sparse import csr_array

from theory.position.pooling_cells import (
    CONES,
    EXACT,
    POSITIONS,
    Cell,
    Pools,
    cells,
    network,
)

CERTIFIED = Fraction(1, 20)
"""By so much is some code of every encoder in a certified cone off, in positions."""

_VANISHING = 1e-9
"""What the linear program returns counts as 0 below this, relatively to its terms."""


def certified(cones: Sequence[int] = range(CONES), bound: Fraction = CERTIFIED) -> bool:
    """Return whether every encoder in some cones has a code off by a bound: a proof.

    The encoders have four layers of three taps, each with max pooling, and no biases.
    The cones hold all of them but those that
    :func:`~theory.position.pooling_cells.first_layer` leaves out, whose
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


def _moves(cone: int) -> list[int]:
    moves, starts = stored()
    return [int(move) for move in moves[starts[cone] : starts[cone + 1]]]


@cache
def stored() -> tuple[Integer[np.ndarray, " moves"], Integer[np.ndarray, " starts"]]:
    """Return the moves of all cones, one after the other, and where each begins."""
    source = files("theory.position") / "pooling_certificate.npz"
    with source.open("rb") as stream, np.load(stream) as arrays:
        return arrays["moves"], arrays["starts"]


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
    if np.prod(np.abs(cell.vectors).sum(2).max(1).astype(float)) >= EXACT:
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
