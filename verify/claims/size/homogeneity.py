"""A decoder without biases commutes with positive scaling."""

from functools import partial

import numpy as np

from theory.size import homogeneity
from verify.claim import Array, Arrays, Check, Claim, Measurement, Rival, View
from verify.claims.size.families.disks import BIAS_FREE_DISKS, one_sign
from verify.distances import RMS

_MULTIPLIERS = np.array([0.125, 0.5, 0.75, 1.5, 3.0, 10.0])


def _degree(degree: float) -> Array:
    return np.array([homogeneity.response(t, degree) / t for t in _MULTIPLIERS])


def _with_bias(share: float) -> Array:
    return np.asarray((_MULTIPLIERS * (1 - share) + share) / _MULTIPLIERS)


def _read(arrays: Arrays) -> Measurement:
    if not np.array_equal(arrays["multipliers"], _MULTIPLIERS):
        raise ValueError("the experiment tried other multipliers than the claim.")
    biased = arrays["biased_responses"] / _MULTIPLIERS
    return Measurement(
        answer=arrays["responses"] / _MULTIPLIERS,
        values={
            "leftover": float(arrays["leftover"].max()),
            "with one bias: off by": float(np.abs(biased - 1).max()),
            "response to the factor -1": float(arrays["negative_response"][0]),
        },
        invalid=one_sign(arrays["codes"]),
    )


def _curve(answer: Array) -> tuple[Array, Array]:
    return np.log2(_MULTIPLIERS), answer


CLAIM = Claim(
    name="size.homogeneity",
    statement="Without biases, D(lambda z) = lambda D(z) for every code z and every "
    "lambda > 0.",
    source="Slide 'Investigating autoencoders', eq. (2)",
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
    tolerance=1e-12,
    because="rounding in float64 over six layers: 4e-16 on the pilot seeds; a hundred "
    "roundings are allowed for other processors, rounded up",
    seeds={"quick": (0, 1, 2), "full": (0, 1, 2, 3, 4)},
    derivation=homogeneity.derivation,
    view=View(
        curve=_curve,
        x="log2 of the factor lambda",
        y="response over lambda",
        caption="How much of D(z) is found in D(lambda z), over lambda, for codes that "
        "the trained encoder gave to disks.",
        marks=True,
    ),
    checks=(
        Check(
            value="leftover",
            at_most=1e-12,
            because="what is not along D(z) must be rounding as well",
        ),
    ),
)
