"""An exact decoder, in plain weights."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction
from functools import cache, partial
from typing import Any

import numpy as np

from verify.claim import (
    Array,
    Arrays,
    Budget,
    Check,
    Claim,
    Experiment,
    Measurement,
    Rival,
    View,
)
from verify.claims.position.decoder_layers import layer_pictures
from verify.distances import RMS

PARTS = 4
FAR_LEVELS = 12
SLOPES = (Fraction(0), Fraction(1, 5), Fraction(1, 2))
"""Of the LeakyReLU: ReLU, the slope of the deck's networks, and a large one."""

# Levels and slope of each decoder that is judged on all its samples.
_DECODERS = (*((3, slope) for slope in SLOPES), (5, SLOPES[1]))

Bump = Callable[[Array], Array]

BUMPS: dict[str, tuple[str, Bump]] = {
    "nearest sample": (
        "a Dirac at the nearest whole position",
        lambda v: 1.0 * (np.round(-v) == 0) * (np.abs(v) < 1),
    ),
    "half a sample off": ("samples at pixel centres", lambda v: hat(v + 0.5)),
    "one sample off": ("the last position read as 0", lambda v: hat(v - 1)),
    "wide hat": ("half as high, twice as wide", lambda v: hat(v / 2) / 2),
    "parabola": ("max(0, 1 - V^2)", lambda v: np.maximum(0, 1 - v**2)),
    "cosine bump": (
        "a smooth hat",
        lambda v: np.where(np.abs(v) < 1, (1 + np.cos(np.pi * v)) / 2, 0),
    ),
    "Gaussian, sigma 1/2": (
        "a bump of that width, as high as a Dirac",
        lambda v: np.exp(-2 * v**2),
    ),
    "last bend forgotten": (
        "ReLU(V + 1) - 2 ReLU(V), which does not come back to 0",
        lambda v: np.maximum(0, v + 1) - 2 * np.maximum(0, v),
    ),
}


def hat(v: Array) -> Array:
    """Return ``max(0, 1 - |V|)``."""
    return np.asarray(np.maximum(0, 1 - np.abs(v)))


def positions(levels: int) -> Array:
    """Return the multiples of 1 / PARTS on a signal of 2^levels samples."""
    return np.arange(PARTS * (2**levels - 1) + 1) / PARTS


def diracs(levels: tuple[int, ...]) -> Array:
    """Return the Diracs that should come out, signal after signal."""
    from theory.position.fractional import continuous_dirac

    return np.concatenate(
        [continuous_dirac(a, n) for n in levels for a in positions(n)]
    )


def bumps(levels: tuple[int, ...], bump: Bump) -> Array:
    """Return what comes out where another bump than the hat is made of V = a - i."""
    offsets = [positions(n)[:, None] - np.arange(2**n) for n in levels]
    return np.concatenate([bump(v).ravel() for v in offsets])


def decoded(layers: tuple[Any, ...], n: int, slope: Fraction, upsampling: str) -> Array:
    """Return what exact arithmetic makes of all codes with given layers."""
    from theory.position.decoder import decode

    codes = [2**n - Fraction(a) for a in positions(n).tolist()]
    signals = [decode(layers, code, slope, upsampling) for code in codes]
    return np.array(signals, dtype=float).ravel()


def configuration(
    layers: tuple[Any, ...], levels: int, slope: Fraction, upsampling: str
) -> dict[str, Any]:
    """Return a decoder as JSON values, every weight as numerator and denominator."""
    return {
        "levels": levels,
        "slope": float(slope),
        "upsampling": upsampling,
        "layers": listed(layers),
    }


def listed(layers: tuple[Any, ...]) -> list[dict[str, Any]]:
    """Return the weights and biases of layers as lists of pairs."""
    return [
        {"weight": _pairs(layer.weight), "bias": _pairs(layer.bias)} for layer in layers
    ]


def _pairs(numbers: Any) -> list[Any]:
    if isinstance(numbers, Fraction):
        return list(numbers.as_integer_ratio())
    return [_pairs(one) for one in numbers]


def read(arrays: Arrays) -> Measurement:
    """Read the decoded signals, and the errors of the decoders with many levels."""
    return Measurement(
        answer=arrays["signals"],
        values={
            "signals of length 4096 decoded": arrays["far_errors"].size,
            "largest error at L = 12": float(np.max(arrays["far_errors"])),
        },
    )


def _read(arrays: Arrays) -> Measurement:
    from theory.position.decoder import doubling_decoder

    layers = doubling_decoder(3, SLOPES[0])
    drawn = layer_pictures(layers, "zeros", arrays["signals"])
    return replace(read(arrays), pictures=drawn)


def shown(answer: Array) -> tuple[Array, Array]:
    """Draw the first decoder's signals of 8 samples, for a from 2 to 3."""
    first = PARTS * 2 * 8
    signals = answer[first : first + (PARTS + 1) * 8]
    return 2 + np.arange(signals.size) / (8 * PARTS), signals


_LEVELS = tuple(levels for levels, _ in _DECODERS)


def _configurations(far: bool) -> Iterator[dict[str, Any]]:
    from theory.position.decoder import doubling_decoder

    chosen = ((FAR_LEVELS, slope) for slope in SLOPES) if far else _DECODERS
    for levels, slope in chosen:
        layers = doubling_decoder(levels, slope)
        yield configuration(layers, levels, slope, "zeros")


@cache
def _repeated() -> Array:
    from theory.position.decoder import doubling_decoder

    parts = [
        decoded(doubling_decoder(n, slope), n, slope, "nearest")
        for n, slope in _DECODERS
    ]
    return np.concatenate(parts)


@cache
def _slope_ignored() -> Array:
    from theory.position.decoder import doubling_decoder

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


def _derivation() -> tuple[Any, ...]:
    from theory.position import decoder_proof

    return decoder_proof.doubling_derivation()


ROUNDING: dict[Budget, float] = {"quick": 1e-12, "full": 1e-12}
FAR: dict[Budget, float] = {"quick": 1e-9, "full": 1e-9}
"""Each of the twelve layers doubles the rounding of the code: 9e-13 on pilot seeds."""
_SAMPLES = {
    "decoders": list(_configurations(far=False)),
    "far_decoders": list(_configurations(far=True)),
    "parts": PARTS,
}

CLAIM = Claim(
    name="position.decoder-exists",
    statement="With zero-insertion upsampling, biases and a LeakyReLU of any slope in "
    "[0, 1), a decoder in plain rational weights turns the code 2^L - a back into the "
    "Dirac at a, for every real a in [0, 2^L - 1]: with the encoder [1, 2, 1] it is an "
    "exact autoencoder of position.",
    source="Slide 'Autoencoding position': 'Decoding position is more difficult to "
    "analyse, ongoing work', with the Dirac of eq. (11)",
    predict=partial(diracs, _LEVELS),
    experiment=Experiment(
        function="empirical.experiments.position_decoder:decoded_diracs",
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
    derivation=_derivation,
    view=View(
        curve=shown,
        x="position a of the impulse; its eight samples follow",
        y="decoded signal",
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
