"""What average pooling can represent: backwards, by rationals, by elimination."""

from fractions import Fraction

import numpy as np
import pytest
import sympy as sp
from hypothesis import example, given
from hypothesis import strategies as st

from theory.position.floors import floor
from theory.position.pooling import pooled_codes
from theory.position.pooling_labels import average_floor, average_weights

NUMBERS = st.integers(-9, 9)


@given(st.lists(st.tuples(NUMBERS, NUMBERS, NUMBERS), min_size=1, max_size=5))
@example([(2, 2, 0)] * 5)
@example([(0, 2, 2)] * 5)
def test_weights_read_backwards_are_the_codes(rows: list[tuple[int, ...]]) -> None:
    exact = np.array(pooled_codes(rows, "average"), dtype=float)
    found = average_weights(np.array(rows, dtype=float))
    np.testing.assert_allclose(found, exact, rtol=1e-12, atol=1e-9)


@pytest.mark.parametrize("levels", range(1, 9))
def test_mirrored_filters_give_the_position_plus_one(levels: int) -> None:
    codes = pooled_codes([(0, 2, 2)] * levels, "average")
    assert codes == [Fraction(a + 1) for a in range(2**levels)]


def test_only_one_filter_makes_the_decks_own() -> None:
    t0, t1, t2 = sp.symbols("t_0:3")
    four = [t0, t0 + t1, t1 + t2, t2]
    wanted = [sp.Integer(2 * c) for c in (1, 2, 1, 0)]
    equations = [sp.Eq(f, w) for f, w in zip(four, wanted, strict=True)]
    assert sp.solve(equations, (t0, t1, t2)) == {t0: 2, t1: 2, t2: 0}
    symmetric = [e.subs(t2, t0) for e in equations]
    assert sp.solve(symmetric, (t0, t1)) == []


@pytest.mark.parametrize("levels", range(3, 9))
def test_the_plain_label_is_missed_and_both_exact_codes_are_not(levels: int) -> None:
    a = np.arange(2.0**levels)
    found = average_floor(a, starts=1)
    assert 0 < found < 4.0**-levels
    assert average_floor(a + 1, starts=0) < 1e-28
    assert average_floor(2**levels - a, starts=0) < 1e-28


@pytest.mark.again
def test_one_per_cent_is_reached_from_five_layers_on_but_not_with_strides() -> None:
    plain = {n: np.arange(2.0**n) for n in range(3, 9)}
    close = [n for n, a in plain.items() if average_floor(a) ** 0.5 < 0.01]
    assert close == [5, 6, 7, 8]
    assert all(floor(a, starts=1) ** 0.5 > 0.02 for a in plain.values())


def test_one_and_two_layers_reach_any_label() -> None:
    assert average_floor(np.array([0.0, 1])) < 1e-12
    assert average_floor(np.arange(4.0)) < 1e-12


@pytest.mark.parametrize(
    ("function", "wrong", "message"),
    [
        (average_weights, np.ones((2, 2)), "three|shape"),
        (average_weights, np.ones(3), "shape"),
        (average_floor, np.arange(6.0), "labels must have shape"),
        (average_floor, np.ones((2, 2)), "labels must have shape"),
    ],
)
def test_wrong_shapes_are_refused(function, wrong, message) -> None:
    with pytest.raises(ValueError, match=message):
        function(wrong)
