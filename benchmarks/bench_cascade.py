"""The position encoder's cascade beside one pass of reading, and beside its rivals.

For float64 signals of 2^10 to 2^26 entries: nanoseconds per entry on one core and on
two, the fastest of many rounds, and the speed as a share of ``numpy.sum`` (one reading
of the same array by one thread): fastest against fastest, then the median over pairs
taken in turn. Two threads of ``numpy.sum``, each on one half, show what two cores can
read. Then how many times longer the same cascade takes in torch, scipy.ndimage and
scipy.signal; then the memory that is allocated on the way, beside the signal. Where the
load is above the number of cores, only the fastest rounds had the cores to themselves.
The plot is ``reports/bench_cascade.svg``.
"""

import os

# Read once, when the libraries load: one thread unless this file asks for more.
os.environ.setdefault("OMP_NUM_THREADS", "1")

import statistics
import time
import tracemalloc
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import matplotlib as mpl
import numpy as np
import torch
from matplotlib import pyplot as plt
from numpy.typing import NDArray
from scipy import ndimage, signal

from theory.position.cascade import codes
from theory.position.exactness import DECK_TAPS

LEVELS = (10, 12, 14, 16, 18, 20, 22, 24, 26)
OUTPUT = Path(__file__).parent.parent / "reports" / "bench_cascade.svg"
TAPS = np.array(DECK_TAPS, dtype=np.float64)
READINGS = ("sum", "halves")

Measurement = dict[str, list[float]]


def seconds(call: Callable[[], object], repeats: int) -> float:
    start = time.perf_counter()
    for _ in range(repeats):
        call()
    return (time.perf_counter() - start) / repeats


def halves_sum(entries: NDArray) -> float:
    """Return the sum by two threads, one of which is this one, as the cascade does."""
    left, right = entries.reshape(2, -1)
    with ThreadPoolExecutor(1) as pool:
        other = pool.submit(np.sum, right)
        return np.sum(left) + other.result()


def torch_code(entries: NDArray, threads: int) -> float:
    torch.set_num_threads(threads)
    current = torch.from_numpy(entries)[None, None]
    weight = torch.from_numpy(TAPS)[None, None]
    while current.shape[-1] > 1:
        current = torch.nn.functional.conv1d(current, weight, stride=2, padding=1)
    return current.item()


def ndimage_code(entries: NDArray) -> float:
    while len(entries) > 1:
        entries = ndimage.correlate1d(entries, TAPS, mode="constant")[::2]
    return entries.item()


def signal_code(entries: NDArray) -> float:
    # The filter is symmetric; upfirdn starts at the left end, one entry too early.
    while len(entries) > 1:
        entries = signal.upfirdn(TAPS, entries, down=1)[1:-1:2]
    return entries.item()


def rivals(entries: NDArray) -> dict[str, Callable[[], object]]:
    return {
        "sum": lambda: np.sum(entries),
        "one": lambda: codes(entries),
        "two": lambda: codes(entries, threads=2),
        "halves": lambda: halves_sum(entries),
        "torch one": lambda: torch_code(entries, 1),
        "torch two": lambda: torch_code(entries, 2),
        "ndimage": lambda: ndimage_code(entries),
        "signal": lambda: signal_code(entries),
    }


