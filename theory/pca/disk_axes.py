"""The principal axes of disks whose radii are uniform: Airy once more, twice."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from jaxtyping import Float
from scipy.optimize import brentq
from scipy.special import jv

POINTS = 8
NODES = 8193


def zeros(order: float, count: int) -> Float[np.ndarray, " count"]:
    """Return the first positive zeros of the Bessel function of an order.

    Bracketed around McMahon's leading term ``(n + order/2 - 1/4) pi``.

    Parameters
    ----------
    order
        In [-1/2, 1/2].
    count
        At least 1.

    Raises
    ------
    ValueError
        If ``order`` or ``count`` is out of range.

    Examples
    --------
    >>> [float(round((1.5 * zeros(nu, 1)[0]) ** 2, 3)) for nu in (1 / 3, -1 / 3)]
    [18.956, 7.837]

    """
    if not abs(order) <= 0.5:
        raise ValueError(f"order must be in [-1/2, 1/2], got {order:g}.")
    if count < 1:
        raise ValueError(f"count must be at least 1, got {count}.")
    near = (np.arange(1, count + 1) + order / 2 - 0.25) * np.pi
    found = [brentq(lambda x: jv(order, x), x - 0.7, x + 0.7, xtol=1e-14) for x in near]
    return np.array(found)


def mode(
    rho: Float[np.ndarray, "*shape"], n: int, *, centred: bool, dimension: int = 2
) -> Float[np.ndarray, "*shape"]:
    """Return the n-th axis at the distances ``rho``, as a fraction of R; 0 beyond.

    ``sqrt(rho) J_{+-nu}(j_n rho^(1 / (2 nu)))`` with nu = 1 / (d + 1), which solves
    f'' = -mu rho^(d - 1) f with f(1) = 0 and, with centring, f(0) = 0, without,
    f'(0) = 0; positive at first.

    Parameters
    ----------
    rho
        At least 0.
    n
        From 1 up.
    centred
        Whether images and codes are centred.
    dimension
        1 for scaled intervals, 2 for disks, 3 for balls.

    """
    nu = 1 / (dimension + 1)
    signed = nu if centred else -nu
    zero = zeros(signed, n)[-1]
    # At the centre itself J of negative order is infinite; the product is flat there.
    inside = np.clip(rho, 1e-9, 1.0)
    values = np.sqrt(inside) * jv(signed, zero * inside ** (0.5 / nu))
    return np.asarray(np.where(rho < 1, values, 0.0))


def modes(
    count: int, size: int, radius: float, *, centred: bool
) -> Float[np.ndarray, "count size size"]:
    """Return the first axes of disks as images of unit norm.

    Parameters
    ----------
    count
        At least 1.
    size
        Pixels along one side.
    radius
        The largest radius R, pixels.
    centred
        Whether images and codes are centred.

    """
    return imaged(lambda rho, n: mode(rho, n, centred=centred), count, size, radius)


def wrong_modes(
    count: int, size: int, radius: float, *, centred: bool
) -> Mapping[str, Float[np.ndarray, "count size size"]]:
    """Return the axes of other families, which could pass for those of disks.

    Under the law p ~ r the axes are those of intervals as functions of rho^2.
    """

    def interval(rho: Float[np.ndarray, "*shape"], n: int) -> Any:
        return mode(rho, n, centred=centred, dimension=1)

    def ball(rho: Float[np.ndarray, "*shape"], n: int) -> Any:
        return mode(rho, n, centred=centred, dimension=3)

    def linear_law(rho: Float[np.ndarray, "*shape"], n: int) -> Any:
        return interval(rho**2, n)

    families = {"intervals": interval, "balls": ball, "law p ~ r": linear_law}
    return {
        name: imaged(family, count, size, radius) for name, family in families.items()
    }


def imaged(
    family: Callable[[Float[np.ndarray, " nodes"], int], Any],
    count: int,
    size: int,
    radius: float,
) -> Float[np.ndarray, "count size size"]:
    """Return radial functions 1 to ``count`` of a family as images of unit norm.

    Each pixel is the mean of 8 x 8 points, so that the kink at R is smoothed as in
    the images of the disks.
    """
    axis = (np.arange(size * POINTS) + 0.5) / POINTS - size / 2
    rho = np.hypot(axis[:, None], axis[None, :]) / radius
    # Linear between nodes, to 1e-7: Bessel functions of a million points take minutes.
    nodes = np.linspace(0.0, 1.0, NODES)
    blocks = (size, POINTS, size, POINTS)
    images = np.stack(
        [
            np.interp(rho, nodes, family(nodes, n), right=0.0)
            .reshape(blocks)
            .mean(axis=(1, 3))
            for n in range(1, count + 1)
        ]
    )
    return np.asarray(images / np.linalg.norm(images, axis=(1, 2), keepdims=True))


def shares(count: int, *, centred: bool) -> Float[np.ndarray, " count"]:
    """Return the share of the variance, or of the energy, that each axis takes.

    ``12 / (3 j / 2)^2`` of the variance pi R^2 / 6 with centring; ``6 / (3 j / 2)^2``
    of the energy pi R^2 / 3 without. The sums over all n are 1 (Rayleigh).

    Examples
    --------
    >>> [round(float(s), 4) for s in shares(2, centred=True)]
    [0.633, 0.1465]

    """
    whole = 12 if centred else 6
    order = 1 / 3 if centred else -1 / 3
    return np.asarray(whole / (1.5 * zeros(order, count)) ** 2)


def discrete_axes(
    images: Float[np.ndarray, "m *shape"], count: int, *, centred: bool
) -> tuple[Float[np.ndarray, "count *shape"], Float[np.ndarray, " count"]]:
    """Return the principal axes of these very images, with their eigenvalues.

    From the singular values of the images, less their mean if centred.

    Returns
    -------
    tuple
        Axes of unit norm, in decreasing order of eigenvalues, and the eigenvalues of
        the covariance (divisor m), or of the second moments.

    Raises
    ------
    ValueError
        If ``count`` is not in 1 to the number of images.

    """
    if not 1 <= count <= len(images):
        raise ValueError(f"count must be in 1 to {len(images)}, got {count}.")
    flat = images.reshape(len(images), -1)
    flat = flat - flat.mean(0) if centred else flat
    _, singular, axes = np.linalg.svd(flat, full_matrices=False)
    values = singular[:count] ** 2 / len(images)
    return axes[:count].reshape(count, *images.shape[1:]), values
