"""Plant errors in private copies of the sources; count what notices each.

    python -m tests.trust                          # all kinds; writes docs/trust.md
    python -m tests.trust --kind theory --sample 20 --seed 3
    python -m tests.trust --only 3f2a              # the error whose key begins so
    python -m tests.trust --file size/airy         # in files named so
    python -m tests.trust --list --kind house      # what would be planted

What became of an error is kept under reports/trust (--out) and not asked again while
the sources stay the same, so that the whole can be stopped and goes on where it was.
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

SAMPLES = {
    "theory": 160,
    "experiments": 60,
    "arrays": 100,
    "worlds": 100,
    "house": 60,
    "claims": 60,
}


def planted(
    kind: str, root: Path, count: int, seed: int, word: str = ""
) -> list[Planted]:
    """Return the sample of a kind, in files with a word in their names."""
    found = [p for p in enumerated.enumerated(kind, root) if word in p.file]
    return enumerated.sample(found, count, seed, root)


def main() -> None:
    """Plant, ask, write, and print the table."""
    given = _parser().parse_args()
    chosen = [
        one
        for kind in given.kind or SAMPLES
        for one in planted(
            kind, ROOT, given.sample or SAMPLES[kind], given.seed, given.file
        )
        if one.key.startswith(given.only)
    ]
    if given.list:
        sys.stdout.writelines(f"{one.key} {one}\n" for one in chosen)
        return
    sources = state_of(ROOT)
    results = Results(given.out / "planted.jsonl", ROOT, sources)
    waiting = [p for p in chosen if given.fresh or results.of(p) is None]
    sys.stderr.write(f"{len(chosen)} errors, {len(waiting)} of them to ask.\n")
    if waiting:
        load_libraries()
        _ask_all(waiting, results, given)
    after = Results(results.path, ROOT, sources)
    rows = [(p, n) for p in chosen if (n := after.of(p)) and n.by != "same"]
    if not (given.kind or given.sample or given.only or given.file):
        table.write(rows, table.PAGE)
    sys.stdout.write(table.text(rows))


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
