"""One thread a process, whatever the environment says.

Two processes with two threads each would fight over two cores; and sums that several
threads share come out with other last digits.
"""

ONE_THREAD = {
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "NUMBA_NUM_THREADS": "1",
}
"""To be set before NumPy, Numba and torch are loaded."""
