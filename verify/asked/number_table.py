"""Tables of numbers in text, in every dialect in which they can be read."""

import csv
import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from verify.asked.text_file import Line

Decimal = Literal["point", "comma"]
Cell = float | tuple[float, float]

UNITS = "nm|um|µm|μm|microns?|micrometers?|micrometres?|mm|cm|m|px|pixels?|Å|in|inch|%"
_UNIT = rf"\s*\[?\(?(?P<unit>{UNITS})?\)?\]?"
_POINT = r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?"
_COMMA = r"[+-]?\d+(?:,\d+)?(?:[eE][+-]?\d+)?"
_BY_COMMAS = r"[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?"
_BY_POINTS = r"[+-]?\d{1,3}(?:[.\u00a0\u202f ]\d{3})+(?:,\d+)?"
_NUMBERS: dict[tuple[Decimal, bool], str] = {
    ("point", False): _POINT,
    ("comma", False): _COMMA,
    ("point", True): rf"{_BY_COMMAS}|{_POINT}",
    ("comma", True): rf"{_BY_POINTS}|{_COMMA}",
}
_COMMENT = re.compile(r"^\s*[\"']?(#|;|//|%|!)|\s(#|//).*$")
_BRACKETS = re.compile(r"[\[(\]]\s*([^\[\]();,]+)\s*([;,])\s*([^\[\]();,]+)\s*[\])\[]")
_DECIMAL_BRACKETS = re.compile(
    r"[\[(\]]\s*([^\[\]();]+?)\s*(;|,\s)\s*([^\[\]();]+?)\s*[\])\[]"
)
_TO = re.compile(
    rf"(?<=[\d.])\s*(?:{UNITS})?\s*(?:\.\.+|…|–|—|\bto\b|\bbis\b)\s*(?=[\d.,])"
)
_DASH = re.compile(rf"(?<=[\d.])(?:\s*(?:{UNITS}))?(?:-|\s+-\s+)(?=[\d.])")
_SPACED_UNIT = re.compile(rf"(?<=\d)\s+(?=(?:{UNITS})(?:\s|$|[,;|]))")
_PLAIN = re.compile(r"\s*\d+(?:\.\d*)?(?:e[+-]?\d\d?)?\s*")
_RANGE = "~"


@dataclass(frozen=True, kw_only=True)
class Dialect:
    """How cells are parted, and how numbers are written in them."""

    separator: str
    decimal: Decimal
    grouped: bool = False

    def __str__(self) -> str:
        """Return the dialect in words."""
        by = ", digits in groups of three" if self.grouped else ""
        return f"separated by {self.separator}, decimal {self.decimal}{by}"


@dataclass(frozen=True, kw_only=True)
class Row:
    """The numbers, or ranges, on one line."""

    line: Line
    cells: tuple[Cell, ...]
    units: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Table:
    """All the rows in one dialect, and the cells of the header, if there is one."""

    dialect: Dialect
    rows: tuple[Row, ...]
    header: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Failure:
    """The first line that a dialect cannot read."""

    dialect: Dialect
    line: Line
    read: int


def tables(
    lines: Sequence[Line], decimal: Decimal | None = None
) -> tuple[list[Table], list[Failure]]:
    """Return the tables that lines can be read as, and where other dialects end.

    Blank lines and comments (``#``, ``;``, ``//``, ``%``, ``!``) are left out; lines
    without a number before the first row are its header, a comment just above it too.

    Parameters
    ----------
    lines
        Of a file.
    decimal
        The decimal sign, where that is known.

    """
    found: list[Table] = []
    failures: list[Failure] = []
    shown, remarks = _without_comments(lines)
    if shown and all(_PLAIN.fullmatch(line.text) for line in shown):
        # One reading alone, and lists are long.
        return [_plain(shown)], failures
    for dialect in _dialects(shown):
        if decimal and dialect.decimal != decimal:
            continue
        one = _read(shown, remarks, dialect)
        if isinstance(one, Table):
            found.append(one)
        else:
            failures.append(one)
    return found, failures


def _plain(lines: Sequence[Line]) -> Table:
    """Return a table of one column of plain numbers."""
    rows = [Row(line=line, cells=(float(line.text),), units=("",)) for line in lines]
    return Table(dialect=Dialect(separator="spaces", decimal="point"), rows=tuple(rows))


def _without_comments(lines: Sequence[Line]) -> tuple[list[Line], list[Line]]:
    shown, remarks = [], []
    for line in lines:
        said = _COMMENT.sub("", line.text) if not _whole(line.text) else ""
        if said.strip():
            shown.append(replace(line, text=said))
        elif line.text.strip():
            remarks.append(line)
    return shown, remarks


def _whole(text: str) -> bool:
    """Return whether a line is a comment from its start."""
    found = _COMMENT.match(text)
    return found is not None and found.group(1) is not None


