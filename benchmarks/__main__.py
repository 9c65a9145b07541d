"""All benchmarks, and at the end one table of ratios.

    python -m benchmarks              # everything; writes docs/speed.md, scaling.svg
    python -m benchmarks cascade      # the ratios of one kind, or of several

Takes about five minutes on two quiet cores.
"""

import os

# Read once, when the libraries load.
os.environ.setdefault("OMP_NUM_THREADS", "1")

import argparse
import platform
import sys
from collections.abc import Sequence
from importlib import import_module
from importlib.metadata import version
from pathlib import Path

from benchmarks import scaling
from benchmarks.timing import Pair, ratios, spread

KINDS = ("cascade", "losses", "training", "images", "solving", "storing")
HEAD = ("kind", "work", "plain route", "times as fast", "quartiles", "rounds")
DOCS = Path(__file__).parents[1] / "docs"

PAGE = """\
# How fast, and how the cost grows

Written by `make bench`, on {machine}.

## Beside the plain route

The plain route's time over the toolkit's, which two routes in turn have taken round
after round: the median and the quartiles. Above 1 the toolkit is faster. Both run on
one core unless two are named, and both end with the same numbers; `numpy.sum` alone
does less than the cascade: it reads the entries once.

{ratios}

## How the cost grows

Median seconds of the processor, with the quartiles as a band; the exponent, with its
standard error, is the slope between logarithms over the larger half of each curve. The
peak is that of the whole process, libraries included.

![Seconds over what grows, on logarithmic axes](scaling.svg)

{growth}
"""


def main() -> None:
    """Measure, write, and print the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks")
    parser.add_argument("kinds", nargs="*", metavar="KIND", help=", ".join(KINDS))
    kinds = parser.parse_args().kinds
    if unknown := [kind for kind in kinds if kind not in KINDS]:
        parser.error(f"KIND must be one of {', '.join(KINDS)}, got {unknown[0]}.")
    grown = {} if kinds else {name: grow(name) for name in scaling.CURVES}
    table = markdown(HEAD, [line for kind in kinds or KINDS for line in lines(kind)])
    if grown:
        growth = markdown(scaling.HEAD, scaling.rows(grown))
        scaling.draw(grown, DOCS / "scaling.svg")
        page = PAGE.format(machine=machine(), ratios=table, growth=growth)
        (DOCS / "speed.md").write_text(page, "utf-8")
        print(growth, end="\n\n")
    print(table)


def grow(name: str) -> list[scaling.Point]:
    """Return the points of a curve, having said so."""
    tell(f"how it grows: {scaling.CURVES[name].work}")
    return scaling.measured(name)


def lines(kind: str) -> list[tuple[str, ...]]:
    """Return the lines of the table for one kind of work."""
    return [line(pair) for pair in import_module(f"benchmarks.{kind}").pairs()]


def line(pair: Pair) -> tuple[str, ...]:
    """Return the line of the table for one pair."""
    tell(f"{pair.kind}: {pair.work}, beside {pair.rival}")
    found = ratios(pair)
    quartiles = spread(found)
    return (
        pair.kind,
        pair.work,
        pair.rival,
        f"{quartiles.middle:.2f}",
        f"{quartiles.low:.2f} to {quartiles.high:.2f}",
        str(len(found)),
    )


def markdown(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a table in Markdown that is one to the eye too."""
    cells = [head, *rows]
    widths = [max(len(row[place]) for row in cells) for place in range(len(head))]
    padded = [
        [cell.ljust(width) for cell, width in zip(row, widths, strict=True)]
        for row in cells
    ]
    padded.insert(1, ["-" * width for width in widths])
    return "\n".join(f"| {' | '.join(row)} |" for row in padded)


def machine() -> str:
    """Return what the numbers depend on."""
    used = ("numpy", "numba", "torch", "scipy")
    libraries = ", ".join(f"{name} {version(name)}" for name in used)
    return (
        f"{os.cpu_count()} cores of {platform.machine()} under {platform.system()} "
        f"(load {os.getloadavg()[0]:.1f} at the end), "
        f"Python {platform.python_version()}, {libraries}"
    )


def tell(sentence: str) -> None:
    """Say on stderr how far it is."""
    print(sentence, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
