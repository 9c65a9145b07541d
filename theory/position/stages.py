"""The cascade in stages: a few layers in cache, block by block, shared by threads."""

import math
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from types import MappingProxyType

import numpy as np
from jaxtyping import Num

from theory.kernels import fill_plane_span, fill_span

DEPTH = MappingProxyType({1: 7, 2: 4})
"""Most layers in one stage, on the line and in the plane, unless a block is all.

What a stage leaves, 1 / 2^7 or 1 / 4^4 of its input, is the memory that it needs.
"""

BLOCK = MappingProxyType({1: 2**10, 2: 2**4})
"""Entries or rows in one block: with its layers, a small part of the nearest cache."""

SPAN = 2**18
"""Fewest entries given to one thread; a guess, which the benchmark does not settle."""


def staged_outputs(
    signals: Num[np.ndarray, "batch n *across"],
    taps: Num[np.ndarray, "levels 3 *three"],
    *,
    every: bool,
    threads: int = 1,
    block: int | None = None,
    span: int = SPAN,
) -> tuple[Num[np.ndarray, "batch ..."], ...]:
    """Return every layer's output, or only one of the last, by the same loops.

    Arguments are not checked; :mod:`theory.position.cascade` is the checked route.

    Parameters
    ----------
    signals
        Shape (batch, 2^L) or (batch, 2^L, 2^L), L at least 1; contiguous, int64,
        float32 or float64.
    taps
        Shape (L, 3) or (L, 3, 3), of the dtype of the signals.
    every
        Whether all layers are kept. If not, they overwrite each other in cache, and
        the last layer's output alone is returned.
    threads
        Most threads at work.
    block
        Entries or rows in one block, a power of two from 2 up; :data:`BLOCK` if None.
    span
        Fewest entries for one thread.

    Returns
    -------
    tuple of arrays
        Shapes (batch, 2^(L-1)) and so on to (batch, 1), or squares of these sides.

    """
    dimensions = signals.ndim - 1
    largest = BLOCK[dimensions] if block is None else block
    outputs: tuple[Num[np.ndarray, "batch ..."], ...] = ()
    while len(taps):
        size = min(largest, signals.shape[1])
        depth = size.bit_length() - 1
        if size < signals.shape[1]:
            depth = min(DEPTH[dimensions], depth)
        spans = max(1, min(threads, signals.size // max(span, size)))
        stage = _stage_outputs(signals, taps[:depth], size, every, spans)
        outputs = outputs + stage if every else stage
        signals, taps = stage[-1], taps[depth:]
    return outputs


def _stage_outputs(
    signals: Num[np.ndarray, "batch n *across"],
    taps: Num[np.ndarray, "depth 3 *three"],
    size: int,
    every: bool,
    spans: int,
) -> tuple[Num[np.ndarray, "batch ..."], ...]:
    """Return the outputs of at most log2(size) layers, all or the last."""
    batch, *sides = signals.shape
    period = sides[0] // size
    blocks = signals.reshape(batch * period, size, *sides[1:])
    shapes = [[side >> layer for side in sides] for layer in range(1, len(taps) + 1)]
    # What one block adds to each layer; its place stays where the layer is not kept.
    shares = np.array([math.prod(shape) // period for shape in shapes])
    steps = shares * (every | (np.arange(len(taps)) == len(taps) - 1))
    ends = np.cumsum(steps * len(blocks))
    starts = ends - steps * len(blocks)
    buffer = np.empty(ends[-1] + spans * shares.sum(), signals.dtype)

    def fill(number: int) -> None:
        scratch = ends[-1] + number * shares.sum() + np.cumsum(shares) - shares
        places = np.where(steps > 0, starts, scratch)
        first, last = (len(blocks) * part // spans for part in (number, number + 1))
        fill_blocks = fill_span if signals.ndim == 2 else fill_plane_span
        # Only plain Python warns; an overflow shows in the codes.
        with np.errstate(over="ignore", invalid="ignore"):
            fill_blocks(
                blocks, buffer, taps, places, steps, scratch, period, first, last
            )

    _run(fill, spans)
    kept = [layer for layer, step in enumerate(steps) if step]
    return tuple(
        buffer[starts[layer] : ends[layer]].reshape(batch, *shapes[layer])
        for layer in kept
    )


def _run(fill: Callable[[int], None], spans: int) -> None:
    if spans == 1:
        fill(0)
        return
    # The loops hold no interpreter lock, so threads are enough.
    with ThreadPoolExecutor(spans) as pool:
        list(pool.map(fill, range(spans)))
