"""Layers as arrays: what the worlds about positions are simulated with."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

Array = np.ndarray
Rows = Sequence[Sequence[Any]] | Array


def filtered(x: Array, taps: Sequence[Any] | Array) -> Array:
    """Return ``t0 x(i - 1) + t1 x(i) + t2 x(i + 1)``, zero outside."""
    padded = np.concatenate([[0], x, [0]])
    return taps[0] * padded[:-2] + taps[1] * padded[1:-1] + taps[2] * padded[2:]


def strided(x: Array, taps: Sequence[Any] | Array) -> Array:
    """Return a layer that filters and keeps the even positions."""
    return filtered(x, taps)[::2]


def largest(x: Array, taps: Sequence[Any] | Array) -> Array:
    """Return a layer that filters and keeps the larger of each pair."""
    return filtered(x, taps).reshape(-1, 2).max(axis=1)


def averaged(x: Array, taps: Sequence[Any] | Array) -> Array:
    """Return a layer that filters and keeps the mean of each pair."""
    return filtered(x, taps).reshape(-1, 2).mean(axis=1)


def encoded(layer: Callable[..., Array], x: Array, rows: Rows) -> Array:
    """Return what a cascade makes of a signal."""
    for taps in rows:
        x = layer(x, taps)
    return x


def codes(layer: Callable[..., Array], rows: Rows) -> Array:
    """Return the code of the impulse at every position."""
    size = 2 ** len(rows)
    return np.array([encoded(layer, x, rows)[0] for x in np.eye(size)])


def at(values: Array) -> Callable[..., Any]:
    """Return a signal as a function, zero outside."""

    def entry(*place: Any) -> Any:
        index = tuple(int(i) for i in place)
        inside = all(0 <= i < n for i, n in zip(index, values.shape, strict=True))
        return values[index] if inside else 0

    return entry


def leaky(x: Any, alpha: float) -> Any:
    """Return x above 0, alpha x below."""
    return np.where(x > 0, x, alpha * x)


def hat(x: Any, alpha: float) -> Any:
    """Return ``max(0, 1 - |x|)`` as three channels make it."""
    three = leaky(x + 1, alpha) - 2 * leaky(x, alpha) + leaky(x - 1, alpha)
    return three / (1 - alpha)


def size_of(x: Any, alpha: float) -> Any:
    """Return |x| as two channels make it."""
    return (leaky(x, alpha) + leaky(-x, alpha)) / (1 - alpha)


def with_zeros(x: Array) -> Array:
    """Return samples at even places along every axis, zeros between."""
    wide = np.zeros([2 * n for n in x.shape])
    wide[tuple(slice(None, None, 2) for _ in x.shape)] = x
    return wide
