"""An exact decoder for both ways of upsampling."""

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from functools import cache, partial
from typing import Any

import numpy as np

from theory.position import decoder_proof
from theory.position.decoder import ramp_decoder
from verify.claim import (
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
from verify.claims.position.families import given_decoders
from verify.claims.position.families.decoder_layers import layer_pictures
from verify.distances import RMS

# Levels, slope and upsampling of each decoder that is judged on all its samples.
_DECODERS: tuple[tuple[int, Fraction, str], ...] = (
    *((3, slope, "nearest") for slope in given_decoders.SLOPES),
    (5, Fraction(1, 5), "nearest"),
    (5, Fraction(1, 5), "zeros"),
)
_FAR: tuple[tuple[int, Fraction, str], ...] = tuple(
    (given_decoders.FAR_LEVELS, Fraction(1, 5), upsampling)
    for upsampling in ("nearest", "zeros")
)
_LEVELS = tuple(levels for levels, _, _ in _DECODERS)


def _configurations(far: bool) -> Iterator[dict[str, Any]]:
    for levels, slope, upsampling in _FAR if far else _DECODERS:
        layers = ramp_decoder(levels, slope, upsampling)
        yield given_decoders.configuration(layers, levels, slope, upsampling)


@cache
def _exchanged() -> Array:
    other = {"nearest": "zeros", "zeros": "nearest"}
    parts = [
        given_decoders.decoded(ramp_decoder(n, slope, other[kind]), n, slope, kind)
        for n, slope, kind in _DECODERS
    ]
    return np.concatenate(parts)


@cache
def _hat_for_relu() -> Array:
    parts = [
        given_decoders.decoded(ramp_decoder(n, Fraction(0), kind), n, slope, kind)
        for n, slope, kind in _DECODERS
    ]
    return np.concatenate(parts)


def _children_alike() -> Array:
    """Return what comes out if all samples hold 2^L where the ramp should fall."""
    signals = [
        np.repeat(given_decoders.hat(given_decoders.positions(n)), 2**n)
        for n in _LEVELS
    ]
    return np.concatenate(signals)


def _read(arrays: Arrays) -> Measurement:
    layers = ramp_decoder(3, given_decoders.SLOPES[0], "nearest")
    drawn = layer_pictures(layers, "nearest", arrays["signals"])
    return replace(given_decoders.read(arrays), pictures=drawn)


_SAMPLES = {
    "decoders": list(_configurations(far=False)),
    "far_decoders": list(_configurations(far=True)),
    "parts": given_decoders.PARTS,
}

CLAIM = Claim(
    name="position.decoder-nearest",
    statement="An exact decoder exists with nearest-neighbour upsampling too: beside "
    "a multiple of the code it grows the ramp $2^l - i$, with the filter [0, 1, 1] on "
    "repeated samples, or the encoder's own [1, 2, 1] on inserted zeros, and the zero "
    "padding keeps the ramp right at its end.",
    predict=partial(given_decoders.diracs, _LEVELS),
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
            name="children alike",
            answer=_children_alike,
            because="two copies of one sample, which a filter may not tell apart; or a "
            "padding that repeats the end",
        ),
        Rival(
            name="upsamplings exchanged",
            answer=_exchanged,
            because="the weights for the one with the other",
        ),
        Rival(
            name="hat for ReLU",
            answer=_hat_for_relu,
            because="the division by 1 - alpha left out",
        ),
        *(
            Rival(
                name=name,
                answer=partial(given_decoders.bumps, _LEVELS, bump),
                because=because,
            )
            for name, (because, bump) in given_decoders.BUMPS.items()
        ),
    ),
    distance=RMS,
    tolerance=given_decoders.ROUNDING,
    because="rounding in float64: 3e-16 on the pilot seeds; a thousand roundings are "
    "allowed for other processors",
    seeds={"quick": (0, 1), "full": (0, 1, 2, 3, 4)},
    derivation=decoder_proof.ramp_derivation,
    evidence=frozenset({Evidence.THEOREM, Evidence.COMPUTATION}),
    assumptions=(
        Assumption(
            says="The weights are given; whether training finds such is asked apart.",
            without="position.decoder-found",
        ),
    ),
    view=View(
        curve=given_decoders.shown,
        x="sample",
        y="decoded signal",
        panels=given_decoders.PLACES,
        caption="Signals of length 8 decoded from the codes of Diracs at a = 2, 2 1/4 "
        "and so on to 3, with ReLU and repeated samples. The verdict is on every "
        "quarter of a sample, both upsamplings, three slopes, and lengths 8 and 32.",
        marks=True,
    ),
    checks=(
        Check(
            value="largest error at L = 12",
            at_most=given_decoders.FAR,
            because="random positions, ends, halves and neighbours of whole numbers in "
            "signals of length 4096, through twelve layers",
        ),
    ),
)
