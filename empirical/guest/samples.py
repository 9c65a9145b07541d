"""Images on which a stranger's network is tried before anybody shows it theirs."""

import numpy as np
from jaxtyping import Float

COUNT = 8
_CENTRES = (0.5, 0.5, 0.5, 0.5, 0.25, 0.7, 0.4, 0.8)
_WIDTHS = (0.05, 0.15, 0.25, 0.4, 0.1, 0.08, 0.3, 0.2)


def samples(shape: tuple[int, ...]) -> Float[np.ndarray, "8 *shape"]:
    """Return eight bright spots of several widths and places, values in [0, 1].

    Examples
    --------
    >>> samples((5, 5)).shape, samples((7,)).shape
    ((8, 5, 5), (8, 7))

    """
    axes = np.meshgrid(*((np.arange(n) + 0.5) / n for n in shape), indexing="ij")
    spots = []
    for centre, width in zip(_CENTRES, _WIDTHS, strict=True):
        squared = sum((axis - centre) ** 2 for axis in axes)
        spots.append(np.exp(-squared / (2 * width**2)))
    return np.stack(spots)
