"""Filters without a stride: what their product is, and what it cannot be."""

from fractions import Fraction
from functools import reduce

import numpy as np
import pytest
import sympy as sp
from hypothesis import example, given, settings
from hypothesis import strategies as st

from theory.position.stride_free import (
    product_defect,
    shared_codes,
    stride_free_taps,
)
from theory.position.stride_free_proof import repeated_roots


def read(taps: list[tuple[float, ...]], size: int) -> np.ndarray:
    """Return the codes of all Diracs by sliding the filters, layer after layer."""
    signals = np.eye(size)
    for row in taps:
        left = signals.shape[1] - len(row) + 1
        signals = sum(t * signals[:, k : k + left] for k, t in enumerate(row))
    assert signals.shape == (size, 1)
    return signals[:, 0]


@pytest.mark.parametrize("size", [2, 3, 4, 7, 8, 9, 31, 64])
def test_the_inverted_position_is_read_without_a_stride(size: int) -> None:
    wanted = np.arange(size, 0.0, -1)
    taps = stride_free_taps(wanted.astype(int).tolist())
    assert [len(row) for row in taps] == [3] * ((size - 1) // 2) + [2] * (1 - size % 2)
    np.testing.assert_allclose(read(taps, size), wanted, atol=1e-11)


@given(codes=st.lists(st.integers(-9, 9), min_size=2, max_size=14).filter(any))
@example(codes=[0, 0, 1])
@example(codes=[1, 0, 0, 0])
@example(codes=[1, -2, 1, 0])
@example(codes=[0, 1, 0, 1, 0, 1, 0, 1, 0])
@example(codes=[1, 3, 3, 1])
@settings(max_examples=60)
def test_every_label_is_read(codes: list[int]) -> None:
    taps = stride_free_taps(codes)
    assert len(taps) == len(codes) // 2
    np.testing.assert_allclose(read(taps, len(codes)), codes, atol=1e-9)
    assert product_defect(codes) < 1e-30


def test_the_factors_are_those_of_sympy() -> None:
    z = sp.Symbol("z")
    found = {
        tuple(sorted((complex(r) for r in np.roots(row[::-1])), key=lambda r: r.imag))
        for row in stride_free_taps(range(9, 0, -1))
    }
    label = sum((9 - a) * z**a for a in range(9))
    roots = sorted((complex(r) for r in sp.Poly(label, z).nroots(20)), key=abs)
    for root in roots:
        assert min(abs(root - one) for pair in found for one in pair) < 1e-12


def test_taps_in_float64_cost_less_than_a_billionth() -> None:
    exact = [Fraction(0)] * 9
    for k, tap in enumerate(reduce(np.convolve, stride_free_taps(range(9, 0, -1)))):
        exact[k] = Fraction(float(tap))
    assert max(abs(c - (9 - a)) for a, c in enumerate(exact)) < Fraction(1, 10**12)


@pytest.mark.parametrize("codes", [[], [3], [0, 0, 0]])
def test_what_is_no_label_is_refused(codes: list[int]) -> None:
    with pytest.raises(ValueError, match="codes must be two or more, not all 0"):
        stride_free_taps(codes)


def test_three_layers_read_all_but_one_of_eight_places() -> None:
    taps = stride_free_taps(range(7, 0, -1))
    assert len(taps) == 3
    seen = np.eye(8)[:, :7]
    for row in taps:
        left = seen.shape[1] - 2
        seen = sum(t * seen[:, k : k + left] for k, t in enumerate(row))
    np.testing.assert_allclose(seen[:, 0], np.arange(7.0, -1, -1), atol=1e-11)


@given(
    taps=st.tuples(*[st.integers(-3, 3)] * 3),
    layers=st.integers(1, 5),
    places=st.integers(1, 7),
)
@settings(max_examples=60)
def test_a_shared_filter_is_a_power_of_a_matrix(
    taps: tuple[int, int, int], layers: int, places: int
) -> None:
    bands = [np.eye(places, k=k, dtype=int) for k in (-1, 0, 1)]
    layer = sum(t * band for t, band in zip(taps, bands, strict=True))
    wanted = np.linalg.matrix_power(layer, layers)[0].tolist()
    assert shared_codes(taps, layers, places) == wanted


@pytest.mark.parametrize(("taps", "places"), [((2, 1, 1), 3), ((3, 1, 1), 2)])
def test_zeros_let_one_filter_read_the_inverted_position(
    taps: tuple[int, int, int], places: int
) -> None:
    codes = shared_codes(taps, 2, places)
    scale = codes[-1]
    assert codes == [scale * (places - a) for a in range(places)]


def test_no_inverted_position_is_a_power() -> None:
    assert repeated_roots(60) == 0


def test_repeated_roots_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    module = "theory.position.stride_free_proof.fmpz_poly"
    plain = __import__("flint").fmpz_poly
    monkeypatch.setattr(module, lambda codes: plain(codes) * plain(codes))
    assert repeated_roots(10) == 8
