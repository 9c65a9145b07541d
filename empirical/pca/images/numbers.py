"""Whatever a person gives as images, as finite numbers, or a sentence why not."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

_MOST = 1e100
"""Larger values have squares that cannot be summed."""


def numbers(
    values: Any, missing: float | None = None, first: int = 0, name: str = "images"
) -> NDArray[np.floating[Any]]:
    """Return rows as floats, NaN where a value is missing.

    Masked values are missing; so are those equal to ``missing``, unless it is None.

    Parameters
    ----------
    values
        An array of numbers of any type, perhaps masked.
    missing
        What stands for a value that is not known; NaN, or a number.
    first
        The number of the first row, for what an error says.
    name
        What an error calls the rows.

    Returns
    -------
    array
        float32 where that holds every value of the type, else float64.

    Raises
    ------
    ValueError
        If it holds no numbers, or NaN or infinity that do not stand for what is
        missing.
    TypeError
        If it holds objects that are no numbers.

    """
    mask = np.ma.getmaskarray(values) if np.ma.isMaskedArray(values) else None
    plain = np.ma.getdata(values) if mask is not None else np.asarray(values)
    array = _floats(plain, name)
    gone = _gone(plain, array, missing)
    if mask is not None:
        gone = mask if gone is None else mask | gone
    wrong = ~np.isfinite(array)
    if array.dtype == np.float64:
        wrong |= np.abs(array) > _MOST
    if gone is not None:
        wrong &= ~gone
    if wrong.any():
        raise ValueError(f"{name} must be {_fault(array, wrong, missing, first)}")
    return array if gone is None else np.where(gone, array.dtype.type(np.nan), array)


def _floats(plain: NDArray[Any], name: str) -> NDArray[np.floating[Any]]:
    kind, size = plain.dtype.kind, plain.dtype.itemsize
    if kind == "O":
        return plain.astype(np.float64)
    if kind not in "buif":
        raise ValueError(
            f"{name} must be numbers, got {plain.dtype}"
            + (": Complex data not supported." if kind == "c" else ".")
        )
    single = size <= (4 if kind == "f" else 2)
    return plain.astype(np.float32 if single else np.float64, copy=False)


def _gone(
    plain: NDArray[Any], array: NDArray[np.floating[Any]], missing: float | None
) -> NDArray[np.bool_] | None:
    if missing is None:
        return None
    gone: NDArray[np.bool_] = np.isnan(array) if np.isnan(missing) else plain == missing
    return gone


def _fault(
    array: NDArray[Any], wrong: NDArray[np.bool_], missing: float | None, first: int
) -> str:
    place = tuple(int(k) for k in np.argwhere(wrong)[0])
    value = array[place]
    said = "NaN" if np.isnan(value) else "infinity" if np.isinf(value) else f"{value}"
    hint = (
        "; say missing_values=nan if NaN stands for what is not known"
        if np.isnan(value) and missing is None
        else ""
    )
    return (
        f"finite and below {_MOST:g} in size, got {said} in row {first + place[0]}"
        f"{hint}."
    )
