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
