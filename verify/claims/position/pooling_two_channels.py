"""Max pooling makes no difference to an encoder of two channels."""

from collections.abc import Callable
from functools import partial

import numpy as np

from theory.position import channels_proof
from theory.position.channels import doubling_max_encoder, two_channel_max_encoder
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
from verify.claims.position.families.channel_codes import (
    channel_configuration,
    rational_misses,
)
from verify.distances import RMS

_PAIRS = (1, 2, 3, 4, 5, 6, 7, 8)
_DOUBLING = (1, 2, 3, 4, 5, 6)
_LEVELS = (*_PAIRS, *_DOUBLING)
SHOWN = 4

Law = Callable[[Array], Array]


def _each(law: Law, *, first: int = 1, doubling: bool = True) -> Array:
    """Return codes over n: a law from a number of layers on, 1 - a / n before.

    Without ``doubling`` it is for the two channels alone.
    """
    parts = []
    for i, n in enumerate(_LEVELS):
        changed = n >= first and (doubling or i < len(_PAIRS))
        parts.append((law if changed else _inverted)(np.arange(2.0**n)))
    return np.concatenate(parts)


def _inverted(a: Array) -> Array:
    return 1 - a / len(a)


def _off(a: Array) -> Array:
    """Return codes of which the last is off by 1/20 of a position."""
    return np.asarray(_inverted(a) + 0.05 / len(a) * (a == len(a) - 1))


def _constant(a: Array) -> Array:
    return np.full(len(a), np.mean(_inverted(a)))


def _mirrored(a: Array) -> Array:
    return (a + 1) / len(a)


def _half(a: Array) -> Array:
    return np.asarray(_inverted(a) / 2)


def _nonnegative_stuck() -> Array:
    pairs = sum(2**n for n in _PAIRS)
    return np.append(_each(_inverted)[:pairs], _each(_off, first=3)[pairs:])


def _read(arrays: Arrays) -> Measurement:
    sizes = np.concatenate([np.full(2**n, 2.0**n) for n in _LEVELS])
    return Measurement(
        answer=arrays["codes"] / sizes,
        values={
            "codes": float(sizes.size),
            "codes in rationals that differ": rational_misses(
                arrays, _each(_inverted) * sizes
            ),
        },
    )


def _shown(answer: Array) -> tuple[Array, Array]:
    first = sum(2**n for n in _PAIRS if n < SHOWN)
    second = sum(2**n for n in _PAIRS) + first
    codes = [answer[start : start + 2**SHOWN] for start in (first, second)]
    return np.arange(2.0 * 2**SHOWN), np.concatenate(codes)


_CONFIGURATION = {
    "encoders": [
        *(channel_configuration(two_channel_max_encoder(n), "max") for n in _PAIRS),
        *(channel_configuration(doubling_max_encoder(n), "max") for n in _DOUBLING),
    ]
}

CLAIM = Claim(
    name="position.pooling-two-channels",
    statement="With max pooling instead of strides an encoder without biases reads "
    "$2^L - a$ exactly at every depth, as soon as its layers have two channels: by "
    "$max(y, z) - max(-y, -z) = y + z$ two opposite filters make up for the maximum. "
    "Without negative taps it does too, with channels that double from layer to layer.",
    predict=partial(_each, _inverted),
    experiment=Experiment(
        function="empirical.position.channel_encoders:given_channel_codes",
        configurations={"quick": _CONFIGURATION, "full": _CONFIGURATION},
        seconds=2.0,
        trains=False,
    ),
    read=_read,
    rivals=(
        Rival(
            name="off by 1/20 of a position from four layers on",
            answer=partial(_each, _off, first=4, doubling=False),
            because="the least that one channel is off by (position.pooling-four)",
        ),
        Rival(
            name="off from three layers on without negative taps",
            answer=_nonnegative_stuck,
            because="what holds of one channel (position.pooling-nonnegative)",
        ),
        Rival(
            name="a constant",
            answer=partial(_each, _constant),
            because="the code breaks down altogether",
        ),
        Rival(
            name="a constant from four layers on",
            answer=partial(_each, _constant, first=4),
            because="known encoders of one channel end there",
        ),
        Rival(
            name="mirrored",
            answer=partial(_each, _mirrored),
            because="a + 1, which the mirrored filters give",
        ),
        Rival(
            name="the mean of the pair",
            answer=partial(_each, _half),
            because="half of the sum in the last layer",
        ),
    ),
    distance=RMS,
    tolerance=1e-12,
    because="small integers, exact in float64; a processor that reorders sums is "
    "given some room",
    seeds={"quick": (0, 1), "full": (0, 1, 2, 3, 4)},
    derivation=channels_proof.max_pair_derivation,
    evidence=frozenset({Evidence.THEOREM, Evidence.COMPUTATION}),
    assumptions=(
        Assumption(
            says="Layers of two channels; one channel is not enough at four layers.",
            without="position.pooling-four",
        ),
        Assumption(
            says="Without negative taps $2^(L - 1)$ channels are used; how few would "
            "do is not known.",
            without=OPEN,
        ),
        Assumption(
            says="The weights are given; whether training finds such is asked apart.",
            without="position.pooling-width",
        ),
    ),
    view=View(
        curve=_shown,
        x="position a of the impulse by two channels; 16 + a without negative taps",
        y="code over 2^L",
        caption="Four layers with max pooling and without biases: two channels "
        "(left), and 1, 2, 4 and 8 channels without a negative tap (right). The "
        "verdict is on up to eight layers, and six.",
        marks=True,
    ),
    checks=(
        Check(
            value="codes in rationals that differ",
            at_most=0.0,
            because="the same weights in exact fractions, sample by sample",
        ),
    ),
)
