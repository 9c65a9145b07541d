"""The compiled loops of the encoder, against sums of Python's own integers."""

from itertools import product
from typing import Any

import numpy as np

from theory.position import cascade
from verify.claim import Check

DIFFERENT = "entries of the compiled layers that differ from sums in whole numbers"

NONE_DIFFERENT = Check(
    value=DIFFERENT,
    at_most=0.0,
    because="the loops that encode many signals are looked at with random whole "
    "numbers and another random filter in each layer, on sides of at most 32; longer "
    "signals, blocks and threads are left to the tests",
)


def differing(dimensions: int) -> int:
    """Return how many entries of all layers the loops get wrong, on a line or a square.

    Parameters
    ----------
    dimensions
        Of a signal, 1 or 2.

    """
    rng = np.random.default_rng(dimensions)
    run = cascade.layers if dimensions == 1 else cascade.plane_layers
    wrong = 0
    for levels in range(1, 6):
        signals = rng.integers(-9, 10, (3, *[2**levels] * dimensions))
        taps = rng.integers(-9, 10, (levels, *[3] * dimensions))
        slow = signals.astype(object)
        for fast, kernel in zip(run(signals, taps), taps.astype(object), strict=True):
            slow = _summed(slow, kernel)
            wrong += int(np.sum(slow != fast))
    return wrong


def _summed(signals: Any, kernel: Any) -> Any:
    """Return a layer by its sum, tap for tap, with zeros before the first sample."""
    size = signals.shape[1]
    padded = np.pad(signals, [(0, 0), *[(1, 0)] * kernel.ndim])
    return sum(
        kernel[tap] * padded[(slice(None), *(slice(p, p + size, 2) for p in tap))]
        for tap in product(range(3), repeat=kernel.ndim)
    )
