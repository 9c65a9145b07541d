"""Objects of any shape on a line, placed between samples too."""

from collections.abc import Sequence

import numpy as np
from jaxtyping import Float

from empirical.position.images.diracs import continuous_diracs


def placed(
    shape: Sequence[float],
    places: Float[np.ndarray, " m"],
    size: int,
    strength: float = 1.0,
) -> Float[np.ndarray, "m size"]:
    """Return an object at real places: each of its samples is a Dirac of eq. (11).

    Parameters
    ----------
    shape
        The object's samples, w of them; the first is the one at the place.
    places
        Shape (m,), each in [0, size - w], so that nothing falls off.
    size
        Length of each signal, at least w.
    strength
        By which all samples are multiplied.

    Returns
    -------
    array
        Shape (m, size).

    Raises
    ------
    ValueError
        If the shape has no sample, or the size or a place is out of range.

    """
    if not 1 <= len(shape) <= size:
        raise ValueError(f"shape must have 1 to {size} samples, got {len(shape)}.")
    parts = [one * continuous_diracs(places + j, size) for j, one in enumerate(shape)]
    return np.asarray(strength * np.sum(parts, axis=0))
