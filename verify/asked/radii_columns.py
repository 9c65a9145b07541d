"""What the columns of a table of counted radii may mean: edges, centres, counts."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from verify.asked.number_table import Cell, Row, Table
from verify.asked.text_file import shortened

PLACES = (("lower", "upper"), ("range",), ("upper",), ("centre",), ("lower",))
AMOUNTS = ("count", "cumulative", "density")
ROLES = ("lower", "upper", "centre", "range", *AMOUNTS, "skip")

_EVEN = 0.05
"""Steps that differ by less, in shares, are equal ones that were rounded."""

_WORDS = {
    "refused": r"log|\bln\b|volume|vol\b|mass|weight|\bq3\b|area|surface|oversize"
    r"|above|larger|greater|exceed",
    "cumulative": r"cum|undersize|\bcdf\b|≤|<=|smaller|below",
    "density": r"density|\bpdf\b",
    "lower": r"lower|left|from|\bmin|start|\blow\b|begin|\bvon\b|\blo\b",
    "upper": r"upper|right|\bto\b|\bmax|\bend\b|high|\bbis\b|\bhi\b|upto",
    "centre": r"cent(re|er)|mid|mean",
    "count": r"count|number|\bn\b|freq|particles|anzahl|nombre|amount|share|percent"
    r"|fraction|prob|\bnum\b|hits",
}


@dataclass(frozen=True, kw_only=True)
class Reading:
    """One meaning of a table: rising edges, counts, and what the columns are.

    ``gaps`` is whether equal gaps part all bins, ``left_out`` how many empty ones were
    at the end.
    """

    edges: tuple[float, ...]
    counts: tuple[float, ...]
    roles: tuple[str, ...]
    table: Table
    gaps: bool = False
    left_out: int = 0

    @property
    def law(self) -> tuple[float, ...]:
        """Edges and counts without their units: what decides whether two differ."""
        last, total = self.edges[-1], sum(self.counts)
        return (*(e / last for e in self.edges), *(c / total for c in self.counts))


class UnreadableError(ValueError):
    """A table that has no such meaning, and the row that shows it."""

    def __init__(self, message: str, row: Row) -> None:
        super().__init__(message)
        self.row = row


def roles_of(table: Table) -> list[tuple[str, ...]]:
    """Return what the columns may be, as far as the header or their number says.

    Raises
    ------
    UnreadableError
        If the header names what is no number of radii, or there are too many columns.

    """
    first = table.rows[0]
    known = [_role(name) for name in table.header]
    if "refused" in known:
        word = table.header[known.index("refused")]
        raise UnreadableError(
            f"{shortened(word)!r}: counts must be numbers of radii, in a bin or up to "
            "an edge, not of larger ones, nor volumes, areas or masses, and radii no "
            "logarithms",
            first,
        )
    ranged = any(isinstance(cell, tuple) for cell in first.cells)
    if len(known) != len(first.cells):
        known = [""] * len(first.cells)
    last = table.rows[-1]
    if len(last.cells) < len(first.cells) and not (
        "lower" in known or first.cells[0] == 0
    ):
        raise UnreadableError(
            "must have as many columns as the lines above; --columns lower,count takes "
            "it as the last edge",
            last,
        )
    found = list(_completed(known, first.cells, ranged))
    if not found:
        raise UnreadableError(
            "must hold an edge and a count, or two edges and a count; --columns names "
            f"the columns, of {', '.join(ROLES)}",
            first,
        )
    return found


def _role(name: str) -> str:
    """Return the role that words of a header tell; empty for none, or for several."""
    words = re.sub(r"[_\W]+", " ", re.sub("<=|≤", " cum ", name.lower()))
    words += " share" * ("%" in name)
    found = [role for role, pattern in _WORDS.items() if re.search(pattern, words)]
    if found and found[0] in ("refused", "cumulative", "density"):
        return found[0]
    return found[0] if len(found) == 1 else ""


def _completed(
    known: Sequence[str], cells: Sequence[Cell], ranged: bool
) -> Iterator[tuple[str, ...]]:
    """Yield full roles of the columns that agree with what is known."""
    amounts = [place for place, role in enumerate(known) if role in AMOUNTS]
    end = amounts[0] if len(amounts) == 1 else len(cells) - 1
    for place in PLACES:
        if len(place) == len(cells) - 1 and (place == ("range",)) == ranged:
            for amount in known[end : end + 1] if amounts else ("count", "cumulative"):
                yield from _agreeing(known, end, amount, place)
    if len(cells) > 2 and len(amounts) == 1:
        where = [i for i, role in enumerate(known) if role in ("lower", "upper")]
        where = where or [i for i, role in enumerate(known) if role == "centre"]
        roles = [known[i] for i in where]
        if where and len(set(roles)) == len(roles):
            keep = {*where, *amounts}
            yield tuple(r if i in keep else "skip" for i, r in enumerate(known))


def _agreeing(
    known: Sequence[str], end: int, amount: str, place: tuple[str, ...]
) -> Iterator[tuple[str, ...]]:
    roles = list(place)
    roles.insert(end, amount)
    said = zip(known, roles, strict=True)
    if all(word in ("", role) or role == "range" for word, role in said):
        yield tuple(roles)


def reading(table: Table, roles: tuple[str, ...]) -> Reading:
    """Return the edges and counts of a table whose columns have roles.

    Raises
    ------
    UnreadableError
        If they cannot be that, with the row that shows it.

    """
    rows = list(table.rows)
    if len(roles) != len(rows[0].cells):
        raise UnreadableError(
            f"must have the columns {','.join(roles)}, {len(roles)} of them", rows[0]
        )
    end = rows.pop() if len(rows[-1].cells) < len(roles) else None
    if end is not None and "lower" not in roles:
        raise UnreadableError("must have as many columns as the lines above", end)
    bounds = _bounds(rows, roles)
    if len(bounds) > 1 and bounds[0][0] > bounds[-1][0]:
        rows, bounds = rows[::-1], bounds[::-1]
    closed = _closed(rows, bounds, roles, end)
    amounts = [_number(row, roles, AMOUNTS) for row in rows]
    return _filled(rows, closed, _counts(rows, amounts, closed, roles), roles, table)


def _bounds(
    rows: Sequence[Row], roles: Sequence[str]
) -> list[tuple[float, float | None]]:
    """Return what a row says of its bin: both edges, or one number and None."""
    found: list[tuple[float, float | None]] = []
    for row in rows:
        if "range" in roles:
            cell = row.cells[roles.index("range")]
            if not isinstance(cell, tuple):
                raise UnreadableError("must hold a range such as 10-20", row)
            found.append(cell)
        elif "lower" in roles and "upper" in roles:
            found.append(
                (_number(row, roles, ["lower"]), _number(row, roles, ["upper"]))
            )
        else:
            found.append((_number(row, roles, ["upper", "centre", "lower"]), None))
    return found


def _number(row: Row, roles: Sequence[str], names: Sequence[str]) -> float:
    cell = row.cells[next(i for i, role in enumerate(roles) if role in names)]
    if isinstance(cell, tuple):
        raise UnreadableError("must hold a number and not a range there", row)
    return cell


def _closed(
    rows: Sequence[Row],
    bounds: Sequence[tuple[float, float | None]],
    roles: Sequence[str],
    end: Row | None,
) -> list[tuple[float, float]]:
    """Return both edges of every bin."""
    place = [low for low, _ in bounds]
    steps = [b - a for a, b in pairwise(place)]
    for row, step in zip(rows[1:], steps, strict=True):
        if not step > 0:
            raise UnreadableError("edges must rise, or fall, from line to line", row)
    if bounds[0][1] is not None:
        return [(low, high) for low, high in bounds if high is not None]
    if "upper" in roles:
        return list(pairwise([0.0, *place]))
    if end is not None:
        return list(pairwise([*place, _number(end, ["lower"], ["lower"])]))
    if not steps or max(steps) > (1 + _EVEN) * min(steps):
        raise UnreadableError(
            "must have equal steps to be centres, or lower edges without a last edge "
            "alone on the last line",
            rows[-1],
        )
    if "lower" in roles:
        return list(pairwise([*place, place[-1] + steps[-1]]))
    middle = [(a + b) / 2 for a, b in pairwise(place)]
    first, last = place[0] - steps[0] / 2, place[-1] + steps[-1] / 2
    # Rounded centres may begin a little below 0, where their first bin begins at 0.
    first = 0.0 if -_EVEN * steps[0] < first < 1e-9 * steps[0] else first
    return list(pairwise([first, *middle, last]))


def _counts(
    rows: Sequence[Row],
    amounts: Sequence[float],
    closed: Sequence[tuple[float, float]],
    roles: Sequence[str],
) -> list[float]:
    """Return the counts of single bins."""
    found = list(amounts)
    if "cumulative" in roles:
        found = [b - a for a, b in pairwise([0.0, *amounts])]
    for row, count in zip(rows, found, strict=True):
        if count < 0:
            what = (
                "cumulative counts must not fall"
                if "cumulative" in roles
                else ("counts must be at least 0")
            )
            raise UnreadableError(what, row)
    if "density" in roles:
        found = [c * (b - a) for c, (a, b) in zip(found, closed, strict=True)]
    if not any(found):
        raise UnreadableError("counts must not all be 0", rows[0])
    return found


def _filled(
    rows: Sequence[Row],
    closed: Sequence[tuple[float, float]],
    counts: Sequence[float],
    roles: tuple[str, ...],
    table: Table,
) -> Reading:
    """Return rising edges, with empty bins in the gaps and none at the end."""
    edges, filled, gaps = [closed[0][0]], list[float](), list[float]()
    if edges[0] < 0:
        raise UnreadableError("edges must be at least 0", rows[0])
    for row, (low, high), count in zip(rows, closed, counts, strict=True):
        if low < edges[-1]:
            raise UnreadableError("bins must not overlap", row)
        if not low < high:
            raise UnreadableError("the lower edge must be below the upper one", row)
        if low > edges[-1]:
            gaps.append(low - edges[-1])
            edges.append(low)
            filled.append(0.0)
        edges.append(high)
        filled.append(count)
    whole = len(filled)
    while not filled[-1]:
        filled.pop()
        edges.pop()
    return Reading(
        edges=tuple(edges),
        counts=tuple(filled),
        roles=roles,
        table=table,
        gaps=len(gaps) == len(rows) - 1 > 0 and max(gaps) < 1.01 * min(gaps),
        left_out=whole - len(filled),
    )
