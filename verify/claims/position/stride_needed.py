"""Whether the position can be extracted without strides."""

from collections.abc import Callable, Iterator
from fractions import Fraction
from functools import partial
from typing import Any

import numpy as np

from theory.position import pooling_proof
from theory.position.pooling import average_pooling_encoder, max_pooling_encoder
from verify.claim import (
    Array,
    Arrays,
    Claim,
    Experiment,
    Measurement,
    Outcome,
    Rival,
    View,
)
from verify.claims.position.families.pooled_codes import (
    pooled_configuration,
    worst_defect,
)
from verify.distances import RMS

# r, s and t of the three-layer encoders with max pooling that are tried.
_FREE = (
    (Fraction(1), Fraction(1), Fraction(0)),
    (Fraction(1, 3), Fraction(5, 2), Fraction(7, 4)),
    (Fraction(7, 5), Fraction(1, 6), Fraction(2, 9)),
)
_AVERAGE_LEVELS = (1, 2, 3, 4, 5, 6)
_MAX_LEVELS = (1, 2, *(3 for _ in _FREE))
_LEVELS = (*_MAX_LEVELS, *_AVERAGE_LEVELS)

Law = Callable[[Array], Array]


def _encoders() -> Iterator[dict[str, Any]]:
    for levels in (1, 2):
        yield pooled_configuration(max_pooling_encoder(levels), "max")
    for r, s, t in _FREE:
        yield pooled_configuration(max_pooling_encoder(3, r, s, t), "max")
    for levels in _AVERAGE_LEVELS:
        yield pooled_configuration(average_pooling_encoder(levels), "average")


def _each(laws: tuple[Law, ...]) -> Array:
    """Return the code over 2^L of every position of every encoder, a law for each."""
    parts = [law(np.arange(2.0**n)) for n, law in zip(_LEVELS, laws, strict=True)]
    return np.concatenate(parts)


def _inverted(a: Array) -> Array:
    return 1 - a / len(a)


def _constant(a: Array) -> Array:
    return np.full(len(a), np.mean(_inverted(a)))


def _mirrored(a: Array) -> Array:
    return (a + 1) / len(a)


def _halved(a: Array) -> Array:
    return np.asarray((_inverted(a) + _constant(a)) / 2)


def _everywhere(law: Law) -> Array:
    return _each((law,) * len(_LEVELS))


def _split(largest: int, smallest: int) -> Array:
    """Return max pooling right up to a number of layers, average from another on."""
    ours = [_inverted if n <= largest else _constant for n in _MAX_LEVELS]
    mean = [_inverted if n >= smallest else _constant for n in _AVERAGE_LEVELS]
    return _each((*ours, *mean))


def _certificates() -> dict[str, float]:
    proved = [
        pooling_proof.proved_codes(n) == list(range(2**n, 0, -1)) for n in (1, 2, 3)
    ]
    return {"numbers of layers proved for all r, s, t": float(sum(proved))}


def _read(arrays: Arrays) -> Measurement:
    sizes = np.concatenate([np.full(2**n, 2.0**n) for n in _LEVELS])
    exact = arrays["exact_codes"][:, 0] / arrays["exact_codes"][:, 1]
    wanted = _everywhere(_inverted) * sizes
    return Measurement(
        answer=arrays["codes"] / sizes,
        values={
            "codes that rational arithmetic confirms": float(np.sum(exact == wanted)),
            "codes": float(exact.size),
            "largest difference to rational arithmetic": worst_defect(arrays),
        },
    )


def _derivation() -> tuple[Any, ...]:
    return (
        *pooling_proof.average_derivation(),
        *pooling_proof.max_derivation(),
        *pooling_proof.mirror_derivation(),
    )


def _third(answer: Array) -> tuple[Array, Array]:
    """Draw three layers of max pooling."""
    start = sum(2**n for n in _LEVELS[:2])
    return np.arange(8.0), answer[start : start + 8]


_CONFIGURATION = {"encoders": list(_encoders())}

CLAIM = Claim(
    name="position.stride-needed",
    statement="Strided convolution is necessary: with pooling in its place the code "
    "breaks down whatever the filters, as it does with [1, 2, 1], whose best affine "
    "reading is then a constant.",
    source="Slide 'Autoencoding position', summary: 'strided convolution (conv + "
    "subsampling) is necessary. Max pooling makes this behaviour break down'",
    predict=partial(_everywhere, _constant),
    experiment=Experiment(
        function="empirical.position.pooled_encoders:given_pooled_codes",
        configurations={"quick": _CONFIGURATION, "full": _CONFIGURATION},
        seconds=0.5,
        trains=False,
    ),
    read=_read,
    rivals=(
        Rival(
            name="other filters make up for it",
            answer=partial(_everywhere, _inverted),
            because="the inverted position, from one to three layers with max pooling "
            "and from any number with average pooling",
        ),
        Rival(
            name="average pooling only",
            answer=partial(_split, 0, 0),
            because="it is linear, max pooling is not",
        ),
        Rival(
            name="max pooling only",
            answer=partial(_split, 3, 7),
            because="it can choose a side, as the stride does",
        ),
        Rival(
            name="max pooling up to two layers",
            answer=partial(_split, 2, 0),
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
            answer=partial(_everywhere, _mirrored),
            because="a + 1, which the mirrored filters give",
        ),
    ),
    distance=RMS,
    tolerance=1e-9,
    because="rounding in float64: 1e-15 on the pilot seeds; other processors are given "
    "some room",
    seeds={"quick": (0, 1), "full": (0, 1, 2, 3, 4)},
    derivation=_derivation,
    certificates=_certificates,
    view=View(
        curve=_third,
        x="position a of the impulse",
        y="code over 2^L",
        caption="Three layers with max pooling and the filters [2, 1, 0], [1, -2, -1], "
        "[4, -1, 2]. The verdict is on three encoders of this kind, on one and two "
        "layers, and on average pooling with up to six.",
        marks=True,
    ),
    expected=Outcome.REFUTED,
    counterexample="with average pooling the filter [2, 2, 0] is the deck's own layer, "
    "at any number of layers; with max pooling [2, 1, 0], [1, -2, -1], [4, -1, 2] "
    "give 8 - a exactly",
    amendment="A stride is needed with a symmetric filter such as [1, 2, 1]: pooling "
    "then cannot tell left from right (position.pooling-fixed-filter). Other filters "
    "make up for average pooling at any number of layers, and for max pooling up to "
    "three; with three layers it takes negative taps (position.pooling-nonnegative). "
    "With four layers of max pooling and no biases no filters do "
    "(position.pooling-four); whether any do with five or more is open.",
)
