"""How the noise of two impulses that moments tell grows as they come together."""

from collections.abc import Callable
from typing import Any

import numpy as np

from theory.position import moments
from theory.position.moments import amplification, moment_layers
from verify.claim import (
    OPEN,
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
from verify.claims.position.families.given_decoders import listed
from verify.distances import RMS

LEVELS, SIZE, MIDDLE = 5, 32, 16
DISTANCES = (2, 4, 6, 8, 12, 16)
HEIGHTS = ((1.0, 1.0), (1.0, -2.0))
CASES: tuple[dict[str, Any], ...] = tuple(
    {"places": [MIDDLE - d // 2, MIDDLE + d // 2], "heights": list(heights)}
    for heights in HEIGHTS
    for d in DISTANCES
)
_D = np.tile(np.array(DISTANCES, dtype=float), len(HEIGHTS))

Change = Callable[[Array], Array]
"""From deviations (cases, places and heights, impulses) to others."""


def _deviations() -> Array:
    return np.array(
        [amplification(case["places"], case["heights"], SIZE) for case in CASES]
    )


def _logarithms(deviations: Array) -> Array:
    # Of nothing, a number far away.
    return np.log10(np.maximum(deviations, 1e-9)).ravel()


def _predict() -> Array:
    return _logarithms(_deviations())


def _from_farthest(places: float, heights: float) -> Array:
    """Return powers of the distance, from the farthest impulses on."""
    far = _deviations().reshape(len(HEIGHTS), len(DISTANCES), 2, 2)[:, -1:]
    near = DISTANCES[-1] / np.array(DISTANCES, dtype=float)
    powers = np.stack([near**places, near**heights], axis=1)
    return _logarithms(far * powers[None, :, :, None])


def _places_known() -> Array:
    """Return the noise of heights where places are known, by Lagrange's lines."""
    found = _deviations()
    i = np.arange(float(SIZE))
    for case, row in zip(CASES, found, strict=True):
        x, y = case["places"]
        row[1] = [np.linalg.norm((i - p) / (x - y)) for p in (y, x)]
    return _logarithms(found)


def _heights_alike() -> Array:
    found = _deviations()
    found[len(DISTANCES) :, 0, 1] *= 2
    return _logarithms(found)


def _read(arrays: Arrays) -> Measurement:
    wanted = np.array([[case["places"], case["heights"]] for case in CASES])
    answer = _logarithms(arrays["deviations"])
    first = answer.reshape(len(CASES), 2, 2)[: len(DISTANCES), :, 0]
    slopes = (first[0] - first[-1]) / np.log10(DISTANCES[-1] / DISTANCES[0])
    return Measurement(
        answer=answer,
        values={
            "farthest place or height without noise": float(
                np.max(np.abs(arrays["told"] - wanted))
            ),
            "power of one over the distance, of the left place": float(slopes[0]),
            "power of one over the distance, of the left height": float(slopes[1]),
            "farthest logarithm from that predicted": float(
                np.max(np.abs(answer - _predict()))
            ),
        },
    )


def _shown(answer: Array) -> tuple[Array, Array]:
    rows = answer.reshape(len(CASES), 2, 2)[: len(DISTANCES), :, 0].T
    return np.log2(np.tile(DISTANCES, (2, 1))) + np.array([[0.0], [0.03]]), rows


_SAMPLES = {
    "layers": [{"weight": one["weight"]} for one in listed(moment_layers(LEVELS, 3))],
    "cases": list(CASES),
    "sigma": 1e-6,
}

CLAIM = Claim(
    name="position.moments-noise",
    statement="Impulses that are near cost exact moments. White noise on the samples "
    "moves the place of either of two impulses, known to be two, that four moments "
    "tell, to first order by the noise over its height times the norm, over all "
    "samples, of the cubic that is 0 at both places with slope 1 at it and 0 at the "
    "other; and its height by that of the cubic which is 1 at it and 0 at the other "
    "with both slopes 0. As they come together these grow in the end like the distance "
    "to the power -2 and to the power -3.",
    predict=_predict,
    experiment=Experiment(
        function="empirical.position.noisy_impulses:noisy_impulses",
        configurations={
            "quick": {**_SAMPLES, "draws": 8000},
            "full": {**_SAMPLES, "draws": 40000},
        },
        seconds={"quick": 1.0, "full": 5.0},
        trains=False,
    ),
    read=_read,
    rivals=(
        Rival(
            name="powers -2 and -3 and nothing else",
            answer=lambda: _from_farthest(2, 3),
            because="the leading powers of the distance, from the farthest pair on",
        ),
        Rival(
            name="powers -1 and -2",
            answer=lambda: _from_farthest(1, 2),
            because="one power for each equation less",
        ),
        Rival(
            name="powers -3 and -4",
            answer=lambda: _from_farthest(3, 4),
            because="one power for each number that is told",
        ),
        Rival(
            name="no matter how near",
            answer=lambda: _from_farthest(0, 0),
            because="moments are linear in the signal",
        ),
        Rival(
            name="heights as if places were known",
            answer=_places_known,
            because="two linear equations, which lines solve",
        ),
        Rival(
            name="places whatever the height",
            answer=_heights_alike,
            because="a place is told by where it stands",
        ),
    ),
    distance=RMS,
    tolerance=0.012,
    because="chance: a deviation of 8000 draws is known to 0.8 % of itself, 0.0034 in "
    "its logarithm; 0.003 to 0.005 on the pilot seeds",
    seeds={"quick": (0, 1), "full": (0, 1, 2)},
    derivation=moments.noise_derivation,
    evidence=frozenset({Evidence.THEOREM, Evidence.COMPUTATION}),
    assumptions=(
        Assumption(
            says="Two impulses, in the middle of 32 samples, and all samples noisy.",
            without=OPEN,
        ),
        Assumption(
            says="Noise that is small against the heights: what is said is of first "
            "order.",
            without=OPEN,
        ),
        Assumption(
            says="Moments as codes; whether other linear codes tell near impulses with "
            "less noise is not asked.",
            without=OPEN,
        ),
    ),
    view=View(
        curve=_shown,
        x="distance of the impulses: 2 to this power; place, and shifted height",
        y="log10 of deviation over sigma",
        caption="How far noise moves the left of two impulses of height 1 that four "
        "moments tell: half the distance, four times as far, and its height eight "
        "times.",
        marks=True,
    ),
    checks=(
        Check(
            value="farthest place or height without noise",
            at_most=1e-8,
            because="the rounding of codes, amplified as noise is; halves of whole "
            "numbers have none",
        ),
        Check(
            value="farthest logarithm from that predicted",
            at_most=0.03,
            because="each figure by itself: eight deviations",
        ),
    ),
)
