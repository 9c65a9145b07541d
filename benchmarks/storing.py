"""Measurements saved and loaded by the store, beside numpy's own files.

The store also seals what it writes, waits until it is safely on disk and checks all it
reads: it is bound to take longer, and here is how much.
"""

import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from numpy.typing import NDArray

from benchmarks.timing import Pair
from empirical.disks import disks, midpoint_radii
from verify.sealed import checksum
from verify.store import Store


def pairs() -> Iterator[Pair]:
    """Yield what to compare; the files are there as long as the last pair is not."""
    arrays = {"images": disks(midpoint_radii(32, 31.0), 64), "codes": np.arange(64.0)}
    with TemporaryDirectory() as folder, Store(Path(folder)) as store:
        path = Path(folder) / "plain.npz"

        def save() -> int:
            store.save({"name": "ours"}, arrays, seconds=1.0)
            return 0

        def load() -> NDArray:
            return store.load(checksum({"name": "ours"})).arrays["images"]

        def plainly_saved() -> int:
            np.savez_compressed(path, **arrays)
            return 0

        def plainly_loaded() -> NDArray:
            with np.load(path) as found:
                return dict(found)["images"]

        work = f"{sum(a.nbytes for a in arrays.values()) / 2**20:.0f} MiB"
        routes = (
            ("saved", "numpy.savez_compressed", save, plainly_saved),
            ("loaded", "numpy.load", load, plainly_loaded),
        )
        for done, rival, ours, plain in routes:
            yield Pair(
                kind="storing",
                work=f"{work} {done}",
                rival=rival,
                ours=ours,
                plain=plain,
                apart=None if done == "saved" else 0.0,
                clock=time.perf_counter,
            )
