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

LAWS = {
    "claims": (
        "tests/verify/test_claims.py",
        "tests/verify/test_exact_measurements.py",
        "tests/verify/test_quoted.py",
        "tests/verify/test_derivations.py",
        "tests/verify/test_talk.py",
        "tests/verify/test_steps.py",
        "tests/verify/test_layout.py",
        "tests/verify/test_pilots.py",
    ),
    "experiments": (
        "tests/empirical/test_problems.py",
        "tests/empirical/test_changed_worlds.py",
        "tests/verify/test_full_budget.py",
    ),
}
"""Files whose tests hold every claim, or every experiment."""

RECORD = "tests/verify/test_golden.py"
"""What every claim says, word by word: it notices all, and knows nothing."""

SPARED = (
    RECORD,
    "tests/test_trust.py",
    "tests/test_faults.py",
)
"""Files of tests that do not count: records of what was, and this suite."""

SPARED_TESTS = ("test_what_needs_no_training_is_measured_again_as_recorded",)
"""Comparisons with a record, to the last digits."""

JUDGING = frozenset(["answers", "claim", "distances", "judge", "known", "trial"])
"""Files of the house by which every claim is judged."""

Tell = Callable[..., None]


class Asked:
    """One planted error, asked in the tree that holds it."""

    def __init__(
        self, planted: Planted, reach: Reach, shelf: Shelf, tell: Tell, cheap: float
    ) -> None:
        self.planted, self.reach, self.shelf = planted, reach, shelf
        self.tell, self.cheap = tell, cheap

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

    @property
    def claims(self) -> list[str]:
        """The claims that reach the file, those that answer fastest first."""
        from verify.claims import ALL

        names = [claim.name for claim in ALL]
        file = self.planted.file
        if self.planted.kind == "experiments":
            found = [n for n in names if self._reads(claim_of(n).experiment.function)]
            return sorted(found, key=lambda n: _seconds(claim_of(n)))
        if self.planted.kind != "house":
            found = [
                name
                for name in names
                if self.reach.reaches(claim_module(name), file)
                or self._reads(claim_of(name).experiment.function)
            ]
            return sorted(found, key=lambda n: self.shelf.seconds(n) or 1.0)
        if file in ("verify/answers.py", "verify/known.py"):
            return [n for n in names if (self.shelf.seconds(n) or 9.0) < 0.1]
        return names

    def _predicted(self) -> Iterator[str]:
        """Judge what was recorded by what the changed sources say."""
        from tests.record_measurements import recorded
        from verify.judge import judge
        from verify.trial import Trial

        for name in self.claims:
            known = self.shelf.seconds(name) or 3.0
            self.tell("step", f"verdict of {name}", 60 + 20 * known)
            claim = claim_of(name)
            verdict = judge(self.shelf.answers(name), recorded(claim))
            if verdict.outcome is not Trial(claim=claim).expected:
                yield f"{name} {verdict.outcome.name}"
        for name in self.claims:
            function = claim_of(name).experiment.function
            if self._reads(function) and _seconds(claim_of(name)) <= self.cheap:
                yield from self._remeasured(name)

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
            yield f"{name} {ours.name}, measured anew"

    def _judged(self) -> Iterator[str]:
        if Path(self.planted.file).stem in JUDGING:
            yield from self._predicted()

    def _reads(self, function: str) -> bool:
        return self.reach.reaches(function.split(":")[0], self.planted.file)

    def _exists(self, file: str) -> bool:
        return (self.reach.root / file).exists()

    def _text(self) -> str:
        return (self.reach.root / self.planted.file).read_text("utf-8")

    def _tests(self, files: list[str], *more: str) -> Iterator[str]:
        """Run files of tests as far as the first that fails."""
        import pytest

        if not files:
            return
        watching = _Watching(self)
        options = ["-x", "-q", "--assert=plain", "-p", "no:cacheprovider", "-p"]
        options += ["no:xdist", "-W", "ignore::pytest.PytestAssertRewriteWarning"]
        pytest.main([*options, *more, *files], plugins=[watching])
        yield from watching.failed


class _Watching:
    """A plugin of pytest: leaves out what cannot have changed, tells what fails."""

    def __init__(self, asked: Asked) -> None:
        self.asked = asked
        self.claims, self.failed = set(asked.claims), list[str]()

    def pytest_collection_modifyitems(self, items: list[Any]) -> None:
        items[:] = [item for item in items if self._touched(item)]

    def pytest_runtest_logstart(self, nodeid: str) -> None:
        self.asked.tell("step", nodeid, 600)

    def pytest_runtest_logreport(self, report: Any) -> None:
        if report.failed:
            self.failed.append(report.nodeid)

    def pytest_collectreport(self, report: Any) -> None:
        if report.failed:
            self.failed.append(f"{report.nodeid} cannot be read")

    def _touched(self, item: Any) -> bool:
        if (
            item.originalname in SPARED_TESTS
            if hasattr(item, "originalname")
            else False
        ):
            return False
        file = Path(item.path).relative_to(self.asked.reach.root).as_posix()
        if file not in (RECORD, *LAWS["claims"], *LAWS["experiments"]):
            return True
        given = getattr(item, "callspec", None)
        given = given.params if given is not None else {}
        claim, problem = given.get("claim"), given.get("problem")
        if getattr(claim, "name", None) in _names():
            return claim.name in self.claims
        if problem is not None and hasattr(problem, "function"):
            return bool(self.asked._reads(problem.function))
        made = getattr(getattr(given.get("model"), "world", None), "__module__", "")
        if made in self.asked.reach.files:
            # The steps that a model tries come from what its file imports.
            return self.asked.reach.reaches(made, self.asked.planted.file)
        return True


def _names() -> set[str]:
    from verify.claims import ALL

    return {claim.name for claim in ALL}


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
