"""Centred disks whose edge has a width."""

import numpy as np
from jaxtyping import Float


def soft_disks(
    radii: Float[np.ndarray, " m"], size: int, softness: float
) -> Float[np.ndarray, "m size size"]:
    """Return one image ``1 / (1 + exp((t - r) / w))`` of a disk for each radius r.

    Taken at pixel centres, t being the distance from the middle. The edge moves
    smoothly with the radius, as a derivative along it needs.

    Parameters
    ----------
    radii
        Shape (m,), pixels, each in [0, size / 2].
    size
        Pixels along one side.
    softness
        The width w, positive, in pixels.

    Returns
    -------
    array
        Shape (m, size, size), values in (0, 1).

    Raises
    ------
    ValueError
        If a radius or the softness is out of range.

    """
    radii = np.asarray(radii, dtype=float)
    bad = ~((radii >= 0) & (radii <= size / 2))
    if bad.any():
        raise ValueError(
            f"radii must be in [0, {size / 2:g}], got {radii[bad][0]:g}; enlarge the "
            "image or shrink the disk."
        )
    if not 0 < softness < np.inf:
        raise ValueError(f"softness must be positive and finite, got {softness}.")
    axis = np.arange(size) + 0.5 - size / 2
    distance = np.hypot(axis[:, None], axis[None, :])
    # The hyperbolic tangent does not overflow, as the exponential would.
    return np.asarray(
        0.5 + 0.5 * np.tanh((radii[:, None, None] - distance) / (2 * softness))
    )
