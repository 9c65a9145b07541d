"""The training on disks whose profiles may have both signs."""

import numpy as np

from verify.claim import Arrays, Experiment
from verify.claims.size.families import profiles

GRID = profiles.Grid(pixels=32, radius=15.0)
# 42 of 58 midpoints lie below the best split, and 42 / 58 = 0.7241 is next to it.
_COUNT = 58
_NETWORK = {
    "body": "ball",
    "dimension": 2,
    "size": GRID.pixels,
    "sizes": (GRID.radius * profiles.midpoints(_COUNT)).tolist(),
    "split": 0.7247 * GRID.radius,
    "channels": [8, 8, 16, 16],
    "slope": 0.2,
}
TWO_SIGNED_DISKS = Experiment(
    function="empirical.size.profiles:scaled_bodies",
    configurations=profiles.scheduled(_NETWORK),
    seconds={"quick": 2.0, "full": 8.0},
)


def left_over_area(arrays: Arrays) -> float:
    """Return the squared error left, with the sum of the pixels standing for |x|^2.

    The sum of an antialiased image is the area of its disk; its squared norm is less.
    """
    images = arrays["images"]
    kept = (1 - float(arrays["history"][-1])) * np.sum(images**2)
    return 1 - float(kept / np.sum(images))
