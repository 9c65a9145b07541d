"""Encoders with any stride, and the filters that an exhaustive search finds."""

from fractions import Fraction

import numpy as np

from empirical.position.any_stride import affine_filters, any_stride_codes
from theory.position.any_stride import hat_taps, strided_codes, whole_filters

CASE = {
    "stride": 2,
    "outputs": 4,
    "first": -2,
    "last": 1,
    "most": 4,
    "largest": 3,
}


def test_both_routes_are_what_theory_reads_backwards() -> None:
    rng = np.random.default_rng(3)
    for stride in (2, 3, 4):
        rows = rng.integers(-5, 6, (2, 2 * stride - 1))
        layers = [
            {"first": 1 - stride, "taps": [[int(t), 2] for t in row]} for row in rows
        ]
        found = any_stride_codes(
            seed=1, encoders=[{"stride": stride, "layers": layers}]
        )
        taps = [
            dict(zip(hat_taps(stride), map(Fraction, row.tolist()), strict=True))
            for row in rows
        ]
        wanted = np.array(strided_codes(stride, taps), dtype=float) / 4
        np.testing.assert_array_equal(found["codes"], wanted)
        parts = found["exact_codes"]
        np.testing.assert_array_equal(parts[:, 0] / parts[:, 1], wanted)


def test_the_search_finds_what_theory_lists() -> None:
    found = affine_filters(seed=0, cases=[CASE])
    rows = [tuple(row[1:]) for row in found["found"].tolist()]
    assert rows == whole_filters(2, -2, 1, 3)
    assert np.sum(found["counts"]) == len(rows)


def test_four_taps_are_found_at_stride_3_where_two_samples_are_left() -> None:
    case = {"stride": 3, "first": -3, "last": 5, "most": 4, "largest": 3}
    found = affine_filters(seed=0, cases=[{**case, "outputs": 2}])
    assert found["counts"].tolist() == [[0, 0, 0, 8]]
    assert [0, 0, 0, 0, 0, 1, 2, 3, 0, -3] in found["found"].tolist()


def test_the_search_finds_filters_that_are_no_hats_with_more_taps() -> None:
    found = affine_filters(seed=0, cases=[{**CASE, "last": 2, "most": 5}])
    assert [0, 1, 2, 2, 2, 1] in found["found"].tolist()


def test_a_filter_that_makes_nothing_or_a_constant_reads_no_label() -> None:
    far = {**CASE, "first": 9, "last": 10, "most": 2}
    assert len(affine_filters(seed=0, cases=[far])["found"]) == 0
    sums = {**CASE, "first": 0, "last": 1, "most": 2}
    assert len(affine_filters(seed=0, cases=[sums])["found"]) == 0
