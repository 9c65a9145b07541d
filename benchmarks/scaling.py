"""The curves of growth, each with the exponent that is fitted to it; and their plot."""

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib import pyplot as plt

from benchmarks.growth import CURVES, Curve

LOOK = {
    "svg.hashsalt": "benchmarks",
    "svg.fonttype": "path",
    "axes.prop_cycle": mpl.cycler(color=["#1b6ca8", "#d1495b"]),
    "axes.spines.top": False,
    "axes.spines.right": False,
    "font.size": 9,
    "legend.fontsize": 8,
    "legend.frameon": False,
    "legend.borderpad": 0,
    "legend.handlelength": 1.2,
}

Point = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Exponent:
    """A power law's exponent and its standard error."""

    value: float
    error: float

    def __str__(self) -> str:
        """Return both in short."""
        return f"{self.value:.2f} ± {self.error:.2f}"


def exponent(numbers: Sequence[float], costs: Sequence[float]) -> Exponent:
    """Return the slope of log cost over log number, for the larger half of a curve.

    Where the numbers are small, what a call costs at all hides how it grows.

    Parameters
    ----------
    numbers
        From the smallest to the largest, three or more.
    costs
        Above 0.

    Raises
    ------
    ValueError
        If there are fewer than three points.

    """
    if len(numbers) < 3:
        raise ValueError(f"numbers must be at least three, got {len(numbers)}.")
    half = max(3, len(numbers) // 2)
    logs = np.log(numbers[-half:]), np.log(costs[-half:])
    (slope, _), covariance = np.polyfit(*logs, 1, cov=True)
    return Exponent(value=float(slope), error=float(covariance[0, 0] ** 0.5))


def measured(name: str) -> list[Point]:
    """Return the points of a curve, measured in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.growth", name]
    found = subprocess.run(command, check=True, capture_output=True, text=True)
    return json.loads(found.stdout)


def column(points: Sequence[Point], quartile: str) -> list[float]:
    """Return one quartile of the seconds of every point."""
    return [point["seconds"][quartile] for point in points]


def rows(grown: Mapping[str, Sequence[Point]]) -> list[tuple[str, ...]]:
    """Return a line of the table for each curve."""
    return [_row(CURVES[name], points) for name, points in grown.items()]


def _row(curve: Curve, points: Sequence[Point]) -> tuple[str, ...]:
    numbers, seconds = [p["number"] for p in points], column(points, "middle")
    return (
        curve.work,
        curve.grows,
        f"{numbers[0]:,} to {numbers[-1]:,}",
        f"{1e3 * seconds[0]:.3g} to {1e3 * seconds[-1]:.3g}",
        str(exponent(numbers, seconds)),
        f"{points[0]['memory']:.0f} to {points[-1]['memory']:.0f}",
    )


HEAD = ("work", "what grows", "from, to", "ms", "exponent", "peak MiB")


def draw(grown: Mapping[str, Sequence[Point]], path: Path) -> None:
    """Write the plot, one panel for all that grows alike."""
    with mpl.rc_context(LOOK):
        figure, panels = plt.subplots(2, 2, figsize=(8, 6), layout="constrained")
        for axes, (grows, names) in zip(
            panels.flat, groupby(grown, lambda n: CURVES[n].grows), strict=True
        ):
            for name in names:
                _draw_curve(axes, CURVES[name], grown[name])
            _set_decades(axes)
            axes.set(xlabel=grows, ylabel="seconds")
            axes.legend(loc="lower left", bbox_to_anchor=(0, 1))
        figure.savefig(path, metadata={"Date": None})
        plt.close(figure)


def _draw_curve(axes: Any, curve: Curve, points: Sequence[Point]) -> None:
    numbers, middle = [p["number"] for p in points], column(points, "middle")
    label = f"{curve.work}: {exponent(numbers, middle)}"
    (line,) = axes.plot(numbers, middle, marker=".", label=label)
    low, high = column(points, "low"), column(points, "high")
    axes.fill_between(numbers, low, high, color=line.get_color(), alpha=0.25, lw=0)
    doubled = numbers[1] == 2 * numbers[0]
    axes.set_xscale("log", base=2 if doubled else 10)


def _set_decades(axes: Any) -> None:
    """Let the seconds go over whole decades, with no label between."""
    axes.set_yscale("log")
    low, high = np.log10(axes.dataLim.intervaly)
    axes.set_ylim(10.0 ** np.floor(low), 10.0 ** np.ceil(high))
