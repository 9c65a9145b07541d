"""How close four layers with max pooling come to the position, whatever their taps."""

from collections.abc import Callable
from functools import cache, partial
from typing import Any

import numpy as np

from theory.position import pooling_certificate_proof
from theory.position.pooling import NEAREST_FOUR, max_pooling_encoder, pooled_codes
from theory.position.pooling_audit import (
    certificate_hash,
    failing_cells,
    false_certificates,
    last_full_check,
)
from theory.position.pooling_cells import CONES
from theory.position.pooling_certificate import CERTIFIED
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
from verify.claims.position.families.assumed import (
    ONE_POOLED_CHANNEL,
    ZEROS_POOLED,
)
from verify.claims.refused import FALSE, refuses
from verify.distances import RMS

_LEVELS = (1, 2, 3, 4)
_BOUND = 1 / 20
"""Largest error, in positions, that four layers are claimed to reach."""

_DRAWN = 300
"""Cells of the certificate, drawn from all cones, that are checked with the claim."""

_REFUSED = 20
"""Cells among them of which a false bound is asked."""


@cache
def _predict() -> tuple[float, ...]:
    exact = [_largest_error(max_pooling_encoder(n)) for n in _LEVELS[:3]]
    return tuple(_share(error) for error in (*exact, float(CERTIFIED)))


def _largest_error(taps: Any) -> float:
    """Return the largest error of an encoder with max pooling, in positions."""
    codes = pooled_codes(taps, "max")
    return float(max(abs(code - (len(codes) - a)) for a, code in enumerate(codes)))


def _share(error: float) -> float:
    """Return an error in positions as a share of the bound, 1 from there on."""
    return min(error / _BOUND, 1.0)


def _each(rule: Callable[[int], float]) -> Array:
    return np.array([_share(rule(n)) for n in _LEVELS])


def _of_one_filter(levels: int) -> float:
    return _largest_error([(1, 2, 1)] * levels)


def _certificates() -> dict[str, float]:
    check = last_full_check()
    return {
        "four layers: largest error of the closest encoder known": _largest_error(
            NEAREST_FOUR
        ),
        "cells of the certificate that are checked here": float(_DRAWN),
        "cells not certified": float(failing_cells(_DRAWN, seed=0)),
        FALSE: float(false_certificates(_REFUSED)),
        "cones that failed when all were checked last": float(
            check.failing + CONES - check.cones
        ),
        "certificate changed since all was checked last": float(
            check.sha256 != certificate_hash()
        ),
    }


def _read(arrays: Arrays) -> Measurement:
    errors = arrays["largest_errors"]
    best = errors.min(axis=1)
    return Measurement(
        answer=np.array([_share(error) for error in best]),
        values={
            "four layers: smallest largest error found, in positions": float(best[3]),
            "three layers: encoders found that are off by less than 1/1000": float(
                np.sum(errors[2] < 1e-3)
            ),
            "encoders trained to the end for each number of layers": float(
                errors.shape[1]
            ),
        },
    )


def _depths(answer: Array) -> tuple[Array, Array]:
    return np.array(_LEVELS, dtype=float), answer


CLAIM = Claim(
    name="position.pooling-four",
    statement="Max pooling breaks the position code of one channel at four layers "
    "whatever the taps, if no layer has a bias: some code is off from $16 - a$ by at "
    "least 1/20 of a position; the closest encoder known is off by a little more than "
    "1/3. One, two and three layers can be exact.",
    predict=lambda: np.array(_predict()),
    experiment=Experiment(
        function="empirical.position.pooled_encoders:search_max_pooling",
        configurations={
            "quick": {
                "starts": (100, 300, 2000, 300),
                "kept": 40,
                "screening": {"adam_steps": 60, "learning_rate": 0.2},
                "schedule": {"adam_steps": 200, "learning_rate": 0.2},
            },
            "full": {
                "starts": (400, 500, 4000, 20000),
                "kept": 400,
                "screening": {"adam_steps": 100, "learning_rate": 0.2},
                "schedule": {"adam_steps": 600, "learning_rate": 0.1},
            },
        },
        seconds={"quick": 2.0, "full": 80.0},
    ),
    read=_read,
    rivals=(
        Rival(
            name="exact at four layers too",
            answer=partial(_each, lambda n: 0.0),
            because="negative taps make up for the maximum at three layers "
            "(position.stride-needed), and the fourth adds three taps more",
        ),
        Rival(
            name="no better than [1, 2, 1]",
            answer=partial(_each, _of_one_filter),
            because="the deck's filter, on which the break down was seen",
        ),
        Rival(
            name="three layers break as well",
            answer=partial(_each, lambda n: float(n > 2)),
            because="they do without negative taps (position.pooling-nonnegative)",
        ),
        Rival(
            name="two layers break as well",
            answer=partial(_each, lambda n: float(n > 1)),
            because="one maximum can be made up for, two cannot",
        ),
    ),
    distance=RMS,
    tolerance=0.1,
    because="on eight pilots exact encoders of one to three layers were found to 2e-4 "
    "of a position, which is 0.004 of the bound, and the best four layers were off by "
    "0.54 of one, ten times the bound; the rivals are off by 0.5 at least",
    seeds={"quick": (0, 1), "full": (0, 1, 2, 3)},
    derivation=pooling_certificate_proof.derivation,
    evidence=frozenset({Evidence.THEOREM, Evidence.TRAINING}),
    assumptions=(
        ONE_POOLED_CHANNEL,
        ZEROS_POOLED,
        Assumption(
            says="No layer has a bias, nor the output: one there is enough to come as "
            "close as one likes.",
            without="position.pooling-four-biases",
        ),
        Assumption(
            says="Four layers, the fewest: five or more are open, as an exact encoder "
            "of five does not contain one of four.",
            without=OPEN,
        ),
        Assumption(
            says="The label is $16 - a$ itself, and no affine function of it.",
            without="position.pooling-four-biases",
        ),
    ),
    certificates=_certificates,
    view=View(
        curve=_depths,
        x="number of layers L",
        y="largest error, in 1/20 of a position, at most 1",
        caption="The closest that training comes to the inverted position with max "
        "pooling and taps of both signs, without biases.",
        marks=True,
    ),
    checks=(
        Check(
            value="cells not certified",
            at_most=0.0,
            because="in every cell of taps whole numbers prove that no encoder has all "
            "codes within 1/20 of a position. Some of the 387379 are drawn here from "
            "all 3072 cones, each as likely as any other; `make certificate` checks "
            "all",
        ),
        refuses(
            "no code is off by 17 if all are 0, and none by 2/5 in the closest "
            "encoder known: of cells that hold them the same is asked, and is false"
        ),
        Check(
            value="cones that failed when all were checked last",
            at_most=0.0,
            because="the record that `make certificate` keeps, with its date",
        ),
        Check(
            value="certificate changed since all was checked last",
            at_most=0.0,
            because="the record names the SHA-256 of what was checked",
        ),
    ),
)
