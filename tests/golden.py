"""What every claim says and asks for, as text that changes only on purpose.

``python -m tests.golden`` writes one file for each claim under tests/data/claims.
"""

from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from pprint import pformat
from textwrap import fill
from typing import Any

from verify.budget import BUDGETS, Budget, ByBudget, Value, of_budget
from verify.claim import Claim
from verify.claims import ALL

FOLDER = Path(__file__).parent / "data" / "claims"
LONG = 3000
"""Characters from which on the value of an option is told by its checksum."""


def golden(claim: Claim) -> str:
    """Return all that a claim states in words and numbers."""
    experiment = claim.experiment
    return "".join(
        f"{title}\n{_text(value)}\n\n"
        for title, value in {
            "Statement": claim.statement,
            "Counter-example": claim.counterexample and claim.counterexample.says,
            "Evidence": sorted(kind.name.lower() for kind in claim.evidence),
            "Assumptions": [(a.says, a.without, a.named) for a in claim.assumptions],
            "Sweeps": {s.parameter: (s.values, s.because) for s in claim.sweeps},
            "Expected": {b: o.name for b, o in _by_budget(claim.expected).items()},
            "Rivals": {rival.name: rival.because for rival in claim.rivals},
            "Distance": claim.distance.name,
            "Tolerance": _by_budget(claim.tolerance),
            "Because": claim.because,
            "Checks": {
                c.value: (_by_budget(c.at_most), c.because, c.usable)
                for c in claim.checks
            },
            "Certificates": claim.certificates is not None,
            "Seeds": _by_budget(claim.seeds),
            "Experiment": experiment.function.split(":")[1],
            "Configurations": {
                budget: _configuration(_rounded(options))
                for budget, options in experiment.configurations.items()
            },
            "Trains": experiment.trains,
            "Packages": experiment.packages,
            "View": (claim.view.x, claim.view.y, claim.view.caption, claim.view.marks),
        }.items()
    )


def path(claim: Claim) -> Path:
    """Return where the text of a claim lies."""
    return FOLDER / f"{claim.name}.txt"


def _text(value: Any) -> str:
    if isinstance(value, str):
        return fill(value, 88) or "none"
    return pformat(value, width=88, compact=True, sort_dicts=False)


def _by_budget(value: ByBudget[Value]) -> dict[Budget, Value]:
    return {budget: of_budget(value, budget) for budget in BUDGETS}


def _rounded(value: Any) -> Any:
    """Return twelve digits of every number: the last ones differ between machines."""
    if isinstance(value, Mapping):
        return {name: _rounded(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [_rounded(part) for part in value]
    return float(f"{value:.12g}") if isinstance(value, float) else value


def _configuration(options: Mapping[str, Any]) -> dict[str, Any]:
    """Return the options of an experiment, those of thousands of numbers as a sum."""
    return {
        name: f"sha256 {sha256(repr(value).encode()).hexdigest()}"
        if len(repr(value)) > LONG
        else value
        for name, value in options.items()
    }


def main() -> None:
    """Write the texts of all claims, and nothing else, into their folder."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for old in FOLDER.iterdir():
        old.unlink()
    for claim in ALL:
        path(claim).write_text(golden(claim), "utf-8")


if __name__ == "__main__":
    main()
