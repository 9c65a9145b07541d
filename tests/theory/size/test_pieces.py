"""What affine pieces leave, by other routes, and at random."""

import numpy as np
import pytest

from theory.size import pieces


def ringed(radii: int) -> np.ndarray:
    """Return disks as values on rings, so that products are areas over pi."""
    areas = ((np.arange(radii) + 0.5) / radii) ** 2
    return np.tri(radii) * np.sqrt(np.diff(areas, prepend=0.0))


def off_best_line(rows: np.ndarray) -> float:
    values = np.linalg.svd(rows - rows.mean(axis=0), compute_uv=False)
    return float(np.sum(values[1:] ** 2))


def test_two_lines_leave_what_the_best_two_intervals_do() -> None:
    rows = ringed(30)
    cut = [off_best_line(rows[:k]) + off_best_line(rows[k:]) for k in range(1, 30)]
    best = min(cut) / np.sum(rows**2)
    assert pieces.lines(2, 30)[1] == pytest.approx(best, rel=1e-9)


def test_one_joined_piece_is_one_line() -> None:
    one = off_best_line(ringed(40)) / np.sum(ringed(40) ** 2)
    assert pieces.joined(1, 40) == pytest.approx(one, rel=1e-5)
    assert pieces.lines(1, 40)[0] == pytest.approx(one, rel=1e-9)


@pytest.mark.parametrize("count", [2, 3, 4])
def test_joined_pieces_leave_more_than_lines_and_less_than_chords(count: int) -> None:
    joined = pieces.joined(count, 60)
    assert pieces.lines(count, 60)[-1] < joined < pieces.left_by_chords(count)


@pytest.mark.again
def test_few_lines_leave_more_than_the_bound_for_many() -> None:
    left = np.arange(1, 5) * pieces.lines(4, 200)
    assert np.all(np.diff(left) < 0)
    assert np.all(left > pieces.LEAST)


def test_chords_reach_their_constant_from_below() -> None:
    left = [n * pieces.left_by_chords(n) for n in (1, 10, 100, 1000)]
    assert np.all(np.diff(left) > 0)
    assert left[-1] == pytest.approx(pieces.CHORDS, rel=2e-4)


@pytest.mark.parametrize("seed", range(60))
def test_a_class_with_gaps_leaves_no_less_than_without(seed: int) -> None:
    rng = np.random.default_rng(seed)
    steps = rng.uniform(0.5, 1, 40)
    gaps = np.where(rng.uniform(size=40) < 0.2, rng.uniform(0, 20, 40), 0.0)
    closed, open_ = np.cumsum(steps), np.cumsum(steps + gaps)

    def left(areas: np.ndarray) -> float:
        gram = np.minimum.outer(areas, areas)
        centred = gram - gram.mean(axis=0) - gram.mean(axis=1)[:, None] + gram.mean()
        return float(np.sum(np.linalg.eigvalsh(centred)[:-1]))

    assert left(open_) >= left(closed) * (1 - 1e-12)


@pytest.mark.parametrize("seed", range(20))
def test_no_classes_at_random_leave_less_than_intervals(seed: int) -> None:
    rng = np.random.default_rng(seed)
    rows, count = ringed(12), 3
    best = pieces.lines(count, 12)[-1] * np.sum(rows**2)
    label = rng.integers(0, count, 12)
    for _ in range(30):
        # Each disk to the line that is nearest, and each line to its disks.
        off = []
        for k in range(count):
            part = rows[label == k]
            if len(part) == 0:
                part = rows[rng.integers(12)][None]
            middle = part.mean(axis=0)
            first = np.linalg.svd(part - middle, full_matrices=False)[2][0]
            moved = rows - middle
            off.append(np.sum(moved**2, axis=1) - (moved @ first) ** 2)
        label = np.argmin(off, axis=0)
    assert np.min(off, axis=0).sum() >= best * (1 - 1e-9)


def test_pieces_that_few_radii_cannot_tell_are_refused() -> None:
    with pytest.raises(ValueError, match="pieces must be in 1 to half of 8 radii"):
        pieces.lines(5, 8)
    with pytest.raises(ValueError, match="pieces must be in 1 to half of 8 radii"):
        pieces.joined(0, 8)
