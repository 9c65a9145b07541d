"""The position encoder's cascade, beside one reading and beside its rivals.

``numpy.sum`` is one reading of the same float64 entries by one thread: no encoder can
take less. The others compute the very codes.
"""

import time
from collections.abc import Iterator
from functools import partial

import numpy as np
import torch
from numpy.typing import NDArray
from scipy import ndimage, signal

from benchmarks.timing import Pair
from theory.position.cascade import codes
from theory.position.exactness import DECK_TAPS

READ = (4, 8, 12, 16, 20, 24)
COMPUTED = (10, 20)
TAPS = np.array(DECK_TAPS, dtype=np.float64)


def pairs() -> Iterator[Pair]:
    """Yield what to compare."""
    for levels in READ:
        yield _pair(levels, "numpy.sum, one reading", np.sum)
    yield _pair(READ[-1], "numpy.sum, one reading", np.sum, threads=2)
    rivals = {
        "numpy.convolve": convolved,
        "scipy.ndimage": correlated,
        "scipy.signal": filtered,
        "torch conv1d": torch_code,
    }
    for name, rival in rivals.items():
        for levels in COMPUTED:
            yield _pair(levels, name, rival)


def _pair(levels: int, name: str, rival: object, threads: int = 1) -> Pair:
    entries = np.random.default_rng(levels).normal(size=2**levels)
    return Pair(
        kind="cascade",
        work=f"2^{levels} entries" + (", two cores" if threads > 1 else ""),
        rival=name,
        # Without a keyword, where one call costs as much as all the entries.
        ours=partial(codes, entries, **{"threads": threads} if threads > 1 else {}),
        plain=partial(rival, entries),
        apart=None if rival is np.sum else 1e-9,
        clock=time.perf_counter if threads > 1 else time.process_time,
    )


def convolved(entries: NDArray) -> float:
    """Return the code by whole convolutions, of which every other entry stays."""
    while len(entries) > 1:
        entries = np.convolve(entries, TAPS)[1:-1:2]
    return entries.item()


def correlated(entries: NDArray) -> float:
    """Return the code by scipy.ndimage."""
    while len(entries) > 1:
        entries = ndimage.correlate1d(entries, TAPS, mode="constant")[::2]
    return entries.item()


def filtered(entries: NDArray) -> float:
    """Return the code by scipy.signal."""
    # The filter is symmetric; upfirdn starts at the left end, one entry too early.
    while len(entries) > 1:
        entries = signal.upfirdn(TAPS, entries, down=1)[1:-1:2]
    return entries.item()


def torch_code(entries: NDArray) -> float:
    """Return the code by torch's convolution."""
    current, weight = torch.from_numpy(entries)[None, None], torch.from_numpy(TAPS)
    while current.shape[-1] > 1:
        current = torch.conv1d(current, weight[None, None], stride=2, padding=1)
    return current.item()