def _dialects(lines: Sequence[Line]) -> list[Dialect]:
    """Return the dialects that are possible, the likelier ones first."""
    rows = [line.text for line in lines if re.search(r"\d", line.text)]
    quoted = any('"' in row for row in rows)
    strong = {"\t": "tabs", ";": "semicolons", "|": "bars"}
    names = [
        name
        for sign, name in strong.items()
        if rows and all(sign in _bracketless(row) for row in rows[:-1] or rows)
    ][:1]
    signs: list[tuple[Decimal, bool]] = [("point", False)]
    if any("," in row for row in rows):
        names = names or [
            "commas",
            "spaces",
            "commas and spaces",
            "commas before spaces",
        ]
        signs += [("comma", False)]
        signs += [("point", True)] * any(re.search(r"\d,\d{3}\b", r) for r in rows)
    if any(re.search(r"\d[.\u00a0\u202f ]\d{3}\b", row) for row in rows):
        signs += [("comma", True)] * (("comma", False) in signs or _spaced(rows, names))
    return [
        Dialect(separator=name, decimal=decimal, grouped=grouped)
        for name in names or ["spaces"]
        for decimal, grouped in signs
        if not (name == "commas and spaces" and decimal == "comma")
        if not (name == "commas before spaces" and decimal == "point")
        if not (name == "commas" and decimal == "comma" and not quoted)
    ]


def _spaced(rows: Sequence[str], names: Sequence[str]) -> bool:
    """Return whether spaces can only be those between groups of digits."""
    return bool(names) and any(re.search(r"\d[\u00a0\u202f ]\d{3}\b", r) for r in rows)


def _bracketless(text: str) -> str:
    return re.sub(r"[\[(][^\[\]()]*[\])]", "", text)


def _read(
    lines: Sequence[Line], remarks: Sequence[Line], dialect: Dialect
) -> Table | Failure:
    number = re.compile(rf"(?P<number>{_NUMBERS[dialect.decimal, dialect.grouped]})")
    rows: list[Row] = []
    heads: list[str] = []
    for line in lines:
        texts = _split(_with_ranges(line.text, dialect.decimal), dialect.separator)
        cells = [_cell(text, number, dialect) for text in texts]
        known = [cell for cell in cells if cell is not None]
        if not rows and not known:
            heads.append(line.text.strip())
        elif len(known) < len(cells) or not _alike(rows, len(cells)):
            return Failure(dialect=dialect, line=line, read=len(rows))
        else:
            values, units = zip(*known, strict=True)
            rows.append(Row(line=line, cells=values, units=units))
    if not rows or any(not _full(rows[0], row) for row in rows[:-1]):
        last = lines[-1] if lines else Line(number=1, text="")
        return Failure(dialect=dialect, line=last, read=len(rows))
    return Table(
        dialect=dialect,
        rows=tuple(rows),
        header=_header(heads, remarks, rows[0], dialect),
    )


def _alike(rows: Sequence[Row], width: int) -> bool:
    """Return whether one more row of a width may follow; the last may be an edge."""
    return not rows or width == len(rows[0].cells) or width == 1


def _full(first: Row, row: Row) -> bool:
    return len(row.cells) == len(first.cells)


def _header(
    heads: Sequence[str],
    remarks: Sequence[Line],
    first: Row,
    dialect: Dialect,
) -> tuple[str, ...]:
    """Return the names of the columns, from a line of their number of cells.

    Where no line has that, all that the last one says.
    """
    above = [
        line.text.lstrip("\"'#;/%! ")
        for line in remarks
        if line.number < first.line.number
    ]
    others = ["commas", "semicolons", "tabs"]
    others += ["spaces"] * ("spaces" in dialect.separator)
    for text in [*heads, *above][::-1]:
        for separator in (dialect.separator, *others):
            cells = _split(text, separator)
            if len(cells) == len(first.cells) > 1:
                return tuple(cells)
    return tuple(heads[-1:])


def _with_ranges(text: str, decimal: Decimal) -> str:
    """Return a line with every range as one cell, and every unit at its number."""
    pattern = _BRACKETS if decimal == "point" else _DECIMAL_BRACKETS
    found = pattern.sub(rf"\1{_RANGE}\3", text)
    found = _DASH.sub(_RANGE, _TO.sub(_RANGE, found))
    return _SPACED_UNIT.sub("", found)


_SPLITS: dict[str, Callable[[str], list[str]]] = {
    "tabs": lambda text: next(csv.reader([text], delimiter="\t")),
    "semicolons": lambda text: next(csv.reader([text], delimiter=";")),
    "bars": lambda text: text.strip().strip("|").split("|"),
    "commas": lambda text: next(csv.reader([text], skipinitialspace=True)),
    "spaces": lambda text: text.split(),
    "commas and spaces": lambda text: re.split(r"\s*,\s*|\s+", text.strip()),
    "commas before spaces": lambda text: re.split(r",\s+", text.strip()),
}


def _split(text: str, separator: str) -> list[str]:
    """Return the cells of a line, without quotes and without empty ones at its end."""
    try:
        cells = [cell.strip().strip("\"'").strip() for cell in _SPLITS[separator](text)]
    except (csv.Error, StopIteration):
        return [text]
    while len(cells) > 1 and not cells[-1]:
        cells.pop()
    return cells


def _cell(
    text: str, number: re.Pattern[str], dialect: Dialect
) -> tuple[Cell, str] | None:
    """Return a cell and its unit, or None if it is no number and no range."""
    parts = text.split(_RANGE)
    found = [re.fullmatch(number.pattern + _UNIT, part.strip()) for part in parts]
    matches = [match for match in found if match]
    if len(matches) < len(parts) or len(parts) > 2:
        return None
    values = [_value(match["number"], dialect) for match in matches]
    if not all(map(math.isfinite, values)):
        return None
    unit = matches[-1]["unit"] or ""
    return (values[0] if len(values) == 1 else (values[0], values[1])), unit


def _value(text: str, dialect: Dialect) -> float:
    if dialect.decimal == "comma":
        text = re.sub(r"[.\u00a0\u202f ]", "", text).replace(",", ".")
    return float(text.replace(",", ""))
