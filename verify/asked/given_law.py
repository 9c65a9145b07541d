"""A law of radii as a person gives it: typed, counted in a file, or kept."""

import json
import shlex
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

from theory.size.law import Law, histogram
from verify.asked import law_expression
from verify.asked.number_table import Decimal
from verify.asked.radii_file import Counted, counted_in, listed_in
from verify.asked.text_file import shortened


@dataclass(frozen=True, kw_only=True)
class GivenLaw:
    """A law, how sentences call it, and what makes it again.

    Parameters
    ----------
    law
        In shares of the largest radius.
    words
        What stands after "radii of law".
    asked
        What stands after ``python -m verify``, without the images.
    held
        The numbers of a file, so that they are there when the file has gone.
    said
        One line on what was read; empty for a law that was typed.
    largest
        The largest radius in the unit of the file; None for a law that was typed.

    """

    law: Law
    words: str
    asked: str
    held: Mapping[str, Any] = field(default_factory=dict)
    said: str = ""
    largest: float | None = None

    @property
    def digest(self) -> str:
        """Eight characters that stand for this law."""
        return digest(self.held or self.asked)


def digest(data: Any) -> str:
    """Return eight characters that stand for JSON values."""
    return sha256(json.dumps(data).encode()).hexdigest()[:8]


def typed(text: str) -> GivenLaw:
    """Return the law of an expression in r.

    Raises
    ------
    ValueError
        If it is none (:func:`verify.asked.law_expression.read`).

    Examples
    --------
    >>> typed("(1 - r)**2").asked
    "law '(1 - r)**2'"

    """
    found = law_expression.read(text)
    return GivenLaw(
        law=Law(density=found.density, breaks=found.breaks),
        words=shortened(text.strip()),
        asked=f"law {_quoted(text)}",
    )


def counted(
    path: Path, columns: str | None = None, decimal: Decimal | None = None
) -> GivenLaw:
    """Return the law of the counts in a file (:mod:`verify.asked.radii_file`).

    Raises
    ------
    ValueError
        If they cannot be read in one way.

    """
    words = ["law", "--histogram", str(path)]
    words += ["--columns", columns] if columns else []
    asked = shlex.join(words + (["--decimal", decimal] if decimal else []))
    return _of_counts(counted_in(path, columns, decimal), asked)


def listed(path: Path, decimal: Decimal | None = None) -> GivenLaw:
    """Return the law of the radii in a file, counted in 256 equal bins.

    Raises
    ------
    ValueError
        If they cannot be read in one way.

    """
    words = ["law", "--radii", str(path)]
    asked = shlex.join(words + (["--decimal", decimal] if decimal else []))
    return _of_counts(listed_in(path, decimal), asked)


def kept(asked: str, held: Mapping[str, Any]) -> GivenLaw:
    """Return the law whose numbers were kept, whatever became of its file.

    Raises
    ------
    ValueError
        If they are no histogram.

    """
    try:
        found = Counted(
            edges=tuple(map(float, held["edges"])),
            counts=tuple(map(float, held["counts"])),
            name=str(held["name"]),
            said="",
        )
    except (KeyError, TypeError) as error:
        raise ValueError("what is kept of the file is no histogram.") from error
    return _of_counts(found, asked)


def _of_counts(found: Counted, asked: str) -> GivenLaw:
    edges, counts = found.edges, found.counts
    bins = sum(count > 0 for count in counts)
    return GivenLaw(
        law=histogram(edges, counts),
        words=f"counted in {_plain(found.name)} ({bins} bins that are not empty)",
        asked=asked,
        held={"name": found.name, "edges": list(edges), "counts": list(counts)},
        said=found.said,
        largest=edges[-1],
    )


def _quoted(text: str) -> str:
    """Return an expression for a shell, after -- where it begins like an option."""
    return f"{'-- ' if text.startswith('-') else ''}{shlex.quote(text)}"


def _plain(name: str) -> str:
    """Return a file's name for a sentence: dollar signs would begin a formula."""
    return shortened(name).replace("$", "_")
