"""What the best codes of a generator's input are, near one point: singular vectors.

With offsets eta of covariance sigma^2 I and sigma small, the generator is
``G(z + eta) = G(z) + J eta``, and the best k codes of eq. (16) are the components of
eta along the first k right singular vectors of J.
"""

import numpy as np
from jaxtyping import Float


def captured_shares(jacobian: Float[np.ndarray, "p d"]) -> Float[np.ndarray, " d"]:
    """Return the share of the images' variance along each singular axis, in order.

    ``s_i^2 / sum s_j^2``: all directions of eta vary alike, and each moves the image
    by its singular value.

    Parameters
    ----------
    jacobian
        Derivative J of all pixels, p of them, in the d components of the code.

    Raises
    ------
    ValueError
        If J is not finite, is 0, or has fewer pixels than components.

    Examples
    --------
    >>> captured_shares(np.array([[0.0, 3.0], [1.0, 0.0], [0.0, 0.0]]))
    array([0.9, 0.1])

    """
    squares = _decomposed(jacobian)[0] ** 2
    return np.asarray(squares / squares.sum())


def left_by(jacobian: Float[np.ndarray, "p d"], count: int) -> Float[np.ndarray, " k"]:
    """Return which share of the variance the best 1, 2, ... linear codes leave.

    ``sum_{i > k} s_i^2 / sum_i s_i^2``, whatever sigma is.

    Parameters
    ----------
    jacobian
        Derivative J, shape (p, d).
    count
        How many codes, from 1 to d.

    Raises
    ------
    ValueError
        If ``count`` is out of range, or J is not usable.

    Examples
    --------
    >>> left_by(np.array([[0.0, 3.0], [1.0, 0.0], [0.0, 0.0]]), 1)
    array([0.1])

    """
    shares = captured_shares(jacobian)
    if not 1 <= count <= len(shares):
        raise ValueError(f"count must be in 1 to {len(shares)}, got {count}.")
    tails = np.append(shares[::-1].cumsum()[::-1], 0.0)
    return np.asarray(tails[1 : count + 1])


def told_by(
    codes: Float[np.ndarray, "m k"],
    offsets: Float[np.ndarray, "m d"],
    jacobian: Float[np.ndarray, "p d"],
) -> Float[np.ndarray, "k d"]:
    """Return the squared correlation of each code with eta along each singular axis.

    Where eta has covariance ``sigma^2 I`` a row sums to at most 1, and to 1 for a
    linear code. Codes that follow the theory give the first rows of the identity.

    Parameters
    ----------
    codes
        Shape (m, k), of the offsets.
    offsets
        Shape (m, d).
    jacobian
        Derivative J, shape (p, d).

    Raises
    ------
    ValueError
        If a code or a component is constant, or J is not usable.

    """
    components = offsets @ _decomposed(jacobian)[1].T
    columns = np.concatenate([codes, components], axis=1)
    if not np.all(np.ptp(columns, axis=0) > 0):
        raise ValueError("codes and offsets must vary, or nothing is correlated.")
    correlations = np.corrcoef(columns.T)[: codes.shape[1], codes.shape[1] :]
    return np.asarray(correlations**2)


def overlap(jacobians: Float[np.ndarray, "n p d"], count: int) -> float:
    """Return how far the leading directions at two points agree, on average.

    ``|V_a V_b^T|^2 / k`` in mean over all pairs, with the first k right singular
    vectors of each J as rows of V: 1 where all points share their leading
    directions, k/d in mean where they are random.

    Parameters
    ----------
    jacobians
        Derivatives at n points, at least 2.
    count
        How many directions k, from 1 to d.

    Raises
    ------
    ValueError
        If there are fewer than 2 points, or ``count`` is out of range.

    Examples
    --------
    >>> overlap(np.array([np.diag([2.0, 1.0]), np.diag([1.0, 2.0])]), 1)
    0.0

    """
    points, _, size = jacobians.shape
    if points < 2:
        raise ValueError(f"jacobians must be at 2 points or more, got {points}.")
    if not 1 <= count <= size:
        raise ValueError(f"count must be in 1 to {size}, got {count}.")
    leading = np.stack([_decomposed(one)[1][:count] for one in jacobians])
    products = np.einsum("aid,bjd->abij", leading, leading)
    shared = (products**2).sum(axis=(2, 3)) / count
    return float(shared[np.triu_indices(points, 1)].mean())


def _decomposed(
    jacobian: Float[np.ndarray, "p d"],
) -> tuple[Float[np.ndarray, " d"], Float[np.ndarray, "d d"]]:
    """Return singular values, largest first, and right singular vectors as rows."""
    pixels, size = jacobian.shape
    if pixels < size:
        raise ValueError(f"jacobian must have at least {size} rows, got {pixels}.")
    if not np.isfinite(jacobian).all() or not jacobian.any():
        raise ValueError("jacobian must be finite and not 0.")
    _, values, axes = np.linalg.svd(jacobian, full_matrices=False)
    return values, axes
