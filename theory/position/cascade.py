"""Codes of any signals and images under any taps, at the speed of reading them.

The encoder itself, for whoever has many signals; the claims check what it computes by
slower routes, the benchmark its speed.
"""

import math
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Any

import numpy as np
from jaxtyping import Num

from theory.position.bounds import plane_gain
from theory.position.exactness import (
    DECK_TAPS,
    Numbers,
    largest_exact_integer,
    largest_gain,
    refuse_masked,
    whole_number,
)
from theory.position.stages import Plan, filled, planned


def codes(
    signals: Numbers, taps: Numbers = DECK_TAPS, *, threads: int = 1
) -> Num[np.ndarray, "..."]:
    """Return the code of every signal, what is left of it after L layers.

    One layer is ``u'(i) = t0 u(2i - 1) + t1 u(2i) + t2 u(2i + 1)`` with zeros outside.
    Layer after layer is computed, but block by block: a signal is read once (integers
    before that for their bounds), and beside it stands less than 1 % of its size from
    n = 2^19 on.

    Parameters
    ----------
    signals
        Shape (..., 2^L), L at least 1: integers or finite floats. Contiguous arrays of
        the dtype of the result are read where they are, others are copied.
    taps
        Shape (3,) for one filter in all layers, or (L, 3), first layer first; rounded
        to the dtype of the result.
    threads
        Most threads at work, on blocks and on the batch: one for every 2^20 entries.

    Returns
    -------
    array
        Shape (...,). For integer signals and taps int64, exact. For floats the dtype
        of the signals, float32 or float64 (float64 also for integer signals under
        float taps): equal to NumPy's
        :func:`~theory.position.variants.encode_numpy` in all bits, and within
        :func:`~theory.position.bounds.rounding_bound` of the exact code.

    Raises
    ------
    ValueError
        If a shape, a dtype or a value is not as above, if integers could leave int64
        (largest entry times :func:`~theory.position.exactness.largest_gain` beyond
        2^63 - 1), if floats overflow, or if threads is below 1.

    Notes
    -----
    Deck, "Autoencoding position". Floats are not looked at beforehand, which would be
    a second reading: every entry and every tap has a part in the code, and what is not
    finite stays so, also times zero. So the code tells.

    Examples
    --------
    >>> codes([[0, 1, 0, 0], [0, 0, 1, 0]]).tolist()
    [3, 2]

    """
    return _codes(1, signals, taps, threads)


def layers(
    signals: Numbers, taps: Numbers = DECK_TAPS, *, threads: int = 1
) -> tuple[Num[np.ndarray, "..."], ...]:
    """Return u1 to uL, the output of every layer, by the loops that :func:`codes` runs.

    Parameters
    ----------
    signals, taps, threads
        As for :func:`codes`.

    Returns
    -------
    tuple of arrays
        Shapes (..., 2^(L-1)) and so on to (..., 1); as exact as the codes. They are
        views of one array.

    Raises
    ------
    ValueError
        As for :func:`codes`.

    Examples
    --------
    >>> [u.tolist() for u in layers([0, 1, 0, 0, 0, 0, 0, 0])]
    [[1, 1, 0, 0], [3, 1], [7]]

    """
    return _layers(1, signals, taps, threads)


def plane_codes(
    images: Numbers, taps: Numbers, *, threads: int = 1
) -> Num[np.ndarray, "..."]:
    """Return the code of every image, what is left of it after L layers in the plane.

    One layer is ``u'(i, j) = sum_pq t(p, q) u(2i + p - 1, 2j + q - 1)`` with zeros
    outside. An image is read once, in blocks of rows.

    Parameters
    ----------
    images
        Shape (..., 2^L, 2^L), values as for :func:`codes`.
    taps
        Shape (3, 3), or (L, 3, 3), first layer first.
    threads
        As for :func:`codes`.

    Returns
    -------
    array
        Shape (...,), with the dtypes and the exactness of :func:`codes`.

    Raises
    ------
    ValueError
        As for :func:`codes`.

    Examples
    --------
    >>> plane_codes([[0, 0], [1, 0]], np.outer([1, 2, 1], [0, 1, 1])).item()
    1

    """
    return _codes(2, images, taps, threads)


