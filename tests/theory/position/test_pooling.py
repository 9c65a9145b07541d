"""Encoders that pool, in exact rationals, and why some of them are exact."""

from fractions import Fraction

import numpy as np
import pytest
import sympy as sp
from hypothesis import example, given, settings
from hypothesis import strategies as st

from theory.derivation import Kind, defect
from theory.position import pooling_proof
from theory.position.filters import cascade_weights
from theory.position.pooling import (
    average_pooling_encoder,
    max_pooling_encoder,
    pooled_codes,
)
from theory.position.pooling_proof import proved_codes

POSITIVE = st.fractions(Fraction(1, 50), 50, max_denominator=50)
TAP = st.fractions(-5, 5, max_denominator=10)
DERIVATIONS = {
    "max": pooling_proof.max_derivation,
    "average": pooling_proof.average_derivation,
    "mirror": pooling_proof.mirror_derivation,
}


def inverted(levels: int) -> list[int]:
    return list(range(2**levels, 0, -1))


def fails(name: str) -> bool:
    steps = [s for s in DERIVATIONS[name]() if s.kind is Kind.IDENTITY]
    assert len(steps) >= 2
    return any(defect(step, seed) > 1e-3 for step in steps for seed in range(4))


@given(levels=st.integers(1, 3), r=POSITIVE, s=POSITIVE, t=st.fractions(0, 50))
@example(levels=3, r=Fraction(1), s=Fraction(1), t=Fraction(0))
@settings(max_examples=60)
def test_max_pooling_is_exact_for_all_free_numbers(
    levels: int, r: Fraction, s: Fraction, t: Fraction
) -> None:
    taps = max_pooling_encoder(levels, r, s, t)
    assert pooled_codes(taps, "max") == inverted(levels)


def test_every_number_of_the_three_layers_matters_but_the_free_one() -> None:
    taps = [list(row) for row in max_pooling_encoder(3, t=Fraction(1))]
    unneeded = []
    for layer in range(3):
        for k in range(3):
            moved = [list(row) for row in taps]
            moved[layer][k] += Fraction(1, 100)
            if pooled_codes(moved, "max") == inverted(3):
                unneeded.append((layer, k))
    assert unneeded == [(0, 2)]


@pytest.mark.parametrize(
    "levels", [*range(1, 8), pytest.param(8, marks=pytest.mark.again)]
)
def test_average_pooling_is_exact_at_every_depth(levels: int) -> None:
    assert pooled_codes(average_pooling_encoder(levels), "average") == inverted(levels)
    other = "max" if levels > 1 else "stride"
    assert pooled_codes(average_pooling_encoder(levels), other) != inverted(levels)


@given(
    taps=st.lists(st.tuples(TAP, TAP), min_size=1, max_size=4),
    pooling=st.sampled_from(["max", "average"]),
)
@settings(max_examples=40)
def test_symmetric_filters_read_mirrored_positions_alike(taps, pooling: str) -> None:
    codes = pooled_codes([(a, b, a) for a, b in taps], pooling)
    assert codes == codes[::-1]


@pytest.mark.parametrize(
    ("levels", "count"), [(1, 1), (2, 2), (3, 4), (5, 14), (6, 26)]
)
def test_so_many_codes_of_the_deck_s_filter_are_different(
    levels: int, count: int
) -> None:
    codes = pooled_codes([(1, 2, 1)] * levels, "max")
    assert len(set(codes)) == count <= 2 ** (levels - 1)


@given(taps=st.lists(st.tuples(TAP, TAP, TAP), min_size=1, max_size=4))
@settings(max_examples=30)
def test_stride_gives_the_codes_of_the_strided_cascade(taps) -> None:
    codes = np.array(pooled_codes(taps, "stride"), dtype=float)
    floats = cascade_weights(np.array(taps, dtype=float))
    np.testing.assert_allclose(codes, floats, rtol=1e-12, atol=1e-10)


@pytest.mark.parametrize("levels", [1, 2, 3])
def test_the_family_is_proved(levels: int) -> None:
    assert proved_codes(levels) == inverted(levels)


def test_a_maximum_that_depends_on_the_free_numbers_is_no_proof(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    layers, scale = pooling_proof._SCALED[3]
    r, s = sp.symbols("r s", positive=True)
    wrong = (layers[0], (2 * s, -s - 2 * r, -2 * r), layers[2])
    monkeypatch.setitem(pooling_proof._SCALED, 3, (wrong, scale))
    assert proved_codes(3) != inverted(3)
    undecided = (layers[0], (s - r, sp.S.Zero, sp.S.Zero), layers[2])
    monkeypatch.setitem(pooling_proof._SCALED, 3, (undecided, scale))
    with pytest.raises(ArithmeticError, match="depends on r, s and t"):
        proved_codes(3)


def test_another_middle_filter_breaks_the_derivation(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    s, middle, right = pooling_proof._MIDDLE
    monkeypatch.setattr(pooling_proof, "_MIDDLE", (s, middle + right, right))
    assert fails("max")


def test_another_mean_breaks_the_derivation(monkeypatch: pytest.MonkeyPatch) -> None:
    mean = pooling_proof._mean_of_pair
    monkeypatch.setattr(pooling_proof, "_mean_of_pair", lambda taps: 2 * mean(taps))
    assert fails("average")


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: pooled_codes([], "max"), "three for each of one or more layers"),
        (lambda: pooled_codes([(1, 2)], "max"), "three for each"),
        (lambda: pooled_codes([(1, 2, 1)], "median"), "got median"),
        (lambda: max_pooling_encoder(4), r"levels must be in \[1, 3\], got 4"),
        (lambda: max_pooling_encoder(3, r=Fraction(0)), "r must be positive, got 0"),
        (lambda: max_pooling_encoder(3, s=Fraction(-1)), "s must be positive, got -1"),
        (lambda: max_pooling_encoder(3, t=Fraction(-1)), "t must be at least 0"),
        (lambda: average_pooling_encoder(0), "levels must be at least 1, got 0"),
        (lambda: proved_codes(4), r"levels must be in \[1, 3\], got 4"),
    ],
)
def test_arguments_out_of_range_are_refused(call, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        call()
