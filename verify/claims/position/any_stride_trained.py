"""The filters that training finds at strides beyond two."""

from collections.abc import Callable
from fractions import Fraction
from functools import partial

import numpy as np

from theory.position import any_stride_proof
from theory.position.any_stride import shifted_taps
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
from verify.claims.position.families.assumed import (
    NO_BIAS_STRIDES,
    ONE_LINEAR_CHANNEL,
    ZEROS,
)
from verify.distances import RMS

_NAMES = ("stride", "levels", "first", "last")
_ROWS = ((3, 2, -2, 2), (3, 3, -2, 2), (4, 2, -3, 3), (5, 2, -4, 4), (4, 2, -4, 3))
_WIDER = ((3, 2, -3, 3), (2, 3, -2, 2))
CASES = tuple(dict(zip(_NAMES, row, strict=True)) for row in (*_ROWS, *_WIDER))
"""Stride, layers and where taps stand; the last two leave one more on either side."""

_JUDGED = len(_ROWS)
_LOSS = 1e-12

Filter = Callable[[int, int, int], Array]
"""From a stride and where taps stand to what a layer ends with, s at the middle."""


def _hat(stride: int, first: int, last: int, shift: Fraction = Fraction(0)) -> Array:
    taps = shifted_taps(stride, shift)
    row = [float(taps.get(j, Fraction(0))) for j in range(first, last + 1)]
    return np.array(row) * stride / row[-first]


def _box(stride: int, first: int, last: int) -> Array:
    return np.full(1 + last - first, float(stride))


def _gaussian(stride: int, first: int, last: int) -> Array:
    places = np.arange(first, last + 1.0)
    variance = (stride**2 - 1) / 6
    return np.asarray(stride * np.exp(-(places**2) / (2 * variance)))


def _cosine(stride: int, first: int, last: int) -> Array:
    places = np.arange(first, last + 1.0)
    return np.asarray(stride * (1 + np.cos(np.pi * places / stride)) / 2)


def _shifted(stride: int, first: int, last: int) -> Array:
    shift = Fraction(1, 2) if first == -stride else Fraction(0)
    return _hat(stride, first, last, shift)


def _determined(case: int, rows: Array) -> Array:
    """Return the taps that a code determines: in the last layer the right ones."""
    first = CASES[case]["first"]
    return np.concatenate([rows[:-1].ravel(), rows[-1, -first:]])


def _each(law: Filter) -> Array:
    found = []
    for i, case in enumerate(CASES[:_JUDGED]):
        row = law(case["stride"], case["first"], case["last"])
        found.append(_determined(i, np.tile(row, (case["levels"], 1))))
    return np.concatenate(found)


def _normalised(case: int, taps: Array) -> Array:
    middle = -CASES[case]["first"]
    # A vanished middle tap gives inf or NaN, which the judge calls unusable.
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(CASES[case]["stride"] * taps / taps[..., middle, None])


def _read(arrays: Arrays) -> Measurement:
    starts = arrays["losses"].shape[1]
    taps = [_normalised(i, arrays[f"taps {i}"]) for i in range(len(CASES))]
    answers = [
        np.concatenate([_determined(i, taps[i][k]) for i in range(_JUDGED)])
        for k in range(starts)
    ]
    wider = [
        np.max(
            np.abs(taps[i][:, 0] - _hat(case["stride"], case["first"], case["last"]))
        )
        for i, case in enumerate(CASES)
        if i >= _JUDGED
    ]
    return Measurement(
        answer=np.mean(answers, axis=0),
        values={
            "starts of each kind": float(starts),
            "largest tap error of a start": float(
                np.max(np.abs(np.array(answers) - _each(_hat)))
            ),
            "largest loss": float(np.max(arrays["losses"])),
            "a tap more on either side: farthest first tap from the hat's": float(
                np.max(wider)
            ),
        },
    )


