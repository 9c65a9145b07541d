"""Max pooling without negative taps: the proof, its floors, and their certificate."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from theory.position.pooling import pooled_codes
from theory.position.pooling_nonnegative import (
    _far,
    max_pooled_codes,
    nonnegative_certified,
    nonnegative_floor,
)

TAP = st.fractions(0, 4, max_denominator=9)
FALLING = st.tuples(st.fractions(1, 4, max_denominator=9), TAP, TAP)
# Three layers of taps close to the best ones, with codes scaled below.
BEST = ((9, 3, 2), (9, 5, 4), (9, 0, 3))


@given(st.lists(st.tuples(TAP, TAP, TAP), min_size=1, max_size=5))
def test_codes_are_those_in_rationals(rows: list[tuple[Fraction, ...]]) -> None:
    found = max_pooled_codes(np.array([rows], dtype=float))[0]
    exact = np.array(pooled_codes(rows, "max"), dtype=float)
    np.testing.assert_allclose(found, exact, rtol=1e-14, atol=1e-14)


@given(st.lists(FALLING, min_size=3, max_size=6))
@example(list(BEST))
def test_one_of_five_codes_is_off_whatever_the_taps(
    rows: list[tuple[Fraction, ...]],
) -> None:
    codes = pooled_codes(rows, "max")[:5]
    size = 2 ** len(rows)
    least = Fraction(1, 2 * size - 1)
    labels = range(size, size - 5, -1)
    # A scale s has |s c - y| <= least for all five if these intervals meet.
    assume(min(codes) > 0)
    low = max((y - least) / c for c, y in zip(codes, labels, strict=True))
    high = min((y + least) / c for c, y in zip(codes, labels, strict=True))
    assert low >= high


@given(st.lists(FALLING, min_size=3, max_size=5))
def test_the_second_layer_leaves_what_the_proof_says(
    rows: list[tuple[Fraction, ...]],
) -> None:
    # First taps of 1, and the others below it, as the proof supposes.
    first, second = (
        (Fraction(1), middle / 5, right / 5) for _, middle, right in rows[:2]
    )
    b, c = first[2], max(first[1:])
    s1, s2 = second[1:]
    assume(c + s1 < 1)
    rest = rows[2:]
    found = pooled_codes([first, second, *rest], "max")[:5]
    expected = [
        max(c + s1, s1 * c + s2),
        max(b + s1, s1 * b + s2),
        s1 * c + s2,
        s1 * b + s2,
    ]
    for code, x in zip(found[1:], expected, strict=True):
        assert code == _behind(rest, [x, Fraction(1)])
    assert found[0] == _behind(rest, [Fraction(1)])


def _behind(rest: list[tuple[Fraction, ...]], start: list[Fraction]) -> Fraction:
    size = 2 ** len(rest)
    signal = [*start, *[Fraction(0)] * (size - len(start))]
    for left, middle, right in rest:
        x = [Fraction(0), *signal, Fraction(0)]
        y = [
            left * x[i] + middle * x[i + 1] + right * x[i + 2]
            for i in range(len(signal))
        ]
        signal = [max(y[i : i + 2]) for i in range(0, len(y), 2)]
    return signal[0]


@pytest.mark.parametrize("levels", [3, 4, 7])
def test_the_least_error_solves_the_last_step(levels: int) -> None:
    n = 2**levels
    delta = Fraction(1, 2 * n - 1)
    falls = (1 - 2 * delta) / (1 + 2 * delta)
    assert falls == (n - 2 + delta) / (n - delta)


def test_two_layers_are_exact_and_three_are_not() -> None:
    assert nonnegative_floor(1, starts=3) < 1e-15
    assert nonnegative_floor(2, starts=10) < 1e-15
    floor = nonnegative_floor(3)
    assert floor * 8**3 == pytest.approx(0.364878, abs=1e-6)
    assert np.sqrt(floor) * 8 > 1 / 15


@pytest.mark.slow
def test_the_certificate_stops_below_the_best_encoder() -> None:
    assert nonnegative_certified(3, 0.1)
    best = max_pooled_codes(np.array([BEST], dtype=float))[0]
    labels = np.arange(8.0, 0, -1)
    left = labels - best * (best @ labels) / (best @ best)
    assert not nonnegative_certified(3, 1.01 * float(left @ left))


def test_boxes_of_exact_encoders_are_never_far() -> None:
    rng = np.random.default_rng(0)
    exact = np.array([[1, 0.5, 0], [1, 0.25, 0.5]]).ravel()
    low = exact * rng.uniform(0, 1, (200, 6))
    high = exact * rng.uniform(1, 3, (200, 6))
    assert not np.any(_far(low, high, 1e-9))
    assert _far(np.full((1, 6), 0.5), np.full((1, 6), 0.5), 0.1)[0]


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: nonnegative_floor(0), "levels and starts must be at least 1, got 0"),
        (lambda: nonnegative_certified(0, 1.0), "levels must be at least 1, got 0"),
        (lambda: nonnegative_certified(3, float("nan")), "bound must be positive"),
    ],
)
def test_bad_arguments_are_refused(call, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        call()
