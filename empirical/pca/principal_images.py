"""Linear principal components of images."""

import numpy as np
from jaxtyping import Float
from scipy.sparse.linalg import svds


def principal_images(
    images: Float[np.ndarray, "m ..."], count: int, seed: int
) -> tuple[Float[np.ndarray, " p"], Float[np.ndarray, "count p"]]:
    """Return the mean image and orthonormal principal images, largest first, flat.

    A few singular vectors of the centred images, by Lanczos' method, at a fraction of
    the cost of all of them.

    Parameters
    ----------
    images
        Shape (m, h, w), or with more axes.
    count
        How many; at least 1, and below m and the size of an image.
    seed
        Draws the first vector of the iteration.

    Raises
    ------
    ValueError
        If ``count`` is out of range.

    """
    flat = images.reshape(len(images), -1).astype(float)
    if not 1 <= count < min(flat.shape):
        raise ValueError(
            f"count must be at least 1 and below {min(flat.shape)}, got {count}."
        )
    mean = flat.mean(axis=0)
    start = np.random.default_rng(seed).standard_normal(min(flat.shape))
    _, sizes, axes = svds(flat - mean, k=count, v0=start)
    return mean, axes[np.argsort(-sizes)]
