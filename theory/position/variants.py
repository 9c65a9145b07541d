"""Position encoders in plain NumPy, with the choices that the deck did not make."""

from collections.abc import Iterator
from typing import Literal

import numpy as np
from jaxtyping import Int, Num

from theory.position.exactness import DECK_TAPS, Numbers

Boundary = Literal["constant", "edge", "reflect", "wrap"]
BLOCK = 256


def encode_numpy(
    signals: Numbers,
    taps: Numbers = DECK_TAPS,
    boundary: Boundary = "constant",
    first: int = 0,
) -> Num[np.ndarray, "..."]:
    """Return the codes of a batch of signals by slices instead of loops.

    Parameters
    ----------
    signals, taps, boundary, first
        As for :func:`layers_numpy`.

    Returns
    -------
    array
        Shape (...,), one code per signal.

    Raises
    ------
    ValueError
        As for :func:`layers_numpy`.

    Examples
    --------
    >>> encode_numpy([0, 1, 0, 0, 0, 0, 0, 0]).item()
    7

    """
    return layers_numpy(signals, taps, boundary, first)[-1][..., 0]


def layers_numpy(
    signals: Numbers,
    taps: Numbers = DECK_TAPS,
    boundary: Boundary = "constant",
    first: int = 0,
) -> tuple[Num[np.ndarray, "*batch _"], ...]:
    """Return every layer's output for a batch of signals, by slices.

    No exactness is checked here: it is the second route to
    :func:`theory.position.encoder.encode`, and the source of its rivals.

    Parameters
    ----------
    signals
        Shape (..., 2^L), L at least 1.
    taps
        Shape (3,), or (L, 3), first layer first; rounded to the dtype of signals that
        are floats.
    boundary
        How a layer continues its input on either side, as in ``numpy.pad``; the deck
        pads with zeros, "constant".
    first
        The first position that a layer keeps, 0 (the deck's even ones) or 1.

    Returns
    -------
    tuple of arrays
        Shapes (..., 2^(L-1)) and so on to (..., 1).

    Raises
    ------
    ValueError
        If the length is not a power of two from 2 up, or a choice is unknown.

    """
    current = np.asarray(signals)
    size = current.shape[-1] if current.ndim else 0
    if size < 2 or size & (size - 1):
        raise ValueError(f"signals must have length 2, 4, 8, ..., got {size}.")
    if first not in (0, 1):
        raise ValueError(f"first must be 0 or 1, got {first}.")
    filters = np.broadcast_to(np.asarray(taps), (size.bit_length() - 1, 3))
    if current.dtype.kind == "f":
        current = current.astype(np.result_type(current, np.float32), copy=False)
        filters = filters.astype(current.dtype)
    outputs = []
    for t0, t1, t2 in filters:
        margins = [(0, 0)] * (current.ndim - 1) + [(1, 1)]
        padded = np.pad(current, margins, mode=boundary)
        left, middle, right = (
            padded[..., first + k : first + k + current.shape[-1] : 2] for k in range(3)
        )
        current = t0 * left + t1 * middle + t2 * right
        outputs.append(current)
    return tuple(outputs)


def dirac_table(
    levels: int,
    taps: Numbers = DECK_TAPS,
    boundary: Boundary = "constant",
    first: int = 0,
) -> Num[np.ndarray, "positions entries"]:
    """Return every layer's output for all Diracs of length 2^L, by slices.

    Parameters
    ----------
    levels
        Number of layers L, at least 1.
    taps, boundary, first
        As for :func:`layers_numpy`.

    Returns
    -------
    array
        Shape (2^L, 2^L - 1): row ``a`` holds u1 to uL for the impulse at ``a``.

    Raises
    ------
    ValueError
        As for :func:`layers_numpy`.

    Examples
    --------
    >>> dirac_table(2).tolist()
    [[2, 0, 4], [1, 1, 3], [0, 2, 2], [0, 1, 1]]

    """
    impulses = np.eye(2**levels, dtype=np.int64)
    return np.concatenate(layers_numpy(impulses, taps, boundary, first), axis=-1)


def dirac_codes_numpy(
    levels: int,
    taps: Numbers = DECK_TAPS,
    boundary: Boundary = "constant",
    first: int = 0,
) -> Num[np.ndarray, " positions"]:
    """Return the codes of all Diracs of length 2^L, shape (2^L,), by slices.

    Parameters
    ----------
    levels
        Number of layers L, at least 1.
    taps, boundary, first
        As for :func:`layers_numpy`.

    Raises
    ------
    ValueError
        As for :func:`layers_numpy`.

    Examples
    --------
    >>> dirac_codes_numpy(3).tolist()
    [8, 7, 6, 5, 4, 3, 2, 1]

    """
    blocks = _dirac_blocks(2**levels)
    return np.concatenate(
        [encode_numpy(block, taps, boundary, first) for block in blocks]
    )


def _dirac_blocks(size: int) -> Iterator[Int[np.ndarray, "rows size"]]:
    """Yield the identity matrix a few rows at a time, to keep memory small."""
    for start in range(0, size, BLOCK):
        rows = min(BLOCK, size - start)
        yield np.eye(rows, size, start, dtype=np.int64)
