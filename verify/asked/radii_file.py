"""Counted radii, or plain ones, in a file: read in one way, or refused."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from verify.asked.number_table import Decimal, Failure, Row, Table, tables
from verify.asked.radii_columns import (
    AMOUNTS,
    ROLES,
    Reading,
    UnreadableError,
    reading,
    roles_of,
)
from verify.asked.text_file import Line, lines_of, shortened

BINS = 256
"""Equal bins in which a list of radii is counted."""


@dataclass(frozen=True, kw_only=True)
class Counted:
    """Counted radii: rising edges, a count between each two, and what was read.

    ``name`` is that of the file, without its folders.
    """

    edges: tuple[float, ...]
    counts: tuple[float, ...]
    name: str
    said: str


def counted_in(
    path: Path, columns: str | None = None, decimal: Decimal | None = None
) -> Counted:
    """Return the histogram in a file.

    A row holds one edge or the centre of a bin and a count, two edges and a count, or
    a range such as ``10-20`` and a count; the words of a header tell which. Upper
    edges begin at 0. Empty bins beyond the largest radius are left out.

    Parameters
    ----------
    path
        Of a file of text.
    columns
        What the columns are, such as ``upper,count``; None where the file tells.
    decimal
        The decimal sign; None where the file tells.

    Raises
    ------
    ValueError
        If it is no histogram, with the line, or can be read in two ways, with both.

    """
    asked = _named(columns)
    found: list[Reading] = []
    faults: list[UnreadableError] = []
    read, failures = tables(lines_of(path), decimal)
    for table in read:
        try:
            possible = [asked] if asked else roles_of(table)
        except UnreadableError as error:
            faults.append(error)
            continue
        for roles in possible:
            try:
                found.append(reading(table, roles))
            except UnreadableError as error:
                faults.append(error)
    if not found:
        raise _unread(path, faults, failures, "an edge and a count")
    one = _only(path, found)
    if one.gaps and not asked:
        raise _gapped(path, one)
    return Counted(edges=one.edges, counts=one.counts, name=path.name, said=_said(one))


def listed_in(path: Path, decimal: Decimal | None = None) -> Counted:
    """Return the radii in a file, one on each line, counted in equal bins.

    The largest radius ends the last of 256 bins. Where a header names one column of
    several a radius or a diameter, the others are left out.

    Parameters
    ----------
    path, decimal
        As for :func:`counted_in`.

    Raises
    ------
    ValueError
        If it is no list of radii, with the line, or can be read in two ways.

    """
    read, failures = tables(lines_of(path), decimal)
    columns = [(table, _column(table)) for table in read]
    chosen = [(table, place) for table, place in columns if place is not None]
    if not chosen:
        faults = [UnreadableError("must hold one radius", t.rows[0]) for t in read]
        raise _unread(path, faults[:1], failures, "one radius")
    lists = [np.array(_radii(path, table, place)) for table, place in chosen]
    told = [
        table for table, _ in chosen if len(table.header) == len(table.rows[0].cells)
    ]
    several = [table for table, place in columns if place is None and not told]
    shares = [one / one.max() for one in lists]
    if several or not all(np.array_equal(one, shares[0]) for one in shares):
        raise _two_ways(path, [*(t for t, _ in chosen), *several])
    radii = lists[0]
    edges = np.linspace(0, radii.max(), BINS + 1)
    counts, _ = np.histogram(radii, edges)
    said = (
        f"read {len(radii):,} radii from {radii.min():.6g} to {radii.max():.6g}, "
        f"counted in {BINS} equal bins (decimal {chosen[0][0].dialect.decimal})"
    )
    return Counted(
        edges=tuple(edges.tolist()),
        counts=tuple(counts.astype(float).tolist()),
        name=path.name,
        said=said,
    )


def _named(columns: str | None) -> tuple[str, ...] | None:
    """Return the roles that a person gave the columns."""
    if columns is None:
        return None
    roles = tuple(
        role.strip().replace("center", "centre") for role in columns.split(",")
    )
    strange = [role for role in roles if role not in ROLES]
    places = [role for role in roles if role not in (*AMOUNTS, "skip")]
    if (
        strange
        or len(roles) - len(places) - roles.count("skip") != 1
        or (
            sorted(places) not in (["lower"], ["upper"], ["centre"], ["range"])
            and sorted(places) != ["lower", "upper"]
        )
    ):
        raise ValueError(
            f"columns must name one of {', '.join(AMOUNTS)}, and upper, lower, centre, "
            f"range or both lower and upper, others being skip; got "
            f"{shortened(columns)!r}."
        )
    return roles


def _column(table: Table) -> int | None:
    """Return which column holds radii; None if that is not to be told."""
    if len(table.rows[0].cells) == 1:
        return 0
    names = [name.lower() for name in table.header]
    if len(names) != len(table.rows[0].cells):
        return None
    fitting = [
        place
        for place, name in enumerate(names)
        if any(word in name for word in ("radi", "diam")) or name.strip() in ("r", "d")
    ]
    return fitting[0] if len(fitting) == 1 else None


def _radii(path: Path, table: Table, place: int) -> list[float]:
    found = []
    for row in table.rows:
        cell = row.cells[place] if place < len(row.cells) else None
        if not isinstance(cell, float) or not cell > 0:
            raise _wrong(path, row.line, "a radius must be a number above 0")
        found.append(cell)
    _one_unit(path, table.rows, place)
    return found


def _one_unit(path: Path, rows: Sequence[Row], place: int) -> None:
    """Refuse numbers of several units in one column."""
    first = rows[0].units[place]
    for row in rows:
        if len(row.units) > place and row.units[place] != first:
            what = (
                f"all numbers of a column must have one unit, the first has {first!r}"
            )
            raise _wrong(path, row.line, what)


def _only(path: Path, found: Sequence[Reading]) -> Reading:
    """Return the only meaning, or refuse a file that has two."""
    whole = sorted(found, key=lambda one: not all(c == int(c) for c in one.counts))
    first = whole[0]
    for other in whole[1:]:
        if len(other.law) != len(first.law) or not np.allclose(
            other.law, first.law, rtol=1e-9, atol=1e-12
        ):
            raise ValueError(
                f"{path} can be read in two ways: as {_spelled(first, other)}, or as "
                f"{_spelled(other, first)}."
            )
    for place in range(len(first.roles)):
        _one_unit(path, first.table.rows, place)
    return first


def _spelled(one: Reading, other: Reading) -> str:
    """Return a meaning in words, and the option that chooses it."""
    bins = ", ".join(
        f"{low:.6g} to {high:.6g}: {count:.6g}"
        for low, high, count in list(
            zip(one.edges, one.edges[1:], one.counts, strict=False)
        )[:2]
    )
    options = []
    if one.roles != other.roles:
        options.append(f"--columns {','.join(one.roles)}")
    if one.table.dialect.decimal != other.table.dialect.decimal:
        options.append(f"--decimal {one.table.dialect.decimal}")
    how = " ".join(options) or f"{one.table.dialect}; write the numbers plainly"
    return f"bins {bins}, ... ({how})"


def _two_ways(path: Path, read: Sequence[Table]) -> ValueError:
    """Return that a list of numbers is one or another."""
    rows = [(table.rows[0], table.dialect) for table in read]
    different = {row.cells: (row, dialect) for row, dialect in rows}
    said = ", or ".join(
        f"as {' and '.join(f'{cell}' for cell in cells)} ({dialect})"
        for cells, (_, dialect) in list(different.items())[:2]
    )
    line = rows[0][0].line
    return ValueError(
        f"{path} can be read in two ways, line {line.number} {said}; --decimal comma "
        "or --decimal point chooses, and --columns is for --histogram."
    )


def _gapped(path: Path, one: Reading) -> ValueError:
    first, second, third = one.edges[:3]
    return ValueError(
        f"{path} can be read in two ways: bins {first:g} to {second:g}, and so on, "
        f"with nothing between {second:g} and {third:g} (--columns "
        f"{','.join(one.roles)}), or each up to the next; then write {first:g} to "
        f"{third:g}."
    )


def _unread(
    path: Path,
    faults: Sequence[UnreadableError],
    failures: Sequence[Failure],
    wanted: str,
) -> ValueError:
    """Return what is wrong in the dialect that comes furthest."""
    if faults:
        best = faults[0]
        return _wrong(path, best.row.line, str(best))
    furthest = max(failures, key=lambda one: one.read, default=None)
    if furthest is None or not furthest.line.text.strip():
        return ValueError(f"{path} must hold one bin or radius or more, got none.")
    return _wrong(path, furthest.line, f"must hold {wanted} that can be read")


def _wrong(path: Path, line: Line, what: str) -> ValueError:
    got = shortened(line.text.strip())
    return ValueError(f"{path}, line {line.number}: {what}; got {got!r}.")


def _said(one: Reading) -> str:
    """Return one line on what was read."""
    total = math.fsum(one.counts)
    whole = all(count == int(count) for count in one.counts)
    particles = f"{total:,.0f} particles" if whole else f"counts of sum {total:.6g}"
    columns = " and ".join(
        f"{role} edge" if role in ("upper", "lower") else role
        for role in one.roles
        if role != "skip"
    )
    out = f"; {one.left_out} empty bins at the end left out" if one.left_out else ""
    bins = f"{len(one.counts)} bin{'s' * (len(one.counts) > 1)}"
    return (
        f"read {bins} from {one.edges[0]:.6g} to {one.edges[-1]:.6g}, "
        f"{particles} ({columns}; {one.table.dialect}{out})"
    )
