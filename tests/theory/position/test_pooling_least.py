"""The least that max pooling asks of encoders without negative taps."""

from fractions import Fraction
from itertools import pairwise

import mpmath
import numpy as np
import pytest
import sympy as sp
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from theory.derivation import Kind, defect
from theory.position import pooling_least_proof
from theory.position.channels import ChannelLayer, channel_codes, layer
from theory.position.pooling_least import (
    BIASED_ENDS,
    ONE_BIAS,
    SECOND_WIDENED,
    nearly_one_bias,
    one_bias_taps,
    pair_encoder,
)
from theory.position.pooling_least_proof import one_bias_codes

TAP = st.fractions(0, 4, max_denominator=9)
FIRST = st.fractions(1, 4, max_denominator=9)


def inverted(levels: int) -> list[int]:
    return list(range(2**levels, 0, -1))


def numbers(layers: tuple[ChannelLayer, ...]) -> list[Fraction]:
    return [t for one in layers for row in one.weight for taps in row for t in taps]


def pair_by_whole_numbers(levels: int) -> list[int]:
    """Return what two rows of whole numbers end with, of every impulse.

    Places that hold 0 are not stored: a layer moves and adds entries.
    """
    found = []
    for a in range(2**levels):
        size, r, q = 2**levels, {a: 1}, {a: 1}
        for _ in range(levels):
            sums: dict[int, int] = {}
            for row, moves in ((r, (0, 1)), (q, (1,))):
                for place, number in row.items():
                    for move in moves:
                        sums[place + move] = sums.get(place + move, 0) + number
            shifted = {place + 1: 2 * number for place, number in q.items()}
            r, q = (_halved(row, size) for row in (sums, shifted))
            size //= 2
        found.append(r.get(0, 0))
    return found


