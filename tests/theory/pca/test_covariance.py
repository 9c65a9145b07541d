from fractions import Fraction
from itertools import permutations

import numpy as np
import pytest

from theory.pca import covariance

CODES = ((3, 1, 0), (1, 4, 2), (4, 1, 7), (1, 5, 3), (5, 9, 1))


def standardised(codes: tuple[tuple[int, ...], ...]) -> np.ndarray:
    array = np.array(codes, dtype=float)
    return (array - array.mean(0)) / array.std(0)


def test_the_loss_is_the_squared_correlation_that_numpy_finds() -> None:
    r = np.corrcoef(np.array(CODES).T)
    expected = [
        r[0, 1] ** 2 / 2,
        (r[0, 2] ** 2 + r[1, 2] ** 2) / 3,
        (r[0, 1] ** 2 + r[0, 2] ** 2 + r[1, 2] ** 2) / 3,
    ]
    found = covariance.losses(CODES, covariance.squared_correlation)
    np.testing.assert_allclose(found, expected, rtol=1e-14)


def test_standardised_codes_make_every_centred_rule_the_same() -> None:
    z = standardised(CODES)
    columns = [[Fraction(float(v)) for v in column] for column in z.T]
    found = [
        float(rule(columns[0], columns[1], 0))
        for rule in (
            covariance.squared_correlation,
            covariance.squared_covariance,
            covariance.squared_product,
        )
    ]
    np.testing.assert_allclose(found, found[0], rtol=1e-13)


def test_the_correlation_is_the_one_that_numpy_finds() -> None:
    r = np.corrcoef(np.array(CODES).T)
    u, v = ([Fraction(row[i]) for row in CODES] for i in (0, 2))
    assert covariance.correlation(u, v, 0) == pytest.approx(r[0, 2], rel=1e-14)


def test_the_printed_indices_look_at_one_sample_for_each_pair() -> None:
    z = standardised(CODES)
    found = covariance.losses(CODES, covariance.printed_indices)
    expected = ((z[0, 0] * z[0, 2]) ** 2 + (z[1, 1] * z[1, 2]) ** 2) / 3
    assert found[1] == pytest.approx(expected, rel=1e-13)


def test_divisors_differ_by_the_factor_k_over_k_minus_1() -> None:
    rule = covariance.squared_correlation
    ratio = covariance.losses(CODES, rule, fewer=1) / covariance.losses(CODES, rule)
    np.testing.assert_allclose(ratio, [2, 1.5, 1.5], rtol=1e-14)


def test_shuffling_leaves_1_over_m_minus_1_exactly() -> None:
    u, v = ([Fraction(row[i]) for row in CODES] for i in (0, 1))
    squared = [
        covariance.squared_correlation(u, list(other), 0) for other in permutations(v)
    ]
    assert sum(squared, Fraction(0)) / len(squared) == Fraction(1, len(CODES) - 1)


@pytest.mark.parametrize("codes", [((1, 2),), ((1,), (2,))])
def test_a_batch_without_pairs_is_refused(codes: tuple[tuple[int, ...], ...]) -> None:
    with pytest.raises(ValueError, match="at least two samples and two components"):
        covariance.losses(codes, covariance.squared_correlation)
