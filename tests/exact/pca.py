"""Exact arrays of the experiments on pca."""

from tests.exact.arrays import Maker

MAKERS: dict[str, Maker] = {}
"""By the bare name of an experiment's function, or by a claim's slug."""

ALIVE: dict[tuple[str, str], str] = {}
"""Claims that a dead measurement confirms, by slug and kind, with the reason."""
