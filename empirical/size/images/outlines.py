"""Copies of the outline of a real shape, filled and scaled."""

import numpy as np
from jaxtyping import Float
from scipy import ndimage


def outlined_copies(
    picture: Float[np.ndarray, "n n"],
    sizes: Float[np.ndarray, " m"],
    pixels: int,
    subsamples: int = 8,
) -> Float[np.ndarray, "m pixels pixels"]:
    """Return where a picture, interpolated, is above 1/2, once for each size.

    The picture is linear between the centres of its pixels along each axis and 0
    outside. Each new pixel holds the share of its points, ``subsamples`` along each
    axis, that are inside.

    Parameters
    ----------
    picture
        Shape (n, n).
    sizes
        Half the side of the scaled picture, in new pixels, positive.
    pixels, subsamples
        Along one side, and points along one side of a pixel.

    Raises
    ------
    ValueError
        If a size is not positive.

    """
    sizes = np.asarray(sizes, dtype=float)
    if not np.all(sizes > 0):
        raise ValueError(f"sizes must be positive, got {sizes.min():g}.")
    padded = np.pad(picture, 1)
    axis = (np.arange(pixels * subsamples) + 0.5) / subsamples - pixels / 2
    blocks = (pixels, subsamples, pixels, subsamples)
    found = []
    for size in sizes:
        place = (axis / size + 1) * len(picture) / 2 + 0.5
        points = np.meshgrid(place, place, indexing="ij")
        grey = ndimage.map_coordinates(padded, points, order=1)
        found.append((grey > 0.5).reshape(blocks).mean(axis=(1, 3)))
    return np.stack(found)