def _halved(row: dict[int, int], size: int) -> dict[int, int]:
    kept: dict[int, int] = {}
    for place, number in row.items():
        if place < size:
            kept[place // 2] = max(kept.get(place // 2, 0), number)
    return kept


@pytest.mark.parametrize(
    "levels", [*range(1, 8), pytest.param(8, marks=pytest.mark.again)]
)
def test_two_channels_without_negative_taps_are_exact(levels: int) -> None:
    layers = pair_encoder(levels)
    assert channel_codes(layers, "max") == inverted(levels)
    assert min(numbers(layers)) == 0
    assert [len(one.weight) for one in layers] == [2] * (levels - 1) + [1]
    assert not any(b for one in layers for b in one.bias)


@pytest.mark.parametrize("levels", range(1, 11))
def test_whole_numbers_say_the_same(levels: int) -> None:
    assert pair_by_whole_numbers(levels) == inverted(levels)


@pytest.mark.parametrize("place", range(12))
def test_every_number_of_a_middle_layer_matters_but_where_nothing_stands(
    place: int,
) -> None:
    first, middle, *_, last = pair_encoder(4)
    weight = [[list(taps) for taps in row] for row in middle.weight]
    out, (channel, k) = place // 6, divmod(place % 6, 3)
    weight[out][channel][k] += Fraction(1, 100)
    codes = channel_codes((first, *[layer(weight)] * 2, last), "max")
    assert codes != inverted(4)


def test_a_second_channel_in_the_second_layer_alone_is_enough() -> None:
    assert channel_codes(SECOND_WIDENED, "max") == inverted(3)
    assert [len(one.weight) for one in SECOND_WIDENED] == [1, 2, 1]
    assert min(numbers(SECOND_WIDENED)) == 0
    assert not any(b for one in SECOND_WIDENED for b in one.bias)


def drawn_start(rng: np.random.Generator) -> list[ChannelLayer]:
    """Draw three or four layers, left taps the largest, two of one channel first.

    All but the first have biases.
    """
    widths = [1, 1, 1, *rng.integers(1, 4, rng.integers(2)).tolist(), 1]
    layers = []
    for inputs, outputs in pairwise(widths):
        weight = rng.integers(0, 6, (outputs, inputs, 3))
        weight[..., 0] = rng.integers(6, 16, (outputs, inputs))
        bias = rng.integers(-20, 21, outputs) * bool(layers)
        layers.append(layer(weight.tolist(), bias.tolist()))
    return layers


def test_two_falls_are_never_alike_behind_one_channel() -> None:
    rng = np.random.default_rng(0)
    wide = []
    for _ in range(600):
        layers = drawn_start(rng)
        codes = channel_codes(layers, "max")[:5]
        falls = [one - other for one, other in pairwise(codes)]
        if min(falls) > 0:
            left, middle, right = layers[1].weight[0][0]
            assert left * falls[3] <= max(middle, right) * falls[1] < left * falls[1]
            wide.append(len(layers) > 3)
    assert 30 < len(wide) < 100
    assert sum(wide) > 5


@st.composite
def unbiased_starts(draw: st.DrawFn) -> list[ChannelLayer]:
    """Draw layers without negative taps or biases; two of one channel come first."""
    widths = [1, 1, 1, *draw(st.lists(st.integers(2, 3), max_size=1)), 1]
    return [
        layer(
            [
                [[Fraction(draw(FIRST)), draw(TAP), draw(TAP)] for _ in range(inputs)]
                for _ in range(outputs)
            ]
        )
        for inputs, outputs in pairwise(widths)
    ]


# Shape checks draw numbers, which a strategy may not.
@pytest.mark.again
@given(unbiased_starts())
@example([layer([[row]]) for row in ((9, 3, 2), (9, 5, 4), (9, 0, 3))])
@settings(max_examples=60)
def test_without_biases_one_of_five_codes_is_off_whatever_the_width_behind(
    layers: list[ChannelLayer],
) -> None:
    codes, size = channel_codes(layers, "max")[:5], 2 ** len(layers)
    least = Fraction(1, 2 * size - 1)
    assume(min(codes) > 0)
    labels = range(size, size - 5, -1)
    # A scale s has |s c - y| <= least for all five if these intervals meet.
    low = max((y - least) / c for c, y in zip(codes, labels, strict=True))
    high = min((y + least) / c for c, y in zip(codes, labels, strict=True))
    assert low >= high


def test_biases_at_both_ends_are_exact_and_each_is_needed() -> None:
    assert channel_codes(BIASED_ENDS, "max") == inverted(3)
    assert min(numbers(BIASED_ENDS)) == 0
    assert [bool(one.bias[0]) for one in BIASED_ENDS] == [True, False, True]
    for i in (0, 2):
        without = [*BIASED_ENDS]
        without[i] = layer(BIASED_ENDS[i].weight)
        assert channel_codes(without, "max") != inverted(3)


def test_every_other_number_of_the_biased_layers_matters() -> None:
    unneeded = []
    for i, one in enumerate(BIASED_ENDS):
        for k in range(3):
            taps = list(one.weight[0][0])
            taps[k] += Fraction(1, 100)
            moved = [*BIASED_ENDS]
            moved[i] = layer([[taps]], one.bias)
            if channel_codes(moved, "max") == inverted(3):
                unneeded.append((i, k))
    assert unneeded == []


def test_the_first_bias_alone_is_exact() -> None:
    assert one_bias_codes() == inverted(3)
    layers = nearly_one_bias()
    assert [bool(one.bias[0]) for one in layers] == [True, False, False]
    assert min(numbers(layers)) == 0
    codes = np.array(channel_codes(layers, "max"), dtype=float)
    np.testing.assert_allclose(codes, inverted(3), atol=1e-12)


def test_the_first_bias_has_no_other_choice_in_its_family() -> None:
    polynomial = sp.Poly(ONE_BIAS, sp.Symbol("x"))
    assert polynomial.is_irreducible
    assert polynomial.count_roots() == 1


def test_the_first_bias_alone_is_exact_to_fifty_digits() -> None:
    with mpmath.workdps(60):
        beta = mpmath.findroot(lambda x: mpmath.polyval(ONE_BIAS, x), -0.177)
        signals = mpmath.eye(8)
        for a in range(8):
            x = [signals[i, a] for i in range(8)]
            for (t0, t1, t2), bias in zip(
                one_bias_taps(beta), (beta, 0, 0), strict=True
            ):
                p = [0, *x, 0]
                y = [
                    t0 * p[i] + t1 * p[i + 1] + t2 * p[i + 2] + bias
                    for i in range(len(x))
                ]
                x = [max(pair) for pair in zip(y[::2], y[1::2], strict=True)]
            assert abs(x[0] - (8 - a)) < mpmath.mpf(10) ** -50


def test_a_negative_tap_is_no_proof(monkeypatch: pytest.MonkeyPatch) -> None:
    def other(beta):
        return [[-tap for tap in row] for row in one_bias_taps(beta)]

    monkeypatch.setattr(pooling_least_proof, "one_bias_taps", other)
    with pytest.raises(ArithmeticError, match="must not be negative"):
        one_bias_codes()


def test_another_second_tap_breaks_the_derivation(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def other(beta):
        first, (one, middle, right), last = one_bias_taps(beta)
        return first, (one, middle + 1, right), last

    monkeypatch.setattr(pooling_least_proof, "one_bias_taps", other)
    steps = [
        s for s in pooling_least_proof.bias_derivation() if s.kind is Kind.IDENTITY
    ]
    assert any(defect(step, seed) > 1e-3 for step in steps for seed in range(3))


def test_no_layer_is_refused() -> None:
    with pytest.raises(ValueError, match="levels must be at least 1, got 0"):
        pair_encoder(0)
