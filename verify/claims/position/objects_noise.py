"""How far white noise moves what two linear channels read of a place."""

from collections.abc import Callable

import numpy as np

from theory.position import objects_proof
from theory.position.objects import noise_shares
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
from verify.claims.position.families.assumed import ZEROS
from verify.distances import RMS

LEVELS = 5
SIZE = 2**LEVELS
PLACES = (0, 4, 8, 12, 16, 20, 24, 28, 31)
_A = np.array(PLACES, dtype=float)
_CODE = SIZE * (SIZE + 1) * (2 * SIZE + 1) / 6


def _predict() -> Array:
    return noise_shares(LEVELS, PLACES)


def _places(variance: Array | float) -> Array:
    """Return the answer with another variance of the place, at every place."""
    spread = np.sqrt(np.broadcast_to(variance, _A.shape)) / SIZE**1.5
    return np.append(_predict()[:3], spread)


def _independent() -> Array:
    answer = _places(_CODE + (SIZE - _A) ** 2 * SIZE)
    answer[2] = 0
    return answer


def _middle() -> Array:
    return _places(SIZE * (SIZE**2 - 1) / 12)


def _mass_known() -> Array:
    return _places(_CODE)


def _best() -> Array:
    """Return what the place itself allows, two samples of eq. (11) being known."""
    return _places(0.5)


def _zero_based() -> Array:
    answer = _predict()
    answer[0] = np.sqrt((SIZE - 1) * SIZE * (2 * SIZE - 1) / 6) / SIZE**1.5
    return answer


def _averaged() -> Array:
    answer = _predict()
    answer[[0, *range(3, len(answer))]] /= np.sqrt(SIZE)
    return answer


def _read(arrays: Arrays) -> Measurement:
    code, mass = np.mean(arrays["codes"], axis=0)
    places = arrays["places"] / SIZE**1.5
    shares = [code / SIZE**1.5, mass / SIZE**0.5, np.mean(arrays["correlations"])]
    answer = np.array([*shares, *places])
    return Measurement(
        answer=answer,
        values={
            "noise of the place at 0 over that in the middle": float(
                places[0] / places[PLACES.index(SIZE // 2)]
            ),
            "farthest figure from that predicted": float(
                np.max(np.abs(answer - _predict()))
            ),
        },
    )


def _shown(answer: Array) -> tuple[Array, Array]:
    return _A, answer[3:]


_SAMPLES = {"levels": LEVELS, "places": PLACES, "sigma": 1e-3}
_RIVALS: dict[str, tuple[str, Callable[[], Array]]] = {
    "code and mass independent": ("two channels, two noises", _independent),
    "as in the middle everywhere": ("the noise is the same at every sample", _middle),
    "the mass known": ("the noise of the code alone", _mass_known),
    "places counted from 0": ("weights n - 1 to 0 in the code", _zero_based),
    "noise averages out": ("a code of n samples is as their mean is", _averaged),
    "as good as two samples": (
        "the least that a place between two samples can be known by, if both and the "
        "height are",
        _best,
    ),
}

CLAIM = Claim(
    name="position.objects-noise",
    statement="The code pays for reading far samples: white noise of deviation sigma "
    "moves the code of n samples by $sigma sqrt(n (n + 1) (2 n + 1) / 6)$, and the "
    "place of a Dirac of height 1, n less the ratio of code and mass, by $sigma "
    "sqrt(sum (i - a)^2)$ over all samples i, to first order as sigma goes to 0: twice "
    "as much at the ends as in the middle where n is large, and by the formula like "
    "$n^(3/2)$ everywhere. Of normal noise the ratio itself has no variance.",
    predict=_predict,
    experiment=Experiment(
        function="empirical.position.objects:noisy_codes",
        configurations={
            "quick": {**_SAMPLES, "draws": 20000},
            "full": {**_SAMPLES, "draws": 100000},
        },
        seconds={"quick": 1.0, "full": 5.0},
        trains=False,
    ),
    read=_read,
    rivals=tuple(
        Rival(name=name, answer=answer, because=because)
        for name, (because, answer) in _RIVALS.items()
    ),
    distance=RMS,
    tolerance=0.005,
    because="chance: a deviation of 20000 draws is known to 0.5 % of itself, which is "
    "0.0025 on average; 0.0015 to 0.002 on the pilot seeds",
    seeds={"quick": (0, 1), "full": (0, 1, 2)},
    derivation=objects_proof.noise_derivation,
    evidence=frozenset({Evidence.THEOREM, Evidence.COMPUTATION}),
    assumptions=(
        ZEROS,
        Assumption(
            says="Noise that is independent on all samples and small against the "
            "mass; a thousandth here, and normal: to first order the variance alone "
            "matters.",
            without=OPEN,
        ),
        Assumption(
            says="The filters [1, 2, 1] and [0, 1, 1]; others might read the place "
            "with less noise.",
            without=OPEN,
        ),
    ),
    view=View(
        curve=_shown,
        x="place a of the Dirac, of 32",
        y="deviation over sigma n^(3/2)",
        caption="How far noise moves the place that code and mass tell: least in the "
        "middle, twice as far at the ends.",
        marks=True,
    ),
    checks=(
        Check(
            value="farthest figure from that predicted",
            at_most=0.012,
            because="each figure by itself: four deviations of the place at an end, "
            "0.57 times 0.5 %",
        ),
    ),
)
