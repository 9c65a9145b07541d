"""One picture for each claim: what was predicted, measured and almost believed."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from textwrap import fill
from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from verify.claim import Array
from verify.distances import distance
from verify.judge import Judged
from verify.report.drawing import Drawing
from verify.report.numerals import chosen, measured, power_of_ten
from verify.report.pictures import draw_pictures

# Okabe and Ito's colours, which colour-blind readers can tell apart.
PREDICTION, MEASURED, RIVAL = "#9a9a9a", "#0072B2", "#D55E00"
EXTRAS = ("#009E73", "#CC79A7", "#56B4E9", "#E69F00")
WIDTH = 6.3
"""Inches between the margins of the report, so that sizes are true on the page."""

_STYLE: dict[Any, Any] = {
    "axes.labelsize": 9,
    "axes.linewidth": 0.6,
    "axes.spines.right": False,
    "axes.spines.top": False,
    "axes.unicode_minus": True,
    "figure.dpi": 72,
    # The first has the look of the text, the second has raised digits.
    "font.family": ["STIXGeneral", "DejaVu Serif"],
    "font.size": 9,
    "legend.frameon": False,
    "lines.linewidth": 1.2,
    # Letters become outlines, so that no reader needs the font.
    "svg.fonttype": "path",
    "svg.hashsalt": "verify",
    # A label is text: its underscores and dollars mean themselves.
    "text.parse_math": False,
    "xtick.labelsize": 8,
    "ytick.labelsize": 8,
}

_WIDE, _FAR = 50, 1e4
"""Residuals that differ by the first factor need a logarithmic scale; what goes further
than the second times the nearest rival leaves the picture."""

_ENDLESS = 1e100
"""Nothing of this size is drawn: plotting would overflow."""


@dataclass(frozen=True, kw_only=True)
class _Series:
    """One answer as it is drawn; several seeds share one label."""

    label: str
    answer: Array
    line: dict[str, Any]
    point: dict[str, Any]


def drawing(judged: Judged) -> Drawing:
    """Return the figure of a claim and the grids of images that it shows."""
    with TemporaryDirectory(prefix="verify-drawing-") as name:
        folder = Path(name)
        figure = folder / f"{judged.claim.name}.svg"
        alternative = draw(judged, figure)
        grids = draw_pictures(judged, folder)
        paths = [figure, *(folder / grid["file"] for grid in grids)]
        files = {path.name: path.read_bytes() for path in paths}
    return Drawing(files=files, alternative=alternative, grids=grids)


def draw(judged: Judged, path: Path) -> str:
    """Draw a claim to an SVG file and return its alternative text.

    A claim about one number gets its rivals as labelled marks on an axis; any other
    gets curves through its view, with the residuals below.
    """
    with mpl.rc_context(_STYLE):
        single = judged.known.prediction.size == 1
        figure, text = _numbers(judged) if single else _curves(judged)
        figure.savefig(path, format="svg", metadata={"Date": None})
    return text


def _usable(judged: Judged) -> dict[int, Array]:
    """Return the answers of the prediction's shape, with gaps where not finite."""
    answers = {
        seed: np.asarray(m.answer, dtype=float)
        for seed, m in judged.measurements.items()
    }
    return {
        seed: np.where(np.abs(answer) < _ENDLESS, answer, np.nan)
        for seed, answer in answers.items()
        if answer.shape == judged.known.prediction.shape and np.isfinite(answer).any()
    }


def _series(judged: Judged) -> list[_Series]:
    """Return the prediction first, the nearest rival second, then what was measured."""
    rival = next(iter(judged.known.gaps))
    found = [
        _Series(
            label="prediction",
            answer=judged.known.prediction,
            line={"color": PREDICTION, "lw": 4.5, "solid_capstyle": "round"},
            point={"color": PREDICTION, "marker": "o", "ms": 7.5, "mfc": "none"},
        ),
        _Series(
            label=fill(f"nearest rival: {rival}", 50),
            answer=judged.known.rivals[rival],
            line={"color": RIVAL, "ls": (0, (5, 2))},
            point={"color": RIVAL, "marker": "x", "ms": 4.5, "mew": 1.1},
        ),
    ]
    usable = _usable(judged)
    label = f"measured ({_seeds(len(usable))})"
    line = {"color": MEASURED, "lw": 1.0}
    point = {"color": MEASURED, "marker": ".", "ms": 4.5, "mew": 0}
    found += [
        _Series(label=label, answer=answer, line=line, point=point)
        for answer in usable.values()
    ]
    return found + _extras(judged)


def _seeds(count: int) -> str:
    return "1 seed" if count == 1 else f"{count} seeds"


def _extras(judged: Judged) -> list[_Series]:
    names = {name: None for m in judged.measurements.values() for name in m.extras}
    shape = judged.known.prediction.shape
    return [
        _Series(
            label=name,
            answer=np.asarray(m.extras[name], dtype=float),
            line={"color": EXTRAS[i % len(EXTRAS)], "ls": (0, (1, 1.5)), "lw": 1.6},
            point={"color": EXTRAS[i % len(EXTRAS)], "marker": "+", "ms": 5},
        )
        for i, name in enumerate(names)
        for m in judged.measurements.values()
        if name in m.extras and np.shape(m.extras[name]) == shape
    ]


