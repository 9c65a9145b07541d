"""Four layers with max pooling: what the certificate of impossibility rests on."""

from dataclasses import replace
from fractions import Fraction
from itertools import product

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy.optimize import nnls

from theory.position import pooling_certificate
from theory.position.pooling import NEAREST_FOUR, pooled_codes
from theory.position.pooling_cells import (
    CONES,
    FIRST_LAYERS,
    Cell,
    cells,
    first_layer,
    network,
)
from theory.position.pooling_certificate import (
    CERTIFIED,
    cell_relations,
    certified,
    is_far,
    pool_bounds,
)

LABELS = range(16, 0, -1)
TAPS = st.tuples(*(st.integers(-9, 9),) * 3)
LAYERS = st.tuples(TAPS, TAPS, TAPS, TAPS)
WEIGHTS = st.tuples(*(st.integers(0, 7),) * 3)
ALL_WEIGHTS = st.tuples(WEIGHTS, WEIGHTS, WEIGHTS, WEIGHTS)
# Edges of all layers are cut, and pools of all layers decided.
DEEP = [103, 128, 0, 110, 130, 101, 126, 1, 0, 0, 16, 0, 45, 0, 0, 5, 106, 125, 0, 0, 0]
# The cones of NEAREST_FOUR: its second layer's last tap is 0.
NEAR = (26, 90)


def entry(
    cell: Cell, taps: tuple, pools: list, layer: int, pool: int, which: int
) -> Fraction:
    values = pools[layer - 1] if layer else taps[0]
    met = network(cell.kind).layers[layer][pool, which].tolist()
    return sum(taps[layer + 1][t] * values[x] for t, x in enumerate(met) if x >= 0)


def all_pools(cell: Cell, taps: tuple) -> list[list]:
    """Return the pools, layer by layer, from what the first layer leaves, and taps."""
    pools: list[list] = []
    for layer, table in enumerate(network(cell.kind).layers):
        both = [
            [entry(cell, taps, pools, layer, pool, which) for which in (0, 1)]
            for pool in range(len(table))
        ]
        pools.append([max(pair) for pair in both])
    return pools


def respects_winners(cell: Cell, taps: tuple) -> bool:
    pools = all_pools(cell, taps)
    return all(
        pools[layer][pool] == entry(cell, taps, pools, layer, pool, winner)
        for (layer, pool), winner in cell.winners.items()
    )


def is_inside(vectors: np.ndarray, numbers: tuple) -> bool:
    """Return whether numbers are a sum of three vectors with weights of at least 0."""
    wanted = np.array(numbers, dtype=float)
    _, distance = nnls(np.array(vectors, dtype=float).T, wanted)
    return bool(distance <= 1e-9 * (1 + np.abs(wanted).max()))


def holds(cell: Cell, taps: tuple) -> bool:
    return all(map(is_inside, cell.vectors, taps)) and respects_winners(cell, taps)


def in_cone(cell: Cell, weights: tuple) -> tuple:
    return tuple(
        tuple(int(x) for x in np.array(w) @ v)
        for w, v in zip(weights, cell.vectors, strict=True)
    )


def rational(taps: tuple) -> tuple[Fraction, ...]:
    return tuple(Fraction(t) for t in taps)


@given(LAYERS)
def test_every_first_layer_is_in_a_cone_or_ruled_out(layers: tuple) -> None:
    codes = pooled_codes(layers, "max")
    found = first_layer(rational(layers[0]))
    if found is None:
        same = all(codes[a] == codes[a + 1] for a in range(1, 15, 2))
        evens, odds = codes[::2], codes[1::2]
        assert same or all(
            odds[i] * evens[k] == odds[k] * evens[i]
            for i, k in product(range(8), repeat=2)
        )
        errors = [abs(code - label) for code, label in zip(codes, LABELS, strict=True)]
        assert max(errors) >= Fraction(7, 17)
    else:
        kind, numbers = found
        assert any(
            kind == other and is_inside(np.array(cone), numbers)
            for other, cone in FIRST_LAYERS
        )


@given(LAYERS)
def test_the_merged_network_gives_the_codes(layers: tuple) -> None:
    found = first_layer(rational(layers[0]))
    assume(found is not None)
    kind, numbers = found
    some = Cell(kind, np.zeros((4, 3, 3), dtype=np.int64), {})
    last = all_pools(some, (numbers, *layers[1:]))[-1]
    assert [last[x] for x in network(kind).codes] == pooled_codes(layers, "max")


