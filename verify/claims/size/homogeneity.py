"""A decoder without biases commutes with positive scaling."""

from functools import partial

import numpy as np

from theory.size import homogeneity
from verify.claim import (
    Array,
    Arrays,
    Assumption,
    Check,
    Claim,
    Evidence,
    Measurement,
    Rival,
    Sweep,
    View,
)
from verify.claims.size.families.disks import BIAS_FREE_DISKS, SEEDS
from verify.distances import RMS

_MULTIPLIERS = np.array([0.125, 0.5, 0.75, 1.5, 3.0, 10.0])


def _both(responses: Array) -> Array:
    """Return responses over the factor, for codes of either sign."""
    return np.stack([responses / _MULTIPLIERS] * 2)


def _degree(degree: float) -> Array:
    return _both(np.array([homogeneity.response(t, degree) for t in _MULTIPLIERS]))


def _with_bias(share: float) -> Array:
    return _both(_MULTIPLIERS * (1 - share) + share)


def _positive_only() -> Array:
    return np.stack([np.ones_like(_MULTIPLIERS), 1 / _MULTIPLIERS])


def _read(arrays: Arrays) -> Measurement:
    if not np.array_equal(arrays["multipliers"], _MULTIPLIERS):
        raise ValueError("the experiment tried other multipliers than the claim.")
    biased = arrays["biased_responses"] / _MULTIPLIERS
    return Measurement(
        answer=np.stack([arrays["responses"], arrays["negated_responses"]])
        / _MULTIPLIERS,
        values={
            "leftover": float(arrays["leftover"].max()),
            "with one bias: off by": float(np.abs(biased - 1).max()),
            "response to the factor -1": float(arrays["negative_response"][0]),
            "image of the code 0": float(arrays["at_zero"][0]),
        },
    )


def _curve(answer: Array) -> tuple[Array, Array]:
    return np.stack([np.log2(_MULTIPLIERS)] * 2), answer


def homogeneity_claim(precision: float = 2.0**-52) -> Claim:
    """Return the claim, for networks whose numbers have a given precision."""
    allowed = max(1e-12, 100 * precision)
    return Claim(
        name="size.homogeneity",
        statement="Without biases, $D(lambda z) = lambda D(z)$ for every code $z$, of "
        "either sign, and every $lambda >= 0$.",
        predict=partial(_degree, 1.0),
        experiment=BIAS_FREE_DISKS,
        read=_read,
        rivals=(
            Rival(
                name="one bias that makes 0.1 % of the picture",
                answer=partial(_with_bias, 1e-3),
                because="an affine decoder; small biases would be easy to miss",
            ),
            Rival(
                name="degree 1.001",
                answer=partial(_degree, 1.001),
                because="nearly homogeneous, as a smooth non-linearity would be",
            ),
            Rival(
                name="for positive codes only",
                answer=_positive_only,
                because="LeakyReLU bends at 0, and a negative code meets its other "
                "slope",
            ),
            Rival(
                name="degree 2",
                answer=partial(_degree, 2.0),
                because="encoder and decoder each pass on the factor",
            ),
            Rival(
                name="degree 1/2",
                answer=partial(_degree, 0.5),
                because="a code that is an area, a decoder that needs a radius",
            ),
        ),
        distance=RMS,
        tolerance=allowed,
        because="rounding in float64 over six layers: 4e-16 on the pilot seeds; a "
        "hundred roundings are allowed for other processors, rounded up",
        seeds=SEEDS,
        derivation=homogeneity.derivation,
        view=View(
            curve=_curve,
            x="log2 of the factor lambda",
            y="response over lambda",
            caption="How much of D(z) is found in D(lambda z), over lambda, for codes "
            "that the trained encoder gave to disks, and for their negatives.",
            marks=True,
        ),
        checks=(
            Check(
                value="leftover",
                at_most=allowed,
                because="what is not along D(z) must be rounding as well",
            ),
            Check(
                value="image of the code 0",
                at_most=0.0,
                because="the factor 0: sums of zeros are exactly 0",
            ),
        ),
        evidence=frozenset({Evidence.THEOREM, Evidence.TRAINING}),
        assumptions=(
            Assumption(
                says="No layer of the decoder has a bias.",
                without="size.thresholded",
                named=True,
            ),
        ),
        sweeps=(
            Sweep(
                parameter="degree",
                values=tuple(float(1 + d) for d in 1e-13 * np.arange(-40, 41, 4)),
                answer=_degree,
                because="of homogeneity: 1 without biases, to rounding",
            ),
        ),
    )


CLAIM = homogeneity_claim()
