"""Verdicts as one JSON object, schema 2: made, written, read and checked."""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from verify.answered import Answered, Standing, answered
from verify.budget import BUDGETS
from verify.claim import Evidence, Outcome
from verify.environment import versions
from verify.judge import Judged
from verify.passing import passing
from verify.sealed import reason
from verify.sources import PACKAGES, package_hash, source_hash
from verify.talk import Kind

SCHEMA = 2


class ResultsError(Exception):
    """A file holds no results; the message says why."""


def results(
    shown: Sequence[Judged], ran: Sequence[Judged], *, report: str
) -> dict[str, Any]:
    """Return what ``--json`` prints and ``results.json`` holds.

    ``claims`` is everything that is known, ``run`` what this command judged of it.
    ``seconds`` counts measuring only, each shared experiment once for each claim
    that reads it in that claim's entry, so a rebuilt report shows the same figures.

    Parameters
    ----------
    shown
        Every claim whose verdict is known, in the order of the deck.
    ran
        Those that this command was asked for.
    report
        Where the report lies.

    """
    return {
        "schema": SCHEMA,
        "run": [j.claim.name for j in ran],
        "seconds": sum(j.verdict.seconds for j in _distinct(shown)),
        "versions": versions(),
        "sources": {name: package_hash(name) for name in PACKAGES},
        "report": report,
        "talk": [_sentence(one) for one in answered(shown)],
        "claims": [_claim(j) for j in shown],
    }


def as_text(found: Mapping[str, Any]) -> str:
    """Return the object as it is printed and written."""
    return json.dumps(found, indent=1)


_FORM: Mapping[str, type] = {
    "run": list,
    "seconds": float,
    "versions": dict,
    "sources": dict,
    "report": str,
    "talk": list,
    "claims": list,
}
_FORM_OF_A_SENTENCE: Mapping[str, type] = {
    "slide": str,
    "words": str,
    "kind": str,
    "reading": str,
    "claim": str,
    "also": list,
    "denied": bool,
    "standing": str,
    "unnamed": list,
}
_FORM_OF_A_CLAIM: Mapping[str, type] = {
    "name": str,
    "statement": str,
    "evidence": list,
    "assumptions": list,
    "budget": str,
    "device": str,
    "seed": int,
    "expected": str,
    "outcome": str,
    "reason": str,
    "tolerance": float,
    "seeds": list,
    "misfit": list,
    "rivals": dict,
    "values": dict,
    "sweeps": dict,
    "sources": str,
    "seconds": float,
}
_FORM_OF_PASSING: Mapping[str, type] = {"rival": str, "share": float}
_CHOICES = {
    "budget": BUDGETS,
    "device": ("cpu", "cuda"),
    "outcome": (*Outcome.__members__,),
    "expected": (*Outcome.__members__,),
    "kind": (*Kind.__members__,),
    "standing": (*Standing.__members__,),
}
_MEMBERS: Mapping[str, tuple[type, ...]] = {
    "run": (str,),
    "seeds": (int,),
    "misfit": (int, float, type(None)),
    "evidence": (str,),
    "assumptions": (dict,),
    "also": (str,),
    "unnamed": (str,),
}
_LARGEST = 2**26


def read_results(path: Path) -> dict[str, Any]:
    """Return the object of a ``results.json``, checked field by field.

    Raises
    ------
    ResultsError
        If the file is missing, too large, no regular file, not JSON, of another schema,
        or a field is missing or of another type.

    """
    try:
        if not path.is_file():
            raise ResultsError(f"{path} is not there, or is no file.")
        if path.stat().st_size > _LARGEST:
            raise ResultsError(f"{path} is too large for a file of results.")
        found: Any = json.loads(path.read_bytes())
    except OSError as error:
        raise ResultsError(f"{path} cannot be read ({reason(error)}).") from error
    except (ValueError, RecursionError) as error:
        raise ResultsError(f"{path} is not JSON.") from error
    other = found.get("schema") if isinstance(found, dict) else None
    if type(other) is not int or other != SCHEMA:
        raise ResultsError(
            f"{path} is of schema {json.dumps(other)[:40]}; this version reads "
            f"{SCHEMA}."
        )
    _check(found, _FORM, f"{path}: ")
    for name, form in (("claims", _FORM_OF_A_CLAIM), ("talk", _FORM_OF_A_SENTENCE)):
        for place, one in enumerate(found[name]):
            if not isinstance(one, dict):
                raise ResultsError(f"{path}: {name}[{place}] is no object.")
            _check(one, form, f"{path}: {name}[{place}].")
            _check_optional(one, f"{path}: {name}[{place}].")
    return dict(found)


