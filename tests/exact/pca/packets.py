"""Disks at random places: one coordinate known, or both."""

import numpy as np
from jaxtyping import Float

from empirical.pca.images.translated_disks import drawn_centres, translated_disks
from tests.exact.arrays import Exact, Maker
from theory.pca.translated import disk_at
from verify.claim import Claim

_FAINT, _FAINTER = 0.85, 0.5
_PLACES = 24
"""Midpoints of the coordinate that a single code does not tell."""


def _translated_codes(claim: Claim, seed: int) -> Exact:
    """Return a packet of coordinates, and codes one by one that are drawn fainter.

    The first code alone is a coordinate, of which the decoder gives the mean of the
    disks that share it.
    """
    setting = claim.experiment.configurations["quick"]
    size, radius, reach = (setting[name] for name in ("size", "radius", "reach"))
    centres = drawn_centres(setting["test"], seed, "test", reach)
    known = drawn_centres(setting["train"], seed, "train", reach)
    unseen = translated_disks(centres, radius, size)
    average = translated_disks(known, radius, size).mean(axis=0)
    across = np.stack([_mean_along(u, radius, reach, size) for u in centres[:, 0]])
    both = np.stack([disk_at(u, v, radius, size) for u, v in centres])
    guesses = (average, across, _FAINTER * both, _FAINT * both)
    made = {
        "codes ones": centres.astype(np.float32),
        "codes packet": centres.astype(np.float32),
        "errors": np.stack([_squared(guess - unseen) for guess in guesses]),
    }
    return Exact(given={"centres": centres}, made=made, shown=())


def _mean_along(
    across: float, radius: float, reach: float, size: int
) -> Float[np.ndarray, "size size"]:
    """Return the mean image of the disks with one coordinate."""
    down = ((np.arange(_PLACES) + 0.5) / _PLACES * 2 - 1) * reach
    centres = np.stack([np.full(_PLACES, across), down], axis=1)
    return np.asarray(translated_disks(centres, radius, size).mean(axis=0))


def _squared(wrong: Float[np.ndarray, "m n n"]) -> Float[np.ndarray, " m"]:
    return np.asarray((wrong**2).mean(axis=(1, 2), dtype=float))


MAKERS: dict[str, Maker] = {"translated_codes": _translated_codes}
