"""Which affine labels an encoder can be given."""

from collections.abc import Callable
from fractions import Fraction
from functools import cache, partial

import numpy as np

from theory.position import floors
from theory.position.certified_floors import certified
from verify.claim import (
    Array,
    Arrays,
    Check,
    Claim,
    Evidence,
    Experiment,
    Measurement,
    Rival,
    View,
)
from verify.claims.position.families.assumed import ONE_LINEAR_CHANNEL, ZEROS
from verify.claims.refused import FALSE, refuses
from verify.distances import RMS

Law = Callable[[Array, float], Array]

_LABELS: dict[str, Law] = {
    "a": lambda a, n: a,
    "n - 1 - a": lambda a, n: n - 1 - a,
    "n - a - 1/2": lambda a, n: n - a - 0.5,
    "n - a": lambda a, n: n - a,
}

# Layers, label, output bias.
_CASES: tuple[tuple[int, str, bool], ...] = (
    (1, "a", False),
    (2, "a", False),
    (3, "n - a", False),
    (3, "n - a - 1/2", False),
    (3, "n - 1 - a", False),
    (3, "a", False),
    (4, "a", False),
    (3, "a", True),
    (4, "a", True),
)
# Layers, label, and the share of the smallest squared error that is to be proved.
_PROVED = (
    (3, "a", Fraction(999_999, 1_000_000)),
    (3, "n - 1 - a", Fraction(999_999, 1_000_000)),
    (3, "n - a - 1/2", Fraction(999_999, 1_000_000)),
    (4, "a", Fraction(99, 100)),
)

Misses = Callable[[Array, bool], float]


def _labels(levels: int, label: str) -> Array:
    return _LABELS[label](np.arange(2.0**levels), 2.0**levels)


@cache
def _floor(levels: int, label: str, bias: bool) -> float:
    return float(np.sqrt(floors.floor(_labels(levels, label), bias)))


def _predict() -> Array:
    return np.array([_floor(*case) for case in _CASES])


def _each(miss: Misses) -> Array:
    """Return one figure per case from a rule on the labels and the bias."""
    return np.array([miss(_labels(n, label), bias) for n, label, bias in _CASES])


def _replaced(case: tuple[int, str, bool], value: Callable[[], float]) -> Array:
    answer = _predict()
    answer[_CASES.index(case)] = value()
    return answer


def _without_bias() -> Array:
    return np.array([_floor(levels, label, False) for levels, label, _ in _CASES])


def _spread(labels: Array, bias: bool) -> float:
    return float(np.std(labels) / len(labels))


def _beside_inverted(labels: Array, bias: bool) -> float:
    """Return what the best multiple of n - a leaves of the labels."""
    columns = [np.arange(len(labels), 0, -1.0), np.ones(len(labels))]
    basis = np.stack(columns[: 1 + bias], axis=1)
    left = labels - basis @ np.linalg.lstsq(basis, labels, rcond=None)[0]
    return float(np.sqrt(np.mean(left**2)) / len(labels))


def _shared(labels: Array, bias: bool) -> float:
    return 0.0 if bias else float(np.sqrt(floors.shared_floor(labels)))


def _certificates() -> dict[str, float]:
    """Count the floors that exact arithmetic does not confirm."""
    failed = false = 0
    for levels, label, share in _PROVED:
        # Twice the labels, which are then integers: four times the squared error.
        doubled = [round(2 * y) for y in _labels(levels, label)]
        squared = 4 * 8**levels * Fraction(_floor(levels, label, False)) ** 2
        failed += not certified(doubled, share * squared)
        false += certified(doubled, squared * Fraction(101, 100))
    return {"floors not certified": float(failed), FALSE: float(false)}


def _read(arrays: Arrays) -> Measurement:
    errors = arrays["errors"]
    best = errors.min(axis=1)
    arrived = errors <= best[:, None] + 1e-6
    return Measurement(
        answer=best,
        values={
            "mean squared error / n^2, label a, L = 3": float(best[5] ** 2),
            "share of starts that arrive, at worst": float(arrived.mean(1).min()),
        },
    )


_CONFIGURATION = {
    "cases": [
        {"labels": _labels(levels, label).tolist(), "bias": bias}
        for levels, label, bias in _CASES
    ],
    "steps": 200,
}

CLAIM = Claim(
    name="position.only-inverted",
    statement="An affine label of an encoder of one linear channel, bias-free, with "
    "three or more layers, if it varies, has to be the inverted position $2^L - a$, "
    "or a multiple of it: with the position a itself it ends at 2.47 % of the length "
    "(three layers) at best. One or two layers can learn either, and one output bias "
    "is enough to learn either at any depth.",
    predict=_predict,
    experiment=Experiment(
        function="empirical.position.fitted_labels:fit_labels",
        configurations={
            "quick": {**_CONFIGURATION, "starts": 30},
            "full": {**_CONFIGURATION, "starts": 100},
        },
        seconds={"quick": 1.5, "full": 5.0},
        trains=False,
    ),
    read=_read,
    rivals=(
        Rival(
            name="any affine label",
            answer=partial(_each, lambda labels, bias: 0.0),
            because="an affine code is an affine code: what one or two layers do",
        ),
        Rival(
            name="a bias is of no use",
            answer=_without_bias,
            because="the taps alone carry the position",
        ),
        Rival(
            name="multiples of n - a at every depth",
            answer=partial(_each, _beside_inverted),
            because="only [1, 2, 1] as a start, in one and two layers too",
        ),
        Rival(
            name="one filter for all layers",
            answer=partial(_each, _shared),
            because="the deck's cascade repeats a single filter",
        ),
        Rival(
            name="best constant",
            answer=partial(_each, _spread),
            because="what a network without any code could do",
        ),
        Rival(
            name="n - 1 - a as hard as a",
            answer=partial(
                _replaced, (3, "n - 1 - a", False), partial(_floor, 3, "a", False)
            ),
            because="the one is the other read from the right end",
        ),
        Rival(
            name="half the offset, half the error",
            answer=partial(
                _replaced,
                (3, "n - a - 1/2", False),
                lambda: _floor(3, "n - 1 - a", False) / 2,
            ),
            because="the labels lie half as far from n - a",
        ),
        Rival(
            name="four layers like three",
            answer=partial(_replaced, (4, "a", False), partial(_floor, 3, "a", False)),
            because="the error is relative to the length",
        ),
    ),
    distance=RMS,
    tolerance=1e-9,
    because="the fits end at the bottom to rounding: on pilot seeds the best of 30 "
    "starts was within 2e-17 of the floor; other processors are given some room",
    seeds={"quick": (0, 1, 2), "full": (0, 1, 2, 3, 4)},
    derivation=floors.derivation,
    evidence=frozenset({Evidence.THEOREM, Evidence.COMPUTATION}),
    assumptions=(
        ONE_LINEAR_CHANNEL,
        ZEROS,
    ),
    certificates=_certificates,
    view=View(
        x="; ".join(
            f"{i}: L = {levels}, {label}{', bias' if bias else ''}"
            for i, (levels, label, bias) in enumerate(_CASES, start=1)
        ),
        y="root mean square error / n",
        caption="The closest that an encoder comes to each label.",
        marks=True,
    ),
    checks=(
        Check(
            value="floors not certified",
            at_most=0.0,
            because="exact integer arithmetic proves that no three layers come closer "
            "than 0.999999 of each floor, and no four layers than 0.99 of theirs, in "
            "squared error",
        ),
        refuses("floors are reached: 1.01 of each, in squared error, is false"),
    ),
)