def measured(levels: int) -> Measurement:
    """Return seconds per entry of everything, taken in turn, round after round."""
    entries = np.random.default_rng(levels).normal(size=2**levels)
    calls = rivals(entries)
    agreed = [call() for name, call in calls.items() if name not in READINGS]
    np.testing.assert_allclose(agreed, agreed[0], rtol=1e-9)
    times: Measurement = {name: [] for name in calls}
    fast, slow = (40, 3) if levels > 20 else (25, 5)
    # A round lasts a millisecond or more, so that its first call counts for little.
    repeats = min(2**10, max(1, 2**22 // 2**levels))
    for turn in range(fast):
        for name, call in calls.items():
            if name in (*READINGS, "one", "two"):
                times[name].append(seconds(call, repeats) / 2**levels)
            elif turn < slow:
                times[name].append(seconds(call, 1) / 2**levels)
    return times


def shares(times: Measurement, name: str) -> tuple[float, float]:
    """Return the speed as a share of numpy.sum's: of the fastest, and the median."""
    pairs = zip(times["sum"], times[name], strict=True)
    median = statistics.median(reading / cascade for reading, cascade in pairs)
    return min(times["sum"]) / min(times[name]), median


def extra_memory(levels: int) -> float:
    """Return the most memory allocated on the way, as a share of the signal."""
    entries = np.zeros(2**levels)
    tracemalloc.start()
    codes(entries, threads=2)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return peak / entries.nbytes


def line(levels: int, times: Measurement) -> str:
    least = {name: 1e9 * min(taken) for name, taken in times.items()}
    cells = [f"2^{levels}", f"{least['sum']:.2f}", f"{least['halves']:.2f}"]
    for name in ("one", "two"):
        fastest, median = shares(times, name)
        cells += [f"{least[name]:.2f}", f"{fastest:.2f}", f"{median:.2f}"]
    pairs = [("torch one", "one"), ("torch two", "two")]
    pairs += [("ndimage", "one"), ("signal", "one")]
    cells += [f"{least[rival] / least[own]:.0f}" for rival, own in pairs]
    cells += [f"{100 * extra_memory(levels):.1f}", f"{os.getloadavg()[0]:.1f}"]
    return row(cells)


def row(cells: list[str]) -> str:
    return " ".join(f"{cell:>6}" for cell in cells)


def draw(results: dict[int, Measurement]) -> None:
    mpl.rcParams["svg.hashsalt"] = "bench_cascade"
    figure, axes = plt.subplots(figsize=(7, 4.5), layout="constrained")
    for name in next(iter(results.values())):
        fastest = [1e9 * min(times[name]) for times in results.values()]
        style = "--" if name in READINGS else "-"
        axes.plot(list(results), fastest, style, marker=".", label=LABELS[name])
    axes.set(yscale="log", xlabel="L, for n = 2^L entries", ylabel="ns per entry")
    axes.legend(fontsize="small")
    OUTPUT.parent.mkdir(exist_ok=True)
    figure.savefig(OUTPUT, metadata={"Date": None})


LABELS = {
    "sum": "numpy.sum, one reading",
    "halves": "numpy.sum, two threads",
    "one": "this cascade, one core",
    "two": "this cascade, two cores",
    "torch one": "torch conv1d, one core",
    "torch two": "torch conv1d, two cores",
    "ndimage": "scipy.ndimage",
    "signal": "scipy.signal",
}


def main() -> None:
    print("ns per entry of the fastest round; share: numpy.sum's time over this one's,")
    print(
        "of the fastest, and the median; times longer: the rival's time over this one's"
    )
    print(
        "on as many cores; extra: memory in % of the signal; load: of the last minute"
    )
    wide = [("", 6), ("numpy.sum", 13), ("one core", 20), ("two cores", 20)]
    wide += [("times longer", 27), ("extra", 6), ("load", 6)]
    print(" ".join(f"{title:>{width}}" for title, width in wide))
    head = ["n", "one", "two", *(["ns", "share", "median"] * 2)]
    print(row([*head, "torch", "torch2", "ndi", "sig", "%", ""]))
    results = {}
    for levels in LEVELS:
        results[levels] = measured(levels)
        print(line(levels, results[levels]), flush=True)
    draw(results)
    large = [min(times["one"]) for levels, times in results.items() if levels >= 16]
    spread = max(large) / min(large)
    print(f"one core, from 2^16 on: slowest over fastest size, per entry: {spread:.2f}")
    print(f"plot: {OUTPUT.parent.name}/{OUTPUT.name}")


if __name__ == "__main__":
    main()
