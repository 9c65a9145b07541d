"""The bank: a small setting of every experiment, and what is known of its arrays.

One entry serves refusals, shapes, same seed same bits, resuming and fingerprints.
"""

from tests.problems import pca, position, size
from tests.problems.problem import Arrays, Problem, arrays, experiment

__all__ = ["PROBLEMS", "Arrays", "Problem", "arrays", "experiment", "problem"]

PROBLEMS = (*size.SIZE, *position.POSITION, *pca.PCA)


def problem(name: str) -> Problem:
    """Return the problem of that name."""
    return next(one for one in PROBLEMS if one.name == name)