def _check_optional(one: Mapping[str, Any], where: str) -> None:
    """Refuse a field of another type that a claim need not have.

    Older files have no ``passes``; it is empty for a claim that could not be judged.
    What a person asked for is ``asked``, with the numbers that it needs ``held``.
    """
    if not isinstance(one.get("asked", ""), str):
        raise ResultsError(f"{where}asked is no text.")
    if not isinstance(one.get("held", {}), dict):
        raise ResultsError(f"{where}held is no object.")
    passes = one.get("passes", {})
    if not isinstance(passes, dict):
        raise ResultsError(f"{where}passes is no object.")
    if passes:
        _check(passes, _FORM_OF_PASSING, f"{where}passes.")


def _check(found: Mapping[str, Any], form: Mapping[str, type], where: str) -> None:
    """Refuse a field that is missing, of another type, or none of its choices."""
    for name, kind in form.items():
        if not _fits(found.get(name), kind, _CHOICES.get(name), _MEMBERS.get(name)):
            raise ResultsError(f"{where}{name} is missing or not as it should be.")


def _fits(value: Any, kind: type, choices: Any, member: Any) -> bool:
    number = type(value) in (int, float)
    return (
        (number if kind is float else type(value) is kind)
        and (choices is None or value in choices)
        and (member is None or all(type(each) in member for each in value))
    )


def last_results(out: Path) -> dict[str, Any] | None:
    """Return the object of the last run, or None if there was none.

    Raises
    ------
    ResultsError
        If there is a file that holds no results.

    """
    path = out / "results.json"
    return read_results(path) if path.exists() or path.is_symlink() else None


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
    claim, verdict, setting = judged.claim, judged.verdict, judged.trial.setting
    return {
        "name": claim.name,
        "statement": claim.statement,
        "evidence": [kind.name for kind in Evidence if kind in claim.evidence],
        "assumptions": [asdict(assumption) for assumption in claim.assumptions],
        "budget": setting.budget,
        "device": setting.device,
        "seed": setting.offset,
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
        "sweeps": {
            name: {"fits": _finite((one.least, one.most)), "ends": list(one.ends)}
            for name, one in verdict.sweeps.items()
        },
        "passes": _passes(judged),
        "sources": source_hash(claim.experiment.function),
        "measured": judged.at,
        "seconds": verdict.seconds,
        **({"asked": claim.asked} if claim.asked else {}),
        **({"held": dict(claim.held)} if claim.held else {}),
    }


def _passes(judged: Judged) -> dict[str, Any]:
    """Return the nearest answer that would still pass; nothing if none is judged."""
    found = passing(judged.known)
    return {"rival": found.rival, "share": found.share} if found else {}


def _sentence(one: Answered) -> dict[str, Any]:
    sentence = one.sentence
    return {
        "slide": sentence.slide,
        "words": sentence.words,
        "kind": sentence.kind.name,
        "reading": sentence.reading,
        "claim": sentence.claim,
        "also": list(sentence.also),
        "denied": sentence.denied,
        "standing": one.standing.name,
        "unnamed": [assumption.says for assumption in one.unnamed],
    }


def _finite(values: Sequence[float]) -> list[float | None]:
    """Return JSON numbers; JSON has no NaN."""
    return [value if math.isfinite(value) else None for value in values]
