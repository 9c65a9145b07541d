"""Laws p ~ r^a in dimension d in closed form: Bessel functions of order -nu.

``nu = (a + 1) / (a + 1 + d)``. The uniform law in d = 1, 2, 3 gives the cosine, Airy's
function and sqrt(rho) J_{-1/4}; p ~ r in the plane gives a cosine of rho^2. Only the
ratio d / (a + 1) matters: x = rho^(a + 1) turns law a in dimension d into the uniform
law in dimension d / (a + 1).
"""

import numpy as np
from jaxtyping import Float
from scipy.optimize import brentq
from scipy.special import hyp0f1

_STEP = 0.1


def order(exponent: float, dimension: float) -> float:
    """Return nu = (a + 1) / (a + 1 + d), in (0, 1).

    Raises
    ------
    ValueError
        If the exponent is not above -1 or the dimension is below 1.

    Examples
    --------
    >>> order(1.0, 2.0)
    0.5

    """
    if not -1 < exponent < np.inf:
        raise ValueError(f"exponent must be finite and above -1, got {exponent}.")
    if not 1 <= dimension < np.inf:
        raise ValueError(f"dimension must be finite and at least 1, got {dimension}.")
    return (exponent + 1) / (exponent + 1 + dimension)


def zeros(exponent: float, dimension: float, count: int) -> Float[np.ndarray, " count"]:
    """Return the first positive zeros j of the Bessel function of order -nu.

    Raises
    ------
    ValueError
        If an argument is out of range.

    Examples
    --------
    >>> zeros(1.0, 2.0, 2) / np.pi
    array([0.5, 1.5])

    """
    if count < 1:
        raise ValueError(f"count must be at least 1, got {count}.")
    nu = order(exponent, dimension)
    # The zeros are about pi apart; the first lies below pi / 2 + 1.
    grid = np.arange(_STEP / 2, (count + 1) * np.pi, _STEP)
    values = _bessel(nu, grid)
    changes = np.flatnonzero(np.sign(values[1:]) != np.sign(values[:-1]))[:count]
    return np.array(
        [
            brentq(lambda x: _bessel(nu, x), grid[i], grid[i + 1], xtol=1e-15)
            for i in changes
        ]
    )


def constant(exponent: float, dimension: float) -> float:
    """Return kappa in ``(f' / r^a)' = -kappa r^(d-1) f`` on (0, 1).

    ``((a + 1 + d) / 2)^2 j^2`` with j the first zero; the density is r^a itself, not
    normalised.

    Examples
    --------
    >>> round(constant(0.0, 2.0), 9)
    7.837347439

    """
    j = float(zeros(exponent, dimension, 1)[0])
    return ((exponent + 1 + dimension) / 2 * j) ** 2


def shares(
    exponent: float, dimension: float, count: int
) -> Float[np.ndarray, " count"]:
    """Return the shares of the energy that the modes capture: 4 d / ((a + 1 + d) j^2).

    They add up to 1, by Rayleigh's sum of 1 / j^2 = 1 / (4 (1 - nu)).

    Examples
    --------
    >>> shares(1.0, 2.0, 1) * np.pi**2
    array([8.])

    """
    j = zeros(exponent, dimension, count)
    return np.asarray(4 * dimension / ((exponent + 1 + dimension) * j**2))


def profile(
    radius: Float[np.ndarray, "..."], exponent: float, dimension: float
) -> Float[np.ndarray, "..."]:
    """Return ``rho^((a+1)/2) J_{-nu}(j rho^((a+1+d)/2))``, normalised to f(0) = 1.

    Parameters
    ----------
    radius
        Any shape, shares of the largest radius, at least 0; f is zero from 1 on.
    exponent, dimension
        Above -1, and at least 1.

    Raises
    ------
    ValueError
        If an argument is out of range.

    Examples
    --------
    >>> profile(np.array([0.0, np.sqrt(2 / 3), 1.0]), 1.0, 2.0).round(12) + 0.0
    array([1. , 0.5, 0. ])

    """
    rho = np.asarray(radius, dtype=float)
    if not np.all(np.isfinite(rho) & (rho >= 0)):
        raise ValueError(
            "radius must be finite and at least 0, in shares of the largest."
        )
    nu, half = order(exponent, dimension), (exponent + 1 + dimension) / 2
    j = float(zeros(exponent, dimension, 1)[0])
    inside = np.minimum(rho, 1.0)
    return np.asarray(np.where(rho < 1, _bessel(nu, j * inside**half), 0.0))


def _bessel(nu: float, x: Float[np.ndarray, "..."] | float) -> Float[np.ndarray, "..."]:
    """Return Gamma(1 - nu) (x/2)^nu J_{-nu}(x), which is 1 at x = 0."""
    return np.asarray(hyp0f1(1 - nu, -np.square(x) / 4))
