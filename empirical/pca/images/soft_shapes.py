"""Soft ellipses anywhere in a small image: six parameters, all smooth."""

import numpy as np
from jaxtyping import Float

PARAMETERS = 6
_SPLITS = ("train", "test")


def drawn_shapes(
    count: int, seed: int, split: str, size: int
) -> Float[np.ndarray, "m n n"]:
    """Return random ellipses with soft edges on black.

    Uniform are: both coordinates of the centre, within ``size / 6`` of the middle;
    both half axes, in ``size / 10`` to ``size / 4``; the rotation, in (0, pi); the
    grey value, in 1/2 to 1. The edge, a logistic function of the signed distance, is
    a pixel wide. Each split of a seed has its own stream of random numbers.

    Parameters
    ----------
    count
        How many; at least 1.
    seed, split
        Which draw; the split is ``train`` or ``test``.
    size
        Pixels along a side, at least 8.

    Raises
    ------
    ValueError
        If an argument is out of range.

    Examples
    --------
    >>> drawn_shapes(2, 0, "test", 16).shape
    (2, 16, 16)

    """
    if count < 1:
        raise ValueError(f"count must be at least 1, got {count}.")
    if size < 8:
        raise ValueError(f"size must be at least 8, got {size}.")
    if split not in _SPLITS:
        raise ValueError(f"split must be one of {_SPLITS}, got {split!r}.")
    rng = np.random.default_rng((seed, _SPLITS.index(split), PARAMETERS))
    row, column, first, second, turn, grey = rng.random((PARAMETERS, count, 1, 1))
    middle = (size - 1) / 2
    down = np.arange(size)[:, None] - middle - (2 * row - 1) * size / 6
    across = np.arange(size)[None, :] - middle - (2 * column - 1) * size / 6
    axes = [size * (1 / 10 + share * (1 / 4 - 1 / 10)) for share in (first, second)]
    cosine, sine = np.cos(np.pi * turn), np.sin(np.pi * turn)
    gauge = np.hypot(
        (cosine * across + sine * down) / axes[0],
        (cosine * down - sine * across) / axes[1],
    )
    inside = (1 - gauge) * np.sqrt(axes[0] * axes[1])
    return np.asarray((1 + grey) / 2 / (1 + np.exp(-4 * inside)), dtype=np.float32)
