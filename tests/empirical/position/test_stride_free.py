"""Encoders that leave out no sample: by torch, by rationals, and what they tell."""

import numpy as np
import pytest

from empirical.position.stride_free import KINDS, stride_free_codes, told_places
from theory.position.variants import dirac_codes_numpy


def encoder(length: int, before: int, rows: list, apart: list[int]) -> dict:
    layers = [{"taps": t, "apart": d} for t, d in zip(rows, apart, strict=True)]
    return {"length": length, "before": before, "layers": layers}


def test_layers_without_a_stride_multiply() -> None:
    rows = [[1.5, -2.0, 0.25], [3.0, 1.0, -4.0], [0.5, 2.0]]
    found = stride_free_codes(seed=1, encoders=[encoder(6, 0, rows, [1, 1, 1])])
    wanted = np.convolve(np.convolve(rows[0], rows[1]), rows[2])
    for codes in found.values():
        np.testing.assert_array_equal(codes, wanted)


@pytest.mark.parametrize("levels", [1, 2, 5])
def test_spaced_taps_make_what_strides_make(levels: int) -> None:
    taps = (1.0, 3.0, -2.0)
    spaced = encoder(
        2**levels, 2**levels - 1, [taps] * levels, [2**k for k in range(levels)]
    )
    found = stride_free_codes(seed=2, encoders=[spaced])
    for codes in found.values():
        np.testing.assert_array_equal(codes, dirac_codes_numpy(levels, taps))


def test_rationals_show_what_the_rounding_of_taps_costs() -> None:
    rows = [[1.0, 0.1, 1.0], [1.0, -0.1, 1.0]]
    found = stride_free_codes(seed=0, encoders=[encoder(5, 0, rows, [1, 1])])
    assert found["exact_codes"][1] == 0
    assert found["exact_codes"][2] == pytest.approx(1.99, abs=1e-15)


def test_few_neighbours_tell_few_places() -> None:
    levels = (2, 4, 5)
    told = told_places(seed=5, levels=levels, channels=2, slope=0.2, drawn=3)["told"]
    assert len(KINDS) == len(told)
    for row, wanted in zip(told[0], (4, 10, 12), strict=True):
        assert row.tolist() == [wanted] * 3
    for kind in told[1:]:
        assert kind.tolist() == [[2**n] * 3 for n in levels]
