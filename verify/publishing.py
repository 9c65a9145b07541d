"""The files that a run leaves for people: results, paper, dossier and explorer."""

import hashlib
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from verify import date, sealed
from verify.claims import ALL
from verify.drawn import drawing_of
from verify.environment import environment
from verify.explored import pieces
from verify.judge import Judged
from verify.report.contents import Inputs
from verify.report.document import DOSSIER, build
from verify.report.explorer.page import EXPLORER, page
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
    """Write ``results.json``, paper, dossier and explorer beside each other.

    Reports that lie there as they were built from the same inputs are left alone,
    unless they are wanted anew. They name claims without their data among the
    circumstances of the run.

    Parameters
    ----------
    shown
        All that is known.
    found
        The object of ``results.json``.
    path
        Of the paper.
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
    inputs = Inputs(
        judged=printed,
        listed=ALL,
        found=found,
        environment=about,
        drawings={},
        epoch=date.epoch(max((one.at for one in shown), default=0)),
    )
    of = fingerprint(inputs)
    explorer = path.with_name(EXPLORER)
    paths = (path, path.with_name(DOSSIER), explorer)
    built = None if anew else store.load(sealed.checksum(of))
    if built is None or built.arrays["sha256"].tolist() != [*map(_sha256, paths)]:
        stage("typesetting")
        start = time.perf_counter()
        drawings = {one.claim.name: drawing_of(one, store) for one in printed}
        build(replace(inputs, drawings=drawings), path.parent)
        sealed.write_whole(explorer, page(pieces(printed, store), inputs.epoch))
        seconds = time.perf_counter() - start
        store.save(of, {"sha256": np.array([*map(_sha256, paths)])}, seconds=seconds)


def _sha256(path: Path) -> str:
    """Return the checksum of a file; empty where there is none, or something else."""
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
