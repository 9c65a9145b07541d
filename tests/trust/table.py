"""The record of what noticed planted errors, and the page that is made from it."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.trust.forked import Noticed
from tests.trust.harmless import reason
from tests.trust.planted import Planted
from verify.trusted import COUNTS, KINDS

PAGE = Path(__file__).parents[2] / "docs/trust.md"
NOTICED = ("verdict", "law", "test")
INTRODUCTION = """\
# Planted errors, and what notices each

Written by `make trust` (`python -m tests.trust`). Operators list every place where an
error of a kind could be made: signs, factors, orders, ends, taps, comparisons, a
network left out, a seed dropped, a tolerance doubled. A sample, the same for the
same sources and `--seed`, is planted one at a time in a private copy of the sources, or
in arrays that an experiment could return. In a changed world the experiment of a claim
is told another law, another filter, a broken layer, and the claim must not be
confirmed. Then it is asked, until something notices:

- **verdict**: claims that reach the file, judged by what was recorded of them, or for
  experiments measured anew on one seed, have another outcome or end in an error;
- **law**: a test over all claims, or over all experiments, fails;
- **test**: another test that reaches the file fails.

What only a record of what was notices, the texts under `tests/data/claims`, does not
count: it stands in a column of its own. That the words, tolerance, bounds and rivals of
a claim are those of its record of pilots counts as a law: to write that record anew
takes measurements on which the claim must come out. What notices an error must be
silent in a clean copy; what is not is left out. An error that makes a computation loop
counts where the loop is met. All this is kept in `verify/trust/planted.json`, from
which the report tells it too.

"""

Row = tuple[Planted, Noticed]
Record = Mapping[str, Mapping[str, Any]]
HEAD = ["planted in", "on", "places listed", "planted", *COUNTS]


def part(
    rows: Sequence[Row], *, listed: int, seed: int, sources: Mapping[str, str]
) -> dict[str, Any]:
    """Return what is recorded of the errors of one kind.

    Parameters
    ----------
    rows
        The errors that were planted, and what noticed each.
    listed, seed
        How many places the operators list, and the seed of the sample.
    sources
        The checksum of the code that the errors were planted in, by package.

    """
    became = [(p, n, _became(p, n)) for p, n in rows]
    return {
        "date": datetime.now(UTC).date().isoformat(),
        "sources": dict(sources),
        "seed": seed,
        "listed": listed,
        "planted": len(rows),
        "counts": _counts(what for *_, what in became),
        "operators": {
            operator: _counts(w for p, _, w in became if p.operator == operator)
            for operator in sorted({planted.operator for planted, _ in rows})
        },
        "survivors": [
            {"error": str(p), "by": n.by, "why": reason(p) or n.where}
            for p, n, what in became
            if what not in NOTICED
        ],
    }


def page(record: Record) -> str:
    """Return the page that is made from a record."""
    absent = [name for kind, name in KINDS.items() if kind not in record]
    unasked = f"Not run: {', '.join(absent)}.\n\n" if absent else ""
    return f"{INTRODUCTION}{text(record)}\n{unasked}{_operators(record)}"


def text(record: Record) -> str:
    """Return the counts by kind, and the survivors one by one."""
    parts = {kind: record[kind] for kind in KINDS if kind in record}
    rows = [
        [KINDS[kind], one["date"], one["listed"], *_cells(one["counts"])]
        for kind, one in parts.items()
    ]
    counts = [Counter(one["counts"]) for one in parts.values()]
    listed = sum(one["listed"] for one in parts.values())
    rows.append(["all", "", listed, *_cells(sum(counts, Counter()))])
    survivors = [
        f"- `{one['error']}` ({one['by']}): {one['why'] or 'not explained'}"
        for part in parts.values()
        for one in part["survivors"]
    ]
    said = ["", "Not noticed:", "", *survivors] if survivors else []
    return "\n".join([*_table(HEAD, rows), *said]) + "\n"


def _became(planted: Planted, noticed: Noticed) -> str:
    if noticed.by in NOTICED:
        return noticed.by
    if reason(planted):
        return "harmless"
    return "record" if noticed.by == "record" else "nothing"


def _counts(became: Iterable[str]) -> dict[str, int]:
    found = Counter(became)
    return {what: found[what] for what in COUNTS}


def _cells(counts: Mapping[str, int]) -> list[int]:
    return [sum(counts.values()), *(counts[what] for what in COUNTS)]


def _operators(record: Record) -> str:
    """Return the counts by operator."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for one in record.values():
        for operator, counts in one["operators"].items():
            found[operator].update(counts)
    rows = [[operator, *_cells(found[operator])] for operator in sorted(found)]
    return "\n".join(_table(["error", "planted", *COUNTS], rows)) + "\n"


def _table(head: Sequence[str], rows: Sequence[Sequence[object]]) -> list[str]:
    """Return the lines of a table; its first column is of words."""
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *rows]
    return [f"| {' | '.join(map(str, cells))} |" for cells in lines]
