"""What partitions of radii keep, by other routes than the tridiagonal one."""

import numpy as np
import pytest

from theory.size import branches, intervals


def by_overlaps(x: np.ndarray, weight: np.ndarray) -> float:
    root = np.sqrt(weight)
    return float(np.linalg.eigvalsh(np.minimum.outer(x, x) * root[:, None] * root)[-1])


def drawn(seed: int, count: int) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    x = np.sort(rng.uniform(size=count) ** rng.choice([0.3, 1.0, 3.0]))
    return x, rng.uniform(0.01, 1, count) ** rng.choice([0.2, 1.0, 4.0])


@pytest.mark.parametrize("seed", range(10))
def test_what_a_class_keeps_is_the_greatest_eigenvalue_of_its_overlaps(
    seed: int,
) -> None:
    x, weight = drawn(seed, 1 + seed % 6)
    assert intervals.kept(x, weight) == pytest.approx(by_overlaps(x, weight), rel=1e-9)


@pytest.mark.parametrize("seed", range(40))
def test_two_intervals_keep_most_of_all_blocks(seed: int) -> None:
    x, weight = drawn(seed, 6)
    kept = intervals.best_by_blocks(x, weight, 6)
    assert kept[0] < kept[1]
    assert np.all(kept[2:] <= kept[1] * (1 + 1e-12))


def test_all_partitions_are_among_the_blocks() -> None:
    x, weight = drawn(3, 5)
    best = max(
        sum(by_overlaps(x[part], weight[part]) for part in (side, ~side) if part.any())
        for number in range(16)
        for side in [(number >> np.arange(5)) % 2 == 0]
    )
    found = intervals.best_by_blocks(x, weight, 5).max()
    assert found == pytest.approx(best / (x @ weight), rel=1e-12)


def test_many_radii_come_near_the_best_split_of_the_uniform_law() -> None:
    radii = (np.arange(200) + 0.5) / 200
    kept = intervals.best_by_blocks(radii**2, np.ones(200), 2)[1]
    assert kept == pytest.approx(branches.best_split().captured, abs=1e-4)


def test_the_dual_law_keeps_the_same() -> None:
    # min(x, y) = x y min(1 / x, 1 / y): large and small disks change places.
    x, weight = drawn(5, 6)
    other = intervals.best_by_blocks((1 / x)[::-1], (weight * x**2)[::-1], 4)
    assert other == pytest.approx(intervals.best_by_blocks(x, weight, 4), rel=1e-9)


@pytest.mark.parametrize(
    "seed", [0, *(pytest.param(k, marks=pytest.mark.again) for k in range(1, 40))]
)
def test_two_intervals_that_share_a_radius_have_no_worse_one_than_any_classes(
    seed: int,
) -> None:
    x, weight = drawn(seed, 7)
    side = np.random.default_rng(seed + 100).integers(0, 2, 7) == 0
    if side.all() or not side.any():
        side[0] = not side[0]
    worse = min(by_overlaps(x[part], weight[part]) for part in (side, ~side))
    places = np.linspace(0, weight.sum(), 2001)
    before = np.cumsum(weight) - weight
    parts = [np.clip(place - before, 0, weight) for place in places]
    best = max(min(by_overlaps(x, p), by_overlaps(x, weight - p)) for p in parts)
    assert best >= worse * (1 - 2e-3)


def test_without_a_shared_radius_the_worse_class_may_keep_more() -> None:
    # So the theorem on the worse of two intervals needs a law with a density.
    x = np.array([1.0, 1.01, 1.02])
    weight = np.array([0.9, 1.0, 0.9]) / x

    def worse(side: np.ndarray) -> float:
        return min(by_overlaps(x[part], weight[part]) for part in (side, ~side))

    assert worse(np.array([True, False, True])) == pytest.approx(1.0)
    assert max(worse(np.arange(3) < k) for k in (1, 2)) == pytest.approx(0.9)


def test_equal_halves_keep_less_than_the_best_split() -> None:
    x, weight = drawn(1, 8)
    assert intervals.halved(x, weight) <= intervals.best_by_blocks(x, weight, 2)[1]


def test_weights_and_volumes_that_make_no_law_are_refused() -> None:
    one = np.array([1.0, 2.0])
    with pytest.raises(ValueError, match="x must rise from above 0"):
        intervals.best_by_blocks(one[::-1], one, 2)
    with pytest.raises(ValueError, match="weight be positive"):
        intervals.best_by_blocks(one, one - 1, 2)
    with pytest.raises(ValueError, match="most must be in 1 to 2, got 3"):
        intervals.best_by_blocks(one, one, 3)
