"""Codes of two signs: the best split, by two routes, and among all partitions."""

from decimal import Decimal
from itertools import pairwise

import numpy as np
import pytest
from scipy.integrate import quad

from theory.size import airy, branches, certified_split
from theory.size.law import Law, power

BEST = branches.best_split()


@pytest.mark.parametrize("name", ["split", "captured"])
def test_the_enclosure_holds_the_float_of_the_other_route(name: str) -> None:
    wide, narrow = (getattr(certified_split, name)(digits) for digits in (20, 40))
    assert wide.radius < 1e-18
    assert narrow.radius < 1e-38
    apart = abs(Decimal(wide.digits) - Decimal(narrow.digits))
    assert apart <= Decimal(wide.radius)
    assert getattr(BEST, name) == pytest.approx(float(narrow.digits), abs=1e-13)


def test_a_box_without_the_split_is_not_certified(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def moved(point, k):
        end, balance = found(point, k)
        return end + 1, balance

    found = certified_split._equations
    monkeypatch.setattr(certified_split, "_equations", moved)
    with pytest.raises((ArithmeticError, ValueError)):
        certified_split.split(12)


@pytest.mark.parametrize("digits", [0, 201])
def test_impossible_digits_are_refused(digits: int) -> None:
    with pytest.raises(ValueError, match=f"1 to 200, got {digits}"):
        certified_split.split(digits)


def test_the_balance_is_the_slope_of_the_energy() -> None:
    """dE/dtau = p(tau) (what the lower keeps - what the upper keeps); p = 1 here."""
    for split in (0.4, 0.65, 0.8):
        h = 1e-4
        up, down = (branches.at_split(split + s).captured for s in (h, -h))
        slope = branches.at_split(split).preference * split**2 / 2 * 6
        assert (up - down) / (2 * h) == pytest.approx(slope, rel=1e-6)
    assert abs(BEST.preference) < 1e-12


def test_the_lower_profile_is_airy_and_the_upper_is_flat_to_the_split() -> None:
    rho = np.linspace(0, BEST.split * 0.999, 20)
    assert np.abs(BEST.lower(rho) - airy.profile(rho / BEST.split)).max() < 1e-12
    assert np.ptp(BEST.upper(rho)) < 1e-12
    assert float(BEST.upper(np.array([1.0]))[0]) == 0
    beyond = np.linspace(BEST.split, 1, 20)
    assert np.all(np.diff(BEST.upper(beyond)) < 0)
    assert not BEST.lower(beyond).round(12).any()


def test_the_captured_energy_is_the_integral_of_squared_overlaps() -> None:
    def kept(profile, low: float, high: float) -> float:
        norm = quad(
            lambda t: t * float(profile(np.array([t]))[0]) ** 2,
            0,
            1,
            points=[BEST.split],
        )[0]
        part = quad(lambda r: float(profile.overlap(np.array([r]))[0]) ** 2, low, high)[
            0
        ]
        return part / norm

    total = kept(BEST.lower, 0, BEST.split) + kept(BEST.upper, BEST.split, 1)
    assert BEST.captured == pytest.approx(6 * total, rel=1e-7)
    assert BEST.captured > airy.captured() + 0.08


@pytest.mark.again
def test_no_other_split_captures_as_much() -> None:
    tried = [s for s in np.linspace(0.02, 0.98, 49) if abs(s - BEST.split) > 5e-3]
    assert max(branches.at_split(float(s)).captured for s in tried) < BEST.captured
    assert branches.at_split(0.02).captured == pytest.approx(airy.captured(), abs=1e-3)


def test_another_law_has_another_split() -> None:
    linear = branches.best_split(power(1.0))
    assert abs(linear.preference) < 1e-10
    near = (branches.at_split(linear.split + s, power(1.0)) for s in (-0.01, 0.01))
    assert all(other.captured < linear.captured for other in near)
    assert abs(linear.split - BEST.split) > 0.02


@pytest.mark.parametrize("count", [4, 7, 10, 13])
def test_two_intervals_are_the_best_of_all_partitions_tried(count: int) -> None:
    bound, classes = branches.partition_bound(count)
    assert sum(a != b for a, b in pairwise(classes)) == 1
    # The gap of the bound, from both sides.
    assert 0.65 < (bound - BEST.captured) * count < 1.05


def test_the_bound_holds_for_partitions_that_cut_through_bins() -> None:
    """Three intervals at random places, by the general solver on laws with holes."""
    bound, _ = branches.partition_bound(10)
    rng = np.random.default_rng(4)
    for _ in range(6):
        low, high = sorted(rng.uniform(0.05, 0.95, size=2).tolist())
        parts = (power(0.0).between(low, high), power(0.0).without(low, high))
        kept = 0.0
        for part in parts:
            solved = branches.solve(part)
            kept += solved.captured * branches._energy(part, solved, 2.0)
        assert 6 * kept < min(bound, BEST.captured)


@pytest.mark.parametrize("part", [(0.0, 0.5), (0.5, 1.0), (0.25, 0.75), (0.9, 1.0)])
def test_a_part_of_every_bin_captures_no_more_than_its_weight(
    part: tuple[float, float],
) -> None:
    """The step of the proof, on the class that has the same part of each of six bins.

    The upper parts are those that a mere share of the bin's weight would belittle.
    """
    count = 6
    ends = np.arange(count + 1) / count
    mean = np.diff(ends**3) / 3 * count
    low, high = (ends[:-1] + share / count for share in part)
    edges = np.stack([low, high], axis=1).ravel()

    def density(r: np.ndarray) -> np.ndarray:
        return (np.searchsorted(edges, r) % 2).astype(float)

    law = Law(density=density, breaks=tuple(edges[(edges > 0) & (edges < 1)]))
    solved = branches.solve(law)
    kept = solved.captured * branches._energy(law, solved, 2.0)
    weight = branches.bin_weight(low, high, mean)
    radius = np.sqrt(mean)
    gram = np.minimum.outer(radius, radius) ** 2 / 2 * np.sqrt(np.outer(weight, weight))
    assert kept <= np.linalg.eigvalsh(gram)[-1]
    whole = branches.bin_weight(ends[:-1], ends[1:], mean)
    rest = branches.bin_weight(ends[:-1], low, mean) + branches.bin_weight(
        high, ends[1:], mean
    )
    assert weight + rest == pytest.approx(whole, rel=1e-12)


def test_a_share_of_the_weight_is_too_little_for_the_upper_part_of_a_bin() -> None:
    """F = r^2 on (0.55, 0.6) of the bin (0.5, 0.6)."""
    truth = (0.6**5 - 0.55**5) / 5
    mean = np.array([(0.6**3 - 0.5**3) / 3 / 0.1])
    half = branches.bin_weight(np.array([0.5]), np.array([0.6]), mean)[0] / 2
    own = branches.bin_weight(np.array([0.55]), np.array([0.6]), mean)[0]
    assert mean[0] ** 2 * half < truth <= mean[0] ** 2 * own


def test_every_partition_is_tried() -> None:
    """Against a plain loop over all classes of five disks."""
    radius, weight = np.sqrt(np.linspace(0.1, 1, 5)), np.full(5, 0.2)
    gram = np.minimum.outer(radius, radius) ** 2 / 2 * 0.2
    energies = []
    for number in range(32):
        inside = np.array([bool(number >> i & 1) for i in range(5)])
        parts = [gram[np.ix_(c, c)] for c in (inside, ~inside) if c.any()]
        energies.append(sum(np.linalg.eigvalsh(part)[-1] for part in parts))
    best, _ = branches._best_partition(radius, weight)
    assert best == pytest.approx(6 * max(energies), rel=1e-12)


def test_the_images_themselves_know_the_split() -> None:
    sizes = (np.arange(40) + 0.5) / 40
    axis = (np.arange(400) + 0.5) / 400
    lines = (axis < sizes[:, None] ** 2).astype(float)
    assert branches.discrete_split(lines, sizes) == pytest.approx(BEST.split, abs=0.02)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: branches.at_split(1.0), r"split must be in \(0, 1\), got 1.0"),
        (lambda: branches.at_split(0.0), r"split must be in \(0, 1\), got 0.0"),
        (
            lambda: branches.at_split(0.3, power(0.0).between(0.5, 1.0)),
            "density must have mass",
        ),
        (lambda: branches.partition_bound(1), "count must be in 2 to 18, got 1"),
        (lambda: branches.partition_bound(19), "count must be in 2 to 18, got 19"),
        (lambda: branches.discrete_split(np.eye(2), np.ones(2)), "sizes must rise"),
        (lambda: branches.best_split(Law(density=lambda r: -r)), "at least 0, got -"),
    ],
)
def test_impossible_splits_are_refused(call, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        call()
