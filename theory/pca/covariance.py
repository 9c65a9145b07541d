"""What the covariance loss of a batch measures (deck, eqs. 12-14), exactly."""

from collections.abc import Callable, Sequence
from fractions import Fraction

import numpy as np
from jaxtyping import Float

Column = Sequence[Fraction]
Rule = Callable[[Column, Column, int], Fraction | float]
EPSILON = Fraction(1, 100_000)
"""What batch normalisation usually adds to a variance."""


def losses(
    codes: Sequence[Sequence[int]], rule: Rule, *, fewer: int = 0
) -> Float[np.ndarray, " k"]:
    """Return the loss of each further code against all before, then that of a packet.

    ``(1/k) sum_i rule(z_i, z_k)`` for k = 2, 3, ..; the last entry takes the last two
    codes as one packet, so that their own pair is among its pairs. Rationals
    until the end.

    Parameters
    ----------
    codes
        Rows are samples, columns are components: at least two of each.
    rule
        What one pair contributes; :func:`squared_correlation` is the right one.
    fewer
        Taken from k in the divisor: 0 as on the slide, 1 in the published code.

    Raises
    ------
    ValueError
        If there are fewer than two samples or components.

    """
    columns = [
        [Fraction(value) for value in column] for column in zip(*codes, strict=True)
    ]
    if len(codes) < 2 or len(columns) < 2:
        raise ValueError(
            "codes must have at least two samples and two components, got "
            f"{len(codes)} and {len(columns)}."
        )
    sums = [
        sum(rule(columns[i], columns[k], i) for i in range(k))
        for k in range(1, len(columns))
    ]
    single = [total / (k + 2 - fewer) for k, total in enumerate(sums)]
    packet = sum(sums[-2:]) / (len(columns) - fewer)
    return np.array([float(value) for value in (*single, packet)])


def mean(values: Column) -> Fraction:
    """Return the mean over the batch, with divisor m."""
    return sum(values, Fraction(0)) / len(values)


def covariance(u: Column, v: Column) -> Fraction:
    """Return ``(1/m) sum u v - (1/m^2) sum u sum v``, the bracket of eq. (12)."""
    return mean(_products(u, v)) - mean(u) * mean(v)


def squared_correlation(u: Column, v: Column, place: int) -> Fraction:
    """Return the squared covariance of the standardised codes, which (13) measures."""
    return covariance(u, v) ** 2 / (covariance(u, u) * covariance(v, v))


def squared_covariance(u: Column, v: Column, place: int) -> Fraction:
    """Return eq. (12), of codes whose variance is not fixed."""
    return covariance(u, v) ** 2


def squared_product(u: Column, v: Column, place: int) -> Fraction:
    """Return eq. (13) of codes whose means are not zero."""
    return mean(_products(u, v)) ** 2


def printed_indices(u: Column, v: Column, place: int) -> Fraction:
    """Return what eq. (14) says to the letter: the sample has the component's number.

    ``(1/m) sum_j z_i^(i) z_k^(i)`` does not depend on j and is one product only.
    """
    left, right = u[place] - mean(u), v[place] - mean(v)
    return (left * right) ** 2 / (covariance(u, u) * covariance(v, v))


def square_inside(u: Column, v: Column, place: int) -> Fraction:
    """Return the mean of the squared products, the square set one bracket too deep."""
    left = [(value - mean(u)) ** 2 for value in u]
    right = [(value - mean(v)) ** 2 for value in v]
    return mean(_products(left, right)) / (covariance(u, u) * covariance(v, v))


def correlation(u: Column, v: Column, place: int) -> float:
    """Return the correlation itself, whose signs can cancel in a sum."""
    squared = float(squared_correlation(u, v, place))
    return float(np.copysign(np.sqrt(squared), float(covariance(u, v))))


def mixed_divisors(u: Column, v: Column, place: int) -> Fraction:
    """Return the covariance over m - 1 of codes whose variance is one over m."""
    m = Fraction(len(u))
    return squared_correlation(u, v, place) * (m / (m - 1)) ** 2


def with_epsilon(u: Column, v: Column, place: int) -> Fraction:
    """Return the loss when 1e-5 is added to each variance before the division."""
    spread = (covariance(u, u) + EPSILON) * (covariance(v, v) + EPSILON)
    return covariance(u, v) ** 2 / spread


def _products(u: Column, v: Column) -> list[Fraction]:
    return [a * b for a, b in zip(u, v, strict=True)]
