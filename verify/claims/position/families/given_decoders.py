"""Decoders whose weights are given, and the samples they are judged on."""

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np

from theory.position.decoder import decode
from theory.position.fractional import continuous_dirac
from verify.claim import Array, Arrays, Measurement

PARTS = 4
FAR_LEVELS = 12
SLOPES = (Fraction(0), Fraction(1, 5), Fraction(1, 2))
"""Of the LeakyReLU: ReLU, the slope of the deck's networks, and a large one."""

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
    return np.concatenate(
        [continuous_dirac(a, n) for n in levels for a in positions(n)]
    )


def bumps(levels: tuple[int, ...], bump: Bump) -> Array:
    """Return what comes out where another bump than the hat is made of V = a - i."""
    offsets = [positions(n)[:, None] - np.arange(2**n) for n in levels]
    return np.concatenate([bump(v).ravel() for v in offsets])


def decoded(layers: tuple[Any, ...], n: int, slope: Fraction, upsampling: str) -> Array:
    """Return what exact arithmetic makes of all codes with given layers."""
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


def shown(answer: Array) -> tuple[Array, Array]:
    """Draw the first decoder's signals of 8 samples, for a from 2 to 3, by place."""
    first = PARTS * 2 * 8
    signals = answer[first : first + (PARTS + 1) * 8]
    return np.tile(np.arange(8.0), (PARTS + 1, 1)), signals.reshape(PARTS + 1, 8)


PLACES = tuple(f"a = {2 + part / PARTS:g}" for part in range(PARTS + 1))
"""The places of the impulse that are shown."""


ROUNDING = 1e-12
FAR = 1e-9
"""Each of the twelve layers doubles the rounding of the code: 9e-13 on pilot seeds."""
