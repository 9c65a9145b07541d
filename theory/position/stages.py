"""The cascade in two stages: some layers block by block in cache, then the rest."""

import math
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from types import MappingProxyType

import numpy as np
from jaxtyping import Int, Num

DEPTH = MappingProxyType({1: 9, 2: 4})
"""Most layers in the first stage, on the line and in the plane, unless a block is all.

It leaves 1 / 2^9 or 1 / 4^4 of its input, so little that the rest of a signal is one
block. The memory beside the input is that, at most as much again for the layers of the
rest, and the layers of a block for each thread. On the line 7, 8 and 9 are equally
fast; a block of 2^10 leaves two entries after 9.
"""

BLOCK = MappingProxyType({1: 2**10, 2: 2**4})
"""Entries or rows in one block.

Measured on the line, in float64: 2^9 and 2^10 are equally fast. A block of 2^11 fills,
with its layers, the nearest cache (32 KiB), and takes half as long again.
"""

SPAN = 2**19
"""Entries given to a thread at a time; one thread works for every two such spans.

A thread takes 80 to 170 microseconds to start, in which one core takes 2^18 to 2^19
entries: fewer would cost more than they share. Spans of 2^18 to 2^20 share longer
signals equally well.
"""

SPAN_BLOCKS = 8
"""Fewest blocks in a span, because a span within a signal reads one block again."""


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
        Entries for a thread at a time, :data:`SPAN_BLOCKS` blocks or more.

    Returns
    -------
    tuple of arrays
        Shapes (batch, 2^(L-1)) and so on to (batch, 1), or squares of these sides.

    """
    plan = planned(signals.shape, every, threads, block, span)
    buffer, _ = filled(plan, signals, taps)
    return tuple([buffer[part].reshape(shape) for part, shape in plan.outputs])


def filled(
    plan: "Plan",
    signals: Num[np.ndarray, "..."],
    taps: Num[np.ndarray, "levels 3 *three"],
) -> tuple[Num[np.ndarray, " total"], bool]:
    """Return the buffer with what a plan keeps, and whether all codes are finite.

    Parameters
    ----------
    plan
        For the shape that the signals have, or had before they lay in one row.
    signals, taps
        As for :func:`staged_outputs`.

    """
    # The compiler is loaded by what needs it, and not by every command.
    from theory.position.kernels import fill_stages
    from theory.position.plane_kernels import fill_plane_stages

    buffer = np.empty(plan.total, signals.dtype)
    blocks, first = signals.reshape(plan.blocks), 0
    if len(plan.layouts) > 1:
        _share(plan, blocks, buffer, taps)
        first = len(blocks)
    fill = fill_stages if blocks.ndim == 2 else fill_plane_stages
    finite: bool = fill(
        blocks, buffer, taps, plan.layouts[-1], plan.depth, plan.period, first
    )
    return buffer, finite


def _share(
    plan: "Plan",
    blocks: Num[np.ndarray, "blocks size *across"],
    buffer: Num[np.ndarray, " total"],
    taps: Num[np.ndarray, "levels 3 *three"],
) -> None:
    """Run the first stage on several threads."""
    from theory.position.kernels import fill_span
    from theory.position.plane_kernels import fill_plane_span

    fill = fill_span if blocks.ndim == 2 else fill_plane_span
    own, waiting = taps[: plan.depth], iter(plan.spans)

    def fill_spans(layout: Int[np.ndarray, "3 levels"]) -> None:
        # Whoever is free takes the next span, so that nobody waits for a thread whose
        # core is busy.
        for first, last in waiting:
            fill(
                blocks, buffer, own, *layout[:, : plan.depth], plan.period, first, last
            )

    # The loops hold no interpreter lock, so threads are enough; this one works too.
    with ThreadPoolExecutor(len(plan.layouts) - 1) as pool:
        others = pool.map(fill_spans, plan.layouts[1:])
        fill_spans(plan.layouts[0])
        list(others)


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What the stages read, by blocks and spans of them, and where they write.

    In the buffer lie the threads' scratch, the scratch of the rest, and the outputs of
    layers that are kept.
    """

    depth: int
    """How many layers the first stage has."""
    blocks: tuple[int, ...]
    """The shape of the signals, cut into blocks."""
    period: int
    """How many blocks make one signal."""
    spans: tuple[tuple[int, int], ...]
    layouts: tuple[Int[np.ndarray, "3 levels"], ...]
    """Of each thread, for :func:`theory.position.kernels.fill_stages`."""
    total: int
    outputs: tuple[tuple[slice, tuple[int, ...]], ...]
    """Where the outputs are that are returned, and their shapes."""


# Remembered: otherwise it takes longer than all loops, up to n = 2^16.
@lru_cache
def planned(
    shape: tuple[int, ...],
    every: bool,
    threads: int,
    block: int | None = None,
    span: int = SPAN,
) -> Plan:
    """Return the stages for a batch of signals or images of a shape.

    Parameters
    ----------
    shape
        Shape (batch, 2^L) or (batch, 2^L, 2^L).
    every, threads, block, span
        As for :func:`staged_outputs`.

    """
    batch, *sides = shape
    dimensions, levels = len(sides), sides[0].bit_length() - 1
    size = min(BLOCK[dimensions] if block is None else block, sides[0])
    period = sides[0] // size
    depth = size.bit_length() - 1
    if period > 1:
        depth = min(DEPTH[dimensions], depth)
    blocks = batch * period
    spans = min(math.prod(shape) // span, blocks // SPAN_BLOCKS)
    threads = max(1, min(threads, spans // 2))
    spans = spans if threads > 1 else 1
    cuts = [blocks * cut // spans for cut in range(spans + 1)]

    layers = np.arange(1, levels + 1)
    entries = math.prod(sides) >> dimensions * layers
    # What one block adds to each layer; its place stays where the layer is not kept.
    shares = np.where(layers > depth, entries, entries // period)
    kept = every | (layers == depth) | (layers == levels)
    steps = shares * kept
    room = int(shares[:depth].sum())
    scratch = np.cumsum(shares) - shares + room * np.arange(threads)[:, None]
    ends = scratch[-1, -1] + shares[-1] + np.cumsum(batch * entries * kept)
    places = np.where(kept, ends - batch * entries, scratch)
    # Of a layer that is not kept this means nothing, and nobody asks for it.
    outputs = [
        (slice(end - batch * count, end), (batch, *(side >> layer for side in sides)))
        for layer, count, end in zip(
            layers.tolist(), entries.tolist(), ends.tolist(), strict=True
        )
    ]
    return Plan(
        depth=depth,
        blocks=(blocks, size, *sides[1:]),
        period=period,
        spans=tuple(pairwise(cuts)),
        layouts=tuple(
            np.array([places[thread], steps, scratch[thread]])
            for thread in range(threads)
        ),
        total=int(ends[-1]),
        outputs=tuple(outputs if every else outputs[-1:]),
    )
