"""A planted error: one place of one file, made wrong."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256


@dataclass(frozen=True, kw_only=True)
class Planted:
    """One error.

    Parameters
    ----------
    kind
        ``theory``, ``experiments``, ``arrays``, ``worlds``, ``house`` or ``claims``.
    operator
        What is done, as the table calls it.
    file
        Relative to the root; for arrays and worlds the slug of a claim.
    line
        Counted from 1.
    text
        The line as it stands.
    start, end
        Which characters of the file are replaced.
    before, after
        What stands there, and what is planted.
    turn
        Which of several that read the same.

    """

    kind: str
    operator: str
    file: str
    line: int = 0
    text: str = ""
    start: int = 0
    end: int = 0
    before: str = ""
    after: str = ""
    turn: int = 0

    @cached_property
    def key(self) -> str:
        """A name that other lines of the file do not change."""
        said = (self.operator, self.file, self.text, self.before, self.after, self.turn)
        return sha256(repr(said).encode()).hexdigest()[:12]

    @property
    def of_claim(self) -> bool:
        """Whether it is planted in what a claim reads, and in no file."""
        return self.kind in ("arrays", "worlds")

    def in_text(self, source: str) -> str:
        """Return the file with the error in it."""
        return source[: self.start] + self.after + source[self.end :]

    def __str__(self) -> str:
        """Say where it is and what it does."""
        if self.of_claim:
            return f"{self.file}: {self.operator}"
        place = f"{self.file}:{self.line}"
        was, now = shortened(self.before, 70), shortened(self.after, 90)
        return f"{place}: {self.operator}: {was} -> {now}"


def shortened(code: str, most: int) -> str:
    """Return code on one line, with dots where more characters are left out.

    Examples
    --------
    >>> shortened("one\\n  two", 7), shortened("one two", 6)
    ('one two', 'one ...')

    """
    line = " ".join(code.split())
    return line if len(line) <= most else f"{line[: most - 3].rstrip()} ..."


class Source:
    """A file as text and as a tree, with the parent of every node."""

    def __init__(self, file: str, text: str) -> None:
        self.file, self.text = file, text
        self.tree = ast.parse(text)
        self.parents = {
            child: node
            for node in ast.walk(self.tree)
            for child in ast.iter_child_nodes(node)
        }
        self._lines = text.splitlines(keepends=True)
        self._starts = [0]
        for line in self._lines:
            self._starts.append(self._starts[-1] + len(line))

    def span(self, node: ast.AST) -> tuple[int, int]:
        """Return where a node begins and ends, in characters."""
        first = self._place(node.lineno, node.col_offset)  # type: ignore[attr-defined]
        last = self._place(node.end_lineno, node.end_col_offset)  # type: ignore[attr-defined]
        return first, last

    def of(self, node: ast.AST) -> str:
        """Return the text of a node."""
        first, last = self.span(node)
        return self.text[first:last]

    def line(self, number: int) -> str:
        """Return a line without its indentation."""
        return self._lines[number - 1].strip()

    def above(self, node: ast.AST) -> Iterator[ast.AST]:
        """Yield the parent of a node, and what stands above it."""
        while node in self.parents:
            node = self.parents[node]
            yield node

    def function(self, node: ast.AST) -> ast.FunctionDef | None:
        """Return the innermost function around a node."""
        around = (n for n in self.above(node) if isinstance(n, ast.FunctionDef))
        return next(around, None)

    def _place(self, line: int, column: int) -> int:
        text = self._lines[line - 1]
        return self._starts[line - 1] + len(text.encode()[:column].decode())
