"""Judge every claim on seeds that nobody has looked at, and record what came out.

    python -m tests.fresh_seeds               # what is missing, then the record
    python -m tests.fresh_seeds --only 80     # one of the reserved offsets
    python -m tests.fresh_seeds --table       # the record again, measuring nothing

Each reserved offset stands for one run of ``python -m verify all --seed OFFSET``. It is
taken once, after everything else is settled: a claim that is changed because of what is
seen here needs offsets that are not listed here. What is measured is kept under the
folder of ``--store`` and resumed from there; a claim that is added later is judged
alone on the offsets that are done. What came out is kept, offset by offset, under
tests/data/fresh_seeds. Put together it is verify/trust/fresh_seeds.json, from which
docs/fresh_seeds.md and the report are made.
"""

import argparse
import json
import math
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from verify.threads import ONE_THREAD

# Read once, when the libraries load.
os.environ.update(ONE_THREAD)

from verify.claim import Claim
from verify.claims import ALL
from verify.environment import usable_cores
from verify.judge import LEAN, Judged
from verify.measuring import Silence
from verify.pool import Processes
from verify.report.numerals import chosen, measured
from verify.run import run
from verify.sealed import write_whole
from verify.sources import source_hash
from verify.store import Store
from verify.trial import Setting, Trial
from verify.trusted import FRESH_SEEDS, keep, recorded

OFFSETS = (*range(80, 152, 12), *range(250, 346, 12), *range(410, 482, 12))
"""Reserved: no two of them have a judged seed in common, and none has one that was
looked at with offsets of 200 or 400, where claims had other seeds."""

KEPT = Path(__file__).parent / "data" / "fresh_seeds"
PAGE = Path(__file__).parents[1] / "docs" / "fresh_seeds.md"

HEAD = """# Fresh seeds

Written by `python -m tests.fresh_seeds`, which judges all claims at the quick budget as
`python -m verify all --seed OFFSET` does, once on each of {reserved} offsets that were
reserved before anybody had looked at them. {done} are done; {clean} of them came out as
expected in every claim. The table is made from `verify/trust/fresh_seeds.json`, as is
what the report tells.

A margin is how much of what is allowed was used: the misfit as a share of the
tolerance, or the lean towards a rival as a share of {lean}, whichever is larger, on the
worst seed of the worst offset. Claims that are expected to be confirmed have one.

| claim | came out otherwise | worst margin | at offset |
|---|---|---:|---:|
"""


def main() -> None:
    """Measure what is missing, keep what came out, write record and table."""
    parser = argparse.ArgumentParser(prog="python -m tests.fresh_seeds")
    parser.add_argument("--only", type=int, choices=OFFSETS, metavar="OFFSET")
    parser.add_argument("--table", action="store_true", help="measure nothing")
    parser.add_argument("--store", type=Path, default=Path("reports/fresh_seeds"))
    parser.add_argument("--jobs", type=int, default=usable_cores(), metavar="N")
    given = parser.parse_args()
    wanted = OFFSETS if given.only is None else [given.only]
    measure(() if given.table else wanted, given.store, given.jobs)
    keep(FRESH_SEEDS, summary())
    PAGE.write_text(page(recorded(FRESH_SEEDS)))


def measure(offsets: Sequence[int], store: Path, jobs: int) -> None:
    """Judge on each offset what is not known of it, and keep what came out."""
    for offset in offsets:
        known = _known(offset)
        if waiting := [claim for claim in ALL if claim.name not in known]:
            _keep(offset, known, _judged(waiting, offset, store, jobs))


def _judged(
    claims: Sequence[Claim], offset: int, folder: Path, jobs: int
) -> list[Judged]:
    trials = [Trial(claim=claim, setting=Setting(offset=offset)) for claim in claims]
    with Store(folder) as store:
        return run(trials, store, partial(Processes, jobs), Silence())


def _known(offset: int) -> dict[str, Any]:
    """Return what came out on an offset before; claims may have been added since."""
    path = _path(offset)
    known: dict[str, Any] = json.loads(path.read_text()) if path.exists() else {}
    return known


