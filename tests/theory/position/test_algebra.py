"""Elimination: every affine code, and which labels can be reached."""

import numpy as np
import pytest
import sympy as sp

from theory.position import algebra
from theory.position.algebra import affine_codes, solvable


@pytest.mark.parametrize("seed", [0, 1, 7])
def test_elimination_leaves_the_deck_s_filter_and_the_inverted_position(
    seed: int,
) -> None:
    found = affine_codes(seed=seed, levels=[3, 4])
    assert found["outer"].tolist() == [1.0] * 12
    assert found["offsets"].tolist() == [1.0, 1.0]
    for name in ("open", "vanishing", "meeting"):
        assert found[name].tolist() == [0, 0], name


def test_two_layers_leave_unknowns_open() -> None:
    found = affine_codes(seed=0, levels=[2])
    assert found["open"].tolist() == [5]
    assert np.isnan(found["outer"]).all()
    assert np.isnan(found["offsets"]).all()


def test_another_layer_gives_other_filters(monkeypatch: pytest.MonkeyPatch) -> None:
    def reversed_layer(signal: list[sp.Expr], taps: object) -> sp.Expr:
        return algebra_code(signal[::-1], taps)

    algebra_code = algebra._code
    monkeypatch.setattr(algebra, "_code", reversed_layer)
    found = affine_codes(seed=0, levels=[3])
    # The impulse at a is met as one at 7 - a: the code can be a + 1.
    assert found["offsets"].tolist() == [-0.125]


@pytest.mark.parametrize(
    ("levels", "slope", "offset", "reachable"),
    [
        (1, 1, 0, True),
        (1, 3, -7, True),
        (2, 1, 0, True),
        (2, -1, 3, True),
        (3, 1, 0, False),
        (3, -1, 7, False),
        (3, -1, 8, True),
        (3, 5, -40, True),
        (4, 1, 0, False),
        (4, -1, 16, True),
        (4, -1, sp.Rational(31, 2), False),
    ],
)
def test_from_three_layers_on_only_inverted_labels_are_reachable(
    levels: int, slope: int, offset: int, reachable: bool
) -> None:
    assert solvable(levels, sp.Rational(slope), sp.Rational(offset)) is reachable


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: solvable(0, sp.S.One, sp.S.Zero), r"in \[1, 6\], got 0"),
    ],
)
def test_levels_out_of_range_are_refused(call, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        call()
