"""How far to trust the report: planted errors, fresh seeds, answers that pass."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from verify.judge import LEAN, Judged
from verify.passing import passing
from verify.report.numerals import chosen, measured
from verify.report.tolerances import used
from verify.sources import PACKAGES, source_hash
from verify.trial import Trial
from verify.trusted import (
    COUNTS,
    FRESH_SEEDS,
    KINDS,
    PLANTED,
    changed_since,
    recorded,
)

Record = Mapping[str, Any]


def trust(judged: Sequence[Judged]) -> dict[str, Any]:
    """Return what the chapter tells besides what it tells of each claim."""
    return {
        "planted": planted(recorded(PLANTED)),
        "fresh": fresh_seeds(recorded(FRESH_SEEDS), [one.trial for one in judged]),
    }


def of_claim(judged: Judged) -> dict[str, str]:
    """Return what one line says of how far to trust a claim.

    ``used`` by the worst pilot seed, a share of the tolerance; the nearest rival
    ``away`` from the prediction, in tolerances; how far on the ``way`` to it an answer
    passes; ``entry``, how far one entry that is off by 1 is. Empty where there is none.
    """
    share, found = used(judged.trial), passing(judged.known)
    told = {"used": "" if share is None else measured(share, 2)}
    if found is None:
        return told | {"nearest": "", "away": "", "way": "", "entry": ""}
    return told | {
        "nearest": found.rival,
        "away": measured(float(f"{found.away:.2g}"), 2),
        "way": f"{measured(100 * found.share, 2)} %",
        "entry": "" if found.entry is None else measured(found.entry, 2),
    }


def planted(record: Record) -> dict[str, Any]:
    """Return the counts of planted errors and the survivors; empty without a record."""
    parts = {kind: record[kind] for kind in KINDS if kind in record}
    if not parts:
        return {}
    counts = [Counter(part["counts"]) for part in parts.values()]
    listed = sum(part["listed"] for part in parts.values())
    return {
        "columns": list(COUNTS),
        "rows": [
            _row(name, parts[kind]) if kind in parts else [name, "has not been run"]
            for kind, name in KINDS.items()
        ],
        "all": ["all", str(listed), *_cells(sum(counts, Counter()))],
        "seeds": ", ".join(sorted({str(part["seed"]) for part in parts.values()})),
        "changed": any(changed_since(part) for part in parts.values()),
        "survivors": [
            {"kind": KINDS[kind], **one, "why": one["why"] or "not explained"}
            for kind, part in parts.items()
            for one in part["survivors"]
        ],
    }


def _row(name: str, part: Record) -> list[str]:
    day = date.fromisoformat(part["date"])
    when = f"on {day.day} {day:%B %Y}"
    if changed := changed_since(part):
        every = len(changed) == len(PACKAGES)
        when += f"; {'all code' if every else ' and '.join(changed)} changed since"
    return [name, when, str(part["listed"]), *_cells(part["counts"])]


def _cells(counts: Mapping[str, int]) -> list[str]:
    return [str(sum(counts.values())), *(str(counts[what]) for what in COUNTS)]


def fresh_seeds(record: Record, trials: Sequence[Trial]) -> dict[str, Any]:
    """Return what came out on offsets that nobody had looked at."""
    done, claims = record.get("done", []), record.get("claims", {})
    rows = [
        {
            "name": trial.claim.name,
            "otherwise": ", ".join(
                f"{outcome} at {offset}" for offset, outcome in one["otherwise"].items()
            ),
            "margin": "" if one["margin"] is None else measured(one["margin"], 2),
            "at": "" if one["at"] is None else str(one["at"]),
            "since": "the same" if _is_as_judged(trial, one) else "changed",
        }
        for trial in trials
        if (one := claims.get(trial.claim.name))
    ]
    return {
        "reserved": str(len(record.get("reserved", []))),
        "done": str(len(done)) if done else "",
        "clean": str(len(record.get("clean", []))),
        "otherwise": str(sum(bool(one["otherwise"]) for one in claims.values())),
        "repeatedly": str(sum(len(one["otherwise"]) > 1 for one in claims.values())),
        "rows": rows,
        "lean": chosen(LEAN),
    }


def _is_as_judged(trial: Trial, one: Record) -> bool:
    sources = source_hash(trial.claim.experiment.function)
    judged = (one["sources"], one["tolerance"])
    return judged == ([sources], [trial.tolerance])
