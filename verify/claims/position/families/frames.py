"""Frames around images, so that white ones can be told from the page."""

from verify.claim import Array

GREY = 0.5


def framed(images: Array) -> Array:
    """Return images of shape (..., height, width) with a grey line along each edge.

    Examples
    --------
    >>> import numpy as np
    >>> framed(np.ones((3, 3))).tolist()
    [[0.5, 0.5, 0.5], [0.5, 1.0, 0.5], [0.5, 0.5, 0.5]]

    """
    found = images.copy()
    for edge in (0, -1):
        found[..., edge, :] = GREY
        found[..., :, edge] = GREY
    return found
