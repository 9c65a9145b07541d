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


def _silent(loop: Callable[..., None]) -> Callable[..., None]:
    """Compile a loop, or keep plain Python from warning of an overflow.

    Compiled loops never do; an overflow shows in the codes.
    """
    fast = compiled()(loop)
    # Where the compiler is switched off, this is the loop itself.
    if fast is not loop:
        return fast

    @wraps(loop)
    def silenced(*arguments: Any) -> None:
        with np.errstate(over="ignore", invalid="ignore"):
            loop(*arguments)

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


@_silent
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
def fill_row(
    above: Num[np.ndarray, " width"],
    middle: Num[np.ndarray, " width"],
    below: Num[np.ndarray, " width"],
    target: Num[np.ndarray, " half"],
    taps: Num[np.ndarray, "3 3"],
) -> None:
    """Write one row of a layer's output in the plane, from three rows of its input.

    ``u'[i, j] = sum_pq t[p, q] u[2i + p - 1, 2j + q - 1]`` with zeros left of the
    image, added from left to right and from top to bottom as written.

    Parameters
    ----------
    above, middle, below
        Rows 2i - 1, 2i and 2i + 1 of the input.
    target
        Row i of the output.
    taps
        Rows from above to below, of the dtype of the input.

    """
    t00, t01, t02 = taps[0, 0], taps[0, 1], taps[0, 2]
    t10, t11, t12 = taps[1, 0], taps[1, 1], taps[1, 2]
    t20, t21, t22 = taps[2, 0], taps[2, 1], taps[2, 2]
    # Zeros of this dtype; a literal would make the sums float64.
    left = centre = right = taps[0, 0] - taps[0, 0]
    for j in range(target.size):
        a, m, b = above[2 * j + 1], middle[2 * j + 1], below[2 * j + 1]
        total = t00 * left + t01 * above[2 * j] + t02 * a
        total = total + t10 * centre + t11 * middle[2 * j] + t12 * m
        target[j] = total + t20 * right + t21 * below[2 * j] + t22 * b
        left, centre, right = a, m, b


@compiled()
def fill_plane_block(
    source: Num[np.ndarray, "height width"],
    buffer: Num[np.ndarray, " total"],
    taps: Num[np.ndarray, "depth 3 3"],
    places: Int[np.ndarray, " depth"],
    edges: Num[np.ndarray, "depth widest"],
) -> None:
    """Write every layer's output for a block of rows, and renew the edges.

    Parameters
    ----------
    source
        The rows; both sizes are multiples of 2^depth.
    buffer, places
        As for :func:`fill_block`; the rows of an output lie one after the other.
    taps
        As for :func:`fill_row`, first layer first.
    edges
        The row above each layer's input, as far as it goes; replaced by the input's
        last one.

    """
    for layer in range(len(taps)):
        height, width = source.shape[0] // 2, source.shape[1] // 2
        target = buffer[places[layer] : places[layer] + height * width]
        target = target.reshape(height, width)
        above = edges[layer, : 2 * width]
        for i in range(height):
            middle, below = source[2 * i], source[2 * i + 1]
            fill_row(above, middle, below, target[i], taps[layer])
            above = below
        edges[layer, : 2 * width] = above
        source = target


@_silent
def fill_plane_span(
    blocks: Num[np.ndarray, "blocks height width"],
    buffer: Num[np.ndarray, " total"],
    taps: Num[np.ndarray, "depth 3 3"],
    places: Int[np.ndarray, " depth"],
    steps: Int[np.ndarray, " depth"],
    spare: Int[np.ndarray, " depth"],
    period: int,
    first: int,
    last: int,
) -> None:
    """Write every layer's output for blocks of rows, as :func:`fill_span` does.

    Parameters
    ----------
    blocks
        Images of one size, one after the other, cut into blocks of rows.
    buffer, taps
        As for :func:`fill_plane_block`.
    places, steps, spare, period, first, last
        As for :func:`fill_span`.

    """
    edges = np.zeros((len(taps), blocks.shape[2]), buffer.dtype)
    if first % period:
        fill_plane_block(blocks[first - 1], buffer, taps, spare, edges)
    current = places + first * steps
    for block in range(first, last):
        if block % period == 0:
            edges[:] = 0
        fill_plane_block(blocks[block], buffer, taps, current, edges)
        current += steps
