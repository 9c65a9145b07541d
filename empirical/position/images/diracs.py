"""Dirac impulses on a line and in the plane."""

import numpy as np
from jaxtyping import Float, Int


def diracs(size: int) -> Float[np.ndarray, "size size"]:
    """Return all one-hot vectors of one size, the impulse moving to the right.

    Parameters
    ----------
    size
        Length of each vector, at least 1.

    Returns
    -------
    array
        Shape (size, size); row ``a`` is 1 at position ``a`` and 0 elsewhere.

    Raises
    ------
    ValueError
        If the size is below 1.

    """
    if size < 1:
        raise ValueError(f"size must be at least 1, got {size}.")
    return np.eye(size)


def continuous_diracs(
    positions: Float[np.ndarray, " m"], size: int
) -> Float[np.ndarray, "m size"]:
    """Return Diracs at real positions, each shared by the two samples beside it.

    The deck's equation (11): ``1 - (a - floor a)`` at floor a, and
    ``1 - (ceil a - a)`` at ceil a. At an integer both are the one 1.

    Parameters
    ----------
    positions
        Shape (m,), each a in [0, size - 1]; further right a share would fall off.
    size
        Length of each vector, at least 1.

    Returns
    -------
    array
        Shape (m, size).

    Raises
    ------
    ValueError
        If the size or a position is out of range.

    """
    if size < 1:
        raise ValueError(f"size must be at least 1, got {size}.")
    places = np.asarray(positions, dtype=np.float64)
    bad = ~((places >= 0) & (places <= size - 1))
    if bad.any():
        raise ValueError(
            f"positions must be in [0, {size - 1}], got {places[bad][0]:g}."
        )
    vectors = np.zeros((len(places), size))
    rows, lower, upper = np.arange(len(places)), np.floor(places), np.ceil(places)
    vectors[rows, lower.astype(int)] = 1 - (places - lower)
    vectors[rows, upper.astype(int)] = 1 - (upper - places)
    return vectors


def plane_diracs(
    places: Int[np.ndarray, "m 2"], size: int
) -> Float[np.ndarray, "m size size"]:
    """Return one square image for each place, 1 in its row and column and 0 elsewhere.

    Parameters
    ----------
    places
        Shape (m, 2): row and column, each 0 to size - 1.
    size
        Pixels along one side, at least 1.

    Returns
    -------
    array
        Shape (m, size, size).

    Raises
    ------
    ValueError
        If the size or a place is out of range.

    """
    if size < 1:
        raise ValueError(f"size must be at least 1, got {size}.")
    outside = (places < 0) | (places >= size)
    if outside.any():
        raise ValueError(
            f"places must be in [0, {size - 1}], got {places[outside][0]}."
        )
    images = np.zeros((len(places), size, size))
    images[np.arange(len(places)), places[:, 0], places[:, 1]] = 1
    return images


def shared_plane_diracs(
    places: Float[np.ndarray, "m 2"], size: int
) -> Float[np.ndarray, "m size size"]:
    """Return Diracs at real places, each shared by the four pixels around it.

    Of the shares p of a row and r of a column, as :func:`continuous_diracs` gives them,
    their pixel holds ``(min(p, r) + max(0, p + r - 1)) / 2``: piecewise linear in the
    place, with the sums of the product p r along rows and columns, and within 1/16
    of it. At a place of whole numbers it is the one 1.

    Parameters
    ----------
    places
        Shape (m, 2): row and column, each in [0, size - 1].
    size
        Pixels along one side, at least 1.

    Returns
    -------
    array
        Shape (m, size, size).

    Raises
    ------
    ValueError
        If the size or a place is out of range.

    """
    rows = continuous_diracs(places[:, 0], size)[:, :, None]
    columns = continuous_diracs(places[:, 1], size)[:, None, :]
    both = np.maximum(0, rows + columns - 1)
    return np.asarray((np.minimum(rows, columns) + both) / 2)
