"""What biases do for four layers of one channel with max pooling."""

from collections.abc import Callable
from fractions import Fraction
from functools import cache, partial

import numpy as np
import sympy as sp

from theory.position import channels_proof
from theory.position.channels import BIASED_FOUR, near_four
from verify.claim import (
    OPEN,
    Array,
    Arrays,
    Assumption,
    Check,
    Claim,
    Measurement,
    Rival,
    View,
)
from verify.claims.position.families.channel_codes import (
    EVIDENCE,
    SEEDS,
    given_channels,
    rational_misses,
)
from verify.claims.refused import FALSE, refuses
from verify.distances import RMS

_SMALL = tuple(Fraction(1, 2**k) for k in (7, 8, 9, 10, 11))
"""What stands in the taps of the encoders with one bias, all of it below 1/100."""

_FLOOR = 0.05
"""Largest error, in positions, below which no encoder without biases comes."""


@cache
def _errors() -> tuple[sp.Poly, ...]:
    return channels_proof.near_errors()


def _largest(e: Fraction) -> float:
    number = sp.Rational(e.numerator, e.denominator)
    return float(max(abs(error.eval(number)) for error in _errors()))


def _predict() -> Array:
    return np.array([0.0, *(_largest(e) for e in _SMALL)])


def _near(law: Callable[[float], float], exact: float = 0.0) -> Array:
    return np.array([exact, *(law(float(e)) for e in _SMALL)])


def _held(e: float) -> float:
    return max(_largest(Fraction(e)), _FLOOR)


def _certificates() -> dict[str, float]:
    e = _errors()[0].gen
    bound, below = (sp.Poly(c * e - 46 * e**2, e) for c in (37, 36))
    return {
        "errors not proved to be below 37 epsilon": float(
            not channels_proof.all_below(_errors(), bound)
        ),
        FALSE: float(channels_proof.all_below(_errors(), below)),
    }


def _read(arrays: Arrays) -> Measurement:
    wanted = np.arange(16, 0, -1.0)
    blocks = np.split(arrays["codes"] - np.tile(wanted, 1 + len(_SMALL)), 6)
    exact = {name: array[:16] for name, array in arrays.items()}
    return Measurement(
        answer=np.array([float(np.max(np.abs(block))) for block in blocks]),
        values={
            "codes in rationals that differ from 16 - a, biases in all layers": (
                rational_misses(exact, wanted)
            ),
        },
    )


def _curve(answer: Array) -> tuple[Array, Array]:
    return np.array([0.0, *map(float, _SMALL)]), answer


_ENCODERS = (BIASED_FOUR, *(near_four(e) for e in _SMALL))

CLAIM = Claim(
    name="position.pooling-four-biases",
    statement="Biases open what four layers of one channel with max pooling cannot do "
    "without: with biases in the layers the code is $16 - a$ exactly, and with one "
    "bias at the output alone it comes as close as one likes. For every $epsilon$ in "
    "(0, 1/100] there are taps with all codes within $37 epsilon$ of a position.",
    predict=_predict,
    experiment=given_channels([(one, "max") for one in _ENCODERS], seconds=0.3),
    read=_read,
    rivals=(
        Rival(
            name="off by 1/20 with one bias too",
            answer=partial(_near, _held),
            because="what is proved without biases (position.pooling-four)",
        ),
        Rival(
            name="off by 1/20 with biases in all layers",
            answer=partial(_near, lambda e: _largest(Fraction(e)), _FLOOR),
            because="biases shift codes, and do not order them",
        ),
        Rival(
            name="as far as without a bias",
            answer=partial(_near, lambda e: 1 / 3),
            because="the closest encoder known without biases",
        ),
        Rival(
            name="the leading term alone",
            answer=partial(_near, lambda e: 37 * e),
            because="37 epsilon, as if the bound were reached",
        ),
        Rival(
            name="a bias of leading order",
            answer=partial(_near, lambda e: 53 * e),
            because="codes shifted to the one that is furthest below",
        ),
        Rival(
            name="exact",
            answer=partial(_near, lambda e: 0.0),
            because="one bias is as good as four",
        ),
    ),
    distance=RMS,
    tolerance=1e-7,
    because="rounding: the last layer's taps are up to 7e5, so that float64 leaves "
    "1e-9 of a position on the pilot seeds; a hundred times that is allowed",
    seeds=SEEDS,
    derivation=channels_proof.biased_derivation,
    certificates=_certificates,
    evidence=EVIDENCE,
    assumptions=(
        Assumption(
            says="Four layers; whether one channel with biases is exact at five or "
            "more is not known.",
            without=OPEN,
        ),
        Assumption(
            says="The weights are given; whether training finds such is not asked.",
            without=OPEN,
        ),
    ),
    view=View(
        curve=_curve,
        x="epsilon in the taps of the encoders with one bias; 0: biases in all layers",
        y="largest error, in positions",
        caption="Four layers of one channel with max pooling: how far the worst code "
        "is from 16 - a.",
        marks=True,
    ),
    checks=(
        Check(
            value="codes in rationals that differ from 16 - a, biases in all layers",
            at_most=0.0,
            because="the same weights in exact fractions, sample by sample",
        ),
        Check(
            value="errors not proved to be below 37 epsilon",
            at_most=0.0,
            because="every maximum on the way is decided for all of (0, 1/100] by a "
            "polynomial without a root there",
        ),
        refuses("some error is 37 epsilon to first order, so that 36 is false"),
    ),
)
