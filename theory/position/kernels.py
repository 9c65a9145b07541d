"""The numba loops of the cascade; each also runs as plain Python.

A block of the input passes through several layers while it is in cache. Only the last
entry of the block before, layer by layer, is needed to go on: the *edge*.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

import numpy as np
from jaxtyping import Int, Num

from theory.compiled import compiled


def silent(loop: Callable[..., Any]) -> Callable[..., Any]:
    """Compile a loop, or keep plain Python from warning of an overflow.

    Compiled loops never do; an overflow shows in the codes.
    """
    fast: Callable[..., Any] = compiled()(loop)
    # Where the compiler is switched off, this is the loop itself.
    if fast is not loop:
        return fast

    @wraps(loop)
    def silenced(*arguments: Any) -> Any:
        with np.errstate(over="ignore", invalid="ignore"):
            return loop(*arguments)

    return silenced


# Inlined, because a call with views counts references to them, which takes longer than
# a short layer.
@compiled(inline=True)
def fill_layer(
    source: Num[np.ndarray, " size"],
    target: Num[np.ndarray, " half"],
    taps: Num[np.ndarray, " 3"],
    left: Any,
) -> Any:
    """Write one layer's output and return the input's last entry.

    Parameters
    ----------
    source, target
        Input and output; the output is half as long.
    taps
        Left, middle, right, of the dtype of the source.
    left
        The entry left of the input.

    """
    t0, t1, t2 = taps[0], taps[1], taps[2]
    for i in range(target.size):
        # Handed on instead of read again: twice as fast, as every entry is loaded once.
        right = source[2 * i + 1]
        target[i] = t0 * left + t1 * source[2 * i] + t2 * right
        left = right
    return left


@compiled(inline=True)
def fill_block(
    source: Num[np.ndarray, " size"],
    buffer: Num[np.ndarray, " total"],
    taps: Num[np.ndarray, "depth 3"],
    places: Int[np.ndarray, " depth"],
    edges: Num[np.ndarray, " depth"],
) -> None:
    """Write every layer's output for one block of a signal, and renew the edges.

    One layer is ``u'[i] = t0 u[2i - 1] + t1 u[2i] + t2 u[2i + 1]`` with ``u[-1]`` from
    the edge: a correlation with three taps, of which the even positions stay. Only the
    left end reaches outside, because the lengths are even. The products are added from
    left to right and never fused, so that floats equal NumPy's to the last bit.
    Arguments are not checked; :mod:`theory.position.cascade` is the checked route.

    Parameters
    ----------
    source
        The block; its length is a multiple of 2^depth.
    buffer
        Where the layers are written.
    taps
        First layer first, of the dtype of the source: int64, float32 or float64.
    places
        Where in the buffer each layer's output begins.
    edges
        The entry left of each layer's input; replaced by the input's last one.

    """
    for layer in range(len(taps)):
        size = source.size // 2
        target = buffer[places[layer] : places[layer] + size]
        edges[layer] = fill_layer(source, target, taps[layer], edges[layer])
        source = target


@silent
def fill_span(
    blocks: Num[np.ndarray, "blocks size"],
    buffer: Num[np.ndarray, " total"],
    taps: Num[np.ndarray, "depth 3"],
    places: Int[np.ndarray, " depth"],
    steps: Int[np.ndarray, " depth"],
    spare: Int[np.ndarray, " depth"],
    period: int,
    first: int,
    last: int,
) -> None:
    """Write every layer's output for the blocks from ``first`` to before ``last``.

    A start within a signal finds its edges by running the block before. The edges that
    this one starts from do not matter: what they touch is the first entry of each
    layer's output, and a layer hands on its last, of two or more.

    Parameters
    ----------
    blocks
        Signals of one length, one after the other, cut into blocks.
    buffer, taps
        As for :func:`fill_block`.
    places, steps
        Block k of layer l begins at ``places[l] + k steps[l]``. With a step of 0 the
        block overwrites the one before: its output is only passed on.
    spare
        The places that the block before ``first`` may overwrite.
    period
        How many blocks make one signal.
    first, last
        Which blocks.

    """
    edges = np.zeros(len(taps), buffer.dtype)
    if first % period:
        fill_block(blocks[first - 1], buffer, taps, spare, edges)
    current = places + first * steps
    for block in range(first, last):
        if block % period == 0:
            edges[:] = 0
        fill_block(blocks[block], buffer, taps, current, edges)
        current += steps


@compiled()
def all_finite(values: Num[np.ndarray, " size"]) -> bool:
    """Return whether no value is infinite or NaN."""
    for value in values:  # noqa: SIM110
        if not np.isfinite(value):
            return False
    return True


@silent
def fill_stages(
    blocks: Num[np.ndarray, "blocks size"],
    buffer: Num[np.ndarray, " total"],
    taps: Num[np.ndarray, "levels 3"],
    layout: Int[np.ndarray, "3 levels"],
    depth: int,
    period: int,
    first: int,
) -> bool:
    """Write every layer's output from block ``first`` on, and then the rest.

    One call for both stages, because a call takes longer than a short signal.

    Parameters
    ----------
    blocks, buffer, taps, period, first
        As for :func:`fill_span`, with the taps of all layers.
    layout
        Rows: the places, the steps and the spare places of all layers.
    depth
        How many layers the first stage has. The rest takes the last one's output,
        each signal as one block.

    Returns
    -------
    bool
        Whether all entries of the last output are finite.

    """
    places, steps, spare = layout
    count = len(blocks)
    own = places[:depth], steps[:depth], spare[:depth]
    fill_span(blocks, buffer, taps[:depth], *own, period, first, count)
    if depth < len(taps):
        start, size = places[depth - 1], steps[depth - 1]
        left = buffer[start : start + count * size]
        left = left.reshape(count // period, period * size)
        rest = places[depth:], steps[depth:], spare[depth:]
        fill_span(left, buffer, taps[depth:], *rest, 1, 0, len(left))
    return all_finite(buffer[places[-1] :])
