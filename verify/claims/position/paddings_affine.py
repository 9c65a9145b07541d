"""Which end lets one linear channel read an affine label, and how near others come."""

from functools import cache

import numpy as np
import sympy as sp

from theory.position import paddings_affine
from theory.position.paddings_affine import (
    CONTINUED,
    affine_offset,
    hat_miss,
    label_floor,
)
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
from verify.claims.position.families.assumed import EVEN, ONE_LINEAR_CHANNEL
from verify.distances import RMS

PADDINGS, PHASES = tuple(CONTINUED), ("even", "odd")
_LEVELS = 3


def _both(*errors: float) -> Array:
    return np.tile(errors, len(PHASES))


def _predict() -> Array:
    return _both(*(label_floor(padding) for padding in PADDINGS))


def _nothing() -> Array:
    return _both(0, 0, 0, 0)


def _hats() -> Array:
    return _both(*(hat_miss(padding) for padding in PADDINGS))


def _constant() -> Array:
    label = np.arange(8.0, 0, -1)
    return _both(0, float(np.std(label)) / 8, *_predict()[2:4])


def _alike() -> Array:
    return _both(0, *[float(np.mean(_predict()[1:4]))] * 3)


def _mirror_is_enough() -> Array:
    return _both(0, label_floor("circular"), 0, label_floor("replicate"))


def _one_phase() -> Array:
    return np.append(_predict()[: len(PADDINGS)], np.zeros(len(PADDINGS)))


_HALF, _THIRD = sp.Rational(1, 2), sp.Rational(1, 3)
_RULES: tuple[tuple[dict[int, int | sp.Rational], int | None], ...] = (
    *((CONTINUED[padding], 1 if padding == "zeros" else None) for padding in PADDINGS),
    ({-1: -1}, _HALF),
    ({-1: _HALF}, 2),
    ({-1: 4}, -_THIRD),
    ({0: 2, 1: 1}, 1),
    ({0: -_HALF, 1: -_HALF / 2}, 1),
    ({0: -2, 1: -1}, None),
    ({0: 2, 1: -1}, None),
    ({0: -1}, None),
    ({1: -1}, None),
)
"""What stands before the first sample, and the offset b / n of the one label."""


@cache
def _misjudged() -> float:
    wrong = 0
    for gains, share in _RULES:
        for outputs in (4, 5):
            wanted = None if share is None else share * 2 * outputs
            wrong += affine_offset(gains, outputs) != wanted
    return float(wrong)


def _certificates() -> dict[str, float]:
    return {
        "rules at the end tried by elimination in rationals": 2.0 * len(_RULES),
        "rules whose one label, or none, is not that predicted": _misjudged(),
    }


def _read(arrays: Arrays) -> Measurement:
    errors = arrays["errors"]
    least = np.min(errors, axis=2)
    floors = _predict().reshape(least.shape)
    share = np.mean(errors < floors[..., None] + 1e-6, axis=2)
    return Measurement(
        answer=least.ravel(),
        values={
            "starts of each kind": float(errors.shape[2]),
            "by how much a start is below the floor": float(np.max(floors - least)),
            "least share of starts of one kind at the floor": float(np.min(share)),
        },
    )


def _shown(answer: Array) -> tuple[Array, Array]:
    place = np.arange(float(len(PADDINGS)))
    return np.concatenate([place, place + 0.1]), answer


_SAMPLES = {
    "levels": _LEVELS,
    "paddings": PADDINGS,
    "phases": PHASES,
    "steps": 200,
}

CLAIM = Claim(
    name="position.paddings-affine",
    statement="What is special to zeros at the end is that the code can be affine. If "
    "the first layer is one linear channel of three taps and leaves four samples or "
    "more, then whatever linear follows, with zeros the only affine labels are "
    "multiples of $n - a$ and constants; on a circle, mirrored at the first sample, or "
    "with it repeated, there are none but constants. The sample before the first may "
    "be $gamma (2 x(0) + x(1))$, for every $gamma$ but -1, and no other mixture of "
    "these two; on a circle times $gamma$, not 1, the label is $n / (1 - gamma) - a$. "
    "At eight places codes come within 1.8 %, 1.9 % and 2.5 % of the length of $n - "
    "a$ in root mean square, no nearer one was found, and least squares on three "
    "layers reach that.",
    predict=_predict,
    experiment=Experiment(
        function="empirical.position.padded_channels:fit_padded_labels",
        configurations={
            "quick": {**_SAMPLES, "starts": 24},
            "full": {**_SAMPLES, "starts": 96},
        },
        seconds={"quick": 3.0, "full": 9.0},
        trains=False,
    ),
    read=_read,
    rivals=(
        Rival(
            name="no end is needed",
            answer=_nothing,
            because="filters adapt to whatever stands there",
        ),
        Rival(
            name="a mirror is enough",
            answer=_mirror_is_enough,
            because="it marks an end as well as zeros do",
        ),
        Rival(
            name="what the hat leaves",
            answer=_hats,
            because="[1, 2, 1] in the first layer, with the best behind it",
        ),
        Rival(
            name="nothing on a circle",
            answer=_constant,
            because="all places alike: the spread of the labels",
        ),
        Rival(
            name="three ends alike",
            answer=_alike,
            because="what is not 0 is as bad as anything",
        ),
        Rival(
            name="one phase alone",
            answer=_one_phase,
            because="where odd places are kept the end is met otherwise",
        ),
    ),
    distance=RMS,
    tolerance=1e-6,
    because="least squares end at the bottom of a valley, to 1e-16 on six pilot seeds; "
    "other processors are given some room",
    seeds={"quick": (0, 1), "full": (0, 1, 2)},
    derivation=paddings_affine.derivation,
    evidence=frozenset({Evidence.THEOREM, Evidence.COMPUTATION}),
    assumptions=(
        ONE_LINEAR_CHANNEL,
        Assumption(
            says="Layers without biases; with one at the output codes come as near to "
            "a as one likes, whatever the end.",
            without="position.paddings-grid",
        ),
        EVEN,
        Assumption(
            says="The label is affine; any power of a number is read with every end.",
            without="position.paddings-grid",
        ),
        Assumption(
            says="Four samples behind the first layer, eight places or more; of six "
            "places a repeated end reads labels too.",
            without=OPEN,
        ),
        Assumption(
            says="The least errors are those at eight places; that a search from many "
            "starts over two ratios of taps found the least is not proved.",
            without=OPEN,
        ),
    ),
    certificates=_certificates,
    view=View(
        curve=_shown,
        x="zeros, circle, mirror, repeated: 0, 1, 2, 3; shifted, odd places kept",
        y="least error over the length",
        caption="How near three layers of one channel come to n - a at eight places, "
        "or to a + 1 where odd places are kept: exactly with zeros beyond the end, "
        "and not with any other usual end.",
        marks=True,
    ),
    checks=(
        Check(
            value="by how much a start is below the floor",
            at_most=1e-9,
            because="no encoder can be, of any depth behind the first layer",
        ),
        Check(
            value="rules whose one label, or none, is not that predicted",
            at_most=0.0,
            because="thirteen rules at the end, at eight places and ten, by "
            "elimination of all unknowns in rationals",
        ),
    ),
)
