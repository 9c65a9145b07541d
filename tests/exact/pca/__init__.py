"""Exact arrays of the experiments on pca."""

from tests.exact.arrays import Maker
from tests.exact.pca import (
    covariance,
    disk_axes,
    ellipses,
    faces,
    generators,
    packets,
)
from tests.exact.pca.exceptions import ALIVE, ROUGH

__all__ = ["ALIVE", "MAKERS", "ROUGH"]

MAKERS: dict[str, Maker] = {
    **covariance.MAKERS,
    **disk_axes.MAKERS,
    **ellipses.MAKERS,
    **faces.MAKERS,
    **generators.MAKERS,
    **packets.MAKERS,
}
"""By the bare name of an experiment's function, or by a claim's slug."""
