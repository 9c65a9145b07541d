"""The files that a run leaves for people: results, and the report on them."""

import hashlib
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from verify import date, sealed
from verify.drawn import drawing_of
from verify.environment import environment
from verify.judge import Judged
from verify.report.document import build
from verify.report.fingerprint import fingerprint
from verify.results import as_text
from verify.store import Store


def publish(
    shown: Sequence[Judged],
    found: Mapping[str, Any],
    path: Path,
    store: Store,
    stage: Callable[[str], object],
    *,
    anew: bool = False,
) -> None:
    """Write ``results.json`` and the report beside each other.

    A report that lies there as it was built from the same inputs is left alone,
    unless it is wanted anew. It names claims without their data among the
    circumstances of the run.

    Parameters
    ----------
    shown
        All that is known.
    found
        The object of ``results.json``.
    path
        Of the report.
    store
        Where drawings are kept, and what the report was built from.
    stage
        Is told that the report is typeset, before it is.
    anew
        Whether to build it in any case.

    Raises
    ------
    OSError
        If a file cannot be written.

    """
    results = path.with_name("results.json")
    sealed.write_whole(results, (as_text(found) + "\n").encode())
    printed = [j for j in shown if not j.missing]
    about = environment() | {
        f"not judged: {j.claim.name}": j.verdict.reason for j in shown if j.missing
    }
    epoch = date.epoch(max((one.at for one in shown), default=0))
    inputs = fingerprint(printed, found, about, epoch)
    built = None if anew else store.load(sealed.checksum(inputs))
    if built is None or str(built.arrays["sha256"]) != _sha256(path):
        stage("typesetting")
        start = time.perf_counter()
        drawings = {one.claim.name: drawing_of(one, store) for one in printed}
        build(printed, found, about, drawings, path, epoch)
        seconds = time.perf_counter() - start
        store.save(inputs, {"sha256": np.array(_sha256(path))}, seconds=seconds)


def _sha256(path: Path) -> str:
    """Return the checksum of a file; empty where there is none, or something else."""
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
