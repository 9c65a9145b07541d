"""Which biases one channel with max pooling needs without negative taps."""

from collections.abc import Sequence
from fractions import Fraction
from functools import cache, partial

import numpy as np

from theory.position import pooling_least_proof
from theory.position.channels import ChannelLayer, channel_codes, layer
from theory.position.pooling_least import BIASED_ENDS, nearly_one_bias
from verify.claim import (
    OPEN,
    Array,
    Arrays,
    Assumption,
    Check,
    Claim,
    Measurement,
    Rival,
    View,
)
from verify.claims.position.families.assumed import THREE_POOLED_TAPS
from verify.claims.position.families.channel_codes import (
    EVIDENCE,
    SEEDS,
    Law,
    codes,
    constant,
    given_channels,
    inverted,
    mirrored,
    rational_misses,
)
from verify.claims.refused import FALSE, refuses
from verify.distances import RMS

_ENCODERS = (BIASED_ENDS, nearly_one_bias())
_WANTED = np.arange(8, 0, -1.0)


def _both(first: Law, second: Law) -> Array:
    return codes((3, 3), (first, second))


def _off(a: Array) -> Array:
    """Return codes of which one is off by 1/15 of a position."""
    return np.asarray(inverted(a) + (a == 4) / (15 * len(a)))


def _over(ends: Sequence[ChannelLayer], pooling: str = "max") -> Array:
    """Return the codes over n of other layers, and 1 - a / n for the one bias."""
    found = np.array(channel_codes(ends, pooling), dtype=float) / 8
    return np.concatenate([found, inverted(np.arange(8.0))])


def _unbiased() -> Array:
    first, *behind = BIASED_ENDS
    return _over((layer(first.weight), *behind))


def _strided() -> Array:
    return _over(BIASED_ENDS, "stride")


def _another_tap() -> Array:
    first, _, last = BIASED_ENDS
    return _over((first, layer([[(7, 7, 6)]]), last))


@cache
def _continued() -> Array:
    """Return the codes over n if what stands beyond an end were biased as well."""
    rows = []
    for a in range(8):
        signal, outside = [Fraction(i == a) for i in range(8)], Fraction(0)
        for one in BIASED_ENDS:
            (((t0, t1, t2),),), (bias,) = one.weight, one.bias
            x = [outside, *signal, outside]
            sums = [
                bias + t0 * x[i] + t1 * x[i + 1] + t2 * x[i + 2]
                for i in range(len(signal))
            ]
            signal = [max(sums[i : i + 2]) for i in range(0, len(sums), 2)]
            outside = bias + (t0 + t1 + t2) * outside
        rows.append(float(signal[0]) / 8)
    return np.array([*rows, *inverted(np.arange(8.0))])


def _certificates() -> dict[str, float]:
    rounded = channel_codes(nearly_one_bias(), "max")
    taps = [t for layers in _ENCODERS for one in layers for t in one.weight[0][0]]
    return {
        "codes by the first bias alone that differ from 8 - a": float(
            sum(
                code != 8 - a
                for a, code in enumerate(pooling_least_proof.one_bias_codes())
            )
        ),
        "negative taps": float(sum(t < 0 for t in taps)),
        FALSE: float(all(code == 8 - a for a, code in enumerate(rounded))),
    }


def _read(arrays: Arrays) -> Measurement:
    ends = {name: array[:8] for name, array in arrays.items()}
    return Measurement(
        answer=arrays["codes"] / 8,
        values={
            "codes in rationals that differ, biases at both ends": rational_misses(
                ends, _WANTED
            ),
            "largest error of the first bias alone, in positions": float(
                np.max(np.abs(arrays["codes"][8:] - _WANTED))
            ),
        },
    )


def _drawn(answer: Array) -> tuple[Array, Array]:
    return np.arange(float(answer.size)), answer


