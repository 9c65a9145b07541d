"""The search behind the certificate on four layers with max pooling."""

from itertools import product

import numpy as np
import pytest

from theory.position import pooling_certificate_search as searching
from theory.position.pooling_cells import Cell, cells, network
from theory.position.pooling_certificate import CERTIFIED, is_far
from theory.position.pooling_certificate_search import search


@pytest.mark.parametrize("cone", [11, 56, 2100])
def test_every_cell_that_a_search_ends_with_is_certified(cone: int) -> None:
    moves = search(cone)
    found = list(cells(cone, moves))
    assert len(found) == moves.count(0)
    assert all(is_far(cell, CERTIFIED) for cell in found)


def at_an_encoder(cone: int, seed: int) -> tuple[searching._Node, np.ndarray]:
    """Return a node whose numbers are those of an encoder, and the encoder's codes."""
    (cell,) = cells(cone, [0])
    node = searching._Node(cell)
    weights = np.random.default_rng(seed).uniform(0.1, 1, size=(4, 3))
    taps = [w @ v for w, v in zip(weights, cell.vectors, strict=True)]
    pools = values(cell, taps)
    node.products = np.array([np.prod(w) for w in product(*weights)])
    behind = [np.kron(weights[2], weights[3]), weights[3]]
    node.open = np.concatenate(
        [
            pools[n][x] * behind[n]
            for n in (0, 1)
            for x in np.flatnonzero(node.bounds[n].winner < 0)
        ]
    )
    return node, pools[2][list(network(cell.kind).codes)]


def values(cell: Cell, taps: list[np.ndarray]) -> list[np.ndarray]:
    """Return the pools of each layer."""
    before, found = taps[0], []
    for table, filter_taps in zip(network(cell.kind).layers, taps[1:], strict=True):
        met = np.append(before, 0)[table]
        before = (met * filter_taps).sum(2).max(1)
        found.append(before)
    return found


@pytest.mark.parametrize(("cone", "seed"), [(2, 0), (700, 1), (1581, 2), (2800, 3)])
def test_numbers_of_an_encoder_leave_nothing_to_decide(cone: int, seed: int) -> None:
    node, codes = at_an_encoder(cone, seed)
    np.testing.assert_allclose(searching._slopes(node) @ node.products, codes)
    node.error = np.abs(codes - np.arange(16, 0, -1)).max()
    assert searching._undecided(node) == []
    node.open = node.open + 1e-3 * np.abs(node.open)
    assert searching._undecided(node)


def test_moves_of_decisions_come_before_what_they_leave() -> None:
    assert searching._after([(5, 1), (7, 0)], [101, 128, 0, 0]) == [
        *(5, 7, 0),
        *(101, 128, 0, 0),
        0,
    ]


def test_a_cell_in_which_patience_ends_is_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(searching, "_PATIENCE", 0)
    moves = search(891)
    assert moves[0] >= searching.CUT
    assert all(is_far(cell, CERTIFIED) for cell in cells(891, moves))
