"""How strongly samples of one quantity depend on those of another."""

import numpy as np
from jaxtyping import Float

Samples = Float[np.ndarray, " m"]


def ranks(values: Float[np.ndarray, "m ..."]) -> Float[np.ndarray, "m ..."]:
    """Return the place of each value among all, from 0 to 1, column by column.

    Unchanged by every increasing change of variable; ties keep their order.
    """
    order = np.argsort(values, axis=0, kind="stable")
    places = np.argsort(order, axis=0, kind="stable")
    return np.asarray((places + 0.5) / len(values))


def rank_correlation(first: Samples, second: Samples) -> float:
    """Return Spearman's correlation, in [-1, 1]."""
    return float(np.corrcoef(ranks(first), ranks(second))[0, 1])


def unexplained(target: Samples, given: Samples) -> float:
    """Return the share of a target's variance left when another quantity is known.

    ``E[Var(target | given)] / Var(target)``, with half the squared difference of
    neighbours along ``given`` as the variance: no model, no bins, and nothing changes
    under a monotone change of variable of ``given``. It is 1 for independent samples,
    to a sampling error of about the root of 5 / (4 m) at most.

    Raises
    ------
    ValueError
        If the target does not vary.

    Examples
    --------
    >>> t = np.linspace(-1, 1, 1001)
    >>> unexplained(t**2, t) < 1e-4, unexplained(t, t**2) > 0.4
    (True, True)

    """
    spread = float(np.var(target))
    if not spread > 0:
        raise ValueError(f"target must vary, got {len(target)} equal values.")
    jumps = np.diff(target[np.argsort(given, kind="stable")])
    return float(np.mean(jumps**2) / 2 / spread)
