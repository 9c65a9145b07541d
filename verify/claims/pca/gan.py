"""A generator's latent space, organised near one code (eq. 16): singular vectors."""

from functools import partial

import numpy as np

from theory.pca import local, local_proof
from verify.claim import Arrays, Check, Claim, Evidence, Measurement, View
from verify.claims.pca.families.latent import (
    APART,
    COUNT,
    LATENT,
    LINEAR,
    ORGANISED,
    OWN,
    SEEDS,
    SMALL,
    WHAT,
    WHITE,
    axes,
    axis_rivals,
    entries,
    largest_correlation,
    quality,
    turn_sweep,
)
from verify.distances import RMS

_GAP = 1.4


def _read(arrays: Arrays) -> Measurement:
    jacobian, codes = arrays["jacobian"], arrays["codes"][0]
    told = local.told_by(codes, arrays["offsets"][0], jacobian)
    least = local.left_by(jacobian, COUNT)
    errors = arrays["errors"][0]
    shares = local.captured_shares(jacobian)
    gap = float(np.sqrt(shares[:COUNT] / shares[1 : COUNT + 1]).min())
    return Measurement(
        answer=told,
        values={
            **{f"left by {k + 1}": float(errors[k]) for k in range(COUNT)},
            **{f"predicted: left by {k + 1}": float(least[k]) for k in range(COUNT)},
            "left over the prediction": float((errors / least).max()),
            "left under the prediction": float((least / errors).max()),
            "largest correlation": largest_correlation(codes),
            "a code against the one before": float(np.max(errors[1:] / errors[:-1])),
            "left by 3 raw axes, in mean": 1 - COUNT / LATENT,
            "least ratio of singular values": gap,
            "ratio of singular values asked for, over it": _GAP / gap,
            "share of the direction of z": float(shares[-1]),
            **quality(arrays),
        },
        pictures={
            "Around the chosen code, along each axis that was found, a row each; the "
            "generator's own image is in the middle.": arrays["pictures"][0][:, :, 0]
        },
    )


CLAIM = Claim(
    name="pca.gan",
    statement="Codes $z + eta$ around a chosen code $z$ of a generator $G$ are "
    "organised by eq. (16): the $k$-th code is the part of $eta$ along the $k$-th "
    "right singular vector of $(dif G) / (dif z)$ at $z$, and $k$ codes leave the tail "
    "of the squared singular values. " + WHAT,
    predict=partial(axes, 0, 1, 2),
    experiment=ORGANISED,
    read=_read,
    rivals=axis_rivals(LATENT, 10),
    distance=RMS,
    tolerance=0.005,
    because="on three pilot seeds, with ratios of singular values of 1.5 and 1.6, the "
    "entries were off by 0.0001 to 0.0011; four times the worst. Of seeds 20 to 22 one "
    "was off by 0.038 after 20 iterations of L-BFGS, and left 1.4 times the "
    "prediction: it was not at its minimum. So 80 are made; seeds 0 to 22 were seen by "
    "earlier wordings and schedules, and others are judged",
    seeds=SEEDS,
    derivation=local_proof.local_steps,
    view=View(
        curve=entries,
        x="entry: codes 1, 2, 3, and for each the singular axes 1 to 8",
        y="squared correlation",
        caption="What each code tells of eta along each singular vector of dG/dz.",
        marks=True,
    ),
    checks=(
        Check(
            value="ratio of singular values asked for, over it",
            at_most=1.0,
            because="the axes must have names: neighbours among the first four "
            f"singular values are a factor of {_GAP} apart",
            usable=True,
        ),
        Check(
            value="left over the prediction",
            at_most=1.1,
            because="k codes leave the tail of the squared singular values; up to "
            "6 % more of it on the pilot seeds, where the generator bends",
        ),
        Check(
            value="left under the prediction",
            at_most=1.05,
            because="no k linear codes leave less, up to the curvature of G",
        ),
        Check(
            value="largest correlation",
            at_most=0.05,
            because="the codes are uncorrelated on offsets that were not trained on",
        ),
        Check(
            value="a code against the one before",
            at_most=0.9,
            because="each code must take its share of the error off",
        ),
    ),
    evidence=frozenset({Evidence.TRAINING}),
    assumptions=(LINEAR, SMALL, APART, WHITE, OWN),
    sweeps=(turn_sweep(0, 8.0), turn_sweep(1, 8.0)),
)
