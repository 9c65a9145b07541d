"""The theorem by brute force: every position, sent through the layers one by one."""

from collections.abc import Sequence

import numpy as np
from jaxtyping import Int, Num

from theory.position.encoder import encode, encode_dirac
from theory.position.exactness import (
    DECK_TAPS,
    LARGEST_EXACT_LEVELS,
    largest_exact_entry,
)
from theory.position.stages import staged_outputs

BATCH = 2**16
"""About how many entries are encoded at once."""


def all_codes(levels: Sequence[int]) -> Int[np.ndarray, " positions"]:
    """Return the codes of all Diracs of length 2^L, for one L after the other.

    Each impulse runs through the whole cascade of the numba kernels in int64; no
    formula is used.

    Parameters
    ----------
    levels
        The numbers of layers, each 1 to 20 (time grows as 4^L).

    Returns
    -------
    array
        Shape (sum of 2^L,).

    Raises
    ------
    ValueError
        If a number of layers is out of range.

    Examples
    --------
    >>> all_codes([1, 2]).tolist()
    [2, 1, 4, 3, 2, 1]

    """
    for level in levels:
        if not 1 <= level <= 20:
            raise ValueError(f"levels must be in [1, 20], got {level}.")
    filters = np.asarray(DECK_TAPS, dtype=np.int64)
    return np.concatenate([_dirac_codes(np.tile(filters, (n, 1))) for n in levels])


def exhaustive(
    *,
    seed: int,
    levels: Sequence[int],
    further_levels: Sequence[int],
    dense_levels: Sequence[int],
    vectors: int,
    far_positions: int,
) -> dict[str, Num[np.ndarray, " _"]]:
    """Encode every Dirac, dense random vectors, and Diracs at the limits of exactness.

    Parameters
    ----------
    seed
        Draws the dense vectors and the far positions; the other Diracs do not depend
        on it.
    levels, further_levels
        Numbers of layers at which every position is tried.
    dense_levels, vectors
        Numbers of layers, and how many vectors of integers at each. Entries are
        uniform over the range in which int64 stays exact.
    far_positions
        How many random positions, beside the two at each end, at the most levels
        that int64 and float64 carry.

    Returns
    -------
    dict
        ``codes``, as :func:`all_codes`; ``further_defects``, what the codes at the
        further levels differ from ``2^L - a``; ``dense_defects``, one
        per vector: ``E_L(x) - sum_i (2^L - i) x(i)``, the sum in Python's integers;
        ``far_defects``, one per far position: ``E_L(delta_a) - (2^L - a)``.

    Raises
    ------
    ValueError
        If a number of layers is out of range.

    """
    rng = np.random.default_rng(seed)
    dense = [_dense_defect(n, rng) for n in dense_levels for _ in range(vectors)]
    far = [d for t in LARGEST_EXACT_LEVELS for d in _far_defects(t, far_positions, rng)]
    formula = np.concatenate([np.arange(2**n, 0, -1) for n in further_levels])
    return {
        "codes": all_codes(levels),
        "further_defects": all_codes(further_levels) - formula,
        "dense_defects": np.array(dense, dtype=np.float64),
        "far_defects": np.array(far, dtype=np.float64),
    }


def _dirac_codes(taps: Int[np.ndarray, "levels 3"]) -> Int[np.ndarray, " n"]:
    """Return the code of every impulse, a batch of them at a time."""
    size = 2 ** len(taps)
    rows = np.arange(max(1, min(size, BATCH // size)))
    impulses = np.zeros((len(rows), size), np.int64)
    codes = np.empty(size, np.int64)
    for first in range(0, size, len(rows)):
        impulses[rows, first + rows] = 1
        (last,) = staged_outputs(impulses, taps, every=False)
        codes[first + rows] = last[:, 0]
        impulses[rows, first + rows] = 0
    return codes


def _dense_defect(levels: int, rng: np.random.Generator) -> int:
    largest = largest_exact_entry(levels, "int64")
    signal = rng.integers(-largest, largest, size=2**levels, endpoint=True)
    form: int = sum((2**levels - i) * x for i, x in enumerate(signal.tolist()))
    return int(encode(signal, levels) - form)


def _far_defects(dtype: str, positions: int, rng: np.random.Generator) -> list[int]:
    levels = LARGEST_EXACT_LEVELS[dtype]
    size = 2**levels
    ends = [0, 1, size - 2, size - 1]
    places = [*ends, *rng.integers(size, size=positions).tolist()]
    return [int(encode_dirac(a, levels, dtype)) - (size - a) for a in places]
