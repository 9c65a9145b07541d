"""The energy of the deck minimised as it stands: no equation, no eigenvector."""

import numpy as np
from jaxtyping import Float
from scipy.optimize import minimize


def minimised_profile(seed: int, points: int = 200) -> Float[np.ndarray, " points"]:
    """Return the profile that minimises the energy (deck, eq. 6) from a random start.

    ``-int_0^1 <f, 1_{B_r}>^2 dr / |f|^2`` over step functions on equal intervals, by
    L-BFGS; the ratio replaces the normalisation. Normalised to a mean of the first
    interval of 1. Differs from Airy by about ``1 / points ** 2``.

    Parameters
    ----------
    seed
        Draws the start, uniform in (0, 1) on every interval.
    points
        Intervals, at least 2.

    Returns
    -------
    array
        Shape (points,), at the midpoints of the intervals of [0, 1].

    Raises
    ------
    ValueError
        If ``points`` is below 2.
    ArithmeticError
        If the minimiser reports failure.

    """
    if points < 2:
        raise ValueError(f"points must be at least 2, got {points}.")
    weight = 2 * np.pi * (np.arange(points) + 0.5) / points**2
    start = np.random.default_rng(seed).uniform(size=points)
    found = minimize(
        _energy,
        start,
        args=(weight,),
        jac=True,
        method="L-BFGS-B",
        options={"maxiter": 20_000, "maxfun": 40_000, "ftol": 1e-16, "gtol": 1e-10},
    )
    if not np.all(np.isfinite(found.x)) or found.x[0] == 0:
        raise ArithmeticError(f"the minimiser failed: {found.message}")
    return np.asarray(found.x / found.x[0])


def _energy(
    f: Float[np.ndarray, " points"], weight: Float[np.ndarray, " points"]
) -> tuple[float, Float[np.ndarray, " points"]]:
    """Return the energy of step values and its gradient.

    The overlap with a disk is the integral up to the middle of each interval.
    """
    area = weight * f
    overlap = np.cumsum(area) - area / 2
    norm = float(np.sum(weight * f * f))
    kept = float(np.sum(overlap**2)) / len(f)
    tail = np.cumsum(overlap[::-1])[::-1] - overlap / 2
    gradient = -2 * weight * tail / (len(f) * norm) + 2 * kept * weight * f / norm**2
    return -kept / norm, gradient


def discrete_optimum(
    images: Float[np.ndarray, "m ..."],
) -> Float[np.ndarray, "..."]:
    """Return the unit image f that minimises ``sum |h_i f - x_i|^2`` over f and h.

    The first right singular vector of the stacked images (deck, eq. 4, with the very
    images in place of the continuum), with a positive sum.

    Parameters
    ----------
    images
        Shape (m, ...), finite, not all zero.

    Returns
    -------
    array
        Shape of one image, unit Euclidean norm.

    Raises
    ------
    ValueError
        If an image is not finite or all are zero.

    """
    flat = np.asarray(images, dtype=float).reshape(len(images), -1)
    if not np.all(np.isfinite(flat)) or not flat.any():
        raise ValueError("images must be finite and not all zero.")
    gram = flat @ flat.T
    top = np.linalg.eigh(gram)[1][:, -1] @ flat
    top = top * np.sign(top.sum()) / np.linalg.norm(top)
    return np.asarray(top.reshape(images.shape[1:]))
