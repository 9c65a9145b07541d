"""What notices a planted error: a verdict, a law, another test; asked cheap first.

All of it runs in a process of its own whose sources hold the error.
"""

import os
import traceback
import warnings
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from tests.trust.answering import Shelf, claim_of
from tests.trust.planted import Planted
from tests.trust.reach import Reach, claim_module
from tests.trust.watching import (
    LAWS,
    RECORD,
    SPARED,
    UNREADABLE,
    Watching,
    claim_names,
)

JUDGING = frozenset(["answers", "claim", "distances", "judge", "known", "trial"])
"""Files of the house by which every claim is judged."""

ANEW = ", measured anew"
Tell = Callable[..., None]


class Asked:
    """One planted error, asked in the tree that holds it.

    What is ``spared`` is known to speak without any error, and is not listened to.
    """

    def __init__(
        self,
        planted: Planted,
        reach: Reach,
        shelf: Shelf,
        tell: Tell,
        *,
        cheap: float,
        spared: frozenset[str] = frozenset(),
    ) -> None:
        self.planted, self.reach, self.shelf = planted, reach, shelf
        self.tell, self.cheap, self.spared = tell, cheap, spared

    def verdicts(self) -> Iterator[str]:
        """Yield the first verdict that is another than it should be."""
        steps = {
            "theory": self._predicted,
            "claims": self._predicted,
            "experiments": self._measured,
            "house": self._judged,
        }
        yield from steps[self.planted.kind]()

    def laws(self) -> Iterator[str]:
        """Yield the first law that fails."""
        kind, file = self.planted.kind, self.planted.file
        if kind == "house" and Path(file).stem not in JUDGING:
            return
        laws = LAWS["experiments" if kind == "experiments" else "claims"]
        self.shelf.install()
        yield from self._tests([law for law in laws if self._exists(law)])

    def tests(self) -> Iterator[str]:
        """Yield the first other test that fails, of those that reach the file."""
        near = self.reach.tests(self.planted.file, ())
        own = [self.planted.file] if ">>>" in self._text() else []
        laws = LAWS["experiments" if self.planted.kind == "experiments" else "claims"]
        others = [t for t in near if t not in (*laws, *SPARED) and "trust" not in t]
        self.shelf.install()
        for speed in ("not slow", "slow"):
            yield from self._tests([*own, *others], "-m", speed)

    def records(self) -> Iterator[str]:
        """Yield the first text of a claim that is not as it is recorded."""
        if self.planted.kind == "claims":
            yield from self._tests([RECORD])

    def again(self, noticed: str) -> Iterator[str]:
        """Yield what a verdict or a test that noticed an error says in this tree."""
        self.shelf.install()
        if (named := noticed.split()[0]) not in claim_names():
            yield from self._tests([noticed.removesuffix(UNREADABLE)], touched=False)
        elif noticed.endswith(ANEW):
            yield from self._remeasured(named)
        else:
            yield from self._verdict(named)

    @property
    def claims(self) -> list[str]:
        """The claims that reach the file, those that answer fastest first."""
        from verify.claims import ALL

        names = [claim.name for claim in ALL]
        file = self.planted.file
        if self.planted.kind == "experiments":
            found = [n for n in names if self.reads(claim_of(n).experiment.function)]
            return sorted(found, key=lambda n: _seconds(claim_of(n)))
        if self.planted.kind != "house":
            found = [
                name
                for name in names
                if self.reach.reaches(claim_module(name), file)
                or self.reads(claim_of(name).experiment.function)
            ]
            return sorted(found, key=lambda n: self.shelf.seconds(n) or 1.0)
        if file in ("verify/answers.py", "verify/known.py"):
            return [n for n in names if (self.shelf.seconds(n) or 9.0) < 0.1]
        return names

    def _predicted(self) -> Iterator[str]:
        """Judge what was recorded by what the changed sources say."""
        for name in self.claims:
            yield from self._verdict(name)
        for name in self.claims:
            function = claim_of(name).experiment.function
            if self.reads(function) and _seconds(claim_of(name)) <= self.cheap:
                yield from self._remeasured(name)

    def _verdict(self, name: str) -> Iterator[str]:
        """Yield the outcome of a claim, judged by what was recorded, if it is wrong."""
        from tests.record_measurements import recorded
        from verify.judge import judge
        from verify.trial import Trial

        known = self.shelf.seconds(name) or 3.0
        self.tell("step", f"verdict of {name}", 60 + 20 * known)
        claim = claim_of(name)
        verdict = judge(self.shelf.answers(name), recorded(claim))
        if verdict.outcome is not Trial(claim=claim).expected:
            yield f"{name} {verdict.outcome.name}"

    def _measured(self) -> Iterator[str]:
        """Measure cheap claims anew, one seed each."""
        spent, seen = 0.0, set[str]()
        for name in self.claims:
            key = repr(_task(claim_of(name)).identity)
            cost = 0.0 if key in seen else _seconds(claim_of(name))
            if spent + cost <= 3 * self.cheap and cost <= self.cheap:
                spent, seen = spent + cost, {*seen, key}
                yield from self._remeasured(name)

    def _remeasured(self, name: str) -> Iterator[str]:
        """Measure one seed of a claim, and judge it beside what was recorded of it."""
        from tests.record_measurements import recorded
        from verify.claim import Measurement
        from verify.judge import judge

        claim = claim_of(name)
        self.tell("step", f"measurement of {name}", 120 + 15 * _seconds(claim))
        task, known = _task(claim), self.shelf.answers(name)
        result = _measure(task)
        found = (
            Measurement(answer=known.prediction, invalid=result.failure)
            if result.failure
            else claim.read(result.arrays)
        )
        ours = judge(known, {task.seed: found}).outcome
        before = judge(known, {task.seed: recorded(claim)[task.seed]}).outcome
        if ours is not before:
            yield f"{name} {ours.name}{ANEW}"

    def _judged(self) -> Iterator[str]:
        if Path(self.planted.file).stem in JUDGING:
            yield from self._predicted()

    def reads(self, function: str) -> bool:
        """Return whether an experiment reaches the file."""
        return self.reach.reaches(function.split(":")[0], self.planted.file)

    def _exists(self, file: str) -> bool:
        return (self.reach.root / file).exists()

    def _text(self) -> str:
        return (self.reach.root / self.planted.file).read_text("utf-8")

    def _tests(
        self, files: list[str], *more: str, touched: bool = True
    ) -> Iterator[str]:
        """Run files of tests as far as the first that fails."""
        import pytest

        files = [file for file in files if f"{file}{UNREADABLE}" not in self.spared]
        if not files:
            return
        watching = Watching(self, touched)
        options = ["-x", "-q", "--assert=plain", "-p", "no:cacheprovider", "-p"]
        options += ["no:xdist", "-W", "ignore::pytest.PytestAssertRewriteWarning"]
        pytest.main([*options, *more, *files], plugins=[watching])
        yield from watching.failed


