"""Radii that stand for a law: its quantiles."""

import numpy as np
from jaxtyping import Float

from theory.size.law import Law, nodes, panels

_PARTS = 512
"""Into which each panel of a law is cut."""


def quantiles(law: Law, shares: Float[np.ndarray, " m"]) -> Float[np.ndarray, " m"]:
    """Return the radii below which given shares of a law lie.

    The mass up to the edges of fine panels is exact to rounding; between them it is
    taken to grow evenly, which moves a radius by 1e-6 at most where the law is
    smooth.

    Parameters
    ----------
    law
        Of the radii, in shares of the largest.
    shares
        Shape (m,), in [0, 1].

    Raises
    ------
    ValueError
        If a share is out of range, or the law is no density.

    Examples
    --------
    >>> from theory.size.law import power
    >>> quantiles(power(1.0), np.array([0.25, 1.0])).round(4).tolist()
    [0.5, 1.0]

    """
    bad = ~((shares >= 0) & (shares <= 1))
    if bad.any():
        raise ValueError(f"shares must be in [0, 1], got {shares[bad][0]:g}.")
    coarse = panels(law)
    parts = coarse[:-1, None] + np.diff(coarse)[:, None] * np.arange(_PARTS) / _PARTS
    edges = np.append(parts.ravel(), 1.0)
    edges = edges[np.append(True, np.diff(edges) > 0)]
    radius, weight = nodes(edges)
    mass = np.append(0.0, np.cumsum((law.at(radius) * weight).sum(axis=1)))
    rising = np.append(True, np.diff(mass) > 0)
    return np.asarray(np.interp(shares * mass[-1], mass[rising], edges[rising]))
