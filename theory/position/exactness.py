"""How far int64 and float64 carry the position encoder without rounding."""

import operator
from collections.abc import Mapping, Sequence
from fractions import Fraction
from types import MappingProxyType
from typing import Any

import numpy as np
from jaxtyping import Shaped

Numbers = Shaped[np.ndarray, "..."] | Sequence[Any]
"""An array, or lists that numpy reads as one; checked where it enters."""

DECK_TAPS = (1, 2, 1)
"""The deck's filter, equation (10)."""

DTYPES = ("int64", "float64")

MOST_LEVELS = 62
"""2^L positions must themselves be int64 numbers, whatever the values are."""


def whole_number(name: str, value: Any) -> int:
    """Return an integer of any type as Python's own, which never overflows.

    Raises
    ------
    ValueError
        If it is of no integer type; what is named is in the message.

    Examples
    --------
    >>> 2 ** whole_number("levels", np.int8(7))
    128

    """
    try:
        return operator.index(value)
    except TypeError:
        raise ValueError(f"{name} must be an integer, got {value!r}.") from None


def refuse_masked(name: str, values: Any) -> None:
    """Refuse an array with a mask, which plain arithmetic would read through.

    Raises
    ------
    ValueError
        If there is a mask.

    """
    if isinstance(values, np.ma.MaskedArray):
        raise ValueError(
            f"{name} must be a plain array, got a masked one; fill it first, as "
            "numpy.ma.filled does."
        )


def largest_exact_integer(dtype: str) -> int:
    """Return the largest M such that every integer of magnitude up to M is exact.

    2^63 - 1 for int64; for float64, whose significand has 53 bits, 2^53.

    Raises
    ------
    ValueError
        If the dtype is neither int64 nor float64.

    Examples
    --------
    >>> largest_exact_integer("float64") == 2**53
    True

    """
    if dtype not in DTYPES:
        raise ValueError(f"dtype must be int64 or float64, got {dtype}.")
    if dtype == "int64":
        return int(np.iinfo(np.int64).max)
    return int(2 ** (np.finfo(np.float64).nmant + 1))


def largest_exact_levels(dtype: str) -> int:
    """Return the largest L for which a Dirac of length 2^L is encoded exactly.

    Level l holds ``max(0, 2^l - |a - 2^l i|)``, a sum of terms of one sign, so
    nothing on the way exceeds 2^L; and 2^L itself is the code of a = 0. The condition
    ``2^L <= largest_exact_integer(dtype)`` is therefore both enough and needed.

    Raises
    ------
    ValueError
        If the dtype is neither int64 nor float64.

    Examples
    --------
    >>> largest_exact_levels("int64"), largest_exact_levels("float64")
    (62, 53)

    """
    return largest_exact_integer(dtype).bit_length() - 1


LARGEST_EXACT_LEVELS: Mapping[str, int] = MappingProxyType(
    {dtype: largest_exact_levels(dtype) for dtype in DTYPES}
)
"""For each dtype, the most levels at which a Dirac is encoded exactly."""


def largest_gain(taps: Sequence[Sequence[int | float]]) -> Fraction:
    """Return the most that any partial sum of the cascade grows, entries within 1.

    The bound is reached by a constant signal under ``|taps|``. Its output has two
    values per layer, because only entry 0 meets the padding: with e at the edge and c
    inside, ``e' = |t1| e + |t2| c`` and ``c' = (|t0| + |t1| + |t2|) c``. The last
    layer has an edge only. For L times [1, 2, 1] this gives 2^(L-1) (2^L + 1).

    Parameters
    ----------
    taps
        L rows of three numbers.

    Returns
    -------
    Fraction
        Exact, and at least 1, since the signal itself counts.

    Examples
    --------
    >>> largest_gain([(1, 2, 1)] * 3) == 2**2 * (2**3 + 1)
    True

    """
    edge = inside = largest = Fraction(1)
    for level, row in enumerate(taps, start=1):
        # Python's numbers: |-2^15| is not an int16.
        t0, t1, t2 = (abs(Fraction(tap)) for tap in np.asarray(row).tolist())
        edge, inside = t1 * edge + t2 * inside, (t0 + t1 + t2) * inside
        largest = max(largest, edge, inside if level < len(taps) else edge)
    return largest


def largest_exact_entry(
    levels: int, dtype: str, taps: Sequence[int | float] = DECK_TAPS
) -> int:
    """Return the largest m such that integer signals within m are encoded exactly.

    ``m * largest_gain <= largest_exact_integer``; then no product or partial sum,
    in any order, leaves the exact range. For [1, 2, 1] the gain is
    ``2^(L-1) (2^L + 1)``, so m is 0, that is nothing fits, beyond L = 31 for int64 and
    L = 26 for float64.

    Parameters
    ----------
    levels
        Number of layers L, at least 1.
    dtype
        int64 or float64.
    taps
        The filter of every layer; integers, for the result to be exact.

    Raises
    ------
    ValueError
        If the dtype is neither int64 nor float64, or the levels are below 1.

    Examples
    --------
    >>> largest_exact_entry(26, "float64"), largest_exact_entry(27, "float64")
    (3, 0)

    """
    if levels < 1:
        raise ValueError(f"levels must be at least 1, got {levels}.")
    return int(largest_exact_integer(dtype) // largest_gain([taps] * levels))
