"""Floors of the fit to labels: by elimination, by fits of all taps, by proof."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from theory.position import certified_floors
from theory.position.certified_floors import certified
from theory.position.filters import cascade_weights, fitted_taps
from theory.position.floors import first_layers_matrix, floor, shared_floor

POSITIONS = np.arange(8.0)
LABELS = {
    "a": POSITIONS,
    "7 - a": 7 - POSITIONS,
    "15 - 2 a": 15 - 2 * POSITIONS,
    "3 a - 1": 3 * POSITIONS - 1,
}


@pytest.mark.parametrize("name", LABELS)
def test_eliminating_layers_and_fitting_all_taps_agree(name: str) -> None:
    labels = LABELS[name]
    misses = cascade_weights(fitted_taps(labels)) - labels
    assert floor(labels) == pytest.approx(np.mean(misses**2) / 64, rel=1e-7)


@pytest.mark.parametrize("name", LABELS)
def test_a_floor_is_proved_and_nothing_above_it_is(name: str) -> None:
    labels = LABELS[name]
    squared = Fraction(8**3 * floor(labels))
    whole = [round(y) for y in labels]
    assert certified(whole, squared * Fraction(999_999, 1_000_000))
    assert not certified(whole, squared * Fraction(1_000_001, 1_000_000))


def test_no_positive_floor_is_proved_for_inverted_labels() -> None:
    assert not certified(range(8, 0, -1), Fraction(1, 10**6))
    assert not certified(range(-16, 0, 2), Fraction(1, 10**6))


@given(st.tuples(*[st.integers(-4, 4)] * 3), st.integers(0, 10**6))
def test_no_code_lies_below_what_was_proved(taps: tuple, seed: int) -> None:
    rng = np.random.default_rng(seed)
    layers = np.vstack([taps, rng.normal(size=(2, 3)) * 3])
    error = np.sum((cascade_weights(layers) - POSITIONS) ** 2)
    assert error >= 0.31


@pytest.mark.again
def test_four_layers_have_a_floor_that_is_proved_too() -> None:
    squared = Fraction(16**3 * floor(np.arange(16.0)))
    assert certified(range(16), squared * Fraction(9, 10))
    inverted = range(16, 0, -1)
    assert not certified(inverted, Fraction(1, 100))


@pytest.mark.parametrize("levels", [3, 4, 5])
def test_every_encoder_has_the_relations(levels: int) -> None:
    taps = np.random.default_rng(levels).integers(-9, 10, size=(levels, 3))
    codes = cascade_weights(taps.astype(float))
    for layer in range(levels - 2):
        factors = certified_floors._relations(2**levels, layer)
        np.testing.assert_array_equal(factors @ taps[layer] @ codes, 0)
        assert np.any(factors @ (taps[layer] + [1, 0, 0]) @ codes)


def test_a_test_at_the_corners_holds_inside() -> None:
    square = ((10, 100, 110), (15, 100, 110), (10, 100, 120), (15, 100, 120))
    rest = (np.arange(8), Fraction(31, 100))
    relations = [certified_floors._relations(8, 0)]
    (x, *_) = certified_floors._multipliers((square,), relations, rest[0])
    assert certified_floors._holds((square,), x, relations, *rest)
    inside = tuple(tuple(np.sum(square, axis=0).tolist()) for _ in range(4))
    assert certified_floors._holds((inside,), x, relations, *rest)
    nothing = (np.zeros(4, dtype=np.int64),)
    assert not certified_floors._holds((square,), nothing, relations, *rest)


def test_the_squares_cover_every_direction() -> None:
    rng = np.random.default_rng(0)
    faces = [np.array(face) for face in certified_floors._faces()]
    for taps in rng.normal(size=(50, 3)):
        scaled = certified_floors.UNIT * taps / taps[np.argmax(np.abs(taps))]
        assert any(
            np.all((scaled >= f.min(axis=0)) & (scaled <= f.max(axis=0))) for f in faces
        )
    quarters = list(certified_floors._quarters(tuple(map(tuple, faces[0].tolist()))))
    corners = np.array(quarters) / certified_floors.UNIT
    assert corners.reshape(-1, 3).min(axis=0).tolist() == [1, -1, -1]
    assert corners.reshape(-1, 3).max(axis=0).tolist() == [1, 1, 1]
    areas = [np.prod(np.ptp(c, axis=0)[1:]) for c in corners]
    assert sum(areas) == 4


@pytest.mark.parametrize("levels", [3, 4])
def test_the_last_two_layers_reach_any_four_weights(levels: int) -> None:
    rng = np.random.default_rng(levels)
    taps, v = rng.normal(size=(levels - 2, 3)), rng.normal(size=4)
    left = (v[1] - v[3] * v[0] / v[2]) / v[2]
    last = [[left, 1, v[3] / v[2]], [0, v[0], v[2]]]
    np.testing.assert_allclose(
        first_layers_matrix(taps) @ v, cascade_weights(np.vstack([taps, last]))
    )


def test_one_layer_two_layers_multiples_and_a_bias_reach_their_labels() -> None:
    for size in (2, 4):
        assert floor(np.arange(float(size))) == 0
    assert floor(-3 * np.arange(16.0, 0, -1)) == 0
    assert floor(POSITIONS, bias=True) == 0
    assert floor(np.arange(16.0)) > floor(POSITIONS) > 6e-4


def test_one_filter_for_all_layers_does_worse() -> None:
    assert shared_floor(np.arange(2.0)) < 1e-20
    assert shared_floor(np.arange(8.0, 0, -1)) < 1e-20
    assert shared_floor(POSITIONS) > 10 * floor(POSITIONS)


def test_labels_that_are_no_integers_are_not_rounded() -> None:
    # Checks of annotations, where they are on, come first.
    with pytest.raises((ValueError, TypeError), match=r"5\.6"):
        certified([0.7 * a for a in range(8, 0, -1)], Fraction(1, 10))


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: floor(np.ones(3)), r"labels must have shape .* got \(3,\)"),
        (lambda: floor(np.ones((2, 2))), r"got \(2, 2\)"),
        (lambda: floor(POSITIONS**2), "labels must be affine"),
        (lambda: floor(np.full(8, np.nan)), "labels must be affine"),
        (lambda: shared_floor(np.ones(6)), r"got \(6,\)"),
        (lambda: certified(range(4), Fraction(1)), "or 256, got 4"),
        (lambda: certified([5000] * 8, Fraction(1)), "at most 4096 in size, got 5000"),
        (lambda: certified(range(8), Fraction(0)), "bound must be positive, got 0"),
    ],
)
def test_other_labels_and_bounds_are_refused(call, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        call()
