"""The position without any stride or pooling, by more layers or by spaced taps."""

from collections.abc import Callable, Iterator
from functools import cache, partial
from typing import Any

import numpy as np

from theory.position import stride_free, stride_free_proof
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
from verify.distances import RMS

_LENGTHS = (2, 3, 4, 5, 8, 9, 16, 17, 32, 33, 64)
_SPACED = (1, 2, 3, 4, 5, 6, 7, 8)
"""Numbers of layers L whose taps lie 2^l apart, of lengths 2^L."""

_SHOWN = 16
_OTHERS: dict[str, tuple[int, ...]] = {
    "a": tuple(range(_SHOWN)),
    "3^a mod 17": tuple(pow(3, a, 17) for a in range(_SHOWN)),
}
"""Labels that are not inverted, of 16 places; the second in no order at all."""


def _labels() -> list[tuple[int, ...]]:
    """Return the labels read by more layers, and then those read by spaced taps."""
    return [
        *(tuple(range(n, 0, -1)) for n in _LENGTHS),
        *_OTHERS.values(),
        *(tuple(range(2**levels, 0, -1)) for levels in _SPACED),
    ]


def _encoders() -> Iterator[dict[str, Any]]:
    for label in _labels()[: -len(_SPACED)]:
        taps = stride_free.stride_free_taps(label)
        yield _encoder(len(label), 0, [(row, 1) for row in taps])
    for levels in _SPACED:
        rows = [((1.0, 2.0, 1.0), 2**layer) for layer in range(levels)]
        yield _encoder(2**levels, 2**levels - 1, rows)


def _encoder(length: int, before: int, rows: list[Any]) -> dict[str, Any]:
    layers = [{"taps": taps, "apart": apart} for taps, apart in rows]
    return {"length": length, "before": before, "layers": layers}


Law = Callable[[Array], Array]


def _each(law: Law) -> Array:
    """Return what a law makes of each label, over its length."""
    return np.concatenate(
        [law(np.array(label, dtype=float)) / len(label) for label in _labels()]
    )


def _wanted(label: Array) -> Array:
    return label


def _mean(label: Array) -> Array:
    return np.full(len(label), np.mean(label))


def _inverted(label: Array) -> Array:
    return np.arange(len(label), 0.0, -1)


def _end_lost(label: Array) -> Array:
    return np.where(np.arange(len(label)) == len(label) - 1, 0, label)


def _one_off(label: Array) -> Array:
    return np.asarray(label + label[0] - label[1])


def _near(label: Array) -> Array:
    """Return codes of as few layers as with strides, which see few samples."""
    levels = int(np.log2(len(label)))
    return np.where(np.arange(len(label)) < 2 * levels + 1, label, 0)


@cache
def _bell(size: int) -> tuple[float, ...]:
    """Return what [1, 2, 1] makes in size // 2 layers, times the best number."""
    made = np.ones(1)
    while len(made) < size:
        made = np.convolve(made, (1, 2, 1) if len(made) + 1 < size else (1, 1))
    label = np.arange(size, 0.0, -1)
    return tuple(made * (made @ label) / (made @ made))


def _repeated(label: Array) -> Array:
    return np.array(_bell(len(label)))


def _read(arrays: Arrays) -> Measurement:
    exact, wanted = arrays["exact_codes"], _each(_wanted)
    sizes = np.concatenate([np.full(len(row), len(row)) for row in _labels()])
    return Measurement(
        answer=arrays["codes"] / sizes,
        values={
            "codes": float(sizes.size),
            "layers at length 64": _LENGTHS[-1] // 2,
            "layers at length 64 with spaced taps, or strides": 6.0,
            "farthest code in rationals": float(np.max(np.abs(exact - wanted * sizes))),
        },
    )


def _certificates() -> dict[str, float]:
    labels = _labels()[: -len(_SPACED)]
    return {
        "farthest product of enclosed factors": max(
            stride_free.product_defect(label) for label in labels
        )
    }


