"""Uniqueness of the filters, by algebra, by linearisation and by fits."""

import numpy as np
import pytest
import sympy as sp

from theory.position.filters import cascade_weights, fitted_taps, identifiable_taps
from theory.position.variants import dirac_codes_numpy


def symbolic_weights(layers: list[tuple]) -> list[sp.Expr]:
    weights = [sp.S.One]
    for left, middle, right in layers[::-1]:
        after = [*weights, sp.S.Zero]
        weights = [
            w
            for k in range(len(weights))
            for w in (middle * after[k], right * after[k] + left * after[k + 1])
        ]
    return weights


def test_algebra_finds_the_only_affine_code_of_three_layers() -> None:
    left, right = sp.symbols("p:3"), sp.symbols("r:3")
    alpha, beta, inverse = sp.symbols("alpha beta z")
    weights = symbolic_weights([(left[i], 1, right[i]) for i in range(3)])
    equations = [sp.expand(w - (alpha * j + beta)) for j, w in enumerate(weights)]
    unknowns = (inverse, *left[::-1], *right[::-1], beta, alpha)
    # The last equation keeps constant codes out: alpha has an inverse.
    basis = sp.groebner([*equations, alpha * inverse - 1], *unknowns, order="lex")
    expected = {2 * left[0] - 1, 2 * left[1] - 1, beta - 1, 8 * alpha + 1, inverse + 8}
    assert set(basis.exprs) == expected | {2 * r - 1 for r in right}
    found = set().union(*(expression.free_symbols for expression in basis.exprs))
    assert [tap in found for tap in left] == identifiable_taps(3)[:, 0].tolist()


@pytest.mark.parametrize("levels", range(1, 7))
def test_only_scales_and_one_tap_leave_the_code_unchanged(levels: int) -> None:
    start = np.tile([1.0, 2.0, 1.0], (levels, 1))
    columns = []
    for layer in range(levels):
        for tap in range(3):
            moved = start.copy()
            moved[layer, tap] += 1  # the code is affine in each tap: exact
            columns.append(cascade_weights(moved) - cascade_weights(start))
    jacobian = np.array(columns).T
    # L - 1 exchanges of scale between layers, and the free tap.
    assert np.linalg.matrix_rank(jacobian) == 3 * levels - levels
    free = ~identifiable_taps(levels).ravel()
    assert not jacobian[:, free].any()
    assert np.all(np.abs(jacobian[:, ~free]).max(axis=0) > 0)


def test_the_last_left_tap_meets_padding_only() -> None:
    taps = np.tile([1.0, 2.0, 1.0], (4, 1))
    taps[-1, 0] = 1e6
    np.testing.assert_array_equal(cascade_weights(taps), np.arange(16, 0, -1))
    np.testing.assert_array_equal(dirac_codes_numpy(4, taps), np.arange(16, 0, -1))


def test_two_layers_can_give_the_position_itself() -> None:
    taps = np.array([[1.0, 2.0, 3.0], [7.0, 0.0, 1.0]])
    np.testing.assert_array_equal(cascade_weights(taps), [0, 1, 2, 3])


@pytest.mark.parametrize("levels", [1, 2, 5])
def test_reading_backwards_gives_the_codes_of_the_cascade(levels: int) -> None:
    taps = np.random.default_rng(levels).normal(size=(levels, 3))
    np.testing.assert_allclose(
        cascade_weights(taps), dirac_codes_numpy(levels, taps), rtol=1e-12, atol=1e-12
    )


@pytest.mark.parametrize("levels", [3, 4])
@pytest.mark.parametrize("scale", [1.0, -0.25])
def test_fits_of_the_inverted_position_find_the_deck_s_filter(
    levels: int, scale: float
) -> None:
    taps = fitted_taps(scale * np.arange(2.0**levels, 0, -1))
    ratios = (taps / taps[:, 1:2])[identifiable_taps(levels)]
    expected = np.tile([0.5, 1.0, 0.5], (levels, 1))[identifiable_taps(levels)]
    np.testing.assert_allclose(ratios, expected, atol=1e-7)


def test_the_position_itself_cannot_be_fitted_by_three_layers() -> None:
    labels = np.arange(8.0)
    miss = (cascade_weights(fitted_taps(labels)) - labels) / 8
    assert np.mean(miss**2) == pytest.approx(6.107e-4, rel=1e-3)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: identifiable_taps(0), "levels must be at least 1, got 0"),
        (lambda: cascade_weights(np.ones(3)), r"taps must have shape \(layers, 3\)"),
        (lambda: cascade_weights(np.ones((3, 2))), r"got \(3, 2\)"),
        (lambda: fitted_taps(np.ones(3)), r"labels must have shape .* got \(3,\)"),
        (lambda: fitted_taps(np.ones(1)), r"got \(1,\)"),
        (lambda: fitted_taps(np.ones((2, 2))), r"got \(2, 2\)"),
    ],
)
def test_bad_shapes_are_refused(call, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        call()
