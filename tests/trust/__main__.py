"""Plant errors in private copies of the sources; count what notices each.

    python -m tests.trust                          # all kinds; writes the record
    python -m tests.trust --kind house             # one kind; the others stay recorded
    python -m tests.trust --kind theory --sample 20 --seed 3
    python -m tests.trust --only 3f2a              # the error whose key begins so
    python -m tests.trust --file size/airy         # in files named so
    python -m tests.trust --list --kind house      # what would be planted

What became of an error is kept under reports/trust (--out) and not asked again while
the sources stay the same, so that the whole can be stopped and goes on where it was.
What became of the whole sample of a kind is recorded in verify/trust/planted.json, from
which docs/trust.md and the report are made; --sample, --only and --file record nothing.
"""

import argparse
import os
import sys
import time

# Read once, when the libraries load.
os.environ["OMP_NUM_THREADS"] = "1"

from pathlib import Path

from tests.trust import enumerated, table
from tests.trust.forked import ROOT, Tree, end_with_parent, load_libraries
from tests.trust.planted import Planted
from tests.trust.reach import state_of
from tests.trust.results import Results
from verify import trusted

SAMPLES = {
    "theory": 160,
    "experiments": 60,
    "arrays": 100,
    "worlds": 100,
    "house": 60,
    "claims": 60,
}


def planted(given: argparse.Namespace, kind: str) -> tuple[list[Planted], int]:
    """Return the errors of a kind that are asked for, and how many are listed."""
    found = [p for p in enumerated.enumerated(kind, ROOT) if given.file in p.file]
    count = given.sample or SAMPLES[kind]
    chosen = enumerated.sample(found, count, given.seed, ROOT)
    return [one for one in chosen if one.key.startswith(given.only)], len(found)


def main() -> None:
    """Plant, ask, record, and print the table."""
    given = _parser().parse_args()
    kinds = {kind: planted(given, kind) for kind in given.kind or SAMPLES}
    chosen = [one for errors, _ in kinds.values() for one in errors]
    if given.list:
        sys.stdout.writelines(f"{one.key} {one}\n" for one in chosen)
        return
    sources, code = state_of(ROOT), trusted.sources_now()
    results = Results(given.out / "planted.jsonl", ROOT, sources)
    waiting = [p for p in chosen if given.fresh or results.of(p) is None]
    sys.stderr.write(f"{len(chosen)} errors, {len(waiting)} of them to ask.\n")
    if waiting:
        load_libraries()
        _ask_all(waiting, results, given)
    after = Results(results.path, ROOT, sources)
    found = {}
    for kind, (errors, listed) in kinds.items():
        rows = [(p, n) for p in errors if (n := after.of(p)) and n.by != "same"]
        found[kind] = table.part(rows, listed=listed, seed=given.seed, sources=code)
    sys.stdout.write(table.text(found))
    if not (given.sample or given.only or given.file):
        record = {**trusted.recorded(trusted.PLANTED), **found}
        trusted.keep(trusted.PLANTED, record)
        table.PAGE.write_text(table.page(record), "utf-8")


def _ask_all(
    waiting: list[Planted], results: Results, given: argparse.Namespace
) -> None:
    """Share the errors among processes, each with a copy of the sources."""
    children = []
    for job in range(given.jobs):
        if child := os.fork():
            children.append(child)
            continue
        os.setpgid(0, 0)
        end_with_parent()
        try:
            answers = given.out / "answers"
            tree = Tree(given.out / f"tree{job}", answers, cheap=given.cheap)
            for one in waiting[job :: given.jobs]:
                noticed = tree.asked(one)
                results.add(one, noticed)
                moment = time.strftime("%H:%M:%S")
                sys.stderr.write(
                    f"{moment} {noticed.seconds:5.0f} s  {noticed.by} "
                    f"({noticed.where:.90})  {one.key} {one}\n"
                )
        finally:
            sys.stderr.flush()
            os._exit(0)
    for child in children:
        os.waitpid(child, 0)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.trust")
    parser.add_argument("--kind", action="append", choices=list(SAMPLES))
    parser.add_argument("--sample", type=int, metavar="N", help="errors of each kind")
    parser.add_argument("--seed", type=int, default=0, help="of the sample")
    parser.add_argument("--only", default="", metavar="KEY", help="one error")
    parser.add_argument("--file", default="", metavar="WORD", help="files named so")
    parser.add_argument("--list", action="store_true", help="plant nothing")
    parser.add_argument("--fresh", action="store_true", help="ask all again")
    parser.add_argument("--jobs", type=int, default=1, metavar="N", help="at once")
    parser.add_argument("--out", type=Path, default=ROOT / "reports/trust")
    parser.add_argument(
        "--cheap",
        type=float,
        default=30.0,
        metavar="S",
        help="measure anew what should take so many seconds at most",
    )
    return parser


if __name__ == "__main__":
    main()
