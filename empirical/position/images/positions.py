"""Positions along a signal, with a hole that training leaves out."""

import numpy as np
from jaxtyping import Bool, Float


def spaced_positions(distinct: int, size: int | float) -> Float[np.ndarray, " k"]:
    """Return evenly spaced positions from 0 to ``size - 1``, both among them.

    Raises
    ------
    ValueError
        If there are fewer than two.

    Examples
    --------
    >>> spaced_positions(5, 3).tolist()
    [0.0, 0.5, 1.0, 1.5, 2.0]

    """
    if distinct < 2:
        raise ValueError(f"distinct must be at least 2, got {distinct}.")
    return np.asarray(np.arange(distinct) * (size - 1) / (distinct - 1))


def middle_positions(count: int, size: int | float) -> Float[np.ndarray, " k"]:
    """Return the middles of ``count`` equal parts of the way from 0 to ``size - 1``.

    Examples
    --------
    >>> middle_positions(2, 5).tolist()
    [1.0, 3.0]

    """
    return np.asarray((np.arange(count) + 0.5) * (size - 1) / count)


def in_hole(
    positions: Float[np.ndarray, " k"], size: int, hole: float
) -> Bool[np.ndarray, " k"]:
    """Return which positions lie in a hole of one sample.

    Parameters
    ----------
    positions
        In [0, size - 1].
    size
        Length of the signal.
    hole
        Where the hole begins, as a share of the last position, in [0, 1).

    Raises
    ------
    ValueError
        If the hole is out of range.

    Examples
    --------
    >>> in_hole(np.array([0.5, 1.2, 1.9, 2.0]), size=5, hole=0.25).tolist()
    [False, True, True, False]

    """
    if not 0 <= hole < 1:
        raise ValueError(f"hole must be in [0, 1), got {hole}.")
    begin = hole * (size - 1)
    return np.asarray((positions > begin) & (positions < begin + 1))