def _task(claim: Any) -> Any:
    from verify.trial import Trial

    return next(iter(Trial(claim=claim).tasks.values()))


def _seconds(claim: Any) -> float:
    return float(_task(claim).seconds)


_RESULTS: dict[str, Any] = {}


def _measure(task: Any) -> Any:
    """Measure a task, once for all claims that read it."""
    from verify.pool import measure

    key = repr(task.identity)
    if key not in _RESULTS:
        _RESULTS[key] = measure(task)
    return _RESULTS[key]


def ask(asked: Asked, stages: Sequence[str]) -> tuple[str, str]:
    """Return by what an error is noticed, and where: the first that is found."""
    os.environ["OMP_NUM_THREADS"] = "1"
    for by, find in (
        ("verdict", asked.verdicts),
        ("law", asked.laws),
        ("test", asked.tests),
        ("record", asked.records),
    ):
        if by not in stages:
            continue
        asked.tell("stage", by)
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                for found in find():
                    if found not in asked.spared:
                        return by, found
        except BaseException as error:
            last = traceback.extract_tb(error.__traceback__)[-1]
            place = f"{Path(last.filename).name}:{last.lineno}"
            # A test that fails raises nothing here.
            return (
                by if by == "verdict" else "error",
                f"{type(error).__name__} at {place}: {error!s:.80}",
            )
    return "nothing", ""
