"""The numba loops of the cascade in the plane; each also runs as plain Python.

As in :mod:`theory.position.kernels`, with rows in the place of entries: the edge is the
last row of the block before.
"""

import numpy as np
from jaxtyping import Int, Num

from theory.compiled import compiled
from theory.position.kernels import all_finite, silent


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
        As for :func:`~theory.position.kernels.fill_block`; the rows of an output lie
        one after the other.
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


@silent
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
    """Write every layer's output for blocks of rows, as ``fill_span`` does on the line.

    Parameters
    ----------
    blocks
        Images of one size, one after the other, cut into blocks of rows.
    buffer, taps
        As for :func:`fill_plane_block`.
    places, steps, spare, period, first, last
        As for :func:`~theory.position.kernels.fill_span`.

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


@silent
def fill_plane_stages(
    blocks: Num[np.ndarray, "blocks height width"],
    buffer: Num[np.ndarray, " total"],
    taps: Num[np.ndarray, "levels 3 3"],
    layout: Int[np.ndarray, "3 levels"],
    depth: int,
    period: int,
    first: int,
) -> bool:
    """Write both stages in the plane, as ``fill_stages`` does on the line.

    Parameters
    ----------
    blocks, buffer, taps, period, first
        As for :func:`fill_plane_span`, with the taps of all layers.
    layout, depth
        As for :func:`~theory.position.kernels.fill_stages`.

    Returns
    -------
    bool
        Whether all entries of the last output are finite.

    """
    places, steps, spare = layout
    count = len(blocks)
    own = places[:depth], steps[:depth], spare[:depth]
    fill_plane_span(blocks, buffer, taps[:depth], *own, period, first, count)
    if depth < len(taps):
        start, size = places[depth - 1], steps[depth - 1]
        left, side = buffer[start : start + count * size], blocks.shape[2] >> depth
        left = left.reshape(count // period, side, side)
        rest = places[depth:], steps[depth:], spare[depth:]
        fill_plane_span(left, buffer, taps[depth:], *rest, 1, 0, len(left))
    return all_finite(buffer[places[-1] :])
