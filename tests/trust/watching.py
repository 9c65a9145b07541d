"""How tests are asked about a planted error: which of them, and what they say."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.trust.asking import Asked

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
        "tests/verify/test_counterexamples.py",
    ),
    "experiments": (
        "tests/empirical/test_problems.py",
        "tests/empirical/test_told.py",
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

UNREADABLE = " cannot be read"


class Watching:
    """A plugin of pytest: leaves out what cannot have changed, tells what fails."""

    def __init__(self, asked: Asked, touched: bool) -> None:
        self.asked, self.touched = asked, touched
        self.claims, self.failed = set(asked.claims), list[str]()

    def pytest_collection_modifyitems(self, items: list[Any]) -> None:
        spared = self.asked.spared
        items[:] = [item for item in items if item.nodeid not in spared]
        if self.touched:
            items[:] = [item for item in items if self._touched(item)]

    def pytest_runtest_logstart(self, nodeid: str) -> None:
        self.asked.tell("step", nodeid, 600)

    def pytest_runtest_logreport(self, report: Any) -> None:
        if report.failed:
            self.failed.append(report.nodeid)

    def pytest_collectreport(self, report: Any) -> None:
        if report.failed:
            self.failed.append(f"{report.nodeid}{UNREADABLE}")

    def _touched(self, item: Any) -> bool:
        if getattr(item, "originalname", "") in SPARED_TESTS:
            return False
        file = Path(item.path).relative_to(self.asked.reach.root).as_posix()
        if file not in (RECORD, *LAWS["claims"], *LAWS["experiments"]):
            return True
        given = getattr(item, "callspec", None)
        given = given.params if given is not None else {}
        claim, problem = given.get("claim"), given.get("problem")
        if getattr(claim, "name", None) in claim_names():
            return claim.name in self.claims
        if problem is not None and hasattr(problem, "function"):
            return bool(self.asked.reads(problem.function))
        made = getattr(getattr(given.get("model"), "world", None), "__module__", "")
        if made in self.asked.reach.files:
            # The steps that a model tries come from what its file imports.
            return self.asked.reach.reaches(made, self.asked.planted.file)
        return True


def claim_names() -> set[str]:
    """Return the slugs of all claims of the tree."""
    from verify.claims import ALL

    return {claim.name for claim in ALL}
