"""Grids of images as picture files: what a network draws, seen by eye."""

import io
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from matplotlib.image import imsave

from verify.claim import Array
from verify.judge import Judged

GAP = 1
"""Pixels of white between two images of a grid."""

TALLEST = 0.55
"""Height of a grid over the width of the page, at most."""


def draw_pictures(judged: Judged, folder: Path) -> list[dict[str, Any]]:
    """Write the grids of a claim, as :func:`draw_grids`."""
    return draw_grids(judged.pictures, judged.claim.name, folder)


def draw_grids(
    grids: Mapping[str, Array], of: str, folder: Path
) -> list[dict[str, Any]]:
    """Write a PNG file for each grid, by caption, and return how it stands in a report.

    ``file``, ``caption``, ``alternative`` (a text) and ``width`` (per cent of the
    page's).

    Raises
    ------
    ValueError
        If a grid is not finite, or is not one of images.

    """
    drawn = []
    for number, (caption, grid) in enumerate(grids.items(), start=1):
        name = f"{of}-{number}.png"
        image = mosaic(grid)
        (folder / name).write_bytes(_png(image))
        width = min(100.0, 100 * TALLEST * image.shape[1] / image.shape[0])
        rows, columns = grid.shape[:2]
        alternative = f"{rows} by {columns} images. {caption}"
        drawn.append(
            {
                "file": name,
                "caption": caption,
                "alternative": alternative,
                "width": width,
            }
        )
    return drawn


def mosaic(grid: Array) -> Array:
    """Return a grid of images as one image, white between them.

    Parameters
    ----------
    grid
        Shape (rows, columns, height, width), or with a last axis of 3 colours; finite.
        Black is the smallest value or 0, whichever is less, and white the largest.

    Returns
    -------
    Array
        Shape (rows (height + gap) - gap, columns (width + gap) - gap), in [0, 1], with
        colours where the grid has them.

    Raises
    ------
    ValueError
        If the grid is not finite, or is not one of images.

    Examples
    --------
    >>> mosaic(np.array([[[[0.0]], [[2.0]]]])).tolist()
    [[0.0, 1.0, 1.0]]

    """
    colours = np.shape(grid)[4:]
    if np.ndim(grid) < 4 or colours not in ((), (3,)) or not np.isfinite(grid).all():
        raise ValueError(
            "grid must be finite, of shape (rows, columns, height, width) or with 3 "
            f"colours besides, got shape {np.shape(grid)}."
        )
    low = min(0.0, float(grid.min()))
    span = float(grid.max()) - low
    bright = (np.asarray(grid, dtype=float) - low) / (span or 1.0)
    edges = ((0, 0), (0, 0), (0, GAP), (0, GAP), *[(0, 0)] * len(colours))
    framed = np.pad(bright, edges, constant_values=1.0).swapaxes(1, 2)
    rows, height, columns, width = framed.shape[:4]
    joined = framed.reshape(rows * height, columns * width, *colours)
    return joined[:-GAP, :-GAP]


def _png(image: Array) -> bytes:
    buffer = io.BytesIO()
    imsave(buffer, image, cmap="gray", vmin=0, vmax=1, format="png")
    return buffer.getvalue()
