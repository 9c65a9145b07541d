"""What became of planted errors, kept in a file to which every try adds a line."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path

from tests.trust.forked import Noticed
from tests.trust.planted import Planted


@dataclass(frozen=True)
class Kept:
    """A line of the file."""

    planted: Planted
    noticed: Noticed
    sources: str
    text: str


class Results:
    """All lines of a file, and those that hold for the present sources.

    What was noticed holds until the file with the error changes. What was not is asked
    again after any change: a test may have been added.
    """

    def __init__(self, path: Path, root: Path, sources: str) -> None:
        self.path, self.root, self.sources = path, root, sources
        path.parent.mkdir(parents=True, exist_ok=True)
        self._kept = {(kept.planted.kind, kept.planted.key): kept for kept in self}

    def __iter__(self) -> Iterator[Kept]:
        """Yield every line, the oldest first; one that was cut short is none."""
        lines = self.path.read_text("utf-8").splitlines() if self.path.exists() else []
        for line in lines:
            try:
                read = json.loads(line)
                yield Kept(
                    planted=Planted(**read["planted"]),
                    noticed=Noticed(**read["noticed"]),
                    sources=read["sources"],
                    text=read["text"],
                )
            except (ValueError, TypeError, KeyError):
                continue

    def of(self, planted: Planted) -> Noticed | None:
        """Return what became of an error, if it still holds."""
        kept = self._kept.get((planted.kind, planted.key))
        if kept is None or kept.text != self._text(planted):
            return None
        unnoticed = kept.noticed.by in ("record", "nothing", "error")
        if unnoticed and kept.sources != self.sources:
            return None
        return kept.noticed

    def add(self, planted: Planted, noticed: Noticed) -> None:
        """Keep what became of an error."""
        text = self._text(planted)
        kept = Kept(planted, noticed, self.sources, text)
        self._kept[planted.kind, planted.key] = kept
        with self.path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(asdict(kept)) + "\n")

    def _text(self, planted: Planted) -> str:
        """Return the checksum of what an error is planted in."""
        if planted.of_claim:
            return self.sources
        return sha256((self.root / planted.file).read_bytes()).hexdigest()[:16]
