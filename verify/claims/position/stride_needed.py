"""Whether the position can be extracted without strides."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import partial
from typing import Any

import numpy as np

from theory.position import channels_proof, pooling_proof
from theory.position.channels import (
    ChannelLayer,
    channel_codes,
    layer,
    two_channel_max_encoder,
)
from theory.position.pooling import max_pooling_encoder, pooled_codes
from verify.claim import (
    OPEN,
    Array,
    Assumption,
    Claim,
    Counterexample,
    Outcome,
    Rival,
    View,
)
from verify.claims.position.families.channel_codes import (
    EVIDENCE,
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

# r, s and t of the three-layer encoders of one channel that are tried.
_FREE = (
    (Fraction(1), Fraction(1), Fraction(0)),
    (Fraction(1, 3), Fraction(5, 2), Fraction(7, 4)),
    (Fraction(7, 5), Fraction(1, 6), Fraction(2, 9)),
)
_ONE_CHANNEL = (1, 2, *(3 for _ in _FREE))
_TWO_CHANNELS = (2, 3, 4, 5, 6, 7, 8)
_LEVELS = (*_ONE_CHANNEL, *_TWO_CHANNELS)


def _encoders() -> Iterator[tuple[Sequence[ChannelLayer], str]]:
    free = [max_pooling_encoder(3, *numbers) for numbers in _FREE]
    for taps in (max_pooling_encoder(1), max_pooling_encoder(2), *free):
        yield [layer([[row]]) for row in taps], "max"
    for levels in _TWO_CHANNELS:
        yield two_channel_max_encoder(levels), "max"


def _everywhere(law: Law) -> Array:
    return codes(_LEVELS, (law,) * len(_LEVELS))


def _halved(a: Array) -> Array:
    return np.asarray((inverted(a) + constant(a)) / 2)


def _split(one: int, two: int) -> Array:
    """Return one channel right up to a number of layers, two up to another."""
    first = [inverted if n <= one else constant for n in _ONE_CHANNEL]
    second = [inverted if n <= two else constant for n in _TWO_CHANNELS]
    return codes(_LEVELS, (*first, *second))


def _read_exactly() -> bool:
    """Return whether both kinds of encoders give 2^L - a, in exact arithmetic."""
    three = pooled_codes(max_pooling_encoder(3), "max")
    six = channel_codes(two_channel_max_encoder(6), "max")
    return three == list(range(8, 0, -1)) and six == list(range(64, 0, -1))


def _certificates() -> dict[str, float]:
    proved = [
        pooling_proof.proved_codes(n) == list(range(2**n, 0, -1)) for n in (1, 2, 3)
    ]
    return {"numbers of layers proved for all r, s, t": float(sum(proved))}


def _derivation() -> tuple[Any, ...]:
    return (
        *pooling_proof.max_derivation(),
        *channels_proof.max_pair_derivation(),
        *pooling_proof.average_derivation(),
        *pooling_proof.mirror_derivation(),
    )


def _third(answer: Array) -> tuple[Array, Array]:
    """Draw three layers of one channel."""
    start = sum(2**n for n in _LEVELS[:2])
    return np.arange(8.0), answer[start : start + 8]


CLAIM = Claim(
    name="position.stride-needed",
    statement="Strided convolution is necessary: with max pooling in its place the "
    "code breaks down whatever the filters, as it does with [1, 2, 1], whose best "
    "affine reading is then a constant.",
    predict=partial(_everywhere, constant),
    experiment=given_channels(_encoders(), seconds=0.5),
    read=read_against([np.arange(2.0**n, 0, -1) for n in _LEVELS]),
    rivals=(
        Rival(
            name="other filters make up for it",
            answer=partial(_everywhere, inverted),
            because="the inverted position, from one channel up to three layers and "
            "from two at any number of layers",
        ),
        Rival(
            name="one channel only",
            answer=partial(_split, 3, 1),
            because="two channels only repeat what one does",
        ),
        Rival(
            name="two channels only",
            answer=partial(_split, 0, 8),
            because="one channel cannot undo a maximum",
        ),
        Rival(
            name="up to three layers",
            answer=partial(_split, 3, 3),
            because="four layers of one channel are off by 1/20 at least "
            "(position.pooling-four)",
        ),
        Rival(
            name="up to two layers",
            answer=partial(_split, 2, 2),
            because="four codes from six taps, but eight codes from nine, two of "
            "which are scales",
        ),
        Rival(
            name="half as steep",
            answer=partial(_everywhere, _halved),
            because="every pair merged loses half of the position",
        ),
        Rival(
            name="mirrored",
            answer=partial(_everywhere, mirrored),
            because="a + 1, which the mirrored filters give",
        ),
    ),
    distance=RMS,
    tolerance=1e-9,
    because="rounding in float64: 1e-15 on the pilot seeds; other processors are given "
    "some room",
    seeds=SEEDS,
    derivation=_derivation,
    certificates=_certificates,
    evidence=EVIDENCE,
    assumptions=(
        Assumption(
            says="Max pooling is what stands in place of the stride. Average pooling "
            "is a strided convolution itself, of four taps, and no other case: "
            "[2, 2, 0] and the mean of each pair are [1, 2, 1] and a stride.",
            without=OPEN,
        ),
    ),
    view=View(
        curve=_third,
        x="position a of the impulse",
        y="code over 2^L",
        caption="Three layers of one channel with max pooling and the filters "
        "[2, 1, 0], [1, -2, -1], [4, -1, 2]. The verdict is on three encoders of this "
        "kind, on one and two layers, and on two channels with two to eight layers.",
        marks=True,
    ),
    expected=Outcome.REFUTED,
    counterexample=Counterexample(
        says="one channel with max pooling and the filters [2, 1, 0], [1, -2, -1], "
        "[4, -1, 2] gives 8 - a exactly; two channels give 2^L - a at every number of "
        "layers",
        holds=_read_exactly,
    ),
)