def plane_layers(
    images: Numbers, taps: Numbers, *, threads: int = 1
) -> tuple[Num[np.ndarray, "..."], ...]:
    """Return the output of every layer, by the loops that :func:`plane_codes` runs.

    Parameters
    ----------
    images, taps, threads
        As for :func:`plane_codes`.

    Returns
    -------
    tuple of arrays
        Shapes (..., 2^(L-1), 2^(L-1)) and so on to (..., 1, 1).

    Raises
    ------
    ValueError
        As for :func:`codes`.

    """
    return _layers(2, images, taps, threads)


def _codes(
    dimensions: int, signals: Numbers, taps: Numbers, threads: int
) -> Num[np.ndarray, "..."]:
    buffer, form = _run(dimensions, False, signals, taps, threads)
    # A copy lets go of the memory around it.
    return buffer[form.last].reshape(form.batch).copy()


def _layers(
    dimensions: int, signals: Numbers, taps: Numbers, threads: int
) -> tuple[Num[np.ndarray, "..."], ...]:
    buffer, form = _run(dimensions, True, signals, taps, threads)
    return tuple(
        buffer[part].reshape(*form.batch, *shape[1:])
        for part, shape in form.plan.outputs
    )


def _run(
    dimensions: int, every: bool, signals: Numbers, taps: Numbers, threads: int
) -> tuple[Num[np.ndarray, " total"], "_Form"]:
    """Return the buffer with the outputs, and the form that says where they are."""
    threads = whole_number("threads", threads)
    if threads < 1:
        raise ValueError(f"threads must be at least 1, got {threads}.")
    refuse_masked("signals and images", signals)
    refuse_masked("taps", taps)
    entries, filters = np.asarray(signals), np.asarray(taps)
    shapes = entries.shape, entries.dtype, filters.shape, filters.dtype
    form, rounded, gain = _call(
        (dimensions, every, threads, *shapes), filters.tobytes()
    )
    if gain is not None:
        _refuse_inexact(form.name, entries, gain, len(rounded))
    entries = np.ascontiguousarray(entries, form.dtype)
    buffer, finite = filled(form.plan, entries, rounded)
    if not finite:
        _refuse_infinite(entries.reshape(form.row), buffer[form.last])
    return buffer, form


@dataclass(frozen=True, kw_only=True)
class _Form:
    """What the shapes and the dtypes of signals and taps decide."""

    name: str
    """Of the signals, in messages."""
    dtype: np.dtype[Any]
    """Of the result."""
    batch: tuple[int, ...]
    row: tuple[int, ...]
    """The shape of the signals in one row."""
    filters: tuple[int, ...]
    """The shape of one filter for each layer."""
    plan: Plan
    last: slice
    """Where the codes are in the buffer."""


# Remembered, as is the form: otherwise it takes longer than the loops, up to n = 2^12.
# Taps are mostly the same from call to call; their bytes tell.
@lru_cache
def _call(
    kind: tuple[Any, ...], taps: bytes
) -> tuple[_Form, Num[np.ndarray, "levels ..."], Fraction | None]:
    """Return the form, its filters, and for integers how much they can grow."""
    form = _form(*kind)
    *_, shape, dtype = kind
    filters = np.frombuffer(taps, dtype).reshape(shape)
    rounded = np.empty(form.filters, form.dtype)
    rounded[:] = _narrowed(filters, form.dtype)
    if form.dtype.kind == "i":
        gain = largest_gain if rounded.ndim == 2 else plane_gain
        return form, rounded, gain(np.broadcast_to(filters, form.filters).tolist())
    finite = np.isfinite(rounded)
    # Counting takes a tenth of the time of all() on a few values.
    if np.count_nonzero(finite) < finite.size:
        bad = np.broadcast_to(filters, form.filters)[~finite][0]
        raise ValueError(f"taps must be finite in {form.dtype}, got {bad}.")
    return form, rounded, None


