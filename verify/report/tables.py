"""The numbers of a claim, seed by seed."""

import math
from collections.abc import Iterable, Sequence
from typing import Any

from verify.judge import LEAN, Judged
from verify.report.numerals import chosen, measured

COLUMNS = 5
"""Seeds side by side in a table of numbers; more of them continue in a further one."""


def largest(values: Sequence[float]) -> float:
    """Return the largest value; a NaN, which no bound admits, counts as largest."""
    return max(values, key=lambda v: math.inf if math.isnan(v) else v)


def tables(judged: Judged) -> list[dict[str, Any]]:
    """Return the numbers per seed, a few seeds to a table."""
    if not judged.verdict.misfit:
        return []
    rows = [*_answer_row(judged), *_misfit_rows(judged), *_value_rows(judged)]
    seeds = [str(seed) for seed in judged.verdict.seeds]
    return [
        {
            "seeds": seeds[start : start + COLUMNS],
            "rows": [
                {**row, "cells": row["cells"][start : start + COLUMNS]} for row in rows
            ],
        }
        for start in range(0, len(seeds), COLUMNS)
    ]


def _row(name: str, cells: Iterable[str], bound: str = "") -> dict[str, Any]:
    return {"name": name, "cells": list(cells), "bound": bound}


def _answer_row(judged: Judged) -> list[dict[str, Any]]:
    """Return the answers themselves where each is one number."""
    prediction = judged.known.prediction
    if prediction.size != 1:
        return []
    answers = [m.answer.item() for m in judged.measurements.values()]
    predicted = measured(float(prediction.item()), 9)
    cells = [measured(float(answer), 9) for answer in answers]
    return [_row(f"measured; predicted {predicted}", cells)]


def _misfit_rows(judged: Judged) -> list[dict[str, Any]]:
    verdict, order = judged.verdict, list(judged.known.gaps)
    nearest = verdict.rivals[order[0]]
    leans = []
    for place in range(len(verdict.seeds)):
        at = [verdict.rivals[name].lean[place] for name in order]
        most = largest(at)
        leans.append(f"{measured(most)} ({at.index(most) + 1})")
    return [
        _row("misfit", map(measured, verdict.misfit), chosen(verdict.tolerance)),
        _row("misfit to rival 1, the nearest", map(measured, nearest.misfit)),
        _row("lean to rival 1", map(measured, nearest.lean), chosen(LEAN)),
        _row("largest lean (to rival)", leans, chosen(LEAN)),
    ]


def _value_rows(judged: Judged) -> list[dict[str, Any]]:
    bounds = {name: chosen(bound) for name, bound in judged.trial.bounds.items()}
    return [
        _row(name, map(measured, values), bounds.get(name, ""))
        for name, values in judged.verdict.values.items()
    ]