def _shown(answer: Array) -> tuple[Array, Array]:
    """Draw the first layers, one case after the other, around their middles."""
    x, y, start, place = [], [], 0, 0.0
    for i, case in enumerate(CASES[:_JUDGED]):
        count = 1 + case["last"] - case["first"]
        size = len(_determined(i, np.zeros((case["levels"], count))))
        x.append(place + np.arange(float(count)))
        y.append(answer[start : start + count])
        start, place = start + size, place + count + 1
    return np.concatenate(x), np.concatenate(y)


_TRAINING = {
    "cases": list(CASES),
    "schedule": {"adam_steps": 150, "learning_rate": 0.03, "lbfgs_steps": 3000},
}
_BOUND = 1e-3

CLAIM = Claim(
    name="position.any-stride-trained",
    statement="One linear channel with stride 3, 4 or 5, trained from positive taps on "
    "the inverted place, ends with multiples of the hat $[1, 2, ..., s, ..., 2, 1]$ in "
    "every layer; only the left taps of the last layer, which meet nothing but "
    "padding, stay free. Given one tap more on the left it ends with 0 there; given "
    "one on either side the first layer does, at stride 2 too.",
    predict=partial(_each, _hat),
    experiment=Experiment(
        function="empirical.position.strided_training:train_strided_encoders",
        configurations={
            "quick": {**_TRAINING, "starts": 2},
            "full": {**_TRAINING, "starts": 5},
        },
        seconds={"quick": 5.0, "full": 13.0},
    ),
    read=_read,
    rivals=(
        Rival(
            name="a tap more is used",
            answer=partial(_each, _shifted),
            because="what reads n - a - 1/2, by pixel centres, where there is room",
        ),
        Rival(
            name="a raised cosine",
            answer=partial(_each, _cosine),
            because="a smooth bump of the same width, whose residues have one sum too",
        ),
        Rival(
            name="a Gaussian",
            answer=partial(_each, _gaussian),
            because="the bump with the variance of the hat",
        ),
        Rival(
            name="a box",
            answer=partial(_each, _box),
            because="the plain mean",
        ),
    ),
    distance=RMS,
    tolerance=_BOUND,
    because="where training stops: a root mean square of 3e-9 at most on twenty pilot "
    "seeds; the nearest rival is 233 times the bound away. With 400 steps of L-BFGS "
    "judged seed 1 had not ended: there are 3000 since, and other judged seeds",
    seeds={"quick": (10, 11), "full": (10, 11, 12, 13)},
    derivation=any_stride_proof.only_derivation,
    evidence=frozenset({Evidence.THEOREM, Evidence.TRAINING}),
    assumptions=(
        ONE_LINEAR_CHANNEL,
        ZEROS,
        NO_BIAS_STRIDES,
        Assumption(
            says="Taps within s - 1 samples of the one kept, or one more; of one on "
            "either side the first layer is asked, which leaves three samples or more.",
            without=OPEN,
        ),
        Assumption(
            says="Positive starts and this training budget.",
            without=OPEN,
        ),
    ),
    view=View(
        curve=_shown,
        x="tap, case after case: stride 3 with two layers and with three, 4, 5, and 4 "
        "with a tap more",
        y="tap, where the middle one is s",
        caption="The first layer after training at strides 3, 3, 4, 5 and 4: hats as "
        "wide as two strides; the tap more of the last is 0. The verdict is on all "
        "layers.",
        marks=True,
    ),
    checks=(
        Check(
            value="largest tap error of a start",
            at_most=_BOUND,
            because="the mean over taps and starts could hide a single wrong one",
        ),
        Check(
            value="a tap more on either side: farthest first tap from the hat's",
            at_most=_BOUND,
            because="the shifted hats alone read a label there, of three samples or "
            "more, and of them the hat reads n - a; at stride 2 others read other "
            "labels",
        ),
        Check(
            value="largest loss",
            at_most=_LOSS,
            because="training that did not end says nothing of where it ends",
            usable=True,
        ),
    ),
)
