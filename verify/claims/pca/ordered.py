"""Each code lowers the error, and earlier codes do not move."""

from functools import partial

import numpy as np

from theory.pca import conditional_mean
from verify.claim import (
    Array,
    Arrays,
    Check,
    Claim,
    Evidence,
    Measurement,
    Rival,
    View,
)
from verify.claims.pca.families.trained_ellipses import (
    AXES,
    ELLIPSES,
    PARAMETERS,
    SCHEDULE,
    SEEDS,
    SUMMING,
)
from verify.distances import RMS

_ERRORS = 4
"""Standard errors that a gain must have to be one."""


def _signs(*signs: float) -> Array:
    return np.array(signs, dtype=float)


def _uncertainty(gains: Array) -> Array:
    """Return the sampling error of each mean gain over it; infinite if nothing won."""
    means, wrong = gains.mean(axis=1), gains.std(axis=1) / np.sqrt(gains.shape[1])
    won = means > 0
    return np.where(won, wrong / np.where(won, means, 1), np.inf)


def _read(arrays: Arrays) -> Measurement:
    errors = arrays["errors ordered"]
    means = errors.mean(axis=1)
    gains = errors[:-1] - errors[1:]
    uncertainty, lost = _uncertainty(gains), _uncertainty(-gains)
    sure = (uncertainty < 1 / _ERRORS) * 1.0 - (lost < 1 / _ERRORS)
    return Measurement(
        answer=np.asarray(sure[:AXES], dtype=float),
        values={
            **{f"pixel error, {k} codes": float(e) for k, e in enumerate(means)},
            "pixel error, 3 codes at once": float(arrays["errors plain"].mean()),
            "pixel error, 3 linear codes": float(arrays["errors linear"][3].mean()),
            "sampling error over gain": float(uncertainty[:AXES].max()),
            **{
                f"sampling error over gain of code {k}": float(u)
                for k, u in enumerate(uncertainty, 1)
            },
            "movement of earlier codes": float(arrays["moved"].max()),
        },
    )


CLAIM = Claim(
    name="pca.ordered",
    statement="Each code that a PCA-like autoencoder adds lowers the error on ellipses "
    "that it never saw, while the codes before it keep every bit.",
    predict=partial(_signs, 1, 1, 1),
    experiment=ELLIPSES,
    read=_read,
    rivals=(
        Rival(
            name="two codes",
            answer=partial(_signs, 1, 1, 0),
            because="the third code finds nothing that the first two left",
        ),
        Rival(
            name="one code",
            answer=partial(_signs, 1, 0, 0),
            because="uncorrelated with the first, the next codes find nothing",
        ),
        Rival(
            name="learned by heart",
            answer=partial(_signs, 1, 1, -1),
            because="the third code helps on the training set and harms elsewhere",
        ),
    ),
    distance=RMS,
    tolerance=0.1,
    because="an entry is 1 where the mean gain is positive by four standard errors, -1 "
    "where it is negative by as many, and 0 between; on two pilot seeds, and on four "
    "with three quarters of the training, every gain was positive by 35 and more",
    seeds=SEEDS,
    derivation=conditional_mean.derivation,
    view=View(
        x="code",
        y="1 where it lowers the error for sure",
        caption="Whether each code lowers the error on ellipses never seen, by four "
        "standard errors; the errors themselves are in the table. After one code they "
        "are near the floor of a size (0.0386), after two near that of a size and one "
        "projection of the anisotropy (0.0241), from which a second code that follows "
        "the orientation departs downwards.",
        marks=True,
    ),
    checks=(
        Check(
            value="movement of earlier codes",
            at_most=0.0,
            because="frozen means bit for bit, statistics included",
        ),
        Check(
            value="pixel error, 3 codes",
            at_most=0.018,
            because="half of the 0.036 that three linear codes leave",
            usable=True,
        ),
    ),
    evidence=frozenset({Evidence.TRAINING}),
    assumptions=(PARAMETERS, SUMMING, SCHEDULE),
)