def _keep(offset: int, known: dict[str, Any], judged: Sequence[Judged]) -> None:
    KEPT.mkdir(exist_ok=True)
    found = known | {one.claim.name: came_out(one) for one in judged}
    text = json.dumps(found, indent=1, sort_keys=True)
    write_whole(_path(offset), f"{text}\n".encode())
    surprises = [one.claim.name for one in judged if not one.as_expected]
    sys.stderr.write(f"{offset}: {', '.join(surprises) or 'all as expected'}\n")


def came_out(one: Judged) -> dict[str, Any]:
    """Return what is kept of a verdict: whether it was expected, and by how much."""
    verdict = one.verdict
    shares = [
        *(_share(misfit, verdict.tolerance) for misfit in verdict.misfit),
        *(lean / LEAN for rival in verdict.rivals.values() for lean in rival.lean),
    ]
    return {
        "outcome": verdict.outcome.name,
        "expected": one.trial.expected.name,
        "reason": verdict.reason,
        "margin": float(f"{max(shares, default=0.0):.3g}"),
        "sources": source_hash(one.claim.experiment.function),
        "tolerance": verdict.tolerance,
    }


def _share(misfit: float, tolerance: float) -> float:
    """Return the share of what is allowed; an exact claim allows nothing."""
    if tolerance == 0:
        return math.inf if misfit else 0.0
    return misfit / tolerance


def summary() -> dict[str, Any]:
    """Return the record of all that is kept; see :mod:`verify.trusted`."""
    kept = {offset: json.loads(_path(offset).read_text()) for offset in _done()}
    clean = [
        offset
        for offset, found in kept.items()
        if all(one["outcome"] == one["expected"] for one in found.values())
    ]
    return {
        "reserved": list(OFFSETS),
        "done": list(kept),
        "clean": clean,
        "claims": {
            name: _of_claim({o: f[name] for o, f in kept.items() if name in f})
            for name in sorted({name for found in kept.values() for name in found})
        },
    }


def _of_claim(mine: dict[int, dict[str, Any]]) -> dict[str, Any]:
    """Return what is recorded of a claim; ``mine`` is what came out, by offset."""
    margins = {o: x["margin"] for o, x in mine.items() if x["expected"] == "CONFIRMED"}
    worst = max(margins, key=lambda offset: margins[offset], default=None)
    return {
        "sources": sorted({one["sources"] for one in mine.values()}),
        "tolerance": sorted({one["tolerance"] for one in mine.values()}),
        "otherwise": {
            str(offset): one["outcome"]
            for offset, one in mine.items()
            if one["outcome"] != one["expected"]
        },
        "margin": None if worst is None else margins[worst],
        "at": worst,
    }


def page(record: Mapping[str, Any]) -> str:
    """Return the table of a record, what came out otherwise first, then the margins."""
    counts = {name: len(record[name]) for name in ("reserved", "done", "clean")}
    head = HEAD.format(**counts, lean=chosen(LEAN))
    ordered = sorted(record["claims"].items(), key=_concern)
    return head + "".join(f"{_row(name, one)}\n" for name, one in ordered)


def _concern(item: tuple[str, Mapping[str, Any]]) -> tuple[float, ...]:
    one = item[1]
    return -len(one["otherwise"]), -(one["margin"] or 0.0)


def _row(name: str, one: Mapping[str, Any]) -> str:
    told = one["margin"] is not None
    cells = (
        f"`{name}`",
        ", ".join(f"{what} at {offset}" for offset, what in one["otherwise"].items()),
        measured(one["margin"], 2) if told else "",
        str(one["at"]) if told else "",
    )
    return f"| {' | '.join(cells)} |"


def _done() -> Iterator[int]:
    return (offset for offset in OFFSETS if _path(offset).exists())


def _path(offset: int) -> Path:
    return KEPT / f"{offset}.json"


if __name__ == "__main__":
    main()
