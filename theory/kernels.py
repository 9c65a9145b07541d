"""Every numba loop of the package; each also runs as plain Python."""

import numpy as np
from jaxtyping import Num
from numba import njit


@njit(cache=True, nogil=True)
def fill_cascade(
    buffer: Num[np.ndarray, " total"], taps: Num[np.ndarray, "levels 3"]
) -> None:
    """Write every layer's output behind the signal that opens the buffer.

    One layer is ``u'[i] = t0 u[2i - 1] + t1 u[2i] + t2 u[2i + 1]`` with zeros outside:
    a correlation with three taps, of which the even positions stay. Only the left end
    meets the padding, because the lengths are even. Arguments are not checked; see
    :func:`theory.position.encoder.encode` for the checked route.

    Parameters
    ----------
    buffer
        Shape (2n - 1,), n = 2^L: the signal (n), then room for u1 (n / 2) to uL (1).
    taps
        Shape (L, 3), of the buffer's dtype, int64 or float64.

    """
    size = (buffer.size + 1) // 2
    source, target = 0, size
    for layer in range(taps.shape[0]):
        t0, t1, t2 = taps[layer, 0], taps[layer, 1], taps[layer, 2]
        size //= 2
        buffer[target] = t1 * buffer[source] + t2 * buffer[source + 1]
        for i in range(1, size):
            j = source + 2 * i
            buffer[target + i] = (
                t0 * buffer[j - 1] + t1 * buffer[j] + t2 * buffer[j + 1]
            )
        source, target = target, target + size


@njit(cache=True, nogil=True)
def cascade(
    signal: Num[np.ndarray, " n"], taps: Num[np.ndarray, "levels 3"]
) -> Num[np.ndarray, " total"]:
    """Return the signal and every layer's output, one after the other.

    Parameters
    ----------
    signal
        Shape (n,), n = 2^L, int64 or float64.
    taps
        Shape (L, 3), of the signal's dtype.

    Returns
    -------
    array
        Shape (2n - 1,): the signal, u1, u2 and so on to uL, which is the last entry.

    """
    buffer = np.empty(2 * signal.size - 1, signal.dtype)
    buffer[: signal.size] = signal
    fill_cascade(buffer, taps)
    return buffer


@njit(cache=True, nogil=True)
def dirac_codes(taps: Num[np.ndarray, "levels 3"]) -> Num[np.ndarray, " n"]:
    """Return the code of every Dirac impulse, each sent through the whole cascade.

    Parameters
    ----------
    taps
        Shape (L, 3), int64 or float64.

    Returns
    -------
    array
        Shape (2^L,), of the dtype of the taps; entry ``a`` is the code of the impulse
        at position ``a``.

    """
    size = 2 ** taps.shape[0]
    buffer = np.zeros(2 * size - 1, taps.dtype)
    codes = np.empty(size, taps.dtype)
    for position in range(size):
        buffer[position] = 1
        fill_cascade(buffer, taps)
        codes[position] = buffer[-1]
        buffer[position] = 0
    return codes
