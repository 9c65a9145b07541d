"""Cells drawn from the certificate on four layers, and the record of its last check."""

from fractions import Fraction

import numpy as np
import pytest

from theory.position import pooling_audit
from theory.position.pooling_cells import CONES, cells
from theory.position.pooling_certificate import stored


def moves_of(cone: int) -> list[int]:
    moves, starts = stored()
    return moves[starts[cone] : starts[cone + 1]].tolist()


def test_cells_drawn_are_those_that_the_cone_is_cut_into(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    _, starts = stored()
    ends = pooling_audit.cell_ends()
    sizes = [len(moves_of(cone)) for cone in range(CONES)]
    cone = next(n for n, size in enumerate(sizes) if 200 < size < 400)
    inside = ends[(ends >= starts[cone]) & (ends < starts[cone + 1])]
    monkeypatch.setattr(pooling_audit, "cell_ends", lambda: inside)
    drawn = list(pooling_audit.drawn_cells(len(inside), seed=0))
    wanted = list(cells(cone, moves_of(cone)))
    assert len(drawn) == len(wanted) > 50
    for one, other in zip(drawn, wanted, strict=True):
        assert (one.kind, one.winners) == (other.kind, other.winners)
        np.testing.assert_array_equal(one.vectors, other.vectors)


def test_every_cell_is_as_likely_as_any_other() -> None:
    moves, starts = stored()
    ends = pooling_audit.cell_ends()
    assert np.all(moves[ends] == 0)
    # Every cone ends with a cell.
    assert np.all(np.isin(starts[1:] - 1, ends))
    drawn = list(pooling_audit.drawn_cells(40, seed=3))
    again = list(pooling_audit.drawn_cells(40, seed=4))
    assert len(drawn) == 40
    same = [
        np.array_equal(a.vectors, b.vectors) for a, b in zip(drawn, again, strict=True)
    ]
    assert not all(same)


def test_drawn_cells_are_certified_up_to_the_bound_and_no_further() -> None:
    assert pooling_audit.failing_cells(20, seed=1) == 0
    assert pooling_audit.failing_cells(20, seed=1, bound=Fraction(16)) == 20
    with pytest.raises(ValueError, match="count must be at least 1, got 0"):
        pooling_audit.failing_cells(0, seed=1)


def test_the_last_full_check_was_of_the_certificate_that_is_stored() -> None:
    check = pooling_audit.last_full_check()
    assert check.sha256 == pooling_audit.certificate_hash()
    assert (check.cones, check.failing) == (CONES, 0)
    folder = pooling_audit.files("theory.position")
    stands = (folder / pooling_audit.RECORD).read_text("utf-8")
    assert pooling_audit.as_text(check) == stands
