"""Provoke faults on the real command, count what became of them, write the table.

    python -m tests.faults                 # every kind; writes docs/faults.md
    python -m tests.faults flipped fifo    # the kinds with such a word in their name
    python -m tests.faults flipped --only 17      # one try of it, to see what it says
    python -m tests.faults --quick         # one try of each quick kind; writes nothing

A table written before keeps the rows of kinds that are not asked for.
"""

import argparse
import os
import sys
import tempfile

# Read once, when the libraries load.
os.environ.setdefault("OMP_NUM_THREADS", "1")

from pathlib import Path

from tests.faults import table, trying
from tests.faults.all import KINDS


def main() -> None:
    """Try, write, and print the table."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults")
    parser.add_argument("words", nargs="*", metavar="WORD")
    parser.add_argument("--quick", action="store_true", help="one try of quick kinds")
    parser.add_argument("--only", type=int, metavar="N", help="the try of a number")
    parser.add_argument("--jobs", type=int, default=2, metavar="N", help="at once")
    parser.add_argument("--page", type=Path, default=table.PAGE, metavar="FILE")
    given = parser.parse_args()
    kinds = [
        kind
        for kind in KINDS
        if all(word in kind.name for word in given.words)
        and (kind.quick or not given.quick)
    ]
    if not kinds:
        parser.error(f"no kind has {' '.join(given.words)!r} in its name.")
    partly = given.quick or given.only is not None
    with tempfile.TemporaryDirectory(prefix="faults-") as folder:
        counted = trying.counted(
            kinds,
            Path(folder),
            jobs=given.jobs,
            numbers=lambda kind: (
                range(1 if given.quick else kind.tries)
                if given.only is None
                else [given.only]
            ),
        )
    failures = [line for row in counted for line in row.failures]
    for line in failures:
        sys.stderr.write(f"{line}\n")
    if not partly:
        table.write(counted, given.page)
    sys.stdout.write(table.text(counted))
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
