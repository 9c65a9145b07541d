"""Attributes of a person's own pictures, from a table of names and numbers."""

import re
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from verify.asked.text_file import lines_of
from verify.claim import Array

_SEPARATORS = (",", ";", "\t")


def attributes_in(file: Path, pictures: Sequence[Path]) -> dict[str, Array]:
    """Return each attribute of some pictures, by name, in their order.

    Parameters
    ----------
    file
        A table: a heading, then for each picture its name and its numbers, between
        commas, semicolons, tabs or blanks. A line with a count may stand above the
        heading, as in CelebA's list, and the heading may lack a name for the first
        column.
    pictures
        Files of pictures; their names are looked for, without their folders too.

    Raises
    ------
    ValueError
        If it cannot be read, has no line for a picture, or what stands there is no
        number.

    """
    rows = [(line.number, line.text) for line in lines_of(file) if line.text.strip()]
    if rows and rows[0][1].strip().isdecimal():
        rows = rows[1:]
    if len(rows) < 2:
        raise ValueError(f"{file} must hold a heading and a line for each picture.")
    by = next((s for s in _SEPARATORS if s in rows[0][1]), None)
    heading, *table = [(number, _cells(text, by)) for number, text in rows]
    names = heading[1][-(len(table[0][1]) - 1) :]
    found = {cells[0]: (number, cells[1:]) for number, cells in table}
    values = []
    for picture in pictures:
        row = found.get(str(picture)) or found.get(picture.name)
        if row is None:
            raise ValueError(f"{file} has no line for the picture {picture.name}.")
        values.append(_numbers(file, names, *row))
    return dict(zip(names, np.array(values).T, strict=True))


def _cells(text: str, by: str | None) -> list[str]:
    parts = text.split() if by is None else re.split(re.escape(by), text)
    return [part.strip().strip("\"'") for part in parts]


def _numbers(
    file: Path, names: Sequence[str], number: int, cells: Sequence[str]
) -> list[float]:
    if len(cells) != len(names):
        raise ValueError(
            f"{file}, line {number}: must hold a name and {len(names)} numbers, got "
            f"{len(cells)} after the name."
        )
    found = []
    for name, cell in zip(names, cells, strict=True):
        try:
            found.append(float(cell))
        except ValueError as error:
            raise ValueError(
                f"{file}, line {number}: {name} must be a number, got {cell[:40]!r}."
            ) from error
        if not np.isfinite(found[-1]):
            raise ValueError(f"{file}, line {number}: {name} must be finite.")
    return found
