"""What a second linear channel does for an encoder of position."""

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from functools import partial

import numpy as np

from theory.position import channels_proof
from theory.position.channels import (
    ChannelLayer,
    mixed_linear_channels,
    two_linear_channels,
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
    given_channels,
    read_against,
)
from verify.distances import RMS

LEVELS = (2, 3, 4, 5, 6, 7)
SHOWN = 3

# Slope and offset of a label, from the length of the signal.
_LABELS: dict[str, tuple[int, Callable[[int], Fraction]]] = {
    "a": (1, lambda n: Fraction(0)),
    "n - 1 - a": (-1, lambda n: Fraction(n - 1)),
    "n - a - 1/2": (-1, lambda n: Fraction(2 * n - 1, 2)),
    "5 - 3 a": (-3, lambda n: Fraction(5)),
}

Law = Callable[[Array, Array], Array]


def _labels() -> list[tuple[Array, Array]]:
    """Return every label with its length's n - a; the last by the mixed channels."""
    found = []
    for levels in LEVELS:
        size = 2**levels
        places = np.arange(float(size))
        inverted = size - places
        for slope, offset in _LABELS.values():
            found.append((slope * places + float(offset(size)), inverted))
        found.append((inverted, inverted))
    return found


def _each(law: Law) -> Array:
    return np.concatenate(
        [law(wanted, inverted) / len(wanted) for wanted, inverted in _labels()]
    )


def _wanted(wanted: Array, inverted: Array) -> Array:
    return wanted


def _multiple(wanted: Array, inverted: Array) -> Array:
    return np.asarray(inverted * (inverted @ wanted) / (inverted @ inverted))


def _without_sum(wanted: Array, inverted: Array) -> Array:
    return np.asarray((wanted[0] - wanted[1]) * inverted)


def _constant(wanted: Array, inverted: Array) -> Array:
    return np.full(len(wanted), np.mean(wanted))


def _always_inverted(wanted: Array, inverted: Array) -> Array:
    return inverted


def _end_lost(wanted: Array, inverted: Array) -> Array:
    return np.where(inverted == 1, 0, wanted)


def _off_by_one(wanted: Array, inverted: Array) -> Array:
    return np.asarray(wanted + wanted[0] - wanted[1])


def _shown(answer: Array) -> tuple[Array, Array]:
    count = len(_LABELS) + 1
    start = count * sum(2**n for n in LEVELS if n < SHOWN)
    codes = answer[start : start + count * 2**SHOWN]
    return np.arange(codes.size) / 2**SHOWN, codes


def _encoders() -> Iterator[tuple[Sequence[ChannelLayer], str]]:
    for n in LEVELS:
        for slope, offset in _LABELS.values():
            yield two_linear_channels(n, slope, offset(2**n)), "stride"
        yield mixed_linear_channels(n), "stride"


CLAIM = Claim(
    name="position.two-channels",
    statement="Two linear channels without biases read any affine label $alpha a + "
    "beta$ of a Dirac, at any depth from two layers on: [1, 2, 1] makes $2^L - a$ in "
    "the one, [0, 1, 1] makes 1 in the other. And they read $2^L - a$ with other "
    "filters too, none of them a multiple of [1, 2, 1].",
    predict=partial(_each, _wanted),
    experiment=given_channels(_encoders(), seconds=0.5),
    read=read_against([wanted for wanted, _ in _labels()]),
    rivals=(
        Rival(
            name="multiples of n - a",
            answer=partial(_each, _multiple),
            because="all that one channel reads from three layers on "
            "(position.only-filter)",
        ),
        Rival(
            name="the sum left out",
            answer=partial(_each, _without_sum),
            because="the slope of the label, and n - a's offset",
        ),
        Rival(
            name="a constant",
            answer=partial(_each, _constant),
            because="two channels that cancel",
        ),
        Rival(
            name="n - a whatever the label",
            answer=partial(_each, _always_inverted),
            because="the deck's code as the only one",
        ),
        Rival(
            name="last position lost",
            answer=partial(_each, _end_lost),
            because="what a padding may do to the end",
        ),
        Rival(
            name="one position off",
            answer=partial(_each, _off_by_one),
            because="positions counted from 1",
        ),
    ),
    distance=RMS,
    tolerance=1e-12,
    because="small integers and halves, exact in float64; a processor that reorders "
    "sums is given some room",
    seeds=SEEDS,
    derivation=channels_proof.linear_pair_derivation,
    evidence=EVIDENCE,
    assumptions=(
        Assumption(
            says="What is encoded is a Dirac, whose sum is known; of an object of "
            "another mass m this code is $alpha a + beta$ times m.",
            without="position.objects",
            named=True,
        ),
        Assumption(
            says="The signal is continued by zeros.", without="position.paddings"
        ),
    ),
    view=View(
        curve=_shown,
        x="label after label: " + ", ".join(_LABELS) + "; n - a by other filters",
        y="code over n",
        caption="The codes of the eight Diracs of length 8 for five labels, each by "
        "two channels. The verdict is on L = 2 to 7.",
        marks=True,
    ),
    checks=(RATIONALS,),
)