@lru_cache
def _form(
    dimensions: int,
    every: bool,
    threads: int,
    shape: tuple[int, ...],
    dtype: np.dtype[Any],
    taps_shape: tuple[int, ...],
    taps_dtype: np.dtype[Any],
) -> _Form:
    """Return the form of a call, or raise where there is none."""
    name = "signals" if dimensions == 1 else "images"
    _refuse_dtype(name, dtype)
    _refuse_dtype("taps", taps_dtype)
    levels = _levels(name, shape, dimensions)
    square = (3,) * dimensions
    if taps_shape not in (square, (levels, *square)):
        raise ValueError(
            f"taps must have shape {square} or {(levels, *square)}, got {taps_shape}."
        )
    batch = shape[: len(shape) - dimensions]
    row = (math.prod(batch), *shape[len(batch) :])
    plan = planned(row, every, threads)
    return _Form(
        name=name,
        dtype=_dtype(dtype, taps_dtype),
        batch=batch,
        row=row,
        filters=(levels, *square),
        plan=plan,
        last=plan.outputs[-1][0],
    )


def _refuse_dtype(name: str, dtype: np.dtype[Any]) -> None:
    if dtype.kind not in "iuf" or dtype.itemsize > 8:
        raise ValueError(
            f"{name} must hold integers or floats of at most 64 bits, "
            f"got dtype {dtype}."
        )


def _levels(name: str, shape: tuple[int, ...], dimensions: int) -> int:
    """Return L for a shape that ends in sides 2^L."""
    sides = shape[-dimensions:]
    size = sides[0] if sides else 0
    if len(sides) < dimensions or len(set(sides)) > 1 or size < 2 or size & (size - 1):
        ending = "(..., 2^L)" if dimensions == 1 else "(..., 2^L, 2^L)"
        raise ValueError(
            f"{name} must have shape {ending} with L at least 1, got {shape}."
        )
    return size.bit_length() - 1


def _dtype(dtype: np.dtype[Any], taps_dtype: np.dtype[Any]) -> np.dtype[Any]:
    if dtype.kind == "f":
        return np.dtype("float32" if dtype.itemsize <= 4 else "float64")
    return np.dtype("float64" if taps_dtype.kind == "f" else "int64")


def _narrowed(
    filters: Num[np.ndarray, "..."], dtype: np.dtype[Any]
) -> Num[np.ndarray, "..."]:
    """Return taps that are too large for a narrower dtype as infinite."""
    if dtype.itemsize >= filters.dtype.itemsize:
        return filters
    with np.errstate(all="ignore"):
        return filters.astype(dtype)


def _refuse_inexact(
    name: str, entries: Num[np.ndarray, "..."], gain: Fraction, levels: int
) -> None:
    # Through Python's integers: |-2^63| is not an int64.
    largest = max(entries.max(initial=0).item(), -entries.min(initial=0).item())
    limit = largest_exact_integer("int64")
    if largest * gain > limit:
        raise ValueError(
            f"{name} must be at most {int(limit // gain)} in magnitude for "
            f"{levels} levels to stay exact in int64, got {largest}."
        )


def _refuse_infinite(
    entries: Num[np.ndarray, "batch ..."], last: Num[np.ndarray, " batch"]
) -> None:
    """Refuse what was not finite, or did not stay so, by the codes."""
    row = entries[np.argmin(np.isfinite(last))]
    finite = np.isfinite(row)
    if not finite.all():
        raise ValueError(f"signals and images must be finite, got {row[~finite][0]}.")
    raise ValueError(
        f"signals and images must be small enough for their layers to be finite in "
        f"{row.dtype}, got entries up to {np.abs(row).max()}."
    )
