"""Disks at random places, told more and more plainly."""

import numpy as np
from jaxtyping import Float

from empirical.pca.images.translated_disks import drawn_centres, translated_disks
from tests.exact.arrays import Exact, Maker
from theory.pca.translated import disk_at
from verify.claim import Claim

_TOLD = (0.0, 0.4, 0.7, 0.8)
"""How much of each disk shows, over the average: nothing, one code, two, a packet."""


def _translated_codes(claim: Claim, seed: int) -> Exact:
    """Return codes that are coordinates, of which decoders make paler disks."""
    setting = claim.experiment.configurations["quick"]
    size, radius, reach = (setting[name] for name in ("size", "radius", "reach"))
    centres = drawn_centres(setting["test"], seed, "test", reach)
    known = drawn_centres(setting["train"], seed, "train", reach)
    unseen = translated_disks(centres, radius, size)
    average = translated_disks(known, radius, size).mean(axis=0)
    both = np.stack([disk_at(u, v, radius, size) for u, v in centres])
    guesses = [average + share * (both - average) for share in _TOLD]
    made = {
        "codes ones": centres.astype(np.float32),
        "codes packet": centres.astype(np.float32),
        "errors": np.stack([_squared(guess - unseen) for guess in guesses]),
    }
    return Exact(given={"centres": centres}, made=made, shown=())


def _squared(wrong: Float[np.ndarray, "m n n"]) -> Float[np.ndarray, " m"]:
    return np.asarray((wrong**2).mean(axis=(1, 2), dtype=float))


MAKERS: dict[str, Maker] = {"translated_codes": _translated_codes}
