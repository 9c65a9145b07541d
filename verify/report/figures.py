"""One picture for each claim: what was predicted, measured and almost believed."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from textwrap import fill
from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from verify.claim import Array
from verify.judge import Judged
from verify.report.axes import (
    EXTRAS,
    MEASURED,
    PREDICTION,
    RIVAL,
    WIDTH,
    largest,
    limits,
    scaled,
    seeds_of,
    usable,
    with_formulas,
)
from verify.report.drawing import Drawing
from verify.report.numerals import measured
from verify.report.pictures import draw_pictures
from verify.report.single import numbers

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
        figure, text = numbers(judged) if single else _curves(judged)
        figure.savefig(path, format="svg", metadata={"Date": None})
    return text


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
    answers = usable(judged)
    label = f"measured ({seeds_of(len(answers))})"
    line = {"color": MEASURED, "lw": 1.0}
    point = {"color": MEASURED, "marker": ".", "ms": 4.5, "mew": 0}
    found += [
        _Series(label=label, answer=answer, line=line, point=point)
        for answer in answers.values()
    ]
    return found + _extras(judged)


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
    titles = view.panels or ("",)
    top, below = figure.subplots(
        2,
        len(titles),
        sharex=True,
        sharey="row",
        squeeze=False,
        height_ratios=(3, 2),
    )
    curves = [view.curve(one.answer) for one in series]
    residuals = [y - curves[0][1] for _, y in curves]
    labels: set[str] = set()
    for one, (x, y), off in zip(series, curves, residuals, strict=True):
        style = {**one.point, "ls": ""} if view.marks else one.line
        label = one.label if one.label not in labels else None
        labels.add(one.label)
        for place in range(len(titles)):
            mine = _panel(place, len(titles), x)
            top[place].plot(*_apart(x[mine], y[mine]), label=label, **style)
            label = None
            if one is not series[0]:
                below[place].plot(*_apart(x[mine], off[mine]), **style)
    _finished(figure, judged, curves)
    return figure, _curves_text(judged, residuals)


def _finished(
    figure: Figure, judged: Judged, curves: Sequence[tuple[Array, Array]]
) -> None:
    """Write and scale what stands around the curves of a figure."""
    view, count = judged.claim.view, len(figure.axes) // 2
    top, below = figure.axes[:count], figure.axes[count:]
    for axes in below:
        axes.axhline(0, color=PREDICTION, lw=1.2, zorder=0)
    top[0].set_ylim(limits(top[0].get_ylim(), [y for _, y in curves[:2]]))
    residuals = [y - curves[0][1] for _, y in curves]
    scaled(below[0], residuals[1], residuals[2:])
    top[0].set_ylabel(fill(view.y, 34))
    below[0].set_ylabel("minus prediction")
    if np.array_equal(curves[0][0], np.round(curves[0][0])):
        for axes in below:
            axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    if view.panels:
        titles = [
            axes.set_title(t, size=9) for t, axes in zip(view.panels, top, strict=True)
        ]
        with_formulas(titles)
        figure.supxlabel(fill(view.x, 100), size=9)
    else:
        below[0].set_xlabel(fill(view.x, 100))
    figure.align_ylabels()
    legend = figure.legend(loc="outside upper left", ncols=2, borderaxespad=0.2)
    with_formulas(legend.get_texts())


def _panel(place: int, panels: int, rows: Array) -> slice:
    """Return which rows of a curve stand in a panel; all of them in the only one."""
    each = len(rows) // panels
    return slice(place * each, (place + 1) * each) if panels > 1 else slice(None)


def _apart(x: Array, y: Array) -> tuple[Array, Array]:
    """Return rows as one line with gaps between them; a single curve as it is."""
    if np.ndim(x) == 1:
        return x, y
    gaps = ((0, 0), (0, 1))
    padded = (np.pad(part, gaps, constant_values=np.nan) for part in (x, y))
    across, up = (part.ravel() for part in padded)
    return across, up


def _curves_text(judged: Judged, residuals: list[Array]) -> str:
    claim, answers = judged.claim, usable(judged)
    rival = next(iter(judged.known.gaps))
    seen = (
        f"the {seeds_of(len(answers))} measured stay within "
        f"{measured(largest(residuals[2 : 2 + len(answers)]))} of it"
        if answers
        else "there is no measurement to show"
    )
    return (
        f"{claim.name}: {claim.view.y} against {claim.view.x}. Beside the prediction, "
        f"{seen}; the nearest rival, {rival}, goes "
        f"{measured(largest(residuals[1:2]))} away. The residuals are drawn below."
    )
