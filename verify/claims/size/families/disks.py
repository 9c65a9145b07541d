"""What the claims on bias-free disk autoencoders share: one training, one picture."""

import numpy as np

from verify.claim import Array, Experiment
from verify.claims.size.families import profiles

SIZE = 64
RADIUS = 31.0
_NETWORK = {
    "size": SIZE,
    "largest_radius": RADIUS,
    "radii": 64,
    "channels": [8, 8, 16, 16, 16],
    "slope": 0.2,
}
BIAS_FREE_DISKS = Experiment(
    function="empirical.size.profiles:bias_free_disks",
    configurations=profiles.scheduled(_NETWORK),
    seconds={"quick": 3.0, "full": 11.0},
)


def quarters(images: Array) -> Array:
    """Return the images whose radii end the quarters of the law: those decoded."""
    every = len(images) // 4
    return images[every - 1 :: every]


def radial_mean(picture: Array) -> tuple[Array, Array]:
    """Return (radius in pixels, mean value there) of a square image.

    Scaled by the size of the disk, so that unit-norm images read as profiles
    with f(0) near 1.
    """
    axis = np.arange(SIZE) + 0.5 - SIZE / 2
    ring = np.hypot(axis[:, None], axis[None, :]).astype(int)
    inside = ring <= RADIUS
    count = np.bincount(ring[inside])
    total = np.bincount(ring[inside], weights=picture[inside])
    radius = np.bincount(
        ring[inside], weights=np.hypot(axis[:, None], axis[None, :])[inside]
    )
    return radius / count, total / count * RADIUS


def one_sign(codes: Array) -> str:
    """Return why the hypothesis of one sign is not met, or an empty string."""
    if np.all(codes > 0) or np.all(codes < 0):
        return ""
    positive = int(np.sum(codes > 0))
    return (
        f"{positive} of {len(codes)} codes are positive: the codes must have one sign"
    )
