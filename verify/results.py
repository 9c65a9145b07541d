"""Verdicts as one JSON object, schema 1."""

import json
import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from verify.claim import Outcome
from verify.environment import versions
from verify.judge import Judged

SCHEMA = 1


def results(judged: Sequence[Judged], *, report: str) -> dict[str, Any]:
    """Return what ``--json`` prints and ``results.json`` holds, of one run's claims.

    ``seconds`` counts measuring only, each shared experiment once for each claim
    that reads it in that claim's entry, so a rebuilt report shows the same figures.
    """
    setting = judged[0].trial.setting
    return {
        "schema": SCHEMA,
        "budget": setting.budget,
        "device": setting.device,
        "seconds": sum(j.verdict.seconds for j in _distinct(judged)),
        "versions": versions(),
        "report": report,
        "claims": [_claim(j) for j in judged],
    }


def as_text(found: Mapping[str, Any]) -> str:
    """Return the object as it is printed and written."""
    return json.dumps(found, indent=1)


def last_results(out: Path) -> dict[str, Any] | None:
    """Return the object of the last run, or None if it is missing or damaged."""
    try:
        last: dict[str, Any] = json.loads((out / "results.json").read_text("utf-8"))
    except (OSError, ValueError):
        return None
    return last if last.get("schema") == SCHEMA else None


def exit_status(judged: Sequence[Judged]) -> int:
    """Return 0 if every outcome is as expected, 1, 3 or 4 otherwise.

    1: a claim was CONFIRMED or REFUTED against expectation; 3: one was left
    UNRESOLVED or INVALID against expectation; 4: nothing but missing data is in the
    way.
    """
    surprises = {j.verdict.outcome for j in judged if not (j.as_expected or j.missing)}
    if surprises & {Outcome.CONFIRMED, Outcome.REFUTED}:
        return 1
    if surprises:
        return 3
    return 4 if any(j.missing for j in judged) else 0


def pilot_status(judged: Sequence[Judged]) -> int:
    """Return 0 if every pilot seed could be measured, 3 if not, 4 without the data."""
    invalid = [j for j in judged if j.verdict.outcome is Outcome.INVALID]
    return 0 if not invalid else 4 if all(j.missing for j in invalid) else 3


def _distinct(judged: Sequence[Judged]) -> list[Judged]:
    """Return one entry for each shared experiment."""
    return list({id(j.claim.experiment): j for j in judged}.values())


def _claim(judged: Judged) -> dict[str, Any]:
    claim, verdict = judged.claim, judged.verdict
    return {
        "name": claim.name,
        "statement": claim.statement,
        "source": claim.source,
        "expected": judged.trial.expected.name,
        "outcome": verdict.outcome.name,
        "reason": verdict.reason,
        "distance": claim.distance.name,
        "tolerance": verdict.tolerance,
        "seeds": list(verdict.seeds),
        "misfit": _finite(verdict.misfit),
        "rivals": {
            name: {"misfit": _finite(p.misfit), "lean": _finite(p.lean)}
            for name, p in verdict.rivals.items()
        },
        "values": {name: _finite(v) for name, v in verdict.values.items()},
        "seconds": verdict.seconds,
        **({"asked": claim.asked} if claim.asked else {}),
    }


def _finite(values: Sequence[float]) -> list[float | None]:
    """Return JSON numbers; JSON has no NaN."""
    return [value if math.isfinite(value) else None for value in values]
