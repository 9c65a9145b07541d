"""What all figures share: their colours, their scales, and formulas in their words."""

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.text import Text

from verify.claim import Array
from verify.judge import Judged
from verify.report.names import drawn
from verify.report.numerals import power_of_ten

# Okabe and Ito's colours, which colour-blind readers can tell apart.
PREDICTION, MEASURED, RIVAL = "#9a9a9a", "#0072B2", "#D55E00"
EXTRAS = ("#009E73", "#CC79A7", "#56B4E9", "#E69F00")
WIDTH = 6.3
"""Inches between the margins of the report, so that sizes are true on the page."""

_WIDE, _FAR = 50, 1e4
"""Residuals that differ by the first factor need a logarithmic scale; what goes further
than the second times the nearest rival leaves the picture."""

_ENDLESS = 1e100
"""Nothing of this size is drawn: plotting would overflow."""


def usable(judged: Judged) -> dict[int, Array]:
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


def seeds_of(count: int) -> str:
    """Return how many seeds, in words."""
    return "1 seed" if count == 1 else f"{count} seeds"


def with_formulas(texts: Sequence[Text]) -> None:
    """Write the formulas in some words as formulas."""
    for text in texts:
        text.set(text=drawn(text.get_text()), parse_math=True)


def limits(drawn: tuple[float, float], known: list[Array]) -> tuple[float, float]:
    """Keep what theory knows readable when a training went far astray."""
    low, high = float(np.min(known)), float(np.max(known))
    room = (high - low) or 1.0
    return max(drawn[0], low - room), min(drawn[1], high + room)


def largest(arrays: list[Array]) -> float:
    """Return the largest size of a finite entry."""
    values = np.abs(np.concatenate([np.ravel(a) for a in arrays] or [np.zeros(1)]))
    return float(np.max(values[np.isfinite(values)], initial=0.0))


def scaled(axes: Axes, rival: Array, others: list[Array]) -> None:
    """Show both residuals: where they differ much, on a scale that is linear near 0.

    The linear part reaches to the power of ten above the smaller residual; beyond it
    the scale grows with the logarithm.
    """
    far = _FAR * largest([rival])
    sizes = sorted((largest([rival]), min(largest(others), far)))
    if sizes[0] == 0 or sizes[1] <= _WIDE * sizes[0]:
        return
    exponents = powers(sizes[0], sizes[1], most=2)
    first, decades = exponents[0], np.log10(sizes[1]) - exponents[0]
    axes.set_yscale("symlog", linthresh=10.0**first, linscale=0.6 * decades)
    ticks = (
        [-(10.0**p) for p in reversed(exponents)] + [0.0] + [10.0**p for p in exponents]
    )
    labels = [f"−{power_of_ten(p)}" for p in reversed(exponents)]
    labels += ["0", *(power_of_ten(p) for p in exponents)]
    axes.set_yticks(ticks, labels)
    axes.set_yticks([], minor=True)
    everything = np.clip(np.concatenate([rival, *others]), -far, far)
    room, least = 10.0 ** (0.2 * decades), 1.3 * 10.0**first
    axes.set_ylim(
        min(room * float(np.nanmin(everything)), -least),
        max(room * float(np.nanmax(everything)), least),
    )


def powers(small: float, large: float, most: int) -> list[int]:
    """Return evenly spaced exponents of 10, from just above ``small`` to ``large``."""
    first, last = int(np.ceil(np.log10(small))), int(np.ceil(np.log10(large)))
    return list(range(first, last + 1, max(1, -(-(last - first) // most))))