def _shown(answer: Array) -> tuple[Array, Array]:
    """Draw the label n - a at length 16, and the two other labels of that length."""
    first = sum(n for n in _LENGTHS if n < _SHOWN)
    others = sum(_LENGTHS)
    codes = [answer[first : first + _SHOWN], answer[others : others + 2 * _SHOWN]]
    return np.arange(3.0 * _SHOWN), np.concatenate(codes)


_ROUNDING = 1e-11
_CONFIGURATION = {"encoders": list(_encoders())}

CLAIM = Claim(
    name="position.stride-free",
    statement="Without stride, pooling, padding, bias or activation one channel of "
    "three-tap convolutions (the last of two taps where n is even) reads any label of "
    "n places of a Dirac, two or more, $n - a$ among them: half as many layers as "
    "there are places, rounded down, are enough, as every real polynomial is a product "
    "of real ones of degree two at most. And with zeros outside the signal and the "
    "taps of [1, 2, 1] apart by $2^l$ samples in layer l, counted from 0, L layers "
    "read $2^L - a$ at the first place, as many as with strides.",
    predict=partial(_each, _wanted),
    experiment=Experiment(
        function="empirical.position.stride_free:stride_free_codes",
        configurations={"quick": _CONFIGURATION, "full": _CONFIGURATION},
        seconds=0.5,
        trains=False,
    ),
    read=_read,
    rivals=(
        Rival(
            name="a constant",
            answer=partial(_each, _mean),
            because="convolutions treat all places alike",
        ),
        Rival(
            name="a bell",
            answer=partial(_each, _repeated),
            because="[1, 2, 1] in every layer, which without a stride or spaced taps "
            "makes binomial coefficients",
        ),
        Rival(
            name="near places only",
            answer=partial(_each, _near),
            because="2 L + 1 samples, all that as few layers as with strides see",
        ),
        Rival(
            name="inverted whatever the label",
            answer=partial(_each, _inverted),
            because="what one channel reads with strides (position.only-inverted)",
        ),
        Rival(
            name="last position lost",
            answer=partial(_each, _end_lost),
            because="a sample short: n // 2 layers of three taps leave none where n "
            "is even",
        ),
        Rival(
            name="one position off",
            answer=partial(_each, _one_off),
            because="positions counted from 1",
        ),
    ),
    distance=RMS,
    tolerance=1e-12,
    because="rounding in float64, in lengths: 2e-15 on the pilot seeds; other "
    "processors are given some room",
    seeds={"quick": (0, 1), "full": (0, 1, 2, 3, 4)},
    derivation=stride_free_proof.derivation,
    evidence=frozenset({Evidence.THEOREM, Evidence.COMPUTATION}),
    assumptions=(
        Assumption(
            says="As many layers as it takes, n / 2 and not L, or taps that are no "
            "neighbours.",
            without="position.stride-reach",
        ),
        Assumption(
            says="Where the taps are apart, zeros outside the signal, and the number "
            "at the first place; what is said of neighbours needs no padding.",
            without="position.paddings",
        ),
        Assumption(
            says="The weights are given; whether training finds such is not asked.",
            without=OPEN,
        ),
    ),
    certificates=_certificates,
    view=View(
        curve=_shown,
        x="position a of the impulse: label n - a; 16 + a, label a; 32 + a, label "
        "3^a mod 17",
        y="code over n",
        caption="Eight layers without a stride, the last of two taps, read three "
        "labels of the 16 Diracs of length 16. The verdict is on n - a at eleven "
        "lengths from 2 to 64 as well, and with spaced taps up to 256.",
        marks=True,
    ),
    checks=(
        Check(
            value="farthest code in rationals",
            at_most=_ROUNDING,
            because="taps rounded to float64, and nothing else, in exact arithmetic: "
            "9e-13 of a position at length 64",
        ),
        Check(
            value="farthest product of enclosed factors",
            at_most=1e-40,
            because="roots enclosed to sixty digits, multiplied out in intervals: the "
            "factors that the taps are rounded from are those of the label",
        ),
    ),
)
