"""The cascade in stages: a few layers in cache, block by block, shared by threads."""

import math
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from types import MappingProxyType

import numpy as np
from jaxtyping import Int, Num

from theory.kernels import fill_plane_span, fill_span

DEPTH = MappingProxyType({1: 9, 2: 4})
"""Most layers in one stage, on the line and in the plane, unless a block is all.

What a stage leaves, 1 / 2^9 or 1 / 4^4 of its input, is the memory that it needs.
On the line 7, 8 and 9 are equally fast; a block of 2^10 leaves two entries after 9.
"""

BLOCK = MappingProxyType({1: 2**10, 2: 2**4})
"""Entries or rows in one block.

Measured on the line, in float64: 2^9 and 2^10 are equally fast. A block of 2^11 fills,
with its layers, the nearest cache (32 KiB), and takes half as long again.
"""

SPAN = 2**19
"""Entries given to a thread at a time.

A thread starts in 80 microseconds, in which one core takes 2^18 entries: shorter spans
cost more than they share. Spans of 2^18 to 2^20 share longer signals equally well.
"""


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
        Entries for a thread at a time.

    Returns
    -------
    tuple of arrays
        Shapes (batch, 2^(L-1)) and so on to (batch, 1), or squares of these sides.

    """
    outputs: tuple[Num[np.ndarray, "batch ..."], ...] = ()
    for stage in _plan(signals.shape, every, threads, block, span):
        own, taps = taps[: stage.depth], taps[stage.depth :]
        found = _stage_outputs(signals, own, stage)
        outputs = outputs + found if every else found
        signals = found[-1]
    return outputs


@dataclass(frozen=True, kw_only=True)
class _Stage:
    """What a stage reads, by blocks and spans of them, and where it writes.

    In the buffer lie the layers that are kept, then every thread's scratch.
    """

    depth: int
    blocks: tuple[int, ...]
    """The shape of its input, cut into blocks."""
    period: int
    """How many blocks make one signal."""
    spans: tuple[tuple[int, int], ...]
    threads: int
    total: int
    kept: tuple[tuple[slice, tuple[int, ...]], ...]
    """Where the outputs are that are kept, and their shapes."""
    steps: Int[np.ndarray, " depth"]
    places: Int[np.ndarray, "threads depth"]
    spare: Int[np.ndarray, "threads depth"]
    """As for :func:`theory.kernels.fill_span`, a row for each thread."""


# Remembered: otherwise it takes longer than all loops, up to n = 2^16.
@lru_cache
def _plan(
    shape: tuple[int, ...], every: bool, threads: int, block: int | None, span: int
) -> tuple[_Stage, ...]:
    """Return the stages for a batch of signals or images of a shape."""
    batch, *sides = shape
    largest = BLOCK[len(sides)] if block is None else block
    stages = []
    while sides[0] > 1:
        size = min(largest, sides[0])
        depth = size.bit_length() - 1
        if size < sides[0]:
            depth = min(DEPTH[len(sides)], depth)
        spans = batch * math.prod(sides) // max(span, size) if threads > 1 else 1
        stages.append(_stage(batch, sides, size, depth, every, max(1, spans), threads))
        sides = [side >> depth for side in sides]
    return tuple(stages)


def _stage(
    batch: int,
    sides: list[int],
    size: int,
    depth: int,
    every: bool,
    spans: int,
    threads: int,
) -> _Stage:
    """Return a stage of at most log2(size) layers, all kept or the last."""
    period = sides[0] // size
    blocks, block = batch * period, (size, *sides[1:])
    threads = min(threads, spans)
    layers = range(1, depth + 1)
    # What one block adds to each layer; its place stays where the layer is not kept.
    shares = np.array([math.prod(side >> layer for side in block) for layer in layers])
    steps = shares * (every | (np.arange(depth) == depth - 1))
    ends = np.cumsum(steps * blocks)
    starts = ends - steps * blocks
    scratch = ends[-1] + shares.sum() * np.arange(threads)
    spare = scratch[:, None] + np.cumsum(shares) - shares
    cuts = [blocks * span // spans for span in range(spans + 1)]
    return _Stage(
        depth=depth,
        blocks=(blocks, *block),
        period=period,
        spans=tuple(pairwise(cuts)),
        threads=threads,
        total=int(ends[-1] + shares.sum() * threads),
        kept=tuple(
            (slice(start, end), (batch, *(side >> layer for side in sides)))
            for layer, start, end, step in zip(layers, starts, ends, steps, strict=True)
            if step
        ),
        steps=steps,
        places=np.where(steps > 0, starts, spare),
        spare=spare,
    )


def _stage_outputs(
    signals: Num[np.ndarray, "batch n *across"],
    taps: Num[np.ndarray, "depth 3 *three"],
    stage: _Stage,
) -> tuple[Num[np.ndarray, "batch ..."], ...]:
    """Return the outputs of the layers of one stage, all or the last."""
    blocks = signals.reshape(stage.blocks)
    buffer = np.empty(stage.total, signals.dtype)
    fill_blocks = fill_span if signals.ndim == 2 else fill_plane_span
    waiting = iter(stage.spans)

    def fill(thread: int) -> None:
        where = stage.places[thread], stage.steps, stage.spare[thread]
        # Whoever is free takes the next span, so that nobody waits for a thread whose
        # core is busy.
        for first, last in waiting:
            fill_blocks(blocks, buffer, taps, *where, stage.period, first, last)

    _run(fill, stage.threads)
    return tuple([buffer[kept].reshape(shape) for kept, shape in stage.kept])


def _run(fill: Callable[[int], None], threads: int) -> None:
    if threads == 1:
        fill(0)
        return
    # The loops hold no interpreter lock, so threads are enough; this one works too.
    with ThreadPoolExecutor(threads - 1) as pool:
        others = pool.map(fill, range(1, threads))
        fill(0)
        list(others)
