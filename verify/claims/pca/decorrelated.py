"""Codes are uncorrelated on ellipses that were never seen."""

import numpy as np

from theory.pca import covariance_proof
from verify.claim import Arrays, Check, Claim, Measurement, Outcome, Rival, View
from verify.claims.pca.families.trained_ellipses import (
    ELLIPSES,
    SEEDS,
    absolute_correlations,
    codes,
)
from verify.distances import RMS

_PAIRS = 3


def _read(arrays: Arrays) -> Measurement:
    arms = ("ordered", "free", "plain")
    found = {arm: absolute_correlations(codes(arrays, arm)) for arm in arms}
    return Measurement(
        answer=found["ordered"],
        values={
            "largest": float(found["ordered"].max()),
            "sampling error": 1 / np.sqrt(len(arrays["rotation"])),
            "largest, without the loss": float(found["free"].max()),
            "largest, three codes at once": float(found["plain"].max()),
            "with the loss over without": float(
                np.linalg.norm(found["ordered"]) / np.linalg.norm(found["free"])
            ),
        },
        extras={"without the loss": found["free"], "at once": found["plain"]},
    )


CLAIM = Claim(
    name="pca.decorrelated",
    statement="The codes of a PCA-like autoencoder are uncorrelated on the whole set "
    "of held-out ellipses, standardised by the training set, and it is the covariance "
    "loss that makes them so.",
    source="Slides 'PCA Autoencoder': 'decorrelation of components', eqs. (14)-(15)",
    predict=lambda: np.zeros(_PAIRS),
    experiment=ELLIPSES,
    read=_read,
    rivals=(
        Rival(
            name="weakly correlated",
            answer=lambda: np.full(_PAIRS, 0.1),
            because="one per cent of the variance in common: what batches of 64 "
            "cannot tell from 0",
        ),
        Rival(
            name="new codes together",
            answer=lambda: np.array([0.0, 0.0, 0.3]),
            because="uncorrelated with the first code, and not with each other",
        ),
        Rival(
            name="without the loss",
            answer=lambda: np.array([0.3, 0.3, 0.15]),
            because="what codes added one by one showed on pilot seeds at penalty 0",
        ),
        Rival(
            name="three at once",
            answer=lambda: np.full(_PAIRS, 0.5),
            because="what plain autoencoders showed on pilot seeds",
        ),
    ),
    distance=RMS,
    tolerance={"quick": 0.05, "full": 0.04},
    because="six pilot seeds, shown 4096 ellipses that cannot tell 0.016 from 0, gave "
    "0.012 to 0.028, and the largest pair was 0.016 to 0.045; without the loss the "
    "largest was 0.17 to 0.45",
    seeds=SEEDS,
    derivation=covariance_proof.derivation,
    view=View(
        x="codes 1 and 2; 1 and 3; 2 and 3",
        y="absolute correlation on held-out ellipses",
        caption="Correlations of the codes over the whole held-out set.",
        marks=True,
    ),
    checks=(
        Check(
            value="largest",
            at_most={"quick": 0.08, "full": 0.05},
            because="each pair, not their mean; the sampling error is 0.022 with the "
            "2048 ellipses of the quick budget and 0.011 with the 8192 of the full one",
        ),
        Check(
            value="with the loss over without",
            at_most=0.5,
            because="codes that were uncorrelated without it would say nothing of it",
        ),
    ),
    expected={"quick": Outcome.UNRESOLVED, "full": Outcome.CONFIRMED},
    amendment="To a few hundredths, not to 0. The loss takes correlations of 0.3 to "
    "0.5 down to 0.06 and below, yet among the judged networks of the quick budget are "
    "some that went further than a quarter of the way to 0.1, which five pilot seeds "
    "had only just avoided; rival and tolerance were left as they were fixed. Eight "
    "times the training, on the full budget, left 0.013 to 0.017, and 8192 ellipses "
    "cannot tell 0.011 from 0.",
)
