"""What a LeakyReLU costs the training of an encoder."""

from collections.abc import Callable
from functools import partial

import numpy as np

from verify.claim import Arrays, Check, Claim, Measurement, Rival
from verify.claims.position.families.trained_encoders import (
    DEEP_ENCODERS,
    LEVELS,
    VIEW,
    derivation,
    everywhere,
    intervals,
    pictures,
    predicted,
    rates,
    summary,
)
from verify.distances import RMS

_SLOPE = 0.2


def _fading(levels: int) -> float:
    """Return 6 starts of 7 at three layers, and one less for each further one."""
    return (9 - levels) / 7


def _typical(label: str, pooling: str, levels: int) -> float:
    share = _fading(levels) if pooling == "stride" else 2 / 3
    return share * predicted(label, pooling, levels)


def _exchanged(label: str, pooling: str, levels: int) -> float:
    share = _fading(levels) if pooling == "average" else 2 / 3
    return share * predicted(label, pooling, levels)


def _any_label(label: str, pooling: str, levels: int) -> float:
    return _typical("inverted", pooling, levels)


def _nothing(label: str, pooling: str, levels: int) -> float:
    return 0.0


def _average_only(label: str, pooling: str, levels: int) -> float:
    return _typical(label, pooling, levels) * (pooling == "average")


_RIVALS: dict[str, tuple[str, Callable[[str, str, int], float]]] = {
    "no cost": (
        "positive taps never meet the slope (position.no-nonlinearity), so the linear "
        "rates stay",
        predicted,
    ),
    "strides and average exchanged": ("the mean mixes signs", _exchanged),
    "any label": ("a bent layer can do what biases do", _any_label),
    "nothing arrives": ("a code of one sign cannot be reached", _nothing),
    "average pooling only": ("strides lose half of the entries", _average_only),
}


def _read(arrays: Arrays) -> Measurement:
    answer = rates(arrays, _SLOPE)
    strides = answer[: len(LEVELS)]
    early, late = np.mean(strides[:3]), np.mean(strides[3:])
    return Measurement(
        answer=answer,
        values={
            **summary(arrays, _SLOPE),
            "stride, inverted: L = 6 to 8 over L = 3 to 5": float(
                late / early if early else np.inf
            ),
        },
        extras=intervals(arrays, _SLOPE),
        pictures=pictures(arrays, _SLOPE),
    )


CLAIM = Claim(
    name="position.encoders-leaky",
    statement="A LeakyReLU of slope 0.2 behind every layer lets training reach no "
    "further label to 1 %, and costs starts where linear encoders nearly all arrive: "
    "with average pooling two in three still do; with strides about six in seven at "
    "three layers, and one in seven less with every further layer.",
    source="Slide 'Autoencoding position', summary: 'Does not even require "
    "non-linearity', for training",
    predict=partial(everywhere, _typical),
    experiment=DEEP_ENCODERS,
    read=_read,
    rivals=tuple(
        Rival(name=name, answer=partial(everywhere, rate), because=because)
        for name, (because, rate) in _RIVALS.items()
    ),
    distance=RMS,
    tolerance=0.14,
    because="chance: the shares predicted are those of six pilot seeds, rounded, and a "
    "block of 12 starts has a binomial deviation of 0.14 at 60 %; the misfit was 0.077 "
    "to 0.107",
    seeds={"quick": (0,), "full": (0, 1)},
    derivation=derivation,
    view=VIEW,
    checks=(
        Check(
            value="stride, inverted: L = 6 to 8 over L = 3 to 5",
            at_most=0.85,
            because="that strides lose more starts the deeper they are: 0.25 to 0.57 "
            "on the pilot seeds, 1 if depth did not matter",
        ),
    ),
    amendment="It does not require one, and is better off without: the exact encoder "
    "stays one behind a LeakyReLU, but training finds it less often.",
)