@given(st.integers(0, CONES - 1), ALL_WEIGHTS)
def test_cells_cover_their_cone(cone: int, weights: tuple) -> None:
    (whole,) = cells(cone, [0])
    taps = in_cone(whole, weights)
    assert any(holds(cell, taps) for cell in cells(cone, DEEP))


@given(st.integers(0, CONES - 1), ALL_WEIGHTS, st.data())
def test_all_relations_hold_for_encoders_in_a_cell(
    cone: int, weights: tuple, data: st.DataObject
) -> None:
    cell = data.draw(st.sampled_from(list(cells(cone, DEEP))))
    taps = in_cone(cell, weights)
    assume(respects_winners(cell, taps))
    pools = all_pools(cell, taps)
    known, bounds = (
        cell_relations(cell),
        pool_bounds(cell),
    )
    unknowns = [np.prod(w) for w in product(*weights)]
    for layer, behind in ((0, weights[2:]), (1, weights[3:])):
        for pool, winner in enumerate(bounds[layer].winner):
            if winner < 0:
                unknowns += [pools[layer][pool] * np.prod(w) for w in product(*behind)]
    sums = known.rows @ np.array(unknowns)
    hidden = known.free == 0
    assert (sums[hidden] >= 0).all()
    assert not known.labels[hidden].any()
    assert known.labels[~hidden].tolist() == [s * t for t in LABELS for s in (-1, 1, 1)]
    codes = np.array([pools[2][x] for x in network(cell.kind).codes])
    assert (sums[~hidden].reshape(16, 3) + np.outer(codes, [-1, 1, 1]) >= 0).all()


@pytest.mark.parametrize("cone", [11, 56, 131, 210, 317, 649, 1333, 1646])
def test_certificate_of_a_cone(cone: int) -> None:
    assert certified([cone])


@pytest.mark.again
def test_no_cell_is_certified_beyond_an_encoder_in_it() -> None:
    codes = pooled_codes(NEAREST_FOUR, "max")
    error = max(abs(code - label) for code, label in zip(codes, LABELS, strict=True))
    assert Fraction(1, 3) < error < Fraction(335, 1000)
    kind, numbers = first_layer(NEAREST_FOUR[0])
    near = [
        cell
        for cone in NEAR
        for cell in cells(cone, pooling_certificate._moves(cone))
        if cell.kind == kind and holds(cell, (numbers, *NEAREST_FOUR[1:]))
    ]
    assert near
    for cell in near:
        assert is_far(cell, CERTIFIED)
        assert not is_far(cell, error)


def test_a_cone_that_is_not_cut_proves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    cut = next(n for n in range(CONES) if len(pooling_certificate._moves(n)) > 100)
    monkeypatch.setattr(pooling_certificate, "_moves", lambda cone: [0])
    assert not certified([cut])


@pytest.mark.parametrize("wrong", ["negative", "one row", "none"])
def test_wrong_multipliers_prove_nothing(
    wrong: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    (cell,) = cells(11, [0])
    known = cell_relations(cell)
    used, found = pooling_certificate._multipliers(known)
    answers = {
        "negative": (used, [-number for number in found]),
        "one row": (np.array([len(known.rows) - 1]), [1]),
        "none": (used[:0], []),
    }
    assert is_far(cell, CERTIFIED)
    monkeypatch.setattr(pooling_certificate, "_multipliers", lambda _: answers[wrong])
    assert not is_far(cell, CERTIFIED)


def test_integers_that_may_overflow_prove_nothing() -> None:
    (cell,) = cells(11, [0])
    large = replace(cell, vectors=cell.vectors * 2**14)
    assert not is_far(large, CERTIFIED)


@pytest.mark.parametrize(
    ("moves", "message"),
    [
        ([100, 128, 0], "too early"),
        ([0, 0], "too late"),
        ([100, 255] * 9, "53 bits"),
        ([99, 0, 0], "no pool"),
        ([113, 128, 0, 0], "no pool"),
    ],
)
def test_wrong_moves(moves: list[int], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        list(cells(0, moves))


@pytest.mark.parametrize(
    ("cones", "bound", "message"),
    [
        ([CONES], Fraction(1, 20), "cones"),
        ([-1], Fraction(1, 20), "cones"),
        ([0], Fraction(0), "bound"),
    ],
)
def test_wrong_questions(cones: list, bound: Fraction, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        certified(cones, bound)
