"""The figure of a claim about one number."""

from collections.abc import Mapping
from textwrap import fill
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from verify.claim import Array
from verify.distances import distance
from verify.judge import Judged
from verify.report.axes import (
    MEASURED,
    PREDICTION,
    RIVAL,
    WIDTH,
    limits,
    powers,
    usable,
    with_formulas,
)
from verify.report.numerals import chosen, measured, power_of_ten


def numbers(judged: Judged) -> tuple[Figure, str]:
    """Draw single numbers: their values on the left, their distances on the right."""
    rows = _rows(judged)
    figure = Figure(figsize=(WIDTH, 0.8 + 0.2 * len(rows)), layout="constrained")
    left, right = figure.subplots(1, 2, sharey=True, width_ratios=(1, 1))
    where = dict(zip(rows, range(len(rows)), strict=True))
    for name, (value, away, style) in rows.items():
        left.plot(value, where[name], ls="", **style)
        right.plot(away, where[name], ls="", **style)
    predicted = float(judged.known.prediction.item())
    left.axvline(predicted, color=PREDICTION, lw=1, zorder=0)
    known = [judged.known.prediction, *judged.known.rivals.values()]
    left.set_xlim(limits(left.get_xlim(), known))
    left.set_yticks(list(where.values()), [fill(name, 36) for name in where])
    with_formulas(left.get_yticklabels())
    line = f"(line: the prediction, {measured(predicted, 9)})"
    left.set_xlabel(f"{fill(judged.claim.view.y, 50)}\n{line}")
    left.invert_yaxis()
    _distances(right, judged, [away for _, away, _ in rows.values()])
    for axes in (left, right):
        axes.tick_params(axis="y", length=0)
        axes.grid(axis="y", color="#e4e4e4", lw=0.5)
        axes.set_axisbelow(True)
    return figure, _numbers_text(judged, rows)


_Rows = Mapping[str, tuple[float, float, dict[str, Any]]]


def _rows(judged: Judged) -> _Rows:
    """Return (value, distance from the prediction, style) by label, nearest first."""
    known, metric = judged.known, judged.claim.distance

    def row(
        answer: Array, style: dict[str, Any]
    ) -> tuple[float, float, dict[str, Any]]:
        return answer.item(), distance(metric, answer, known.prediction), style

    dot = {"color": MEASURED, "marker": "o", "ms": 4.5}
    cross = {"color": RIVAL, "marker": "x", "ms": 5, "mew": 1.3}
    seeds = {
        f"seed {s}" if np.isfinite(a.item()) else f"seed {s}: no value": row(a, dot)
        for s, a in usable(judged).items()
    }
    rivals = {f"rival: {n}": row(a, cross) for n, a in known.rivals.items()}
    nearest = dict(sorted(rivals.items(), key=lambda item: item[1][1]))
    return {**seeds, **nearest}


def _distances(axes: Axes, judged: Judged, distances: list[float]) -> None:
    tolerance = judged.verdict.tolerance
    positive = [d for d in (*distances, tolerance) if np.isfinite(d) and d > 0]
    exponents = powers(min(positive, default=1.0), max(positive, default=1.0), most=4)
    linear = 10.0 ** exponents[0]
    axes.set_xscale("symlog", linthresh=linear, linscale=0.3 * len(exponents))
    axes.set_xticks(
        [0.0, *(10.0**p for p in exponents)], ["0", *map(power_of_ten, exponents)]
    )
    axes.set_xticks([], minor=True)
    axes.set_xlim(-0.3 * linear, 3 * max(positive, default=1.0))
    axes.axvspan(-linear, tolerance, color=MEASURED, alpha=0.12, lw=0)
    axes.set_xlabel(
        f"distance from the prediction\n(shaded: the tolerance, {chosen(tolerance)})"
    )


def _numbers_text(judged: Judged, rows: _Rows) -> str:
    value = measured(float(judged.known.prediction.item()), digits=9)
    listed = "; ".join(f"{name} {measured(row[0], 6)}" for name, row in rows.items())
    return f"{judged.claim.name}: the prediction is {value}. {listed}."
