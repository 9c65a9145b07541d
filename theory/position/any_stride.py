"""Filters that read a position with any stride, in exact rationals."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import comb, gcd

Taps = Mapping[int, Fraction]
"""By where a tap stands: tap j meets the sample j to the right of the kept one."""


def hat_taps(stride: int) -> dict[int, Fraction]:
    """Return the hat ``s - |j|`` at all j within s - 1: 2 s - 1 taps.

    The filter of the deck is that of stride 2.

    Parameters
    ----------
    stride
        The stride s, at least 2.

    Raises
    ------
    ValueError
        If the stride is below 2.

    Examples
    --------
    >>> [int(tap) for tap in hat_taps(3).values()]
    [1, 2, 3, 2, 1]

    """
    return {j: t for j, t in shifted_taps(stride, Fraction(0)).items() if t}


def shifted_taps(stride: int, shift: Fraction) -> dict[int, Fraction]:
    """Return ``s - j - c`` at j = 0 to s - 1, and ``s + j + c`` at j = -s to -1.

    In front of layers that read ``s^L - k`` they read ``s^(L + 1) - a - c``: 2 s taps,
    one more than the hat has, leave the label's offset free.

    Parameters
    ----------
    stride
        The stride s, at least 2.
    shift
        By how much c the code is less than ``s^(L + 1) - a``.

    Raises
    ------
    ValueError
        If the stride is below 2.

    Examples
    --------
    >>> [int(2 * tap) for tap in shifted_taps(2, Fraction(1, 2)).values()]
    [1, 3, 3, 1]

    """
    if stride < 2:
        raise ValueError(f"stride must be at least 2, got {stride}.")
    left = {j: stride + j + shift for j in range(-stride, 0)}
    return {**left, **{j: stride - j - shift for j in range(stride)}}


def strided_codes(stride: int, layers: Sequence[Taps]) -> list[Fraction]:
    """Return the codes of all Diracs of length s^L, read backwards, exactly.

    One linear channel, zeros beyond the ends. With v what the layers behind count of
    each sample, a layer counts ``w(m) = sum_k t(m - s k) v(k)``.

    Parameters
    ----------
    stride
        The stride s of every layer.
    layers
        The taps of each, first layer first.

    Examples
    --------
    >>> [int(code) for code in strided_codes(3, [hat_taps(3)] * 2)]
    [9, 8, 7, 6, 5, 4, 3, 2, 1]

    """
    weights = [Fraction(1)]
    for taps in reversed(layers):
        finer = [Fraction(0)] * (stride * len(weights))
        for k, weight in enumerate(weights):
            for j, tap in taps.items():
                if 0 <= stride * k + j < len(finer):
                    finer[stride * k + j] += tap * weight
        weights = finer
    return weights


def whole_filters(
    stride: int, first: int, last: int, largest: int
) -> list[tuple[int, ...]]:
    """Return all filters of whole numbers that are multiples of a shifted hat.

    Those with taps from ``first`` to ``last`` and nowhere else, none beyond
    ``largest``, with no common divisor, the first that is not 0 positive.

    Parameters
    ----------
    stride
        The stride s, at least 2.
    first, last
        Where taps may stand.
    largest
        What no tap exceeds in absolute value.

    Examples
    --------
    >>> whole_filters(2, -1, 1, 4)
    [(1, 2, 1)]
    >>> whole_filters(2, -2, 1, 3)
    [(0, 1, 2, 1), (1, 0, -3, -2), (1, 2, 1, 0), (1, 3, 3, 1), (2, 3, 0, -1)]

    """
    found = set()
    numbers = range(-largest, largest + 1)
    for left in numbers:
        for middle in numbers:
            if not left + middle:
                continue
            # c and the multiple, from the taps at -s and at 0.
            shift = Fraction(stride * left, left + middle)
            scale = Fraction(left + middle, stride)
            taps = {j: scale * t for j, t in shifted_taps(stride, shift).items()}
            row = [taps.get(j, Fraction(0)) for j in range(first, last + 1)]
            elsewhere = any(t for j, t in taps.items() if not first <= j <= last)
            whole = all(t.denominator == 1 and abs(t) <= largest for t in row)
            if whole and not elsewhere:
                found.add(_plain([int(t) for t in row]))
    return sorted(found)


def _plain(row: Sequence[int]) -> tuple[int, ...]:
    sign = next(1 if t > 0 else -1 for t in row if t)
    divisor = sign * gcd(*row)
    return tuple(t // divisor for t in row)


def filter_count(places: int, taps: int, largest: int) -> int:
    """Return how many filters of whole taps there are, up to a factor.

    With no common divisor, and the first that is not 0 positive. Of the
    ``largest^taps`` rows of positive numbers those with the divisor d are the ones
    without any, up to ``largest / d``.

    Parameters
    ----------
    places
        At how many places taps may stand.
    taps
        How many of them are not 0, at least 1.
    largest
        What none exceeds in absolute value.

    Examples
    --------
    >>> filter_count(3, 2, 2)
    18

    """
    signs: int = 2 ** (taps - 1)
    return comb(places, taps) * signs * _coprime(taps, largest)


def _coprime(count: int, largest: int) -> int:
    every: int = largest**count
    return every - sum(_coprime(count, largest // d) for d in range(2, largest + 1))


def zero_place(stride: int, places: int, taps: Taps) -> float:
    """Return where the code of a shifted hat would be 0: at n - c of n places.

    Parameters
    ----------
    stride, places
        The stride s, and the number n of places.
    taps
        A multiple of :func:`shifted_taps`.

    Examples
    --------
    >>> zero_place(2, 8, {-2: Fraction(1), -1: Fraction(3), 0: Fraction(3)})
    7.5

    """
    left, middle = (Fraction(taps.get(j, 0)) for j in (-stride, 0))
    return float(places - stride * left / (left + middle))


def short_filters(first: int, last: int) -> list[tuple[int, ...]]:
    """Return the filters of two taps that read four places with stride 2.

    Of two samples that are left, each residue fixes one: [1, 2] at 1 and 2 reads a, and
    its mirror image [2, 1] at -1 and 0 reads 3 - a; [2, -1] at -2 and 1 reads 2 - a,
    and [1, -2] at 0 and 3 reads a - 1. There are no others.

    Parameters
    ----------
    first, last
        Where taps may stand.

    Examples
    --------
    >>> short_filters(-1, 2)
    [(0, 0, 1, 2), (2, 1, 0, 0)]

    """
    pairs = ({1: 1, 2: 2}, {-1: 2, 0: 1}, {-2: 2, 1: -1}, {0: 1, 3: -2})
    rows = [tuple(p.get(j, 0) for j in range(first, last + 1)) for p in pairs]
    return sorted(row for row in rows if sum(map(bool, row)) == 2)
