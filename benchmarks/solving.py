"""The profile for a law of radii, beside one eigenvector of a dense matrix.

The plain route takes as many equal steps as bring its captured energy within 1e-7 of
the toolkit's, whose own error is below 1e-8.
"""

from collections.abc import Iterator
from functools import partial

import numpy as np
from scipy.linalg import eigh

from benchmarks.timing import Pair
from theory.size.law import Law, power
from theory.size.profile import solve

STEPS = (100, 200, 400, 800, 1600, 3200)
EQUAL = 1e-7


def pairs() -> Iterator[Pair]:
    """Yield what to compare."""
    laws = {
        "uniform": power(0.0),
        "p ~ (1 - r)^2": Law(density=lambda r: (1 - r) ** 2),
    }
    for name, law in laws.items():
        steps = enough_steps(law)
        yield Pair(
            kind="solving",
            work=f"profile for radii {name}",
            rival=f"scipy.linalg.eigh, {steps} steps",
            ours=lambda law=law: solve(law).captured,
            plain=partial(captured, law, steps),
            apart=EQUAL,
        )


def enough_steps(law: Law) -> int:
    """Return how many equal steps are within the error, or the most of the list."""
    exact = solve(law).captured
    for steps in STEPS:
        if abs(captured(law, steps) / exact - 1) < EQUAL:
            return steps
    raise ValueError(f"{STEPS[-1]} steps must be within {EQUAL:g}; try more.")


def captured(law: Law, steps: int) -> float:
    """Return the captured share of the energy, by the midpoint rule on equal steps."""
    radius = (np.arange(steps) + 0.5) / steps
    share = law.at(radius)
    # Half of a step's own mass lies below its middle.
    below = np.tril(np.ones((steps, steps))) - np.eye(steps) / 2
    half = np.sqrt(share)[:, None] * below * np.sqrt(radius / steps)
    values, _ = eigh(half.T @ half, subset_by_index=[steps - 1, steps - 1])
    return float(values[0] / np.sum(share * radius**2) * 2)
