"""What a LeakyReLU costs the training of an encoder."""

from functools import partial

import numpy as np

from verify.claim import (
    Arrays,
    Assumption,
    Check,
    Claim,
    Evidence,
    Measurement,
    Rival,
)
from verify.claims.position.families.assumed import BUDGET, ZEROS
from verify.claims.position.families.trained_encoders import (
    DEEP_ENCODERS,
    LEVELS,
    Kind,
    derivation,
    intervals,
    pictures,
    predicted,
    rates,
    shares,
    summary,
    view,
)
from verify.distances import RMS

_SLOPE = 0.2
_EARLY, _LATE = (3, 4, 5), (6, 7, 8)
_BOTH = (5, 6, 7, 8)
"""Numbers of layers at which average pooling can read either label."""
KINDS: tuple[Kind, ...] = (
    ("inverted", "stride", _EARLY),
    ("inverted", "stride", _LATE),
    ("inverted", "average", LEVELS),
    ("plain", "average", _BOTH),
)
_SHARES = np.array([0.7, 0.3, 2 / 3, 2 / 3])
"""Of the starts of each kind that arrive, from pilot seeds."""

_RIVALS: dict[str, tuple[str, tuple[float, ...]]] = {
    "no cost": (
        "positive taps never meet the slope (position.no-nonlinearity), so the linear "
        "rates stay",
        (1.0, 1.0, 1.0, 1.0),
    ),
    "nothing arrives": ("a code of one sign cannot be reached", (0.0, 0.0, 0.0, 0.0)),
    "one start in three": (
        "the others meet a kink of the wrong side",
        (1 / 3, 1 / 3, 1 / 3, 1 / 3),
    ),
    "average pooling only": (
        "strides lose half of the entries",
        (0.0, 0.0, 2 / 3, 2 / 3),
    ),
    "strides alone": (
        "the mean mixes signs, and one of them is bent",
        (0.7, 0.3, 0.0, 0.0),
    ),
}


def _read(arrays: Arrays) -> Measurement:
    found = rates(arrays, _SLOPE, KINDS)
    depths = {"3 to 5": _EARLY, "6 to 8": _LATE}
    average = {
        name: float(rates(arrays, _SLOPE, (("inverted", "average", levels),))[0])
        for name, levels in depths.items()
    }
    further = shares(arrays, _SLOPE, lambda a, p, n: not predicted(a, p, n))
    alike = rates(arrays, _SLOPE, (("inverted", "average", _BOTH),))
    return Measurement(
        answer=found,
        values={
            **summary(arrays, _SLOPE),
            **{f"average, inverted: share, L = {n}": r for n, r in average.items()},
            "farthest share from the one predicted": float(
                np.max(np.abs(found - _SHARES))
            ),
            "strides: share at L = 6 to 8 over L = 3 to 5": _over(found[1], found[0]),
            "L = 6 to 8: share of strides over average pooling": _over(
                found[1], average["6 to 8"]
            ),
            "share that arrives where no linear encoder does": float(np.mean(further)),
            "largest such share of one label, pooling and depth": float(
                np.max(further)
            ),
            "average pooling, L = 5 to 8: difference between the labels": float(
                abs(alike[0] - found[3])
            ),
        },
        extras=intervals(arrays, _SLOPE, KINDS),
        pictures=pictures(arrays, _SLOPE),
    )


def _over(one: float, other: float) -> float:
    return float(one / other) if other else np.inf


CLAIM = Claim(
    name="position.encoders-leaky",
    statement="A LeakyReLU of slope 0.2 behind every layer hardly ever lets training "
    "reach a label, to 1 % of the length, that linear encoders of one channel do not, "
    "and it costs starts where those nearly all arrive. With average pooling about two "
    "in three still do, with much the same share for both labels; with strides about "
    "seven in ten at three to five layers, and about three in ten at six to eight: "
    "each share to within 0.2.",
    predict=_SHARES.copy,
    experiment=DEEP_ENCODERS,
    read=_read,
    rivals=tuple(
        Rival(name=name, answer=partial(np.array, shares), because=because)
        for name, (because, shares) in _RIVALS.items()
    ),
    distance=RMS,
    tolerance=0.11,
    because="chance: the shares predicted are those of pilot seeds, rounded; of 72 "
    "starts or more a share has a binomial deviation of 0.05, and the root mean square "
    "of four is above 0.11 once in a thousand times; 0.02 to 0.06 on six pairs of "
    "pilot seeds with half as many starts",
    seeds={"quick": (20,), "full": (20, 21)},
    derivation=derivation,
    evidence=frozenset({Evidence.OBSERVATION}),
    assumptions=(
        Assumption(
            says="One channel, no biases, and the slope 0.2; the linear case is asked "
            "apart.",
            without="position.encoders-trained",
        ),
        ZEROS,
        BUDGET,
    ),
    view=view(KINDS),
    checks=(
        Check(
            value="share that arrives where no linear encoder does",
            at_most=0.02,
            because="hardly ever, of all starts: three of 2880 on the last six pilot "
            "seeds, with average pooling and the plain label at three layers, whose "
            "floor is near",
        ),
        Check(
            value="largest such share of one label, pooling and depth",
            at_most=0.15,
            because="hardly ever, of each encoder by itself: three starts of 24, where "
            "all encoders together would hide nine; one at most on the last six pilot "
            "seeds",
        ),
        Check(
            value="average pooling, L = 5 to 8: difference between the labels",
            at_most=0.15,
            because="much the same share for both labels: two deviations of the "
            "difference of two shares of 96 starts; 0 to 0.12 on the last six pilot "
            "seeds",
        ),
        Check(
            value="farthest share from the one predicted",
            at_most=0.2,
            because="each kind by itself: four deviations; 0.03 to 0.12 on the pilot "
            "seeds",
        ),
        Check(
            value="strides: share at L = 6 to 8 over L = 3 to 5",
            at_most=0.75,
            because="that strides lose more starts the deeper they are, 1 if depth did "
            "not matter: 0.33 to 0.56 on the pilot seeds",
        ),
        Check(
            value="L = 6 to 8: share of strides over average pooling",
            at_most=0.8,
            because="that average pooling loses fewer there, 1 if both lost as many: "
            "0.41 to 0.58 on the pilot seeds",
        ),
    ),
)
