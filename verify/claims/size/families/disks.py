"""What the claims on bias-free disk autoencoders share: one training, one picture."""

import numpy as np

from verify.budget import Budget
from verify.claim import Array, Arrays, Check, Experiment

SIZE = 64
RADIUS = 31.0
_NETWORK = {
    "size": SIZE,
    "largest_radius": RADIUS,
    "radii": 64,
    "channels": [8, 8, 16, 16, 16],
    "slope": 0.2,
}
_SCHEDULES: dict[Budget, dict[str, int]] = {
    "quick": {"rounds": 6, "decoder_steps": 300, "encoder_steps": 6},
    "full": {"rounds": 12, "decoder_steps": 600, "encoder_steps": 6},
}
BIAS_FREE_DISKS = Experiment(
    function="empirical.size.profiles:bias_free_disks",
    configurations={
        budget: {**_NETWORK, "schedule": plan} for budget, plan in _SCHEDULES.items()
    },
    seconds={"quick": 5.0, "full": 25.0},
)
SEEDS: dict[Budget, tuple[int, ...]] = {
    "quick": (30, 31, 32),
    "full": (35, 36, 37, 38, 39),
}
"""Seeds that nothing had seen when tolerances and rivals were chosen."""

OFF_ITS_IMAGE = "outputs off the best multiples of the image"
REBUILDS = Check(
    value=OFF_ITS_IMAGE,
    at_most=0.01,
    because="of the norm: a network that works makes of each disk the multiple of its "
    "image that is nearest; one that copies, or gives every disk the same, does not",
    usable=True,
)


def off_its_image(arrays: Arrays) -> float:
    """Return how far outputs are from the best multiples of the image, at most.

    In shares of the norm of these multiples, ``<f, x> f / |f|^2``; for the disks of
    the quarters of R.
    """
    shown, made = quarters(arrays["images"]), arrays["decoded"]
    f = arrays["profile"] / np.linalg.norm(arrays["profile"])
    best = np.sum(shown * f, axis=(1, 2))[:, None, None] * f
    off = np.linalg.norm(made - best, axis=(1, 2)) / np.linalg.norm(best, axis=(1, 2))
    return float(np.max(off))


def quarters(images: Array) -> Array:
    """Return the images whose radii end the quarters of the law: those decoded."""
    every = len(images) // 4
    return images[every - 1 :: every]


def radial_mean(picture: Array, largest: float = RADIUS) -> tuple[Array, Array]:
    """Return (radius in pixels, mean value there) of a square image.

    Scaled by the size of the largest disk, in pixels, so that unit-norm images read
    as profiles with f(0) near 1.
    """
    axis = np.arange(len(picture)) + 0.5 - len(picture) / 2
    ring = np.hypot(axis[:, None], axis[None, :]).astype(int)
    inside = ring <= largest
    count = np.bincount(ring[inside])
    total = np.bincount(ring[inside], weights=picture[inside])
    radius = np.bincount(
        ring[inside], weights=np.hypot(axis[:, None], axis[None, :])[inside]
    )
    return radius / count, total / count * largest


def one_sign(codes: Array) -> str:
    """Return why the hypothesis of one sign is not met, or an empty string."""
    if np.all(codes > 0) or np.all(codes < 0):
        return ""
    positive = int(np.sum(codes > 0))
    return (
        f"{positive} of {len(codes)} codes are positive: the codes must have one sign"
    )
