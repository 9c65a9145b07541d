"""Table 1: every layer's output for the eight one-hot vectors."""

from functools import partial
from typing import Any

import numpy as np

from theory.position import encoder, induction, variants
from verify.claim import (
    Array,
    Arrays,
    Assumption,
    Check,
    Claim,
    Evidence,
    Experiment,
    Measurement,
    Rival,
    View,
)
from verify.claims.position.families.assumed import ZEROS_SHOWN
from verify.claims.position.families.frames import GREY
from verify.distances import RMS

LEVELS = 3
LIGHTEST = 0.8
"""Grey of the largest entries, so that they stand out from the page."""

# Transcribed from the slide, one row for each position: u(1), u(2), u(3).
_TABLE = (
    (2, 0, 0, 0, 4, 0, 8),
    (1, 1, 0, 0, 3, 1, 7),
    (0, 2, 0, 0, 2, 2, 6),
    (0, 1, 1, 0, 1, 3, 5),
    (0, 0, 2, 0, 0, 4, 4),
    (0, 0, 1, 1, 0, 3, 3),
    (0, 0, 0, 2, 0, 2, 2),
    (0, 0, 0, 1, 0, 1, 1),
)

_VARIANTS: dict[str, tuple[str, dict[str, Any]]] = {
    "odd positions kept": ("the other half of the samples", {"first": 1}),
    "box filter": ("[1, 1, 1], the plain moving sum", {"taps": (1, 1, 1)}),
    "no left tap": ("[0, 2, 1]", {"taps": (0, 2, 1)}),
    "no right tap": ("[1, 2, 0]", {"taps": (1, 2, 0)}),
    "reversed halves": ("[2, 1, 2], the weights exchanged", {"taps": (2, 1, 2)}),
    "periodic signal": ("a circular convolution", {"boundary": "wrap"}),
    "mirrored signal": ("padding that mirrors at the end", {"boundary": "reflect"}),
    "repeated end": ("padding that repeats the end", {"boundary": "edge"}),
}


def _predict() -> Array:
    return np.array(_TABLE, dtype=float).ravel()


def _variant(options: dict[str, Any]) -> Array:
    return np.asarray(variants.dirac_table(LEVELS, **options), dtype=float).ravel()


def _not_inverted() -> Array:
    return np.array(_TABLE[::-1], dtype=float).ravel()


def _cascade(outputs: Array) -> dict[str, Array]:
    """Return the table as a picture: a row of images for the input and each layer."""
    ends = np.cumsum([2 ** (LEVELS - layer) for layer in range(1, LEVELS)])
    layers = [np.eye(2**LEVELS), *np.split(outputs, ends, axis=1)]
    rows = [
        np.repeat(LIGHTEST * entries / 2**layer, 2**layer, axis=1)
        for layer, entries in enumerate(layers)
    ]
    caption = (
        "Table 1 as a picture, as measured: a column for each position a = 0 to 7, and "
        "from top to bottom the one-hot vector, u(1), u(2) and u(3). Black is 0; the "
        "lightest grey is the largest entry that a layer can have, 1, 2, 4 and 8."
    )
    images = np.stack(rows)[:, :, None, :].repeat(24, axis=2).repeat(8, axis=3)
    for layer, image in enumerate(images):
        # A line behind each entry but the last.
        image[..., 8 * 2**layer - 1 : -1 : 8 * 2**layer] = GREY
    apart = [(0, 0)] * 3 + [(6, 6)]
    return {caption: np.pad(images, apart, constant_values=1.0)}


def _certificates() -> dict[str, float]:
    """Return what Table 1 leaves for a sample beyond the left end, as a combination."""
    met = np.zeros(2**LEVELS)
    met[:2] = 2, 1
    beyond = np.array(_TABLE, dtype=float)[:, 0] - met
    most = float(np.max(np.abs(beyond)))
    return {"most of any sample that is repeated beyond the end": most}


def _read(arrays: Arrays) -> Measurement:
    formula = [
        encoder.layer_output(position, level, LEVELS)
        for position in range(2**LEVELS)
        for level in range(1, LEVELS + 1)
    ]
    measured = arrays["outputs"].ravel()
    return Measurement(
        answer=measured,
        values={
            "torch to the hat formula": float(
                np.max(np.abs(measured - np.concatenate(formula)))
            ),
            "entries compared": measured.size,
        },
        pictures=_cascade(arrays["outputs"]),
    )


def _entries(answer: Array) -> tuple[Array, Array]:
    return np.arange(len(answer)) / len(_TABLE[0]), answer


CLAIM = Claim(
    name="position.table",
    statement="Filtering with [1, 2, 1], with zeros beyond the ends, and keeping the "
    "even positions, three times, turns the eight one-hot vectors of length 8 into "
    "the numbers of Table 1, in every layer.",
    predict=_predict,
    experiment=Experiment(
        function="empirical.position.linear_encoder:cascade_table",
        configurations={
            "quick": {"levels": LEVELS, "taps": (1, 2, 1)},
            "full": {"levels": LEVELS, "taps": (1, 2, 1)},
        },
        seconds=0.1,
        trains=False,
    ),
    read=_read,
    rivals=(
        *(
            Rival(name=name, answer=partial(_variant, options), because=because)
            for name, (because, options) in _VARIANTS.items()
        ),
        Rival(
            name="not inverted",
            answer=_not_inverted,
            because="the table of an encoder whose code grows with the position",
        ),
    ),
    distance=RMS,
    tolerance=0.0,
    because="sums of a few small integers, which floating point holds exactly",
    seeds={"quick": (0,), "full": (0, 1, 2)},
    derivation=induction.hat_derivation,
    evidence=frozenset({Evidence.THEOREM, Evidence.COMPUTATION}),
    certificates=_certificates,
    assumptions=(
        ZEROS_SHOWN,
        Assumption(
            says="Even positions are kept; with the odd ones the table is another.",
            without="position.theorem",
            named=True,
        ),
    ),
    view=View(
        curve=_entries,
        x="position a of the impulse; its entries u(1), u(2), u(3) follow",
        y="entry of the table",
        caption="Table 1 entry by entry: between a and a + 1 stand the four entries of "
        "the first layer, the two of the second and the one of the third.",
        marks=True,
    ),
    checks=(
        Check(
            value="most of any sample that is repeated beyond the end",
            at_most=0.0,
            because="that the slide itself says zeros: a continuation of the signal by "
            "any combination of its samples adds these to the first entries of u(1)",
        ),
        Check(
            value="torch to the hat formula",
            at_most=0.0,
            because="max(0, 2^l - |a - 2^l i|) is an integer, computed exactly",
        ),
    ),
)
