"""How codes pass through an exact decoder, as pictures."""

from fractions import Fraction
from typing import Any

import numpy as np

from theory.position.decoder import decoded_layers
from verify.claim import Array
from verify.claims.position.families.frames import framed

LEVELS = 3
PARTS = 4
"""Codes are drawn by quarters of a sample."""


def layer_pictures(
    layers: tuple[Any, ...], upsampling: str, signals: Array
) -> dict[str, Array]:
    """Return how codes pass through three layers with ReLU, and what was measured.

    Parameters
    ----------
    layers
        Of the first decoder that is judged: three levels, slope 0.
    upsampling
        Its kind.
    signals
        Measured, those of this decoder first.

    """
    size = 2**LEVELS
    codes = [size - Fraction(a, PARTS) for a in range(PARTS * (size - 1) + 1)]
    made = [decoded_layers(layers, z, Fraction(0), upsampling) for z in codes]
    last = signals[: size * len(codes)].reshape(len(codes), 1, size)
    stages = [
        np.array([one[i] for one in made], dtype=float) for i in range(LEVELS + 1)
    ]
    most = max(stage.shape[1] for stage in stages)
    rows = []
    for stage in (*stages, last):
        wide = stage.repeat(size // stage.shape[2], axis=2).transpose(1, 0, 2)
        drawn = (wide / np.max(np.abs(stage))).repeat(4, axis=1).repeat(14, axis=2)
        blank = np.ones((most - len(drawn), *drawn.shape[1:]))
        rows.append(np.concatenate((framed(drawn), blank)))
    caption = (
        "The layers as codes pass through, in front of each ReLU. Rows: the first "
        "layer, the two that double the length, the one that makes V + 1, V and V - 1, "
        "and the decoded signals as measured. In each image the code of a = 0 stands "
        "at the top and that of a = 7 at the bottom, by quarters; the samples stand "
        "side by side. Grey is 0; white is the largest number of a row, black minus it."
    )
    return {caption: np.stack(rows)}
