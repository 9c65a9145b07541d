"""The same profile from its differential equation: the second route.

``F' = r^(d-1) f`` and ``f' = -kappa p F``. In the angle of (f, F), tan(theta) = F / f,

    theta' = r^(d-1) cos(theta)^2 + kappa p sin(theta)^2,    theta(0) = 0,

which grows with kappa, so theta(1) = pi/2 + n pi has one root for each mode n: modes
are counted, none can be missed. Shares no code with ``profile``.
"""

from functools import partial
from itertools import pairwise

import numpy as np
from jaxtyping import Float
from scipy.integrate import quad, solve_ivp
from scipy.optimize import brentq

from theory.size.law import Law

_FINE = {"epsabs": 1e-14, "epsrel": 1e-13}
_SHARP = {"method": "DOP853", "rtol": 1e-12, "atol": 1e-13}


def constant(law: Law, dimension: float = 2.0, mode: int = 0) -> float:
    """Return kappa of one mode for a bounded density, to relative 1e-9 or better.

    Parameters
    ----------
    law
        On (0, 1]; its density must be bounded and all its jumps announced.
    dimension
        Real, at least 1.
    mode
        0 for the profile itself.

    Raises
    ------
    ValueError
        If the dimension is below 1 or the mode below 0.

    Examples
    --------
    >>> from theory.size.law import power
    >>> round(constant(power(0.0)), 8)
    7.83734744

    """
    if not 1 <= dimension < np.inf:
        raise ValueError(f"dimension must be finite and at least 1, got {dimension}.")
    if mode < 0:
        raise ValueError(f"mode must be at least 0, got {mode}.")
    total = _mass(law)

    def beyond(kappa: float) -> float:
        return _angle(law, dimension, kappa / total) - (mode + 0.5) * np.pi

    low, high = 0.0, 2.0
    while beyond(high) < 0:
        low, high = high, 2 * high
    return float(brentq(beyond, low, high, xtol=1e-13, rtol=1e-13))


def profile(
    law: Law, radius: Float[np.ndarray, " points"], dimension: float = 2.0
) -> Float[np.ndarray, " points"]:
    """Return f at rising radii in [0, 1], normalised to f(0) = 1.

    Raises
    ------
    ValueError
        If an argument is out of range.

    """
    kappa = constant(law, dimension) / _mass(law)
    state, found = np.array([1.0, 0.0]), []
    for low, high in pairwise([0.0, *law.breaks, 1.0]):
        wanted = radius[(radius >= low) & (radius < high)]
        step = partial(_step, law, dimension, kappa, low, high)
        ends = np.append(wanted, high)
        solved = solve_ivp(step, (low, high), state, t_eval=ends, **_SHARP)
        found.append(solved.y[0, : len(wanted)])
        state = solved.y[:, -1]
    return np.concatenate([*found, np.full(np.sum(radius == 1.0), state[0])])


def _step(
    law: Law,
    dimension: float,
    kappa: float,
    low: float,
    high: float,
    radius: float,
    state: Float[np.ndarray, "2"],
) -> list[float]:
    """Return (f', F')."""
    f, overlap = state
    density = _density(law, radius, low, high)
    return [-kappa * density * overlap, radius ** (dimension - 1) * f]


def _angle(law: Law, dimension: float, kappa: float) -> float:
    """Return theta(1)."""
    angle = 0.0
    for low, high in pairwise([0.0, *law.breaks, 1.0]):
        turn = partial(_turn, law, dimension, kappa, low, high)
        angle = float(solve_ivp(turn, (low, high), [angle], **_SHARP).y[0, -1])
    return angle


def _turn(
    law: Law,
    dimension: float,
    kappa: float,
    low: float,
    high: float,
    radius: float,
    theta: Float[np.ndarray, "1"],
) -> list[float]:
    """Return theta'."""
    cosine, sine = np.cos(theta[0]), np.sin(theta[0])
    density = _density(law, radius, low, high)
    return [radius ** (dimension - 1) * cosine**2 + kappa * density * sine**2]


def _density(law: Law, radius: float, low: float, high: float) -> float:
    """Return the density, at the ends of a smooth piece its limit from inside."""
    tiny = 1e-12 * (high - low)
    return float(law.at(np.array([min(max(radius, low + tiny), high - tiny)]))[0])


def _mass(law: Law) -> float:
    pieces = pairwise([0.0, *law.breaks, 1.0])
    return float(
        sum(
            quad(partial(_density, law, low=low, high=high), low, high, **_FINE)[0]
            for low, high in pieces
        )
    )
