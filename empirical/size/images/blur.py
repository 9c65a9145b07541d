"""A Gaussian blur of pictures, by one convolution along each axis."""

import numpy as np
from jaxtyping import Float

REACH = 5
"""Standard deviations after which the kernel is cut off: 6e-7 of its mass is beyond."""


def blurred(
    pictures: Float[np.ndarray, "m n n"], sigma: float
) -> Float[np.ndarray, "m n n"]:
    """Return pictures convolved with a Gaussian, zero outside their frame.

    The kernel is sampled at whole pixels, cut off after five standard deviations and
    normalised to sum 1.

    Parameters
    ----------
    pictures
        Shape (m, n, n).
    sigma
        Standard deviation in pixels, at least 0; 0 changes nothing.

    Raises
    ------
    ValueError
        If sigma is negative or not finite.

    """
    if not 0 <= sigma < np.inf:
        raise ValueError(f"sigma must be finite and at least 0, got {sigma}.")
    if sigma == 0:
        return pictures
    reach = int(np.ceil(REACH * sigma))
    kernel = np.exp(-0.5 * (np.arange(-reach, reach + 1) / sigma) ** 2)
    kernel /= kernel.sum()
    places = np.arange(pictures.shape[-1])
    offset = places[:, None] - places + reach
    inside = (offset >= 0) & (offset <= 2 * reach)
    matrix = np.where(inside, kernel[np.clip(offset, 0, 2 * reach)], 0.0)
    return np.asarray(matrix @ pictures @ matrix.T)
