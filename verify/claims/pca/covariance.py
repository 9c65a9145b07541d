"""The covariance loss, on codes that are written out here."""

from functools import partial

import numpy as np

from theory.pca import covariance, covariance_proof
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
from verify.distances import RMS

# Eight samples of four components: correlated, no mean zero, no two variances equal.
_CODES = (
    (3, 1, 0, 5),
    (1, 4, 2, 3),
    (4, 1, 7, 1),
    (1, 5, 3, -2),
    (5, 9, 1, 4),
    (9, 2, 6, 7),
    (2, 6, -4, 1),
    (6, 5, 8, 6),
)

_VARIANTS: dict[str, tuple[str, str, int]] = {
    "indices as printed": (
        "printed_indices",
        "eq. (14) to the letter: in place of the batch, the sample with the "
        "component's number",
        0,
    ),
    "square inside the sum": (
        "square_inside",
        "the mean of squared products, the exponent one bracket too deep",
        0,
    ),
    "covariance, variance left free": (
        "squared_covariance",
        "eq. (12) as it stands, without the batch normalisation",
        0,
    ),
    "products, nothing normalised": (
        "squared_product",
        "eq. (13) where the means are not zero",
        0,
    ),
    "no square": ("correlation", "a sum in which signs can cancel", 0),
    "divisor k - 1": ("squared_correlation", "the published code's mean of pairs", 1),
    "covariance over m - 1": (
        "mixed_divisors",
        "the unbiased covariance beside the variance over m of batch normalisation",
        0,
    ),
    "epsilon in the variance": (
        "with_epsilon",
        "batch normalisation as libraries have it, with 1e-5 under the root",
        0,
    ),
}


def _losses(rule: str, fewer: int) -> Array:
    found = covariance.losses(_CODES, getattr(covariance, rule), fewer=fewer)
    return np.asarray(found)


def _read(arrays: Arrays) -> Measurement:
    excess = float(arrays["independent"][0]) * (_BATCH - 1)
    trained = float(arrays["trained"][0]) * _BATCH
    return Measurement(
        answer=arrays["losses"],
        values={
            "independent codes: squared correlation times (m - 1)": excess,
            "independent codes: off 1 by": abs(excess - 1),
            "fixed codes over everything: squared mean product times m": trained,
            "fixed codes over everything: off 1 by": abs(trained - 1),
            "loss left at variance 1e-7 by epsilon 1e-5": float(arrays["small"][0]),
        },
    )


def _entries(answer: Array) -> tuple[Array, Array]:
    return np.arange(2.0, 2 + len(answer)), answer


_BATCH = 16
_SETTING = {"codes": _CODES, "batch": _BATCH}

CLAIM = Claim(
    name="pca.covariance",
    statement="On codes that a batch normalisation without parameters has standardised "
    "over the batch, the loss of eq. (14), with one sample index throughout, is $1 / "
    "k$ times the sum of the squared correlations of code k with the codes before it.",
    predict=partial(_losses, "squared_correlation", 0),
    experiment=Experiment(
        function="empirical.pca.batch_losses:batch_losses",
        configurations={
            "quick": {**_SETTING, "batches": 64_000},
            "full": {**_SETTING, "batches": 256_000},
        },
        seconds={"quick": 1.0, "full": 3.0},
        trains=False,
    ),
    read=_read,
    rivals=tuple(
        Rival(name=name, answer=partial(_losses, rule, fewer), because=because)
        for name, (rule, because, fewer) in _VARIANTS.items()
    ),
    distance=RMS,
    tolerance=1e-12,
    because="rounding in float64: at most 2e-16 on ten pilot seeds, each of which "
    "shuffles the samples and scales and shifts every component, against exact "
    "fractions; a thousand roundings are allowed",
    seeds={"quick": (0, 1, 2), "full": (0, 1, 2, 3, 4)},
    derivation=covariance_proof.derivation,
    view=View(
        curve=_entries,
        x="component k; behind the last, the last two as one packet",
        y="covariance loss",
        caption="The loss of each component against all before it, and that of a "
        "packet of two, on eight samples that are written out in the claim.",
        marks=True,
    ),
    checks=(
        Check(
            value="independent codes: off 1 by",
            at_most={"quick": 0.03, "full": 0.015},
            because="five standard errors of the mean over the batches, of which the "
            "squared correlation has the spread 1.3 / (m - 1); m in place of m - 1 "
            "would be off by 0.06",
        ),
        Check(
            value="fixed codes over everything: off 1 by",
            at_most={"quick": 0.03, "full": 0.015},
            because="where the earlier code keeps the mean and variance of the whole "
            "set, as while training, independent codes pay 1 / m: the sum of squares "
            "of the new one is m",
        ),
    ),
    evidence=frozenset({Evidence.THEOREM, Evidence.COMPUTATION}),
    assumptions=(
        Assumption(
            says="One sample index runs through eqs. (12) and (14); as printed, the "
            "sample's index is the component's.",
            without=OPEN,
        ),
        Assumption(
            says="No code is constant on the batch, which would be divided by 0.",
            without=OPEN,
        ),
        Assumption(
            says="All codes are standardised over the batch. In training only the new "
            "one is; those before it, which are fixed, keep mean and variance of the "
            "whole set, so that independent codes pay $1 / m$ per pair there, and "
            "$1 / (m - 1)$ here.",
            without="pca.decorrelated",
        ),
    ),
)
