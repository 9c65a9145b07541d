"""Exact arrays of decoders whose weights are given, on the line and in the plane."""

from collections.abc import Mapping
from fractions import Fraction
from functools import cache, partial
from typing import Any

import numpy as np

from empirical.position.images.diracs import continuous_diracs, shared_plane_diracs
from tests.exact.arrays import Exact
from tests.exact.position.cascades import SUMS, configuration, weights
from theory.position.decoder import Layer, decode
from theory.position.fractional import continuous_dirac
from theory.position.plane_decoder import PlaneLayer, plane_decode
from verify.claim import Array, Arrays, Claim


def decoded_diracs(claim: Claim, seed: int) -> Exact:
    """Return what exact rationals make of the codes with the weights that are told.

    Far signals are one hat; those that they should be have two shares.
    """
    told = configuration(claim)
    given, made = {}, {}
    for i, decoder in enumerate(told["decoders"]):
        levels = decoder["levels"]
        places = np.arange(told["parts"] * (2**levels - 1) + 1) / told["parts"]
        given[f"images {i}"] = continuous_diracs(places, 2**levels)
        made[f"codes {i}"] = codes = given[f"images {i}"] @ weights(levels)
        layers = tuple(
            Layer(weight=_exact(one["weight"]), bias=_exact(one["bias"]))
            for one in decoder["layers"]
        )
        rule = _slope(decoder), decoder["upsampling"]
        made[f"decoded {i}"] = _signals(layers, tuple(codes.tolist()), *rule)
    levels = told["far_decoders"][0]["levels"]
    places = _far_places(seed, told["drawn"], 2**levels)
    given["far images"] = continuous_diracs(places, 2**levels)
    made["far decoded"] = np.array([continuous_dirac(a, levels) for a in places])
    return Exact(given=given, made=made, returned=partial(_in_a_row, told, "signals"))


def decoded_plane_diracs(claim: Claim, seed: int) -> Exact:
    """Return what exact rationals make of both codes with the weights that are told.

    Far images are the mean of two pyramids over triangles; those that they should be
    come from the smaller hat and from both at once.
    """
    told = configuration(claim)
    given, made = {}, {}
    for i, decoder in enumerate(told["decoders"]):
        levels = decoder["levels"]
        steps = told["parts"] * (2**levels - 1) + 1
        places = np.argwhere(np.ones((steps, steps))) / told["parts"]
        given[f"images {i}"] = images = shared_plane_diracs(places, 2**levels)
        reads, sums = weights(levels), weights(levels, SUMS)
        pairs = ((reads, sums), (sums, reads))
        codes = np.stack([down @ images @ across for down, across in pairs], axis=1)
        layers = tuple(
            PlaneLayer(weight=_exact(one["weight"]), bias=_exact(one["bias"]))
            for one in decoder["layers"]
        )
        made[f"codes {i}"] = codes
        both = tuple(map(tuple, codes.tolist()))
        made[f"decoded {i}"] = _images(layers, both, _slope(decoder))
    size = 2 ** told["far_decoders"][0]["levels"]
    places = _far_plane_places(seed, told["drawn"], size)
    given["far images"] = shared_plane_diracs(places, size)
    made["far decoded"] = _pyramids(places, size)
    return Exact(given=given, made=made, returned=partial(_in_a_row, told, "images"))


def _exact(pairs: Any) -> Any:
    """Return nested pairs of numerator and denominator as fractions."""
    if isinstance(pairs[0], int):
        return Fraction(*pairs)
    return tuple(_exact(one) for one in pairs)


def _slope(decoder: Mapping[str, Any]) -> Fraction:
    return Fraction(str(decoder["slope"]))


@cache
def _signals(
    layers: tuple[Layer, ...], codes: tuple[float, ...], slope: Fraction, kind: str
) -> Array:
    rows = [decode(layers, Fraction(code), slope, kind) for code in codes]
    return np.array(rows, dtype=float)


@cache
def _images(
    layers: tuple[PlaneLayer, ...],
    codes: tuple[tuple[float, float], ...],
    slope: Fraction,
) -> Array:
    pairs = [(Fraction(down), Fraction(across)) for down, across in codes]
    images = [plane_decode(layers, pair, slope) for pair in pairs]
    return np.array(images, dtype=float)


def _pyramids(places: Array, size: int) -> Array:
    """Return the mean of both ways to cut the squares around places in triangles."""
    x = (places[:, :1] - np.arange(size))[:, :, None]
    y = (places[:, 1:] - np.arange(size))[:, None, :]
    falls = np.abs(x) + np.abs(y)
    one, other = (np.maximum(0, 1 - (falls + np.abs(x + s * y)) / 2) for s in (-1, 1))
    return np.asarray((one + other) / 2)


def _far_places(seed: int, drawn: int, size: int) -> Array:
    """Return as many places as the experiment tries, the same for every decoder."""
    rng, last = np.random.default_rng(seed), size - 1.0
    special = [0.0, 0.5, 1.0, size / 2 - 0.5, size / 2, last - 1, last - 0.5, last]
    whole = rng.integers(1, size - 1, size=4).astype(float)
    beside = [whole, np.nextafter(whole, 0), whole + 1e-9, whole - 0.5]
    return np.concatenate([special, *beside, rng.uniform(0, last, drawn)])


def _far_plane_places(seed: int, drawn: int, size: int) -> Array:
    """Return as many pairs as the experiment tries, the same for every decoder."""
    rng, last = np.random.default_rng(seed), size - 1.0
    special = np.array([0, 0.5, size / 2 - 0.5, size / 2, last - 0.5, last])
    pairs = special[np.argwhere(np.ones((len(special),) * 2))]
    whole = rng.integers(1, size - 1, size=(4, 2)).astype(float)
    beside = [whole, np.nextafter(whole, 0), whole + 1e-9, whole - [0.25, 0.75]]
    return np.concatenate([pairs, *beside, rng.uniform(0, last, size=(drawn, 2))])


def _in_a_row(told: Mapping[str, Any], name: str, arrays: Arrays) -> Arrays:
    """Return all that is decoded in a row, its codes, and the errors far from them."""
    numbers = range(len(told["decoders"]))
    misses = np.abs(arrays["far decoded"] - arrays["far images"])
    errors = misses.reshape(len(misses), -1).max(axis=1)
    return {
        name: np.concatenate([arrays[f"decoded {i}"].ravel() for i in numbers]),
        "codes": np.concatenate([arrays[f"codes {i}"] for i in numbers]),
        "far_errors": np.tile(errors, (len(told["far_decoders"]), 1)),
    }
