"""What a decoder learns that has only seen whole positions."""

import numpy as np

from theory.position import interpolation
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
from verify.claims.position.families.assumed import DECODER_BUDGET, PLACE_TOLD
from verify.claims.position.families.trained_decoders import (
    CASES,
    TRAINED_DECODERS,
    decoded,
    median,
    success,
)
from verify.distances import RMS

_JUDGED = (
    ("trained", "whole"),
    ("trained", "whole, two left out"),
    ("held_out", "whole, two left out"),
    ("between", "whole"),
)


def _read(arrays: Arrays) -> Measurement:
    shares = [success(arrays, *place) for place in _JUDGED]
    eight, six, out, between = shares
    return Measurement(
        answer=np.array(shares),
        values={
            "share that does not learn eight": 1 - eight,
            "share that does not learn six": 1 - six,
            "share that works at the two left out": out,
            "share that works between": between,
            **{
                f"median error, {where.replace('_', ' ')}: {name}": median(
                    arrays, where, name
                )
                for where, name in _JUDGED
            },
        },
        pictures=decoded(
            arrays["signals"],
            [name for name, case in CASES.items() if case["levels"] == 3],
        ),
    )


def _rates(*rates: float) -> Array:
    return np.array(rates)


CLAIM = Claim(
    name="position.decoder-one-hot",
    statement="A decoder of three upsampling layers that is trained on the eight "
    "Diracs at whole positions, or on six of them, learns these to 10 %, and fails at "
    "the two left out and between whole positions.",
    predict=lambda: _rates(1, 1, 0, 0),
    experiment=TRAINED_DECODERS,
    read=_read,
    rivals=(
        Rival(
            name="reliable",
            answer=lambda: _rates(1, 1, 1, 1),
            because="exact decoders exist (position.decoder-exists), and eight points "
            "on a line show where they lead",
        ),
        Rival(
            name="only holes fail",
            answer=lambda: _rates(1, 1, 0, 1),
            because="the Diracs of eq. (11) interpolate those at whole positions",
        ),
        Rival(
            name="only fractions fail",
            answer=lambda: _rates(1, 1, 1, 0),
            because="held-out whole positions look like those of the training",
        ),
        Rival(
            name="not even learnt",
            answer=lambda: _rates(0, 0, 0, 0),
            because="the training itself fails, so nothing follows",
        ),
        Rival(
            name="half of the trainings fail",
            answer=lambda: _rates(0.5, 0.5, 0, 0),
            because="unreliable in the sense of the start",
        ),
        Rival(
            name="one start in three generalises",
            answer=lambda: _rates(1, 1, 1 / 3, 1 / 3),
            because="unreliable, but not hopeless",
        ),
    ),
    distance=RMS,
    tolerance=0.1,
    because="chance: on twelve pilot seeds all of 240 starts but one learnt what they "
    "were shown and none got anything else right; at a rate of 95 % a block of 30 "
    "starts has a binomial deviation of 0.04",
    seeds={"quick": (20,), "full": (20, 21, 22, 23)},
    derivation=interpolation.derivation,
    evidence=frozenset({Evidence.OBSERVATION}),
    assumptions=(
        PLACE_TOLD,
        DECODER_BUDGET,
    ),
    view=View(
        x="trained on 8; trained on 6; the 2 left out of these; between the 8",
        y="share of starts that work",
        caption="How many random starts end with an error of at most 10 % of the "
        "Diracs, on the positions of the training and on others.",
        marks=True,
    ),
    checks=tuple(
        Check(
            value=value,
            at_most=0.1,
            because="each kind of place by itself: one start on twelve pilot seeds, "
            "that missed one of six that it was shown",
        )
        for value in (
            "share that does not learn eight",
            "share that does not learn six",
            "share that works at the two left out",
            "share that works between",
        )
    ),
)
