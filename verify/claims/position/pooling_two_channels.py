"""Max pooling makes no difference to an encoder of two channels."""

from collections.abc import Iterator, Sequence
from functools import partial

import numpy as np

from theory.position import channels_proof
from theory.position.channels import (
    ChannelLayer,
    doubling_max_encoder,
    two_channel_max_encoder,
)
from verify.claim import (
    Array,
    Assumption,
    Claim,
    Rival,
    View,
)
from verify.claims.position.families.channel_codes import (
    EVIDENCE,
    RATIONALS,
    SEEDS,
    Law,
    codes,
    constant,
    given_channels,
    inverted,
    mirrored,
    read_against,
)
from verify.distances import RMS

_PAIRS = (1, 2, 3, 4, 5, 6, 7, 8)
_DOUBLING = (1, 2, 3, 4, 5, 6)
_LEVELS = (*_PAIRS, *_DOUBLING)
SHOWN = 4


def _each(law: Law, *, first: int = 1, doubling: bool = True) -> Array:
    """Return codes over n: a law from a number of layers on, 1 - a / n before.

    Without ``doubling`` it is for the two channels alone.
    """
    laws = [
        law if n >= first and (doubling or i < len(_PAIRS)) else inverted
        for i, n in enumerate(_LEVELS)
    ]
    return codes(_LEVELS, laws)


def _off(a: Array) -> Array:
    """Return codes of which the last is off by 1/20 of a position."""
    return np.asarray(inverted(a) + 0.05 / len(a) * (a == len(a) - 1))


def _half(a: Array) -> Array:
    return np.asarray(inverted(a) / 2)


def _nonnegative_stuck() -> Array:
    pairs = sum(2**n for n in _PAIRS)
    return np.append(_each(inverted)[:pairs], _each(_off, first=3)[pairs:])


def _shown(answer: Array) -> tuple[Array, Array]:
    first = sum(2**n for n in _PAIRS if n < SHOWN)
    second = sum(2**n for n in _PAIRS) + first
    codes = [answer[start : start + 2**SHOWN] for start in (first, second)]
    return np.arange(2.0 * 2**SHOWN), np.concatenate(codes)


def _encoders() -> Iterator[tuple[Sequence[ChannelLayer], str]]:
    for n in _PAIRS:
        yield two_channel_max_encoder(n), "max"
    for n in _DOUBLING:
        yield doubling_max_encoder(n), "max"


CLAIM = Claim(
    name="position.pooling-two-channels",
    statement="With max pooling instead of strides an encoder without biases reads "
    "$2^L - a$ exactly at every depth, as soon as its layers have two channels: by "
    "$max(y, z) - max(-y, -z) = y + z$ two opposite filters make up for the maximum. "
    "Without negative taps it does too, with channels that double from layer to layer.",
    predict=partial(_each, inverted),
    experiment=given_channels(_encoders(), seconds=2.0),
    read=read_against([np.arange(2.0**n, 0, -1) for n in _LEVELS]),
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
            answer=partial(_each, constant),
            because="the code breaks down altogether",
        ),
        Rival(
            name="a constant from four layers on",
            answer=partial(_each, constant, first=4),
            because="known encoders of one channel end there",
        ),
        Rival(
            name="mirrored",
            answer=partial(_each, mirrored),
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
    seeds=SEEDS,
    derivation=channels_proof.max_pair_derivation,
    evidence=EVIDENCE,
    assumptions=(
        Assumption(
            says="Layers of two channels; one channel is not enough at four layers.",
            without="position.pooling-four",
        ),
        Assumption(
            says="Without negative taps $2^(L - 1)$ channels are used; two would do.",
            without="position.pooling-least-width",
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
    checks=(RATIONALS,),
)
