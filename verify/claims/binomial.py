"""What a share of successes says about the chance behind it."""

import numpy as np
import scipy

from verify.claim import Array


def interval(successes: Array, trials: int) -> tuple[Array, Array]:
    """Return the exact 95 % intervals of rates (Clopper and Pearson).

    Parameters
    ----------
    successes
        Numbers of successes, 0 to trials, of any shape.
    trials
        Number of trials behind each, at least 1.

    Returns
    -------
    tuple of arrays
        The lower and the upper ends, of the same shape.

    Raises
    ------
    ValueError
        If a number is out of range.

    Examples
    --------
    >>> low, high = interval(np.array([0, 5]), 10)
    >>> low.round(3).tolist(), high.round(3).tolist()
    ([0.0, 0.187], [0.308, 0.813])

    """
    if trials < 1:
        raise ValueError(f"trials must be at least 1, got {trials}.")
    hits = np.asarray(successes)
    bad = ~((hits >= 0) & (hits <= trials))
    if bad.any():
        raise ValueError(
            f"successes must be in [0, {trials}], got {hits[bad].flat[0]:g}."
        )
    found = [
        scipy.stats.binomtest(int(count), trials).proportion_ci(method="exact")
        for count in hits.flat
    ]
    low, high = (np.reshape([f[end] for f in found], hits.shape) for end in (0, 1))
    return low, high
