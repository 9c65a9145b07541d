"""What a decoder learns that has only seen whole positions."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from verify.claim import Array, Arrays, Claim, Experiment, Measurement, Rival, View
from verify.distances import RMS

WORKS = 0.1
"""Error relative to the Diracs, root mean square, up to which a decoder works."""

SHOWN = (2.0, 2.25, 2.5, 2.75, 3.0)
"""Positions whose decoded Diracs are drawn."""


def _case(
    levels: int = 3,
    kind: str = "zeros",
    distinct: int = 8,
    held_out: tuple[int, ...] = (),
    steps: int = 600,
) -> dict[str, Any]:
    return {
        "levels": levels,
        "kind": kind,
        "distinct": distinct,
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
    "whole, twice the length": _case(levels=4, distinct=16),
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
    function="empirical.experiments.position_decoding:train_position_decoders",
    configurations={
        "quick": {**_NETWORK, "starts": 20},
        "full": {**_NETWORK, "starts": 60},
    },
    seconds={"quick": 10.0, "full": 25.0},
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


def derivation() -> tuple[Any, ...]:
    """Return what the samples leave open."""
    from theory.position import interpolation

    return interpolation.derivation()


def in_order(answer: Array) -> tuple[Array, Array]:
    """Draw one mark for each entry."""
    return np.arange(1.0, len(answer) + 1), answer


_JUDGED = (
    ("trained", "whole"),
    ("trained", "whole, two left out"),
    ("held_out", "whole, two left out"),
    ("between", "whole"),
)


def _read(arrays: Arrays) -> Measurement:
    return Measurement(
        answer=np.array([success(arrays, *place) for place in _JUDGED]),
        values={
            f"median error, {where.replace('_', ' ')}: {name}": median(
                arrays, where, name
            )
            for where, name in _JUDGED
        },
        pictures=decoded(
            arrays["signals"],
            [name for name, case in CASES.items() if case["levels"] == 3],
        ),
    )


def _rates(*rates: float) -> Array:
    return np.array(rates)


CLAIM = Claim(
    name="position.decoder-one-hot",
    statement="A decoder of three upsampling layers that is trained on the eight "
    "Diracs at whole positions, or on six of them, learns these to 10 %, and fails at "
    "the two left out and between whole positions.",
    source="Slide 'Autoencoding position': 'possible to train a decoder to produce "
    "delta_a, however this does not produce reliable results'",
    predict=lambda: _rates(1, 1, 0, 0),
    experiment=TRAINED_DECODERS,
    read=_read,
    rivals=(
        Rival(
            name="reliable",
            answer=lambda: _rates(1, 1, 1, 1),
            because="exact decoders exist (position.decoder-exists), and eight points "
            "on a line show where they lead",
        ),
        Rival(
            name="only holes fail",
            answer=lambda: _rates(1, 1, 0, 1),
            because="the Diracs of eq. (11) interpolate those at whole positions",
        ),
        Rival(
            name="only fractions fail",
            answer=lambda: _rates(1, 1, 1, 0),
            because="held-out whole positions look like those of the training",
        ),
        Rival(
            name="not even learnt",
            answer=lambda: _rates(0, 0, 0, 0),
            because="the training itself fails, so nothing follows",
        ),
        Rival(
            name="half of the trainings fail",
            answer=lambda: _rates(0.5, 0.5, 0, 0),
            because="unreliable in the sense of the start",
        ),
        Rival(
            name="one start in three generalises",
            answer=lambda: _rates(1, 1, 1 / 3, 1 / 3),
            because="unreliable, but not hopeless",
        ),
    ),
    distance=RMS,
    tolerance={"quick": 0.1, "full": 0.1},
    because="chance: on six pilot seeds all of 120 starts learnt what they were shown "
    "and none got anything else right; at a rate of 95 % a block of 20 starts has a "
    "binomial deviation of 0.05",
    seeds={"quick": (0,), "full": (0, 1, 2, 3)},
    derivation=derivation,
    view=View(
        curve=in_order,
        x="trained on 8; trained on 6; the 2 left out of these; between the 8",
        y="share of starts that work",
        caption="How many random starts end with an error of at most 10 % of the "
        "Diracs, on the positions of the training and on others.",
        marks=True,
    ),
)
