"""The deck's linear position encoder: exact codes of Diracs and of any signal."""

from fractions import Fraction
from typing import Any

import numpy as np
from jaxtyping import Num

from theory.position.exactness import (
    DECK_TAPS,
    LARGEST_EXACT_LEVELS,
    MOST_LEVELS,
    Numbers,
    largest_exact_integer,
    largest_gain,
    refuse_masked,
    whole_number,
)
from theory.position.stages import staged_outputs


def encode(signal: Numbers, levels: int, taps: Numbers = DECK_TAPS) -> int | float:
    """Return the code ``E_L(x)`` of a signal, the one entry left after L layers.

    One layer is ``u'(i) = t0 u(2i - 1) + t1 u(2i) + t2 u(2i + 1)`` with zeros outside
    the signal. With taps [1, 2, 1], ``E_L(x) = sum_i (2^L - i) x(i)``.

    Parameters
    ----------
    signal
        Shape (2^L,), integers or finite floats.
    levels
        Number of layers L, at least 1.
    taps
        Shape (3,) for one filter in all layers, or (L, 3), first layer first.

    Returns
    -------
    int or float
        An int, exact, where signal and taps are integers. Otherwise a float, exact
        where all their values are whole numbers.

    Raises
    ------
    ValueError
        If a shape, a dtype or a value is not as above, or if the entries are so large
        that a partial sum could leave the exact range: magnitude times
        :func:`~theory.position.exactness.largest_gain` beyond 2^63 - 1 for integers,
        2^53 for floats.

    Notes
    -----
    Deck, "Autoencoding position".

    Examples
    --------
    >>> encode([0, 1, 0, 0, 0, 0, 0, 0], levels=3)
    7

    """
    entries, filters = _checked(signal, levels, taps)
    code: int | float = staged_outputs(entries, filters, every=False)[-1].item()
    return code


def layer_outputs(
    signal: Numbers, levels: int, taps: Numbers = DECK_TAPS
) -> tuple[Num[np.ndarray, " _"], ...]:
    """Return u1 to uL, the output of every layer, by the code that encodes.

    Parameters
    ----------
    signal, levels, taps
        As for :func:`encode`.

    Returns
    -------
    tuple of arrays
        Shapes (2^(L-1),), (2^(L-2),) and so on to (1,); int64 or float64.

    Raises
    ------
    ValueError
        As for :func:`encode`.

    Examples
    --------
    >>> [u.tolist() for u in layer_outputs([0, 1, 0, 0, 0, 0, 0, 0], levels=3)]
    [[1, 1, 0, 0], [3, 1], [7]]

    """
    entries, filters = _checked(signal, levels, taps)
    return tuple(u[0] for u in staged_outputs(entries, filters, every=True))


def _checked(
    signal: Numbers, levels: int, taps: Numbers
) -> tuple[Num[np.ndarray, "1 n"], Num[np.ndarray, "levels 3"]]:
    """Return the signal as a batch of one, with L filters of its dtype."""
    levels = whole_number("levels", levels)
    _check_levels(levels, None)
    entries, filters = _numbers("signal", signal), _numbers("taps", taps)
    if entries.shape != (2**levels,):
        raise ValueError(
            f"signal must have shape ({2**levels},) for {levels} levels, "
            f"got {entries.shape}."
        )
    if filters.shape not in ((3,), (levels, 3)):
        raise ValueError(
            f"taps must have shape (3,) or ({levels}, 3), got {filters.shape}."
        )
    filters = np.broadcast_to(filters, (levels, 3))
    dtype = np.result_type(entries, filters)
    _refuse_inexact(entries, filters, dtype)
    return entries.astype(dtype)[None], np.ascontiguousarray(filters, dtype)


def _numbers(name: str, values: Numbers) -> Num[np.ndarray, "..."]:
    """Return values as int64 or float64, refusing what these cannot hold."""
    refuse_masked(name, values)
    array = np.asarray(values)
    if array.dtype.kind not in "iuf" or array.dtype.itemsize > 8:
        raise ValueError(
            f"{name} must hold integers or floats of at most 64 bits, "
            f"got dtype {array.dtype}."
        )
    if not np.isfinite(array).all():
        raise ValueError(
            f"{name} must be finite, got {array[~np.isfinite(array)].flat[0]}."
        )
    if array.dtype.kind == "u" and array.size and array.max() > np.iinfo(np.int64).max:
        raise ValueError(f"{name} must be at most 2^63 - 1, got {array.max()}.")
    return array.astype(np.float64 if array.dtype.kind == "f" else np.int64)


def _refuse_inexact(
    entries: Num[np.ndarray, " n"],
    filters: Num[np.ndarray, "levels 3"],
    dtype: np.dtype[Any],
) -> None:
    # Through Python's integers: |-2^63| is not an int64.
    largest = max(abs(entries.max().item()), abs(entries.min().item()))
    limit = largest_exact_integer(dtype.name)
    gain = largest_gain(filters.tolist())
    if Fraction(largest) * gain > limit:
        raise ValueError(
            f"signal entries must be at most {int(limit // gain)} in magnitude for "
            f"{len(filters)} levels to stay exact in {dtype.name}, got {largest}."
        )


