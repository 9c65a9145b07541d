"""How an autoencoder can place an object: two codes, no bias, a convolution."""

from collections.abc import Callable, Sequence
from fractions import Fraction
from functools import partial
from itertools import product

import numpy as np

from theory.position import objects_proof
from theory.position.objects import (
    object_codes,
    object_decoder,
    placed_object,
    rebuilt,
)
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
from verify.claims.position.families.assumed import ZEROS
from verify.claims.position.families.given_decoders import listed
from verify.distances import RMS

LEVELS, SIZE, PARTS, SLOPE = 4, 2**4, 2, Fraction(1, 5)
SHAPES: dict[str, tuple[Fraction, ...]] = {
    name: tuple(map(Fraction, samples))
    for name, samples in {
        "box": (1, 1, 1),
        "ramp": (1, 2, 3),
        "both signs": (2, -3, 4, -1),
    }.items()
}
STRENGTHS = (Fraction(1, 2), Fraction(1), Fraction(3))
_SHOWN = tuple(
    (Fraction(u), Fraction(a, 2)) for u, a in ((1, 4), (1, 20), (3, 9), (3, 25))
)
"""Strengths and places of the ramps that are drawn."""

Shape = tuple[Fraction, ...]
Law = Callable[[Shape, Fraction, Fraction], Sequence[Fraction]]
"""From an object, its place and its strength to a signal."""


def cases() -> list[tuple[Shape, Fraction, Fraction]]:
    """Return every object, place and strength, in the order of the measurement."""
    return [
        (shape, Fraction(k, PARTS), strength)
        for shape in SHAPES.values()
        for strength in STRENGTHS
        for k in range(PARTS * (SIZE - len(shape)) + 1)
    ]


def _each(law: Law) -> Array:
    return np.array([law(*case) for case in cases()], dtype=float).ravel()


def _placed(shape: Shape, place: Fraction, strength: Fraction) -> Sequence[Fraction]:
    return placed_object(LEVELS, shape, place, strength)


def _taken_for_place(
    shape: Shape, place: Fraction, strength: Fraction
) -> Sequence[Fraction]:
    return _placed(shape, SIZE - strength * (SIZE - place), Fraction(1))


def _one_brightness(
    shape: Shape, place: Fraction, strength: Fraction
) -> Sequence[Fraction]:
    return _placed(shape, place, Fraction(1))


def _mass(shape: Shape, place: Fraction, strength: Fraction) -> Sequence[Fraction]:
    return _placed(shape, place, strength * sum(shape))


