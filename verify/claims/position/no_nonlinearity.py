"""The encoder needs no non-linearity, and a LeakyReLU would not be noticed."""

from collections.abc import Callable
from functools import partial

import numpy as np

from theory.position import activation
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
from verify.distances import RMS

LEVELS = (1, 2, 3, 4, 5, 6)
POSITIVE_SLOPES = (0.0, 0.01, 0.2, 0.5, 1.0, -1.0)
NEGATIVE_SLOPES = (0.0, 0.125, 0.25, 0.5, 0.75, -0.5)
"""With -[1, 2, 1]: multiples of 1/8, whose powers floating point holds."""
SHOWN = 3

# Factor on 2^L - a from the sign of the filter, the slope and the number of layers.
Factor = Callable[[int, float, int], float]

_FACTORS: dict[str, tuple[str, Factor]] = {
    "linear at any sign": (
        "the activation of no effect with -[1, 2, 1] either",
        lambda sign, slope, n: float(sign**n),
    ),
    "a slope a layer": (
        "every layer with -[1, 2, 1] taken as negative",
        lambda sign, slope, n: 1.0 if sign > 0 else (-slope) ** n,
    ),
    "even layers bent": (
        "alpha^floor(L / 2): the second layer taken as the first negative one",
        lambda sign, slope, n: 1.0 if sign > 0 else (-1) ** n * slope ** (n // 2),
    ),
    "code bent once": (
        "the LeakyReLU as if it stood behind the code only",
        lambda sign, slope, n: slope * sign if sign**n < 0 else 1.0,
    ),
    "every other layer at any slope": (
        "the law of positive slopes for a negative one, which leaves no layer negative",
        lambda sign, slope, n: 1.0 if sign > 0 else (-1) ** n * slope ** (-(-n // 2)),
    ),
    "rectified": (
        "alpha^ceil(L / 2) without the sign, as behind a last ReLU",
        lambda sign, slope, n: 1.0 if sign > 0 else slope ** ((n + 1) // 2),
    ),
    "ReLU": (
        "a negative layer is lost",
        lambda sign, slope, n: 1.0 if sign > 0 else 0.0,
    ),
    "positive layers bent": (
        "the slope on the wrong side of 0",
        lambda sign, slope, n: slope**n if sign > 0 else (-1) ** n * slope ** (n // 2),
    ),
    "mean slope": (
        "(1 + alpha) / 2 a layer, the LeakyReLU's linear part",
        lambda sign, slope, n: (sign * (1 + slope) / 2) ** n,
    ),
}


def _with_factor(factor: Factor) -> Array:
    return np.concatenate(
        [
            factor(sign, slope, n) * (2**n - np.arange(2.0**n))
            for sign, slopes in ((1, POSITIVE_SLOPES), (-1, NEGATIVE_SLOPES))
            for slope in slopes
            for n in LEVELS
        ]
    )


def _predict() -> Array:
    return np.concatenate(
        [
            activation.activated_code(np.arange(2.0**n), [sign] * n, slope)
            for sign, slopes in ((1, POSITIVE_SLOPES), (-1, NEGATIVE_SLOPES))
            for slope in slopes
            for n in LEVELS
        ]
    )


def _last_lost() -> Array:
    answer = _predict()
    answer[_predict() == 1] = 0
    return answer


def _read(arrays: Arrays) -> Measurement:
    change = np.abs(arrays["activated_codes"] - arrays["linear_codes"])
    mixed = arrays["mixed_codes"]
    return Measurement(
        answer=np.concatenate([arrays["positive"].ravel(), arrays["negative"].ravel()]),
        values={
            "change with random positive taps": float(np.max(change)),
            "share changed with a negative tap": float(
                np.mean(mixed[:, 0] != mixed[:, 1])
            ),
        },
    )


def _shown(answer: Array) -> tuple[Array, Array]:
    rows = answer.reshape(len(POSITIVE_SLOPES) + len(NEGATIVE_SLOPES), -1)
    start = sum(2**n for n in LEVELS if n < SHOWN)
    codes = rows[:, start : start + 2**SHOWN]
    return np.arange(codes.size) / 2**SHOWN, codes.ravel()


_EXACT = 0.0
_SAMPLES = {
    "levels": LEVELS,
    "positive_slopes": POSITIVE_SLOPES,
    "negative_slopes": NEGATIVE_SLOPES,
}

CLAIM = Claim(
    name="position.no-nonlinearity",
    statement="The position encoder needs no non-linearity: a LeakyReLU of any slope "
    "behind every layer changes no code as long as no tap is negative, nor any entry "
    "of the signal. With -[1, 2, 1] a slope $alpha >= 0$ multiplies the code in every "
    "other layer; a negative one bends every layer, and the code is $(-alpha)^L (2^L "
    "- a)$.",
    predict=_predict,
    experiment=Experiment(
        function="empirical.position.given_encoders:activated_codes",
        configurations={
            "quick": {**_SAMPLES, "drawn": 60},
            "full": {**_SAMPLES, "drawn": 300},
        },
        seconds={"quick": 0.2, "full": 0.5},
        trains=False,
    ),
    read=_read,
    rivals=(
        *(
            Rival(name=name, answer=partial(_with_factor, factor), because=because)
            for name, (because, factor) in _FACTORS.items()
        ),
        Rival(
            name="last position lost",
            answer=_last_lost,
            because="a threshold above 0 would swallow the smallest code",
        ),
    ),
    distance=RMS,
    tolerance=_EXACT,
    because="with [1, 2, 1] nothing is ever multiplied by the slope; with -[1, 2, 1] "
    "the slopes are multiples of 1/8, whose powers float64 holds exactly",
    seeds={"quick": (0, 1), "full": (0, 1, 2, 3, 4)},
    derivation=activation.derivation,
    evidence=frozenset({Evidence.THEOREM, Evidence.COMPUTATION}),
    assumptions=(
        ZEROS_SHOWN,
        Assumption(
            says="Biases are 0, and taps and signals without negative entries, as of "
            "[1, 2, 1] and a Dirac; what a LeakyReLU costs training is asked apart.",
            without="position.encoders-leaky",
        ),
    ),
    view=View(
        curve=_shown,
        x="slope after slope: "
        + ", ".join(f"{slope:g}" for slope in POSITIVE_SLOPES)
        + " with [1, 2, 1]; "
        + ", ".join(f"{slope:g}" for slope in NEGATIVE_SLOPES)
        + " with -[1, 2, 1]",
        y="code",
        caption="The codes of the eight Diracs of length 8 behind three layers with "
        "activations, one slope after the other. The verdict is on L = 1 to 6.",
        marks=True,
    ),
    checks=(
        Check(
            value="change with random positive taps",
            at_most=_EXACT,
            because="any positive taps and any signal without negative entries: the "
            "same bits with and without the activation",
        ),
    ),
)
