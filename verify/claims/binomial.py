"""What a share of successes says about the chance behind it."""

import numpy as np
from scipy.stats import beta

from verify.claim import Array

CONFIDENCE = 0.95


def interval(successes: Array, trials: int) -> tuple[Array, Array]:
    """Return the exact binomial interval of Clopper and Pearson, 95 % or more.

    Its ends are the chances at which that many successes, or more, and that many, or
    fewer, have a probability of 2.5 % each; where nothing or everything succeeds the
    interval ends at 0 or 1.

    Parameters
    ----------
    successes
        Numbers of successes, 0 to trials, of any shape.
    trials
        Number of trials behind each, at least 1.

    Returns
    -------
    tuple of arrays
        The lower and the upper ends.

    Raises
    ------
    ValueError
        If a number is out of range.

    Examples
    --------
    >>> low, high = interval(np.array([0.0, 5.0]), 10)
    >>> low.round(3).tolist(), high.round(3).tolist()
    ([0.0, 0.187], [0.308, 0.813])

    """
    if trials < 1:
        raise ValueError(f"trials must be at least 1, got {trials}.")
    hits = np.asarray(successes, dtype=float)
    bad = ~((hits >= 0) & (hits <= trials))
    if bad.any():
        raise ValueError(
            f"successes must be in [0, {trials}], got {hits[bad].flat[0]:g}."
        )
    tail = (1 - CONFIDENCE) / 2
    # The ends at 0 and trials are limits, where the beta law has no density.
    low = beta.ppf(tail, np.maximum(hits, 1), trials - hits + 1)
    high = beta.ppf(1 - tail, hits + 1, np.maximum(trials - hits, 1))
    return np.where(hits == 0, 0.0, low), np.where(hits == trials, 1.0, high)
