"""Why a decoder fails that has only seen whole positions."""

import numpy as np

from theory.position import interpolation
from verify.claim import Array, Arrays, Claim, Measurement, Rival, View
from verify.claims.position.families.trained_decoders import (
    TRAINED_DECODERS,
    errors,
)
from verify.distances import RMS

_CHANGES = (
    "whole, three times the samples",
    "whole, twice the length",
    "halves",
)


def _doublings(samples: float, length: float, halves: float) -> Array:
    """Return by which power of 2 each change multiplies the error."""
    return np.array([samples, length, halves])


def _typical(arrays: Arrays, name: str) -> float:
    """Return the logarithm of the geometric mean of all starts' errors."""
    return float(np.mean(np.log2(errors(arrays, "between", name))))


def _read(arrays: Arrays) -> Measurement:
    base = _typical(arrays, "whole")
    moved = np.array([_typical(arrays, name) - base for name in _CHANGES])
    return Measurement(
        answer=moved,
        values={
            "error": 2**base,
            **{
                f"times the error: {name}": float(2**power)
                for name, power in zip(_CHANGES, moved, strict=True)
            },
            "times the error: continuous": 2 ** (_typical(arrays, "continuous") - base),
        },
    )


CLAIM = Claim(
    name="position.few-impulses",
    statement="What the decoder lacks is positions between the whole ones: with the "
    "same number of samples, impulses at halves too cut its error between whole "
    "positions in two or better. Three times the samples, or twice the impulses on "
    "a signal twice as long, do not.",
    source="Slide 'Autoencoding position': 'Due to the very limited number of Dirac "
    "impulses'",
    predict=lambda: _doublings(0, 0, -1),
    experiment=TRAINED_DECODERS,
    read=_read,
    rivals=(
        Rival(
            name="number of impulses",
            answer=lambda: _doublings(0, -1, -1),
            because="the deck's sentence: 15 and 16 impulses should do the same",
        ),
        Rival(
            name="number of samples",
            answer=lambda: _doublings(-1, 0, 0),
            because="too few samples, the usual reason",
        ),
        Rival(
            name="samples and spacing",
            answer=lambda: _doublings(-1, 0, -1),
            because="an unfinished training as well",
        ),
        Rival(
            name="nothing helps",
            answer=lambda: _doublings(0, 0, 0),
            because="the network cannot make Diracs at real positions",
        ),
        Rival(
            name="reverse",
            answer=lambda: _doublings(0, 0, 1),
            because="more to learn with the same budget",
        ),
    ),
    distance=RMS,
    tolerance=0.5,
    because="the prediction says halved or not, and training does it in part: on six "
    "pilot seeds halves made 0.37 to 0.47 of the error, three times the samples 0.85 "
    "to 0.99, and twice the length 1.06 to 1.33, a misfit of 0.24 to 0.29",
    seeds={"quick": (0,), "full": (0, 1, 2, 3)},
    derivation=interpolation.derivation,
    view=View(
        x="three times the samples; twice the length and impulses; halves too",
        y="log2 of the error, against 8 impulses at whole positions",
        caption="How each change moves the error at real positions, in geometric mean "
        "over the starts.",
        marks=True,
    ),
    amendment="It is not their number but their spacing: sixteen impulses on sixteen "
    "samples fare no better than eight on eight; fifteen on eight do. "
    "Three times the samples hardly matter.",
)