def _curves(judged: Judged) -> tuple[Figure, str]:
    view, series = judged.claim.view, _series(judged)
    figure = Figure(figsize=(WIDTH, 3.6), layout="constrained")
    top, below = figure.subplots(2, 1, sharex=True, height_ratios=(3, 2))
    drawn = [view.curve(one.answer) for one in series]
    labels: set[str] = set()
    for one, (x, y) in zip(series, drawn, strict=True):
        style = {**one.point, "ls": ""} if view.marks else one.line
        label = one.label if one.label not in labels else None
        labels.add(one.label)
        top.plot(*_apart(x, y), label=label, **style)
        if one is not series[0]:
            below.plot(*_apart(x, y - drawn[0][1]), **style)
    below.axhline(0, color=PREDICTION, lw=1.2, zorder=0)
    top.set_ylim(_limits(top.get_ylim(), [y for _, y in drawn[:2]]))
    residuals = [y - drawn[0][1] for _, y in drawn]
    _scale(below, residuals[1], residuals[2:])
    top.set_ylabel(fill(view.y, 34))
    below.set(xlabel=fill(view.x, 100), ylabel="minus prediction")
    if np.array_equal(drawn[0][0], np.round(drawn[0][0])):
        below.xaxis.set_major_locator(MaxNLocator(integer=True))
    figure.align_ylabels()
    figure.legend(loc="outside upper left", ncols=2, borderaxespad=0.2)
    return figure, _curves_text(judged, residuals)


def _apart(x: Array, y: Array) -> tuple[Array, Array]:
    """Return rows as one line with gaps between them; a single curve as it is."""
    if np.ndim(x) == 1:
        return x, y
    gaps = ((0, 0), (0, 1))
    padded = (np.pad(part, gaps, constant_values=np.nan) for part in (x, y))
    across, up = (part.ravel() for part in padded)
    return across, up


def _limits(drawn: tuple[float, float], known: list[Array]) -> tuple[float, float]:
    """Keep what theory knows readable when a training went far astray."""
    low, high = float(np.min(known)), float(np.max(known))
    room = (high - low) or 1.0
    return max(drawn[0], low - room), min(drawn[1], high + room)


def _largest(arrays: list[Array]) -> float:
    values = np.abs(np.concatenate([np.ravel(a) for a in arrays] or [np.zeros(1)]))
    return float(np.max(values[np.isfinite(values)], initial=0.0))


def _scale(axes: Axes, rival: Array, others: list[Array]) -> None:
    """Show both residuals: where they differ much, on a scale that is linear near 0.

    The linear part reaches to the power of ten above the smaller residual; beyond it
    the scale grows with the logarithm.
    """
    far = _FAR * _largest([rival])
    sizes = sorted((_largest([rival]), min(_largest(others), far)))
    if sizes[0] == 0 or sizes[1] <= _WIDE * sizes[0]:
        return
    powers = _powers(sizes[0], sizes[1], most=2)
    first, decades = powers[0], np.log10(sizes[1]) - powers[0]
    axes.set_yscale("symlog", linthresh=10.0**first, linscale=0.6 * decades)
    ticks = [-(10.0**p) for p in reversed(powers)] + [0.0] + [10.0**p for p in powers]
    labels = [f"−{power_of_ten(p)}" for p in reversed(powers)]
    labels += ["0", *(power_of_ten(p) for p in powers)]
    axes.set_yticks(ticks, labels)
    axes.set_yticks([], minor=True)
    everything = np.clip(np.concatenate([rival, *others]), -far, far)
    room, least = 10.0 ** (0.2 * decades), 1.3 * 10.0**first
    axes.set_ylim(
        min(room * float(np.nanmin(everything)), -least),
        max(room * float(np.nanmax(everything)), least),
    )


def _powers(small: float, large: float, most: int) -> list[int]:
    """Return evenly spaced exponents of 10, from just above ``small`` to ``large``."""
    first, last = int(np.ceil(np.log10(small))), int(np.ceil(np.log10(large)))
    return list(range(first, last + 1, max(1, -(-(last - first) // most))))


def _curves_text(judged: Judged, residuals: list[Array]) -> str:
    claim, usable = judged.claim, _usable(judged)
    rival = next(iter(judged.known.gaps))
    seen = (
        f"the {_seeds(len(usable))} measured stay within "
        f"{measured(_largest(residuals[2 : 2 + len(usable)]))} of it"
        if usable
        else "there is no measurement to show"
    )
    return (
        f"{claim.name}: {claim.view.y} against {claim.view.x}. Beside the prediction, "
        f"{seen}; the nearest rival, {rival}, goes "
        f"{measured(_largest(residuals[1:2]))} away. The residuals are drawn below."
    )


def _numbers(judged: Judged) -> tuple[Figure, str]:
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
    left.set_xlim(_limits(left.get_xlim(), known))
    left.set_yticks(list(where.values()), [fill(name, 36) for name in where])
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
        for s, a in _usable(judged).items()
    }
    rivals = {f"rival: {n}": row(a, cross) for n, a in known.rivals.items()}
    nearest = dict(sorted(rivals.items(), key=lambda item: item[1][1]))
    return {**seeds, **nearest}


def _distances(axes: Axes, judged: Judged, distances: list[float]) -> None:
    tolerance = judged.verdict.tolerance
    positive = [d for d in (*distances, tolerance) if np.isfinite(d) and d > 0]
    powers = _powers(min(positive, default=1.0), max(positive, default=1.0), most=4)
    linear = 10.0 ** powers[0]
    axes.set_xscale("symlog", linthresh=linear, linscale=0.3 * len(powers))
    axes.set_xticks(
        [0.0, *(10.0**p for p in powers)], ["0", *map(power_of_ten, powers)]
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