CLAIM = Claim(
    name="position.pooling-biases",
    statement="With max pooling, no negative tap and one channel it is a bias in the "
    "first layer that three layers lack. With that bias alone there are taps for which "
    "the code of every Dirac is $8 - a$ exactly; with another one at the output they "
    "can be fractions of small numbers. Without it no encoder of three layers or more "
    "gives $2^L - a$, nor this plus a constant, whatever the biases behind.",
    predict=partial(_both, inverted, inverted),
    experiment=given_channels([(one, "max") for one in _ENCODERS], seconds=0.3),
    read=_read,
    rivals=(
        Rival(
            name="off by 1/15 with biases too",
            answer=partial(_both, _off, _off),
            because="the least that is proved without biases "
            "(position.pooling-nonnegative)",
        ),
        Rival(
            name="off by 1/15 with the first bias alone",
            answer=partial(_both, inverted, _off),
            because="the output has to be shifted as well",
        ),
        Rival(
            name="the first bias forgotten",
            answer=_unbiased,
            because="the bias of the output alone, a shift of all codes",
        ),
        Rival(
            name="the ends biased as well",
            answer=_continued,
            because="a layer that continues what it reads by what it makes of zeros",
        ),
        Rival(
            name="as with a stride",
            answer=_strided,
            because="the same weights, as if pooling were subsampling",
        ),
        Rival(
            name="a tap of the second layer one more",
            answer=_another_tap,
            because="[7, 7, 6], in the direction of a symmetric filter",
        ),
        Rival(
            name="mirrored",
            answer=partial(_both, mirrored, mirrored),
            because="a + 1, which the mirrored filters give",
        ),
        Rival(
            name="a constant",
            answer=partial(_both, constant, constant),
            because="the code breaks down altogether",
        ),
    ),
    distance=RMS,
    tolerance=1e-12,
    because="rounding: fractions of small numbers, and taps that are no fractions "
    "rounded to float64, leave 1e-15 on the pilot seeds",
    seeds=SEEDS,
    derivation=pooling_least_proof.bias_derivation,
    certificates=_certificates,
    evidence=EVIDENCE,
    assumptions=(
        Assumption(
            says="One channel; with two no bias is needed at any depth.",
            without="position.pooling-least-width",
        ),
        Assumption(
            says="No filter has a negative tap; with taps of both signs three layers "
            "need no bias.",
            without="position.stride-needed",
        ),
        Assumption(
            says="Every layer continues its input by zeros at both ends, also behind a "
            "layer that makes other numbers of zeros; what pooling does with another "
            "padding is not asked.",
            without=OPEN,
        ),
        THREE_POOLED_TAPS,
        Assumption(
            says="The maximum is all that is not linear: no activation follows.",
            without=OPEN,
        ),
        Assumption(
            says="Exact encoders are known at three layers; whether biases are enough "
            "at four or more, without negative taps, is not known.",
            without=OPEN,
        ),
        Assumption(
            says="Exact codes; how close biases behind the first layer alone come is "
            "not known.",
            without=OPEN,
        ),
        Assumption(
            says="The weights are given; whether training finds such is not asked.",
            without=OPEN,
        ),
    ),
    view=View(
        curve=_drawn,
        x="position a of the impulse, biases at both ends; 8 + a, at the first alone",
        y="code over 8",
        caption="Three layers of one channel with max pooling and without a negative "
        "tap: with a bias in the first layer and one at the output (left), and with "
        "that in the first layer alone (right).",
        marks=True,
    ),
    checks=(
        Check(
            value="codes in rationals that differ, biases at both ends",
            at_most=0.0,
            because="the same weights in exact fractions, sample by sample",
        ),
        Check(
            value="codes by the first bias alone that differ from 8 - a",
            at_most=0.0,
            because="the taps are rational functions of a root of a polynomial of "
            "degree 7: codes and signs are worked out in that field, exactly",
        ),
        Check(value="negative taps", at_most=0.0, because="the weights, counted"),
        refuses(
            "the root is no fraction: with fractions near the taps it is not exact"
        ),
    ),
)