def encode_dirac(position: int, levels: int, dtype: str = "int64") -> int | float:
    """Return ``E_L(delta_a)`` for long signals, following the non-zeros only.

    Every layer of [1, 2, 1] turns a pair of neighbours into a pair of neighbours, so
    two entries are all there is to follow; they are added in the dtype asked for.

    Parameters
    ----------
    position
        The place a of the impulse, 0 to 2^L - 1.
    levels
        Number of layers L, 1 to 62 for int64, to 53 for float64.
    dtype
        int64 or float64.

    Returns
    -------
    int or float
        The code, exact.

    Raises
    ------
    ValueError
        If an argument is not as above.

    Examples
    --------
    >>> encode_dirac(2**62 - 1, levels=62)
    1

    """
    levels = whole_number("levels", levels)
    place = whole_number("position", position)
    _check_levels(levels, LARGEST_EXACT_LEVELS.get(dtype, MOST_LEVELS))
    _check_position(place, levels)
    largest_exact_integer(dtype)
    number = np.dtype(dtype).type
    left, right = number(1), number(0)
    size = 2**levels
    for _ in range(levels):
        # The pair sits at place and place + 1; DECK_TAPS is symmetric.
        if place % 2 == 0:
            left, right = number(2) * left + right, right
        else:
            left, right = left, left + number(2) * right
        place, size = place // 2, size // 2
        if place + 1 == size:
            right = number(0)
    code: int | float = left.item()
    return code


def inverted_position(
    position: int | float | Num[np.ndarray, "..."], levels: int
) -> Any:
    """Return ``2^L - a``, the code of a Dirac at position a.

    Exact for a Python integer at any L; for floats and arrays where L is at most 53.

    Parameters
    ----------
    position
        The place a, in [0, 2^L - 1]; real where the impulse is shared linearly by two
        neighbours (deck, equation (11)). A number or an array.
    levels
        Number of layers L, at least 1.

    Returns
    -------
    number or array
        Of the kind of ``position``; of NumPy's numbers int64 or float64.

    Raises
    ------
    ValueError
        If the position or the levels are out of range.

    Examples
    --------
    >>> inverted_position(5, levels=3)
    3
    >>> inverted_position(2.25, levels=3)
    5.75

    """
    levels = whole_number("levels", levels)
    whole = isinstance(position, int)
    _check_levels(levels, None if whole else LARGEST_EXACT_LEVELS["float64"])
    place = _widened(position)
    _check_position(place, levels)
    return 2**levels - place


def layer_output(
    position: int | float, level: int, levels: int
) -> Num[np.ndarray, " samples"]:
    """Return ``u^(l)(i) = max(0, 2^l - |a - 2^l i|)``, level l of a Dirac at a.

    A hat of height and half-width 2^l, sampled 2^l apart: [1, 2, 1] is the filter that
    makes a hat twice as wide and twice as high. Level 0 is the Dirac itself.

    Parameters
    ----------
    position
        The place a, in [0, 2^L - 1]; real as for :func:`inverted_position`.
    level
        Which layer l, 0 to L.
    levels
        Number of layers L, 1 to 53.

    Returns
    -------
    array
        Shape (2^(L-l),); int64 for an integer position, else float64.

    Raises
    ------
    ValueError
        If an argument is out of range.

    Examples
    --------
    >>> layer_output(3, level=1, levels=3).tolist()
    [0, 1, 1, 0]

    """
    level, levels = whole_number("level", level), whole_number("levels", levels)
    _check_levels(levels, LARGEST_EXACT_LEVELS["float64"])
    place = _widened(position)
    _check_position(place, levels)
    if not 0 <= level <= levels:
        raise ValueError(f"level must be in [0, {levels}], got {level}.")
    centres = 2**level * np.arange(2 ** (levels - level))
    return np.asarray(np.maximum(0, 2**level - np.abs(place - centres)))


def _widened(position: Any) -> Any:
    """Return NumPy's numbers as int64 or float64, which hold every code; others as is.

    Narrower ones would round, or overflow, where the length is large.
    """
    refuse_masked("position", position)
    if not isinstance(position, np.ndarray | np.generic):
        return position
    if position.dtype.kind not in "iuf" or position.dtype.itemsize > 8:
        raise ValueError(
            "position must hold integers or floats of at most 64 bits, got dtype "
            f"{position.dtype}."
        )
    return position.astype(np.float64 if position.dtype.kind == "f" else np.int64)


def _check_levels(levels: int, most: int | None) -> None:
    if levels < 1 or (most is not None and levels > most):
        bound = "at least 1" if most is None else f"in [1, {most}]"
        raise ValueError(f"levels must be {bound}, got {levels}.")


def _check_position(position: Any, levels: int) -> None:
    # Written so that a NaN is refused.
    if not np.all((position >= 0) & (position <= 2**levels - 1)):
        raise ValueError(f"position must be in [0, {2**levels - 1}], got {position}.")
