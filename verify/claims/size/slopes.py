"""The slopes of LeakyReLU at which Airy's function needs no assumption on signs."""

from functools import cache

import numpy as np

from theory.size import airy, branches, intervals, slopes, two_codes
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
from verify.claims.size.families import profiles
from verify.distances import RMS

_CASES = (
    (-0.5, True),
    (0.0, True),
    (0.3, True),
    (1.0, True),
    (2.0, True),
    (0.0, False),
    (-1.0, False),
)
"""Slopes, each with whether the code goes through LeakyReLU."""

_RADII = 24


@cache
def _floors() -> tuple[float, float]:
    """Return what one image leaves, and two on either side of the best split."""
    one = two_codes.left_by_images(1, _RADII)
    return one, two_codes.left_by_two_signs(1, _RADII)


def _where(*two: bool) -> Array:
    one, less = _floors()
    return np.where(two, less, one)


def _predict() -> Array:
    return np.array([slopes.left(*case, _RADII) for case in _CASES])


def _halved() -> Array:
    answer = _predict()
    areas = ((np.arange(_RADII) + 0.5) / _RADII) ** 2
    less = 1 - intervals.halved(areas, np.ones(_RADII))
    return np.where(answer < _floors()[0], less, answer)


def _certificates() -> dict[str, float]:
    return {
        "left by Airy's function, uniform law": 1 - airy.captured(),
        "left by two images, uniform law": 1 - branches.best_split().captured,
    }


def _read(arrays: Arrays) -> Measurement:
    left, signs = arrays["left"], arrays["signs"]
    least = left.min(axis=1)
    below = left < 0.98 * _floors()[0]
    alone = ~np.array([slopes.two_images(*case) for case in _CASES])
    return Measurement(
        answer=least,
        values={
            "least over the floor of its slope, off 1 by": float(
                np.max(np.abs(least / _predict() - 1))
            ),
            "starts below Airy's floor where none can be": float(below[alone].sum()),
            "floor over the least of any start": float((_predict() / least).max()),
            "share of starts below Airy's floor elsewhere": float(below[~alone].mean()),
            "below that floor with codes of one sign": float(
                np.sum(below & (signs < 2))
            ),
        },
    )


_NETWORKS = {"cases": [list(case) for case in _CASES], "radii": _RADII, "hidden": 4}


def _schedule(steps: int) -> dict[str, float]:
    return {"adam_steps": steps, "learning_rate": 0.01}


CLAIM = Claim(
    name="size.slopes",
    statement="Where the code goes through LeakyReLU of slope $alpha$, Airy's function "
    "is the best that one code without biases can do, with no assumption on signs, for "
    "$alpha <= 0$ and for $alpha = 1$, and for no other slope: at $0 < alpha < 1$, "
    "which the talk uses, and at $alpha > 1$, two images leave less on both sides of a "
    "split, 14.9 % in place of 23.4 %. Where the code goes through nothing, "
    "$alpha = 1$ and $alpha = -1$ are the only slopes at which it is the best. 14.9 % "
    "is a bound for the uniform law, to which linear codes come as near as one likes.",
    predict=_predict,
    experiment=Experiment(
        function="empirical.size.slopes:left_by_slope",
        configurations={
            "quick": {**_NETWORKS, "starts": 24, "schedule": _schedule(800)},
            "full": {**_NETWORKS, "starts": 48, "schedule": _schedule(2000)},
        },
        seconds={"quick": 3.0, "full": 12.0},
    ),
    read=_read,
    rivals=(
        Rival(
            name="two images, split at R / 2",
            answer=_halved,
            because="half of the radii for either sign",
        ),
        Rival(
            name="below 1 only",
            answer=lambda: _where(False, False, True, False, False, True, False),
            because="a slope above 1 is one below 1, with the signs exchanged",
        ),
        Rival(
            name="the code's own LeakyReLU does not matter",
            answer=lambda: _where(False, False, True, False, True, False, False),
            because="with ReLU half of the codes are lost in either case",
        ),
        Rival(
            name="ReLU allows two signs as well",
            answer=lambda: _where(False, True, True, False, True, True, False),
            because="as the limit of small slopes",
        ),
        Rival(
            name="two signs but for the slope 1",
            answer=lambda: _where(True, True, True, False, True, True, True),
            because="all that is not linear",
        ),
        Rival(
            name="one sign at any slope",
            answer=lambda: _where(*[False] * len(_CASES)),
            because="the talk's one function f",
        ),
    ),
    distance=RMS,
    tolerance=0.004,
    because="on six pilot seeds the best of 24 starts left within 0.0014 of the "
    "floors; not quite three times that, for a start's split may lie a bit off the "
    "best one; a fifth of the way to the nearest rival",
    seeds={"quick": (0, 1, 2), "full": (0, 1, 2, 3)},
    derivation=slopes.derivation,
    certificates=_certificates,
    view=View(
        x="slope -0.5, 0, 0.3, 1, 2; then 0 and -1, the code going through nothing",
        y="least share of the energy left",
        caption="What the best of 24 trainings leaves, all of which start with codes "
        "of two signs, for slopes of LeakyReLU. Above, the floor of one image, which "
        "is Airy's; below, that of two: on 24 radii, 23.3 and 14.7 %.",
        marks=True,
    ),
    evidence=frozenset({Evidence.THEOREM, Evidence.TRAINING}),
    assumptions=(
        profiles.NO_BIASES,
        profiles.UNIFORM,
        profiles.SHARP,
        Assumption(
            says="One code.",
            without="size.two-codes",
            named=True,
        ),
        Assumption(
            says="The first layer of the decoder has two units or more, and the layers "
            "behind it can make any two images of what these pass on, as dense ones "
            "can; convolutions need not.",
            without=OPEN,
        ),
        Assumption(
            says="There are two radii or more. Codes are linear in the images: for "
            "finitely many radii they may be any, for all radii they pass through 0 "
            "where they change sign.",
            without=OPEN,
        ),
        Assumption(
            says="That two intervals are the best two classes, whose 14.9 % is named, "
            "is proved for three blocks of radii and not for more.",
            without="size.split-intervals",
        ),
        Assumption(
            says="The trained networks are dense, of three layers, and start with "
            "codes of one sign below a radius and the other above.",
            without="size.start-random",
        ),
    ),
    checks=(
        Check(
            value="starts below Airy's floor where none can be",
            at_most=0.0,
            because="a single one would be a counter-example; 2 % below is below",
        ),
        Check(
            value="below that floor with codes of one sign",
            at_most=0.0,
            because="two signs are the only way there",
        ),
        Check(
            value="floor over the least of any start",
            at_most=1 + 1e-6,
            because="below the floor of two images a start would be a counter-example "
            "to size.split-intervals",
        ),
    ),
)
