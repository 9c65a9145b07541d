"""Encoders and decoders that bend leave less than the singular vectors (eq. 16)."""

from functools import partial

import numpy as np

from theory.pca import bent, local, local_proof
from verify.claim import (
    Array,
    Arrays,
    Check,
    Claim,
    Counterexample,
    Evidence,
    Experiment,
    Measurement,
    Outcome,
    Rival,
    View,
)
from verify.claims.pca.families.trained_ellipses import point
from verify.distances import RMS

_RATIO, _AMPLITUDE, _FREQUENCY = 1.4, 0.9, 2.0
_SETTING = {
    "ratio": _RATIO,
    "offsets": 2048,
    "organising": {
        "components": 1,
        "penalty": 1.0,
        "hidden": 64,
        "schedule": {
            "adam_steps": 3000,
            "learning_rate": 1e-2,
            "batch": 256,
            "lbfgs_steps": 200,
        },
    },
}
_LONGER = {
    **_SETTING,
    "organising": {
        **_SETTING["organising"],  # type: ignore[dict-item]
        "schedule": {
            "adam_steps": 6000,
            "learning_rate": 1e-2,
            "batch": 256,
            "lbfgs_steps": 200,
        },
    },
}
_JACOBIAN = np.diag([1.0, 1 / _RATIO])


def _axis() -> Array:
    return np.array(local.left_by(_JACOBIAN, 1)[0])


def _sine() -> Array:
    return np.array(bent.sine_leaves(_RATIO, _AMPLITUDE, _FREQUENCY))


def _less() -> bool:
    """Return whether bending pays, a little of it and much."""
    little = bent.second_variation(_RATIO, _FREQUENCY) < 0
    return bool(little and _sine() < 0.7 * _axis())


def _left(arrays: Arrays, arm: str) -> float:
    images = arrays["offsets"] @ _JACOBIAN
    wrong = np.sum((arrays[f"made {arm}"] - images) ** 2)
    return float(wrong / np.sum((images - images.mean(axis=0)) ** 2))


def _told(arrays: Arrays, arm: str) -> float:
    found = local.told_by(arrays[f"codes {arm}"], arrays["offsets"], _JACOBIAN)
    return float(found[0, 0])


def _read(arrays: Arrays) -> Measurement:
    straight, bending = (_left(arrays, arm) for arm in ("linear", "bent"))
    return Measurement(
        answer=np.array(bending),
        values={
            "left by a linear code": straight,
            "left by the code over what the axis leaves": bending / float(_axis()),
            "linear: off the theory by": abs(straight - float(_axis())),
            "told of axis 1 by the code": _told(arrays, "bent"),
            "told of axis 1 by a linear code": _told(arrays, "linear"),
        },
    )


def _derivation() -> tuple[object, ...]:
    return (*local_proof.local_steps(), *bent.bend_steps())


CLAIM = Claim(
    name="pca.gan-unrestricted",
    statement="However well the networks $E$ and $D$ of eq. (16) are trained, one code "
    "around $z$ leaves what the first right singular vector of $(dif G) / (dif z)$ "
    "leaves, however small the offsets are.",
    predict=_axis,
    experiment=Experiment(
        function="empirical.pca.latent_plane:organised_plane",
        configurations={"quick": _SETTING, "full": _LONGER},
        seconds={"quick": 9.0, "full": 16.0},
    ),
    read=_read,
    rivals=(
        Rival(
            name="a sine",
            answer=_sine,
            because="what the code of the nearest point on the curve "
            f"({_AMPLITUDE} sin({_FREQUENCY:g} t) over the first axis) leaves",
        ),
        Rival(
            name="nothing is left",
            answer=partial(np.array, 0.0),
            because="a curve that comes near every point of the plane",
        ),
        Rival(
            name="the second axis",
            answer=lambda: 1 - _axis(),
            because="the axis that changes the image less",
        ),
    ),
    distance=RMS,
    tolerance=0.01,
    because="on exactly white offsets linear networks reach what the theory says to "
    "1e-8; others left 0.23 to 0.26 on three pilot "
    "seeds. Seeds 0 to 2 were seen with a third of the training, which left 0.28 to "
    "0.33, and 10 to 12 before a dead network could no longer refute; others are "
    "judged",
    seeds={"quick": (50, 51, 52), "full": (50, 51, 52, 53, 54)},
    derivation=_derivation,
    view=View(
        curve=point,
        x="one code",
        y="share of the variance that is left",
        caption="What one code leaves of normal offsets, for a linear generator with "
        "two singular values.",
        marks=True,
    ),
    evidence=frozenset({Evidence.TRAINING, Evidence.COMPUTATION}),
    checks=(
        Check(
            value="left by the code over what the axis leaves",
            at_most=1.02,
            because="networks that can bend can be straight: more would be left only "
            "by one that was not trained, which refutes nothing",
            usable=True,
        ),
        Check(
            value="linear: off the theory by",
            at_most=0.001,
            because="linear networks must reach the singular vector, or the training "
            "says nothing",
            usable=True,
        ),
    ),
    expected=Outcome.REFUTED,
    counterexample=Counterexample(
        says="on a linear generator with singular values 1 and 1 / 1.4 and normal "
        "offsets, a decoder along the curve (t, 0.9 sin 2 t) leaves 0.204 of the "
        "variance and the first singular vector 0.34; bending the axis a little "
        "lowers the error already",
        holds=_less,
    ),
)
