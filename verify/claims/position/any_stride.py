"""The position with any stride, by the hat as wide as two strides."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import cache, partial
from typing import Any

import numpy as np

from theory.position import any_stride_proof
from theory.position.any_stride import Taps, hat_taps, shifted_taps, strided_codes
from verify.claim import (
    OPEN,
    Array,
    Arrays,
    Assumption,
    Claim,
    Experiment,
    Measurement,
    Rival,
    View,
)
from verify.claims.position.families.assumed import ZEROS
from verify.claims.position.families.channel_codes import (
    DIFFER,
    EVIDENCE,
    RATIONALS,
    SEEDS,
    rational_misses,
)
from verify.distances import RMS

_DEPTHS = {2: 7, 3: 5, 4: 4, 5: 3, 6: 3, 7: 2, 8: 2, 9: 2}
"""The most layers tried, by stride."""

_HATS = tuple((s, n) for s, most in _DEPTHS.items() for n in range(1, most + 1))
_SHIFTED = tuple(
    (s, n, shift)
    for s, n in ((2, 3), (2, 5), (3, 3), (4, 2), (5, 2))
    for shift in (Fraction(s**n), Fraction(1, 2), Fraction(1), Fraction(-3))
)
"""Stride, layers and what the label is less than s^L - a; the first is -a."""

_SHOWN = ((2, 5), (3, 3), (4, 2), (5, 2), (6, 2))


def _rows(taps: Any = hat_taps) -> list[tuple[int, Sequence[Taps]]]:
    """Return every encoder: stride and layers; with other taps in place of the hat."""
    plain = [(s, [taps(s)] * n) for s, n in _HATS]
    return plain + [
        (s, [shifted_taps(s, shift), *[taps(s)] * (n - 1)]) for s, n, shift in _SHIFTED
    ]


def _sizes() -> Array:
    sizes = [s ** len(layers) for s, layers in _rows()]
    return np.repeat(np.array(sizes, dtype=float), sizes)


@cache
def _wanted() -> Array:
    labels = [range(s**n, 0, -1) for s, n in _HATS]
    shifted = [np.arange(s**n, 0.0, -1) - float(shift) for s, n, shift in _SHIFTED]
    return np.concatenate([*map(np.array, labels), *shifted])


def _predict() -> Array:
    return np.asarray(_wanted() / _sizes())


def _by(taps: Any) -> Array:
    """Return the codes of other filters, over the length, at the best scale each."""
    found, start, wanted = [], 0, _wanted()
    for stride, layers in _rows(taps):
        codes = np.array([float(c) for c in strided_codes(stride, layers)])
        label = wanted[start : start + len(codes)]
        start += len(codes)
        scale = (codes @ label) / (codes @ codes) if np.any(codes) else 0.0
        found.append(scale * codes / len(codes))
    return np.concatenate(found)


def _box(stride: int) -> dict[int, Fraction]:
    return {j: Fraction(1) for j in hat_taps(stride)}


def _disjoint(stride: int) -> dict[int, Fraction]:
    return {j: Fraction(1) for j in range(stride)}


def _narrow(stride: int) -> dict[int, Fraction]:
    ends = (1 - stride, stride - 1)
    return {j: t for j, t in hat_taps(stride).items() if j not in ends}


def _without_left(stride: int) -> dict[int, Fraction]:
    return {j: t for j, t in hat_taps(stride).items() if j != 1 - stride}


def _flat(stride: int) -> dict[int, Fraction]:
    """Return the hat without its tip."""
    return {j: min(t, Fraction(stride - 1)) for j, t in hat_taps(stride).items()}


def _deck(stride: int) -> dict[int, Fraction]:
    return {j: t for j, t in hat_taps(2).items()}


def _offsets_lost() -> Array:
    count = sum(s**n for s, n in _HATS)
    inverted = np.concatenate([np.arange(s**n, 0.0, -1) for s, n, _ in _SHIFTED])
    return np.asarray(np.append(_wanted()[:count], inverted) / _sizes())


def _one_less() -> Array:
    return np.asarray((_wanted() - 1) / _sizes())


def _encoders() -> Iterator[dict[str, Any]]:
    for stride, layers in _rows():
        told = [
            {
                "first": min(taps),
                "taps": [list(Fraction(t).as_integer_ratio()) for t in taps.values()],
            }
            for taps in layers
        ]
        yield {"stride": stride, "layers": told}


def _read(arrays: Arrays) -> Measurement:
    return Measurement(
        answer=arrays["codes"] / _sizes(),
        values={
            "codes": float(arrays["codes"].size),
            DIFFER: rational_misses(arrays, _wanted()),
        },
    )


def _shown(answer: Array) -> tuple[Array, Array]:
    """Draw the codes of the Diracs at some strides, one stride after the other."""
    starts = np.cumsum([0, *(s**n for s, n in _HATS)])
    parts = [
        s**n * answer[starts[i] : starts[i + 1]]
        for s, n in _SHOWN
        for i in [_HATS.index((s, n))]
    ]
    codes = np.concatenate(parts)
    return np.arange(float(codes.size)), codes


_CONFIGURATION = {"encoders": list(_encoders())}

CLAIM = Claim(
    name="position.any-stride",
    statement="Nothing in the code is special to a stride of 2: with any stride s from "
    "2 on, L layers of the hat $[1, 2, ..., s, ..., 2, 1]$, of $2 s - 1$ taps, read "
    "$s^L - a$ of a Dirac at a, of $s^L$ places. One tap more in the first layer, in "
    "front of hats, frees the label: with $s - j - c$ at the j-th sample to the right "
    "of the one kept, j from 0 to $s - 1$, and $s - j + c$ at the j-th to its left, j "
    "from 1 to s, the code is $s^L - c - a$, for every number c, without a bias: so "
    "every affine label but constants, up to a factor.",
    predict=_predict,
    experiment=Experiment(
        function="empirical.position.any_stride:any_stride_codes",
        configurations={"quick": _CONFIGURATION, "full": _CONFIGURATION},
        seconds=0.5,
        trains=False,
    ),
    read=_read,
    rivals=(
        Rival(
            name="the hat without its outer taps",
            answer=partial(_by, _narrow),
            because="2 s - 3 taps, next to each other's reach; the best multiple",
        ),
        Rival(
            name="the hat without its left tap",
            answer=partial(_by, _without_left),
            because="2 s - 2 taps; the best multiple",
        ),
        Rival(
            name="the hat without its tip",
            answer=partial(_by, _flat),
            because="a trapezoid of as many taps; the best multiple",
        ),
        Rival(
            name="a box of 2 s - 1 taps",
            answer=partial(_by, _box),
            because="overlap is what matters, and not the shape; the best multiple",
        ),
        Rival(
            name="a box of s taps",
            answer=partial(_by, _disjoint),
            because="every sample met once, which counts and does not place",
        ),
        Rival(
            name="[1, 2, 1] at every stride",
            answer=partial(_by, _deck),
            because="the filter of the talk as it stands; the best multiple",
        ),
        Rival(
            name="the label stays",
            answer=_offsets_lost,
            because="one channel without biases reads the inverted place alone",
        ),
        Rival(
            name="one place less",
            answer=_one_less,
            because="the last place counted as 0",
        ),
    ),
    distance=RMS,
    tolerance=1e-12,
    because="small integers and halves, exact in float64; a processor that reorders "
    "sums is given some room",
    seeds=SEEDS,
    derivation=any_stride_proof.derivation,
    evidence=EVIDENCE,
    assumptions=(
        ZEROS,
        Assumption(
            says="The signal has $s^L$ samples, and of every s the first is kept.",
            without=OPEN,
        ),
        Assumption(
            says="No activation, where taps are negative: c below 0 or above 1.",
            without=OPEN,
        ),
        Assumption(
            says="The weights are given; which others read an affine label is asked "
            "apart.",
            without="position.any-stride-only",
        ),
    ),
    view=View(
        curve=_shown,
        x="position a of the impulse, one stride after the other: 2, 3, 4, 5, 6",
        y="code",
        caption="Five hats, five straight lines: the codes of all Diracs of length 32 "
        "at stride 2, 27 at stride 3, 16, 25 and 36 at strides 4, 5 and 6. The verdict "
        "is on strides up to 9, and on four other labels at each of five encoders.",
        marks=True,
    ),
    checks=(RATIONALS,),
)
