"""What claims say in a tree of sources: worked out there, or known from the same text.

Answers are kept under the checksum of all files of theory and of claims that a claim
reaches. Where one of them is changed they are worked out anew, so that no changed tree
reads what another tree answered.
"""

import pickle
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.trust.reach import Reach, claim_module

BELOW = ("theory", "verify.claims")
ABOUT_ANSWERS = ("verify/answers.py", "verify/known.py")
"""Errors in these may change any answer, though no claim reaches them."""


@dataclass(frozen=True)
class Kept:
    """The answers of a claim as arrays, and the seconds that they took."""

    arrays: dict[str, Any]
    seconds: float


class Shelf:
    """Answers of claims in one tree of sources."""

    def __init__(self, reach: Reach, folder: Path, planted: str = "") -> None:
        self.reach, self.folder, self.planted = reach, folder, planted
        self._known: dict[str, Any] = {}

    def path(self, slug: str) -> Path:
        """Return where the answers of a claim lie."""
        reached = self.reach.distances(claim_module(slug))
        return self.folder / f"{slug}-{self.reach.state(reached, BELOW)[:16]}.pkl"

    def seconds(self, slug: str) -> float | None:
        """Return how long the answers of a claim took, if they are known."""
        path = self.path(slug)
        return _read(path).seconds if path.exists() else None

    def answers(self, slug: str) -> Any:
        """Return what a claim says before anything is measured."""
        if slug not in self._known:
            self._known[slug] = self._answers(slug)
        return self._known[slug]

    def install(self) -> None:
        """Let tests that pose claims take the answers from here."""
        from tests import judging

        judging._shared = self.answers  # type: ignore[assignment]

    def _answers(self, slug: str) -> Any:
        from verify.answers import Answers, answers
        from verify.trial import Trial

        trial, path = Trial(claim=claim_of(slug)), self.path(slug)
        if self.planted in ABOUT_ANSWERS:
            return answers(trial)
        if path.exists():
            return Answers(trial=trial, **_read(path).arrays)
        begun = time.process_time()
        found = answers(trial)
        if not self.planted or not self.reach.reaches(claim_module(slug), self.planted):
            self._write(path, found, time.process_time() - begun)
        return found

    def _write(self, path: Path, found: Any, seconds: float) -> None:
        names = ("prediction", "rivals", "sweeps", "certificates")
        arrays = {
            name: dict(part) if hasattr(part := getattr(found, name), "items") else part
            for name in names
        }
        path.parent.mkdir(parents=True, exist_ok=True)
        beside = path.with_suffix(".new")
        beside.write_bytes(pickle.dumps(Kept(arrays, seconds)))
        beside.replace(path)


def claim_of(slug: str) -> Any:
    """Return a claim of the tree by its slug."""
    from verify.claims import ALL

    return next(claim for claim in ALL if claim.name == slug)


def _read(path: Path) -> Kept:
    kept: Kept = pickle.loads(path.read_bytes())
    return kept