def _whole(shape: Shape, place: Fraction, strength: Fraction) -> Sequence[Fraction]:
    return _placed(shape, Fraction(place // 1), strength)


def _centroid(shape: Shape, place: Fraction, strength: Fraction) -> Sequence[Fraction]:
    moment = sum((j * one for j, one in enumerate(shape)), Fraction(0))
    return _placed(shape, place + moment / sum(shape), strength)


def _dirac(shape: Shape, place: Fraction, strength: Fraction) -> Sequence[Fraction]:
    return _placed((Fraction(1),), place, strength)


def _mirrored(shape: Shape, place: Fraction, strength: Fraction) -> Sequence[Fraction]:
    return _placed(shape[::-1], place, strength)


def _certificates() -> dict[str, float]:
    """Count the signals that exact rationals do not give back, of other sizes too."""
    wrong = tried = 0
    for levels in (1, 2, 3, 5):
        for shape in ((Fraction(-2),), (Fraction(3), Fraction(-1, 2))):
            for slope in (Fraction(0), Fraction(1, 5), Fraction(7, 8)):
                layers = object_decoder(levels, slope, shape)
                last = 2**levels - len(shape)
                for k, u in product(range(8), repeat=2):
                    place, strength = Fraction(k * last, 7), Fraction(u, 3)
                    codes = object_codes(levels, shape, place, strength)
                    wanted = placed_object(levels, shape, place, strength)
                    wrong += rebuilt(layers, codes, slope, shape) != wanted
                    tried += 1
    return {"signals in rationals": tried, "signals in rationals that differ": wrong}


def _read(arrays: Arrays) -> Measurement:
    wanted = np.array(
        [object_codes(LEVELS, shape, a, u) for shape, a, u in cases()], dtype=float
    )
    dense = arrays["dense_signals"]
    forms = np.stack([dense @ np.arange(SIZE, 0.0, -1), dense.sum(axis=1)], axis=1)
    return Measurement(
        answer=arrays["signals"].ravel(),
        values={
            "objects placed": float(len(wanted)),
            "farthest code from mass times n less the centroid, or mass": float(
                np.max(np.abs(arrays["codes"] - wanted))
            ),
            "defect of both codes on dense signals": float(
                np.max(np.abs(arrays["dense_codes"] - forms))
            ),
            "largest error over strength at random places": float(
                np.max(arrays["drawn_errors"])
            ),
        },
    )


def _shown(answer: Array) -> tuple[Array, Array]:
    chosen = [cases().index((SHAPES["ramp"], a, u)) for u, a in _SHOWN]
    rows = answer.reshape(-1, SIZE)[chosen]
    return np.arange(float(rows.size)), rows.ravel()


_ROUNDING = 1e-12
_SAMPLES = {
    "levels": LEVELS,
    "slope": float(SLOPE),
    "objects": [
        {
            "shape": [float(one) for one in shape],
            "layers": [
                {"weight": one["weight"]}
                for one in listed(object_decoder(LEVELS, SLOPE, shape))
            ],
        }
        for shape in SHAPES.values()
    ],
    "strengths": [float(u) for u in STRENGTHS],
    "parts": PARTS,
}

CLAIM = Claim(
    name="position.objects",
    statement="Without a single bias an autoencoder of $n = 2^L$ samples places any "
    "object of a known shape, of a sum that is not 0, whatever its brightness, "
    "exactly. Of a signal of mass m and centroid c two linear strided channels, "
    "[1, 2, 1] and [0, 1, 1], read $m (n - c)$ and m: n less their ratio is the "
    "centroid. A decoder that carries the brightness where that of a "
    "Dirac carries 1 makes a Dirac as bright, and a convolution with the object makes "
    "the object, for every brightness not negative and every real place at which all "
    "of it is inside.",
    predict=partial(_each, _placed),
    experiment=Experiment(
        function="empirical.position.objects:placed_objects",
        configurations={
            "quick": {**_SAMPLES, "drawn": 50},
            "full": {**_SAMPLES, "drawn": 500},
        },
        seconds=0.3,
        trains=False,
    ),
    read=_read,
    rivals=(
        Rival(
            name="brightness taken for place",
            answer=partial(_each, _taken_for_place),
            because="the first code alone, as of a Dirac: u (n - a) read as n - a",
        ),
        Rival(
            name="brightness lost",
            answer=partial(_each, _one_brightness),
            because="the ratio of both codes alone, which tells the place",
        ),
        Rival(
            name="mass in place of brightness",
            answer=partial(_each, _mass),
            because="the second code as it is",
        ),
        Rival(
            name="at whole places",
            answer=partial(_each, _whole),
            because="a decoder that rounds the place down",
        ),
        Rival(
            name="first sample at the centroid",
            answer=partial(_each, _centroid),
            because="the ratio is the centroid, and not where the object begins",
        ),
        Rival(
            name="a Dirac",
            answer=partial(_each, _dirac),
            because="no convolution behind the decoder",
        ),
        Rival(
            name="the object mirrored",
            answer=partial(_each, _mirrored),
            because="a convolution as torch has it, which is a correlation",
        ),
    ),
    distance=RMS,
    tolerance=_ROUNDING,
    because="rounding in float64: 2e-15 on the pilot seeds; other processors are given "
    "some room",
    seeds={"quick": (0, 1), "full": (0, 1, 2, 3, 4)},
    derivation=objects_proof.derivation,
    evidence=frozenset({Evidence.THEOREM, Evidence.COMPUTATION}),
    assumptions=(
        ZEROS,
        Assumption(
            says="A linear encoder; the decoder's LeakyReLU has a slope in [0, 1).",
            without=OPEN,
        ),
        Assumption(
            says="Two codes; one code without biases cannot be the place.",
            without="position.brightness",
        ),
        Assumption(
            says="One shape, known and of a mass that is not 0: it stands in the "
            "weights. What more shapes take is not known.",
            without=OPEN,
        ),
        Assumption(
            says="A brightness that is not negative: the decoder carries it through "
            "LeakyReLUs.",
            without=OPEN,
        ),
        Assumption(
            says="All of the object is inside, $0 <= a <= n - w$ for w samples; "
            "between samples each of its samples is shared as in eq. (11).",
            without=OPEN,
        ),
        Assumption(
            says="The weights are given; whether training finds such is asked of "
            "Diracs alone.",
            without="position.autoencoder-found",
        ),
    ),
    certificates=_certificates,
    view=View(
        curve=_shown,
        x="sample: four signals of 16 samples, one after the other",
        y="what comes back",
        caption="The object [1, 2, 3] at the places 2 and 10, and three times as "
        "bright at 4.5 and 12.5: each comes back where it was and as bright. The "
        "verdict is on three objects, three brightnesses and all half places.",
        marks=True,
    ),
    checks=(
        Check(
            value="farthest code from mass times n less the centroid, or mass",
            at_most=_ROUNDING,
            because="halves and small integers: the codes are what eq. (18) says; a "
            "network that returns its input unread has other ones",
        ),
        Check(
            value="defect of both codes on dense signals",
            at_most=0.0,
            because="whole numbers, of signals that are no object",
        ),
        Check(
            value="largest error over strength at random places",
            at_most=_ROUNDING,
            because="places and brightnesses that no grid has; 5e-14 on pilot seeds",
        ),
        Check(
            value="signals in rationals that differ",
            at_most=0.0,
            because="the same weights in exact fractions, for four lengths, three "
            "slopes, and a negative object, at eight places and as many brightnesses "
            "each, 0 and both ends among them",
        ),
    ),
)
