"""Attributes of a shape, read from the grey values of its image."""

import numpy as np
from jaxtyping import Float


def shape_attributes(
    images: Float[np.ndarray, "m n n"],
) -> Float[np.ndarray, "m 3"]:
    """Return area, horizontal against vertical, and diagonal against diagonal.

    The area is the sum of the grey values, in pixels. With the second moments around
    the centre of the image, the others are ``(Mxx - Myy) / (Mxx + Myy)`` and
    ``2 Mxy / (Mxx + Myy)``, in [-1, 1]: a vector of the plane that turns by twice the
    angle by which the shape turns.

    Parameters
    ----------
    images
        Shape (m, n, n), values of at least 0; x along the columns, y along the rows.

    """
    middle = np.arange(images.shape[-1]) - (images.shape[-1] - 1) / 2
    area = images.sum(axis=(1, 2), dtype=float)
    along = np.einsum("mij,j->m", images, middle**2, dtype=float)
    down = np.einsum("mij,i->m", images, middle**2, dtype=float)
    mixed = np.einsum("mij,i,j->m", images, middle, middle, dtype=float, optimize=True)
    total = np.maximum(along + down, np.finfo(float).tiny)
    return np.stack([area, (along - down) / total, 2 * mixed / total], axis=1)
