"""Decoders of position trained on more and on fewer impulses."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from verify.claim import Array, Arrays, Experiment

WORKS = 0.1
"""Error relative to the Diracs, root mean square, up to which a decoder works."""

SHOWN = (2.0, 2.25, 2.5, 2.75, 3.0)
"""Positions whose decoded Diracs are drawn."""


def _case(
    levels: int = 3,
    kind: str = "zeros",
    distinct: int = 8,
    reach: float | None = None,
    held_out: tuple[int, ...] = (),
    steps: int = 600,
) -> dict[str, Any]:
    return {
        "levels": levels,
        "kind": kind,
        "distinct": distinct,
        "reach": float(2**levels - 1) if reach is None else reach,
        "held_out": held_out,
        "steps": steps,
        "batch": 32,
    }


CASES = {
    "whole": _case(),
    "whole, two left out": _case(held_out=(2, 5)),
    "halves": _case(distinct=15),
    "continuous": _case(distinct=253),
    "whole, three times the samples": _case(steps=1800),
    "four whole, half the reach": _case(distinct=4, reach=3.0),
    "eight halves, half the reach": _case(distinct=8, reach=3.5),
    "whole, coordinates": _case(kind="coordinates"),
    "continuous, coordinates": _case(kind="coordinates", distinct=253),
}
"""The trainings; 253 positions lie 1/36 of a sample apart."""

_NETWORK = {
    "cases": list(CASES.values()),
    "channels": 8,
    "slope": 0.2,
    "learning_rate": 0.02,
    "shown": SHOWN,
}

TRAINED_DECODERS = Experiment(
    function="empirical.position.trained_decoders:train_position_decoders",
    configurations={
        "quick": {**_NETWORK, "starts": 30},
        "full": {**_NETWORK, "starts": 60},
    },
    seconds={"quick": 14.0, "full": 25.0},
)


def errors(arrays: Arrays, where: str, name: str) -> Array:
    """Return the errors of all starts of a case: where it was trained, and so on."""
    return np.asarray(arrays[where][list(CASES).index(name)], dtype=float)


def success(arrays: Arrays, where: str, name: str) -> float:
    """Return the share of starts that work."""
    return float(np.mean(errors(arrays, where, name) <= WORKS))


def median(arrays: Arrays, where: str, name: str) -> float:
    """Return the median error of the starts."""
    return float(np.median(errors(arrays, where, name)))


def decoded(signals: Array, names: Sequence[str]) -> dict[str, Array]:
    """Return decoded Diracs of length 8 as an image, a row for each decoder.

    Parameters
    ----------
    signals
        Shape (decoders, 5, 8), at the positions of ``SHOWN``.
    names
        Of the decoders.

    """
    rows = "; ".join(f"{i} {name}" for i, name in enumerate(names, start=1))
    caption = (
        "Decoded Diracs of length 8, white where 1, black where 0 or below. Columns: "
        f"a = {', '.join(f'{a:g}' for a in SHOWN)}. Rows, always the start with the "
        f"median error: {rows}."
    )
    drawn = np.clip(signals, 0, 1)[:, :, None, :]
    return {caption: drawn.repeat(8, axis=2).repeat(8, axis=3)}
