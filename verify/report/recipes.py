"""How networks were trained, as the dossier prints it."""

from collections.abc import Sequence
from typing import Any

from verify.judge import Judged
from verify.piloted import measured_by
from verify.recipes import key, known, method, subject, told, trained, words


def recipe(judged: Judged) -> list[str]:
    """Return the lines of a claim's recipe; nothing for another configuration's."""
    return told(judged.claim) if _holds(judged) else []


def recipes(judged: Sequence[Judged]) -> list[dict[str, Any]]:
    """Return the recipes of all claims, each once with the claims that read it."""
    rows: dict[str, dict[str, Any]] = {}
    for one in filter(_holds, judged):
        claim = one.claim
        if not (trainings := trained(claim)):
            continue
        seeds = ", ".join(map(str, one.trial.seeds))
        row = rows.setdefault(
            f"{key(claim)} {seeds}",
            {
                "claims": [],
                "seeds": seeds,
                **words(claim)._asdict(),
                "trained": [[subject(t), method(t)] for t in trainings],
            },
        )
        row["claims"].append(claim.name)
    return list(rows.values())


def _holds(judged: Judged) -> bool:
    """Return whether what is recorded is what this trial trains."""
    claim, budget = judged.claim, judged.trial.setting.budget
    return known(claim) and measured_by(claim, budget) == key(claim)
