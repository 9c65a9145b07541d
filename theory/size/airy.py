"""The profile of scaled disks in closed form: Airy's function (deck, eq. 8)."""

from collections.abc import Sequence
from functools import cache

import numpy as np
from jaxtyping import Float
from scipy.optimize import brentq
from scipy.special import airy


@cache
def scaled_radius() -> float:
    """Return cR, the first positive zero of sqrt(3) Ai(-x) + Bi(-x).

    Equal to ``(3 j / 2)^(2/3)`` with j the first zero of the Bessel function of order
    -1/3. It makes the profile vanish at the largest radius.

    Examples
    --------
    >>> round(scaled_radius(), 12)
    1.98635270743

    """
    return float(brentq(_combination, 1.0, 3.0, xtol=1e-15, rtol=1e-15))


def constant() -> float:
    """Return k R^3, the constant that the deck leaves free.

    Examples
    --------
    >>> round(constant(), 9)
    7.837347439

    """
    return scaled_radius() ** 3


def captured() -> float:
    """Return the share of the images' energy that the best rank-one code keeps.

    ``6 / (k R^3)``, for radii uniform on (0, R) and codes of one sign.

    Examples
    --------
    >>> round(captured(), 12)
    0.765565141362

    """
    return 6 / constant()


def profile(
    radius: Float[np.ndarray, "..."] | Sequence[float] | float,
) -> Float[np.ndarray, "..."]:
    """Return the profile at radii given as shares of the largest radius.

    Normalised to f(0) = 1; f'(0) = 0 and f(1) = 0; zero beyond, where no disk reaches.

    Parameters
    ----------
    radius
        Any shape, shares of the largest radius, at least 0.

    Returns
    -------
    array
        Same shape, in [0, 1].

    Raises
    ------
    ValueError
        If a radius is negative or not finite.

    Examples
    --------
    >>> profile([0.0, 1.0, 2.0]).round(12) + 0.0
    array([1., 0., 0.])

    """
    rho = np.asarray(radius, dtype=float)
    if not np.all(np.isfinite(rho) & (rho >= 0)):
        raise ValueError(
            "radius must be finite and at least 0, in shares of the largest."
        )
    inside = rho < 1
    values = _combination(scaled_radius() * np.where(inside, rho, 0.0))
    return np.where(inside, values / _combination(0.0), 0.0)


def _combination(x: Float[np.ndarray, "..."] | float) -> Float[np.ndarray, "..."]:
    ai, _, bi, _ = airy(-np.asarray(x, dtype=float))
    return np.asarray(np.sqrt(3) * ai + bi)
