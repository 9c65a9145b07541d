"""An exact decoder, in plain weights."""

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from functools import cache, partial
from typing import Any

import numpy as np

from theory.position import decoder_proof
from theory.position.decoder import doubling_decoder
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
from verify.claims.position.families.decoder_layers import layer_pictures
from verify.claims.position.families.given_decoders import (
    BUMPS,
    FAR,
    FAR_LEVELS,
    PARTS,
    PLACES,
    ROUNDING,
    SLOPES,
    bumps,
    configuration,
    decoded,
    diracs,
    hat,
    positions,
    read,
    shown,
)
from verify.distances import RMS

# Levels and slope of each decoder that is judged on all its samples.
_DECODERS = (*((3, slope) for slope in SLOPES), (5, SLOPES[1]))


def _read(arrays: Arrays) -> Measurement:
    layers = doubling_decoder(3, SLOPES[0])
    drawn = layer_pictures(layers, "zeros", arrays["signals"])
    return replace(read(arrays), pictures=drawn)


_LEVELS = tuple(levels for levels, _ in _DECODERS)


def _configurations(far: bool) -> Iterator[dict[str, Any]]:
    chosen = ((FAR_LEVELS, slope) for slope in SLOPES) if far else _DECODERS
    for levels, slope in chosen:
        layers = doubling_decoder(levels, slope)
        yield configuration(layers, levels, slope, "zeros")


@cache
def _repeated() -> Array:
    parts = [
        decoded(doubling_decoder(n, slope), n, slope, "nearest")
        for n, slope in _DECODERS
    ]
    return np.concatenate(parts)


@cache
def _slope_ignored() -> Array:
    parts = [
        decoded(doubling_decoder(n, Fraction(0)), n, slope, "zeros")
        for n, slope in _DECODERS
    ]
    return np.concatenate(parts)


def _mirrored() -> Array:
    offsets = [2**n - positions(n)[:, None] - np.arange(2**n) for n in _LEVELS]
    return np.concatenate([hat(v).ravel() for v in offsets])


def _end_lost() -> Array:
    signals = [bumps((n,), lambda v: hat(v)).reshape(-1, 2**n) for n in _LEVELS]
    for block in signals:
        block[:, -1] = 0
    return np.concatenate([block.ravel() for block in signals])


_SAMPLES = {
    "decoders": list(_configurations(far=False)),
    "far_decoders": list(_configurations(far=True)),
    "parts": PARTS,
}

CLAIM = Claim(
    name="position.decoder-exists",
    statement="With zero-insertion upsampling, biases and a LeakyReLU of any rational "
    "slope in [0, 1), a decoder in plain rational weights turns the code $2^L - a$ "
    "back into the Dirac at a, for every real a in $[0, 2^L - 1]$: with the encoder "
    "[1, 2, 1] it is an exact autoencoder of position.",
    predict=partial(diracs, _LEVELS),
    experiment=Experiment(
        function="empirical.position.given_decoders:decoded_diracs",
        configurations={
            "quick": {**_SAMPLES, "drawn": 20},
            "full": {**_SAMPLES, "drawn": 200},
        },
        seconds={"quick": 0.5, "full": 1.0},
        trains=False,
    ),
    read=_read,
    rivals=(
        Rival(
            name="samples repeated",
            answer=_repeated,
            because="the same weights with nearest-neighbour upsampling",
        ),
        Rival(
            name="slope ignored",
            answer=_slope_ignored,
            because="the weights for ReLU behind a LeakyReLU",
        ),
        Rival(
            name="not inverted",
            answer=_mirrored,
            because="a Dirac at the code instead of the position",
        ),
        Rival(
            name="last sample lost",
            answer=_end_lost,
            because="what the padding often does to the end",
        ),
        *(
            Rival(name=name, answer=partial(bumps, _LEVELS, bump), because=because)
            for name, (because, bump) in BUMPS.items()
        ),
    ),
    distance=RMS,
    tolerance=ROUNDING,
    because="rounding in float64: 8e-16 on the pilot seeds; a thousand roundings are "
    "allowed for other processors",
    seeds={"quick": (0, 1), "full": (0, 1, 2, 3, 4)},
    derivation=decoder_proof.doubling_derivation,
    evidence=frozenset({Evidence.THEOREM, Evidence.COMPUTATION}),
    assumptions=(
        Assumption(
            says="The weights are given; whether training finds such is asked apart.",
            without="position.decoder-found",
        ),
        Assumption(
            says="Rational weights, as exact as they are, and so a rational slope.",
            without=OPEN,
        ),
    ),
    view=View(
        curve=shown,
        x="sample",
        y="decoded signal",
        panels=PLACES,
        caption="Signals of length 8 decoded from the codes of Diracs at a = 2, 2 1/4 "
        "and so on to 3, with ReLU. The verdict is on every quarter of a sample, "
        "three slopes, and lengths 8 and 32.",
        marks=True,
    ),
    checks=(
        Check(
            value="largest error at L = 12",
            at_most=FAR,
            because="random positions, ends, halves and neighbours of whole numbers in "
            "signals of length 4096, through twelve layers",
        ),
    ),
)
