"""What pilot seeds gave: the record behind the tolerances of the toolkit's claims."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from math import isfinite
from pathlib import Path
from typing import Any

from verify.budget import Budget
from verify.claim import Claim
from verify.judge import Judged
from verify.sealed import checksum, write_whole
from verify.sources import source_hash

FOLDER = Path(__file__).with_name("pilots")


@dataclass(frozen=True, kw_only=True)
class Pilots:
    """What the pilot seeds of one claim gave at one budget.

    Parameters
    ----------
    statement, assumptions
        The claim in the words that the seeds were judged for.
    measured
        The checksum of what was measured: the experiment and its configuration.
    sources
        The hash of the sources that measured it.
    tolerance, bounds, rivals
        What the seeds were judged by: the largest misfit that fits, the bounds of the
        checks by the names of their values, and how far each rival is from the
        prediction, by its name.
    outcome
        What the judge says of these seeds, by name.
    seeds
        The pilot seeds, in order.
    misfit
        The distance of each from the prediction; empty without a usable result.
    lean
        For each seed how far it goes towards the rival that it is nearest to, with the
        prediction at 0 and the rival at 1; empty without a usable result. A rival that
        is the prediction leads nowhere, and is left out.

    """

    statement: str
    assumptions: tuple[str, ...]
    measured: str
    sources: str
    tolerance: float
    bounds: Mapping[str, float]
    rivals: Mapping[str, float]
    outcome: str
    seeds: tuple[int, ...]
    misfit: tuple[float, ...]
    lean: tuple[float, ...]


def measured_by(claim: Claim, budget: Budget) -> str:
    """Return the checksum of the experiment of a claim and its configuration."""
    experiment = claim.experiment
    configuration = experiment.configurations[budget]
    return checksum(
        {"function": experiment.function, "configuration": dict(configuration)}
    )


def of(judged: Judged) -> Pilots:
    """Return what is recorded of a trial on pilot seeds."""
    verdict, budget = judged.verdict, judged.trial.setting.budget
    leans = zip(*(one.lean for one in verdict.rivals.values()), strict=True)
    return Pilots(
        statement=judged.claim.statement,
        assumptions=tuple(one.says for one in judged.claim.assumptions),
        measured=measured_by(judged.claim, budget),
        sources=source_hash(judged.claim.experiment.function),
        tolerance=verdict.tolerance,
        bounds=judged.trial.bounds,
        rivals={name: _rounded(gap) for name, gap in judged.known.gaps.items()},
        outcome=verdict.outcome.name,
        seeds=verdict.seeds,
        misfit=tuple(map(_rounded, verdict.misfit)),
        lean=tuple(
            _rounded(max(filter(isfinite, lean), default=0.0)) for lean in leans
        ),
    )


def keep(judged: Judged, folder: Path = FOLDER) -> None:
    """Write what the pilot seeds of a trial gave beside those of other budgets.

    Raises
    ------
    OSError
        If it cannot be written; what was there before is unchanged.

    """
    name, budget = judged.claim.name, judged.trial.setting.budget
    kept = {b: asdict(one) for b, one in recorded(name, folder).items()}
    kept[budget] = asdict(of(judged))
    folder.mkdir(parents=True, exist_ok=True)
    text = json.dumps(kept, indent=1, sort_keys=True, allow_nan=False)
    write_whole(_path(name, folder), f"{text}\n".encode())


def recorded(name: str, folder: Path = FOLDER) -> Mapping[Budget, Pilots]:
    """Return what is recorded of a claim, by budget; nothing if nothing is."""
    try:
        found: dict[Budget, Any] = json.loads(_path(name, folder).read_bytes())
    except FileNotFoundError:
        return {}
    return {budget: _read(one) for budget, one in found.items()}


def _read(one: Mapping[str, Any]) -> Pilots:
    lists = {name: tuple(v) for name, v in one.items() if isinstance(v, list)}
    return Pilots(**{**one, **lists})


def _path(name: str, folder: Path) -> Path:
    return folder / f"{name}.json"


def _rounded(value: float) -> float:
    return float(f"{value:.3g}")
