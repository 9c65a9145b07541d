"""The page of counts."""

import re
from collections.abc import Sequence
from pathlib import Path

from tests.faults.all import KINDS
from tests.faults.trying import Row

PAGE = Path(__file__).parents[2] / "docs/faults.md"
HEAD = "| fault | tries | as it should be | not | what it should be |"
RULE = "|---|---:|---:|---:|---|"
INTRODUCTION = """\
# Faults, and what became of each

Written by `make faults` (`python -m tests.faults`), which provokes them on the real
command, `python -m verify position.table size.airy-constant`, and compares what is left
with the files of an undisturbed run. Every try is drawn from its number, so that
`python -m tests.faults WORD --only N` repeats the try N of the kinds with that word.

Everywhere: no traceback, no words of a library, nothing that hangs or is left running;
a status other than 0 comes with one sentence. "The same results" are those of
`results.json` but for times. Moments are seconds of the processor that the command and
its workers had, so they mean the same on a busy machine. Small disks are file systems
in memory, mounted where no other process sees them; where that is not allowed, no file
may grow beyond their size. Where nothing but files, names or clocks is at fault, the
command runs in a fork of a process that has loaded its modules; elsewhere it is started
anew.

"""


def text(rows: Sequence[Row]) -> str:
    """Return the table of rows, the sum last."""
    return _table({row.kind.name: (row.tries, len(row.failures)) for row in rows})


def write(rows: Sequence[Row], page: Path) -> None:
    """Write the page; kinds that were not tried keep their counts."""
    before = _counts(page.read_text("utf-8")) if page.exists() else {}
    new = {row.kind.name: (row.tries, len(row.failures)) for row in rows}
    counts = {**before, **new}
    known = {k.name: counts[k.name] for k in KINDS if k.name in counts}
    failures = [f"- {line}" for row in rows for line in row.failures]
    listed = "\n## Not as it should be\n\n" + "\n".join(failures) if failures else ""
    page.write_text(INTRODUCTION + _table(known) + listed, "utf-8")


def _table(counts: dict[str, tuple[int, int]]) -> str:
    rules = {kind.name: kind.rule for kind in KINDS}
    lines = [HEAD, RULE]
    for name, (tries, wrong) in counts.items():
        lines.append(
            f"| {name} | {tries} | {tries - wrong} | {wrong} | {rules[name]} |"
        )
    tries, wrong = (sum(pair[i] for pair in counts.values()) for i in (0, 1))
    lines.append(f"| all | {tries} | {tries - wrong} | {wrong} | |")
    return "\n".join(lines) + "\n"


def _counts(page: str) -> dict[str, tuple[int, int]]:
    found = re.findall(r"^\| (.+?) \| (\d+) \| \d+ \| (\d+) \|", page, re.MULTILINE)
    return {name: (int(tries), int(wrong)) for name, tries, wrong in found}
