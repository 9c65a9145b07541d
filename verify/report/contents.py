"""What the report says, as one JSON object: texts, numbers and formulas, no layout."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from verify.answered import Answered, Standing, answered
from verify.answers import POWER, STANDS
from verify.claim import (
    OPEN,
    Assumption,
    Check,
    Claim,
    Evidence,
    Interval,
    Outcome,
)
from verify.date import LATEST
from verify.judge import LEAN, Judged
from verify.report.derivations import derivations
from verify.report.drawing import Drawing
from verify.report.numerals import chosen, digits_apart, duration, measured
from verify.report.tables import largest, tables
from verify.report.tolerances import piloted
from verify.report.trust import of_claim, trust
from verify.talk import (
    ARTICLES,
    DATE,
    OTHERS,
    SPEAKER,
    TITLE,
    Kind,
    sentences_of,
)

PARTS = {"size": "Size", "position": "Position", "pca": "PCA-like autoencoder"}


def contents(
    judged: Sequence[Judged],
    found: Mapping[str, Any],
    environment: Mapping[str, str],
    epoch: int,
    drawings: Mapping[str, Drawing],
) -> dict[str, Any]:
    """Return everything that the report prints.

    Parameters
    ----------
    judged
        The claims with everything behind their verdicts.
    found
        The object of ``results.json``: the seconds come from there.
    environment
        Versions and hardware, by name.
    epoch
        The date of the report, in seconds since 1970 (UTC).
    drawings
        What is drawn of each claim, by its name.

    Raises
    ------
    ValueError
        If ``epoch`` is outside 0 to the end of the year 9999.
    UnprintableError
        If a derivation contains what the printer does not know.

    """
    steps = derivations([one.claim for one in judged])
    claims = [
        _claim(j, steps[j.claim.name], drawings[j.claim.name].alternative)
        | {"pictures": list(drawings[j.claim.name].grids)}
        for j in judged
    ]
    return {
        "date": _date(epoch),
        "talk": talk(answered(judged), {one.claim.name: one for one in judged}),
        "claims": claims,
        "trust": trust(judged),
        "parts": _parts(claims),
        "as expected": sum(j.as_expected for j in judged),
        "budget": " and ".join(dict.fromkeys(j.trial.setting.budget for j in judged)),
        "device": " and ".join(dict.fromkeys(j.trial.setting.device for j in judged)),
        "seconds": duration(found["seconds"]),
        "lean": chosen(LEAN),
        "power": chosen(POWER),
        "outcomes": [{"name": o.name, "says": o.value} for o in Outcome],
        "environment": [list(item) for item in environment.items()],
    }


def _date(epoch: int) -> str:
    if not 0 <= epoch <= LATEST:
        raise ValueError(f"epoch must be from 0 to {LATEST}, got {epoch}.")
    day = datetime.fromtimestamp(epoch, UTC)
    return f"{day.day} {day:%B %Y}"


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
            {"slide": sentence.slide, "words": sentence.words}
            for sentence in sentences_of(claim.name)
        ],
        "outcome": verdict.outcome.name,
        "expected": expected.name,
        "reason": _sentence(verdict.reason),
        "evidence": evidence_of(claim),
        "assumptions": [_assumption(one) for one in claim.assumptions],
        "sweeps": _sweeps(judged),
        "counterexample": _sentence(
            claim.counterexample.says if claim.counterexample else ""
        ),
        "worst": measured(max(verdict.misfit)) if verdict.misfit else "none",
        "tolerance": chosen(verdict.tolerance),
        "because": _sentence(claim.because),
        "pilots": piloted(judged.trial),
        "trust": of_claim(judged),
        "gap": measured(min(judged.known.gaps.values())),
        "distance": claim.distance.name,
        "unit": claim.distance.unit,
        "metric": _sentence(claim.distance.because),
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


def _sentence(text: str) -> str:
    """Return a clause as a sentence; formulas and names keep their first letter."""
    first = text.split(" ", 1)[0]
    capital = text[:1].upper() if first.isalpha() and len(first) > 1 else text[:1]
    return f"{capital}{text[1:].rstrip('.')}." if text else ""


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


def talk(sentences: Sequence[Answered], known: Mapping[str, Judged]) -> dict[str, Any]:
    """Return who gave the talk, what became of its sentences, and how many of each.

    Questions are counted apart: they say nothing that could be true or false.
    """
    said = [one for one in sentences if one.sentence.kind is not Kind.QUESTION]
    asked = [one for one in sentences if one.sentence.kind is Kind.QUESTION]
    count = Counter(one.standing for one in said)
    return {
        "title": TITLE,
        "speaker": SPEAKER,
        "others": OTHERS,
        "day": DATE,
        "articles": list(ARTICLES),
        "statements": len(said),
        "questions": len(asked),
        "answered": sum(
            one.standing in (Standing.HOLDS, Standing.CONDITIONAL) for one in asked
        ),
        "standings": [
            {"name": kind.name, "says": kind.value, "count": count[kind]}
            for kind in Standing
        ],
        "sentences": [_sentence_of_the_talk(one, known) for one in sentences],
    }


def _sentence_of_the_talk(one: Answered, known: Mapping[str, Judged]) -> dict[str, Any]:
    sentence = one.sentence
    decider = known.get(sentence.claim)
    return {
        "slide": sentence.slide,
        "words": sentence.words,
        "kind": sentence.kind.name,
        "reading": sentence.reading,
        "standing": one.standing.name,
        "claim": sentence.claim if decider else "",
        "also": [name for name in sentence.also if name in known],
        "unnamed": [_assumption(assumption) for assumption in one.unnamed],
        "evidence": evidence_of(decider.claim) if decider else [],
        "reason": _why(decider, denied=sentence.denied) if decider else "",
    }


def _why(one: Judged, *, denied: bool) -> str:
    """Return why a sentence stands as it does: its counter-example where that stands.

    What denies a sentence and is confirmed needs no more words than that.
    """
    if denied and one.verdict.outcome is Outcome.CONFIRMED:
        return "The opposite is confirmed."
    example = one.claim.counterexample
    stands = one.known.certificates.get(STANDS) == 1
    return _sentence(example.says if example and stands else one.verdict.reason)


def evidence_of(claim: Claim) -> list[str]:
    """Return on what a claim rests, in words."""
    return [kind.name.lower() for kind in Evidence if kind in claim.evidence]


def _assumption(one: Assumption) -> dict[str, Any]:
    return {
        "says": _sentence(one.says),
        "without": "" if one.without == OPEN else one.without,
        "named": one.named,
    }


def _sweeps(judged: Judged) -> list[dict[str, str]]:
    """Return for each sweep which values fit every seed, in words."""
    return [
        {
            "parameter": sweep.parameter,
            "fits": fits(judged.verdict.sweeps[sweep.parameter], digits),
            "tried": f"{chosen(first, digits)} to {chosen(last, digits)}",
            "because": _sentence(sweep.because),
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
