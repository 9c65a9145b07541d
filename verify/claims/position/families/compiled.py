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
    "numbers and another random filter in each layer, up to five layers",
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
        for fast, kernel in zip(run(signals, taps), taps.tolist(), strict=True):
            slow = _summed(slow, np.array(kernel, dtype=object))
            wrong += int(np.sum(slow != fast))
    return wrong


def _summed(signals: Any, kernel: Any) -> Any:
    """Return a layer by its sum, entry for entry, with zeros before the first."""
    axes = range(1, signals.ndim)
    padded: Any = np.pad(signals, [(0, 0), *[(1, 0) for _ in axes]])
    half = [range(n // 2) for n in signals.shape[1:]]
    found: Any = np.zeros((len(signals), *map(len, half)), dtype=object)
    for place in product(*half):
        for tap in product(range(3), repeat=kernel.ndim):
            met = tuple(2 * i + p for i, p in zip(place, tap, strict=True))
            found[(slice(None), *place)] += kernel[tap] * padded[(slice(None), *met)]
    return found
