"""Exact arrays of the experiments on size."""

from tests.exact.arrays import Maker
from tests.exact.size import bias_free, biased, bodies, contraction, signs

MAKERS: dict[str, Maker] = {
    **bias_free.MAKERS,
    **biased.MAKERS,
    **bodies.MAKERS,
    **contraction.MAKERS,
    **signs.MAKERS,
}
"""By the bare name of an experiment's function, or by a claim's slug."""

ALIVE: dict[tuple[str, str], str] = {}
"""Claims that a dead measurement confirms, by slug and kind, with the reason."""

_PIXELS = (
    "the exact image is piled of copies on the claim's own pixels, and these, not the "
    "training, are most of what separates a network from the continuum"
)

ROUGH: dict[str, tuple[float, float, str]] = {
    "size.optimal-h": (0.47, 0.48, _PIXELS),
    "size.dimension-one": (0.65, 0.67, _PIXELS),
    "size.bodies": (0.46, 0.48, _PIXELS),
    "size.dimension-three": (0.83, 0.84, _PIXELS),
    "size.scaled-digit": (0.26, 0.27, _PIXELS),
}
"""Between which shares of the tolerance an exact measurement reads, and why."""
