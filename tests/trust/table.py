"""The page of counts, and of what nothing notices."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from tests.trust.forked import Noticed
from tests.trust.harmless import reason
from tests.trust.planted import Planted

PAGE = Path(__file__).parents[2] / "docs/trust.md"
KINDS = {
    "theory": "theory",
    "experiments": "experiments",
    "arrays": "arrays of experiments",
    "worlds": "changed worlds",
    "house": "judge, run and store",
    "claims": "claim files",
}
NOTICED = ("verdict", "law", "test")
UNNOTICED = ("record", "nothing", "error")
BY = ("verdict", "law", "test", "record", "nothing")
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
count: it stands in a column of its own. An error that makes a computation loop counts
where the loop is met.

"""

Row = tuple[Planted, Noticed]


def text(rows: Sequence[Row]) -> str:
    """Return the counts by kind, and the survivors one by one."""
    lines = [
        "| planted in | planted | verdict | law | test | record | harmless | nothing |",
        "|---|---:|---:|---:|---:|---:|---:|---:|",
    ]
    for kind in (*KINDS, ""):
        own = [(p, n) for p, n in rows if kind in ("", p.kind)]
        if own:
            lines.append(_line(KINDS.get(kind, "all"), own))
    lines += ["", *_survivors(rows)]
    return "\n".join(lines) + "\n"


def write(rows: Sequence[Row], page: Path) -> None:
    """Write the page."""
    page.write_text(INTRODUCTION + text(rows) + "\n" + _operators(rows), "utf-8")


def _line(name: str, rows: Sequence[Row]) -> str:
    count = Counter(noticed.by for _, noticed in rows)
    spared = sum(n.by in UNNOTICED and bool(reason(p)) for p, n in rows)
    recorded = sum(n.by == "record" and not reason(p) for p, n in rows)
    cells = [len(rows), *(count[by] for by in NOTICED), recorded, spared]
    cells.append(len(rows) - sum(cells[1:]))
    return f"| {name} | " + " | ".join(map(str, cells)) + " |"


def _survivors(rows: Sequence[Row]) -> list[str]:
    said = []
    for planted, noticed in rows:
        if noticed.by not in NOTICED:
            why = reason(planted) or noticed.where or "not explained"
            said.append(f"- `{planted}` ({noticed.by}): {why}")
    return ["Not noticed:", "", *said] if said else []


def _operators(rows: Sequence[Row]) -> str:
    """Return the counts by operator."""
    lines = [
        "| error | planted | " + " | ".join(BY) + " |",
        "|---|---:|" + "---:|" * len(BY),
    ]
    for operator in sorted({planted.operator for planted, _ in rows}):
        own = [n for p, n in rows if p.operator == operator]
        count = Counter(n.by if n.by in BY else "nothing" for n in own)
        cells = [len(own), *(count[by] for by in BY)]
        lines.append(f"| {operator} | " + " | ".join(map(str, cells)) + " |")
    return "\n".join(lines) + "\n"
