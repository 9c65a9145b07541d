"""What the report says, as one JSON object: texts, numbers and formulas, no layout."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from verify.answered import answered
from verify.answers import POWER
from verify.budget import of_budget
from verify.claim import Check, Claim, Interval, Outcome
from verify.date import in_words
from verify.judge import LEAN, Judged
from verify.report.assumptions import assumed, numbered
from verify.report.derivations import derivations
from verify.report.drawing import Drawing
from verify.report.numerals import chosen, digits_apart, duration, measured
from verify.report.recipes import recipe, recipes
from verify.report.sentences import talk
from verify.report.tables import largest, tables
from verify.report.tolerances import piloted
from verify.report.trust import of_claim, trust
from verify.report.words import evidence_of, sentence
from verify.talk import sentences_of

PARTS = {"size": "Size", "position": "Position", "pca": "PCA-like autoencoder"}


@dataclass(frozen=True, kw_only=True)
class Inputs:
    """What the reports are made of.

    Parameters
    ----------
    judged
        The claims with everything behind their verdicts.
    listed
        All claims of the toolkit: the paper states those that were not judged too.
    found
        The object of ``results.json``: the seconds come from there.
    environment
        Versions and hardware, by name.
    drawings
        What is drawn of each judged claim, by its name.
    epoch
        The date of the reports, in seconds since 1970 (UTC); nothing else depends on
        time.

    """

    judged: Sequence[Judged]
    listed: Sequence[Claim]
    found: Mapping[str, Any]
    environment: Mapping[str, str]
    drawings: Mapping[str, Drawing]
    epoch: int


def contents(inputs: Inputs) -> dict[str, Any]:
    """Return everything that the paper and the dossier print.

    Raises
    ------
    ValueError
        If ``epoch`` is outside 0 to the end of the year 9999.
    UnprintableError
        If a derivation contains what the printer does not know.

    """
    judged, drawings = inputs.judged, inputs.drawings
    steps = derivations([one.claim for one in judged])
    needed = assumed([*inputs.listed, *(one.claim for one in judged)])
    number = {one["says"]: one["number"] for one in needed}
    claims = [
        _claim(j, steps[j.claim.name], drawings[j.claim.name].alternative)
        | {"pictures": list(drawings[j.claim.name].grids)}
        | {"assumptions": numbered(j.claim, number)}
        for j in judged
    ]
    return {
        "date": in_words(inputs.epoch),
        "talk": talk(answered(judged), {j.claim.name: j for j in judged}, number),
        "claims": claims,
        "listed": {one.name: _listed(one, number) for one in inputs.listed},
        "assumptions": needed,
        "trust": trust(judged),
        "recipes": recipes(judged),
        "parts": _parts(claims),
        "as expected": sum(j.as_expected for j in judged),
        "budget": " and ".join(dict.fromkeys(j.trial.setting.budget for j in judged)),
        "device": " and ".join(dict.fromkeys(j.trial.setting.device for j in judged)),
        "seconds": duration(inputs.found["seconds"]),
        "lean": chosen(LEAN),
        "power": chosen(POWER),
        "outcomes": [{"name": o.name, "says": o.value} for o in Outcome],
        "environment": [list(item) for item in inputs.environment.items()],
    }


def _parts(claims: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    grouped: dict[str, list[str]] = {}
    for claim in claims:
        grouped.setdefault(claim["name"].split(".")[0], []).append(claim["name"])
    order = [*PARTS, *(part for part in grouped if part not in PARTS)]
    return [
        {"title": PARTS.get(part, part.capitalize()), "claims": grouped[part]}
        for part in order
        if part in grouped
    ]


def _claim(
    judged: Judged, steps: Sequence[Mapping[str, Any]], alternative: str
) -> dict[str, Any]:
    claim, verdict, expected = judged.claim, judged.verdict, judged.trial.expected
    return {
        "name": claim.name,
        "statement": claim.statement,
        "slides": [
            {"slide": said.slide, "words": said.words}
            for said in sentences_of(claim.name)
        ],
        "outcome": verdict.outcome.name,
        "expected": expected.name,
        "reason": sentence(verdict.reason),
        "evidence": evidence_of(claim),
        "sweeps": _sweeps(judged),
        "counterexample": sentence(
            claim.counterexample.says if claim.counterexample else ""
        ),
        "worst": measured(max(verdict.misfit)) if verdict.misfit else "none",
        "tolerance": chosen(verdict.tolerance),
        "because": sentence(claim.because),
        "pilots": piloted(judged.trial),
        "trust": of_claim(judged),
        "gap": measured(min(judged.known.gaps.values())),
        "distance": claim.distance.name,
        "unit": claim.distance.unit,
        "metric": sentence(claim.distance.because),
        "recipe": recipe(judged),
        "derivation": list(steps),
        "figure": f"{claim.name}.svg",
        "alternative": alternative,
        "caption": claim.view.caption,
        "numbers": tables(judged),
        "checks": [_check(check, judged) for check in claim.checks],
        "rivals": _rivals(judged),
        "seeds": ", ".join(map(str, verdict.seeds)) or "none",
        "seconds": duration(verdict.seconds),
        "command": command(judged),
    }


def command(judged: Judged) -> str:
    """Return the command that makes this measurement again."""
    claim, setting = judged.claim, judged.trial.setting
    words = ["python -m verify", claim.asked or claim.name]
    if setting.budget != "quick":
        words.append(f"--budget {setting.budget}")
    if setting.offset and judged.verdict.seeds:
        words.append(f"--seed {setting.offset}")
    return " ".join(words)


def _check(check: Check, judged: Judged) -> dict[str, str]:
    return {
        "value": check.value,
        "bound": chosen(judged.trial.bounds[check.value]),
        "because": check.because,
    }


def _listed(claim: Claim, number: Mapping[str, int]) -> dict[str, Any]:
    """Return what the paper says of a claim, judged or not."""
    return {
        "name": claim.name,
        "statement": claim.statement,
        "evidence": evidence_of(claim),
        "expected": of_budget(claim.expected, "quick").name,
        "assumptions": numbered(claim, number),
    }


def _sweeps(judged: Judged) -> list[dict[str, str]]:
    """Return for each sweep which values fit every seed, in words."""
    return [
        {
            "parameter": sweep.parameter,
            "fits": fits(judged.verdict.sweeps[sweep.parameter], digits),
            "tried": f"{chosen(first, digits)} to {chosen(last, digits)}",
            "because": sentence(sweep.because),
        }
        for sweep in judged.claim.sweeps
        if sweep.parameter in judged.verdict.sweeps
        for digits in [digits_apart(sweep.values)]
        for first, last in [(sweep.values[0], sweep.values[-1])]
    ]


def fits(interval: Interval, digits: int = 6) -> str:
    """Return in words which values of a sweep fit."""
    if math.isnan(interval.least):
        return "none"
    if interval.least == interval.most and all(interval.ends):
        return f"{chosen(interval.least, digits)} alone"
    below, above = ("" if end else " or beyond" for end in interval.ends)
    least, most = chosen(interval.least, digits), chosen(interval.most, digits)
    return f"{least}{below} to {most}{above}"


def _rivals(judged: Judged) -> list[dict[str, str]]:
    """Return the rivals, nearest first; their places number them."""
    reasons = {rival.name: rival.because for rival in judged.claim.rivals}
    rows = []
    for name, away in judged.known.gaps.items():
        placed = judged.verdict.rivals[name]
        rows.append(
            {
                "name": name,
                "distance": measured(away),
                "misfit": measured(min(placed.misfit)) if placed.misfit else "none",
                "lean": measured(largest(placed.lean)) if placed.lean else "none",
                "because": reasons[name],
            }
        )
    return rows
