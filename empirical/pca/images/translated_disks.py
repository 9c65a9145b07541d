"""One disk at random places: two coordinates, neither before the other."""

import numpy as np
from jaxtyping import Float

_SPLITS = ("train", "test")


def drawn_centres(
    count: int, seed: int, split: str, reach: float
) -> Float[np.ndarray, "m 2"]:
    """Return random places, both coordinates uniform in (-reach, reach), pixels.

    Raises
    ------
    ValueError
        If the count is below 1, the reach not positive, or the split neither
        ``train`` nor ``test``.

    """
    if count < 1:
        raise ValueError(f"count must be at least 1, got {count}.")
    if not reach > 0:
        raise ValueError(f"reach must be positive, got {reach}.")
    if split not in _SPLITS:
        raise ValueError(f"split must be one of {', '.join(_SPLITS)}, got {split!r}.")
    rng = np.random.default_rng([seed, _SPLITS.index(split)])
    return rng.uniform(-reach, reach, (count, 2))


def translated_disks(
    centres: Float[np.ndarray, "m 2"], radius: float, size: int
) -> Float[np.ndarray, "m size size"]:
    """Return an image of a disk at each centre, its edge one pixel wide.

    A pixel whose centre is at the distance d has the value ``radius + 1/2 - d``, cut
    off at 0 and 1.

    Parameters
    ----------
    centres
        Shape (m, 2), along columns and rows from the middle of the image, pixels.
    radius
        Pixels; positive.
    size
        Pixels along a side. The disks must lie inside the image.

    Returns
    -------
    array
        Shape (m, size, size), float32.

    Raises
    ------
    ValueError
        If a disk has no radius or reaches beyond the image.

    """
    outermost = float(np.abs(centres).max()) + radius
    if not radius > 0 or outermost > size / 2:
        raise ValueError(
            f"radius must be positive and centres at most {size / 2 - radius:g} from "
            f"the middle, got radius {radius:g} and {outermost - radius:g}."
        )
    axis = (np.arange(size) + 0.5 - size / 2).astype(np.float32)
    across, down = centres.astype(np.float32).T[..., None]
    squared = (axis - across)[:, None, :] ** 2 + (axis - down)[:, :, None] ** 2
    return np.asarray(np.clip(radius + 0.5 - np.sqrt(squared), 0, 1))
