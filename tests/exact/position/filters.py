"""Exact arrays of experiments that look for filters with a given code."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import cache, partial
from typing import Any

import numpy as np

from tests.exact.arrays import Exact
from tests.exact.position.cascades import beside_lost, configuration, inverted, weights
from theory.position.filters import cascade_weights, fitted_taps
from verify.claim import Array, Arrays, Claim


def affine_codes(claim: Claim, seed: int) -> Exact:
    """Return what one reads off the code ``2^L - a`` itself, layer after layer."""
    levels = configuration(claim)["levels"]
    codes = {n: [Fraction(code) for code in range(2**n, 0, -1)] for n in levels}
    outer = [tap for n in levels for tap in _outer_taps(codes[n])]
    offsets = [w[0] / ((w[0] - w[1]) * 2**n) for n, w in codes.items()]
    nothing = np.zeros(len(levels), dtype=np.int64)
    return Exact(
        given={},
        made={
            "outer": np.array(outer, dtype=float),
            "offsets": np.array(offsets, dtype=float),
            "open": nothing,
            "vanishing": nothing,
            "meeting": nothing,
        },
    )


def _outer_taps(codes: Sequence[Fraction]) -> list[Fraction]:
    """Return outer taps where the middle one is 2, but the last left one.

    A layer with taps t in front of codes v has ``w(2k) = t1 v(k)`` and
    ``w(2k + 1) = t2 v(k) + t0 v(k + 1)``: even codes give v, two odd ones t0 and t2.
    """
    later = [code / 2 for code in codes[::2]]
    if len(later) == 1:
        return [codes[1] / later[0]]
    first, second = codes[1], codes[3]
    u, v, w = (*later, Fraction(0))[:3]
    determinant = u * w - v * v
    left = (second * u - first * v) / determinant
    right = (first * w - second * v) / determinant
    return [left, right, *_outer_taps(later)]


def train_position_encoder(claim: Claim, seed: int) -> Exact:
    """Return the taps that least squares find, from a start that the seed draws."""
    levels = configuration(claim)["levels"]
    taps = [fitted_taps(inverted(n), starts=1, seed=seed) for n in levels]
    return Exact(
        given={},
        made={"taps": np.concatenate(taps)},
        returned=partial(_with_losses, levels),
    )


def _with_losses(levels: Sequence[int], arrays: Arrays) -> Arrays:
    layers = np.split(arrays["taps"], np.cumsum(levels)[:-1])
    misses = [
        (cascade_weights(taps) - inverted(n)) / 2**n
        for taps, n in zip(layers, levels, strict=True)
    ]
    return {**arrays, "losses": np.array([np.mean(m**2) for m in misses])}


def fit_labels(claim: Claim, seed: int) -> Exact:
    """Return the errors of codes that least squares on all taps bring to the labels.

    The other half of the starts is lost: all its taps have become 0.
    """
    told = configuration(claim)
    given, made = {}, {}
    for i, case in enumerate(told["cases"]):
        labels = tuple(map(float, case["labels"]))
        given[f"labels {i}"] = np.stack([labels, labels], axis=1)
        made[f"codes {i}"] = beside_lost(_closest(labels, case["bias"]))
    return Exact(given=given, made=made, returned=partial(_label_errors, told))


@cache
def _closest(labels: tuple[float, ...], bias: bool) -> Array:
    """Return the codes that come closest to labels; with a bias, by one line."""
    wanted = np.array(labels)
    if not bias:
        return cascade_weights(fitted_taps(wanted))
    codes = weights(len(labels).bit_length() - 1)
    slope, shift = np.polyfit(codes, wanted, 1)
    return slope * codes + shift


def _label_errors(told: Mapping[str, Any], arrays: Arrays) -> Arrays:
    """Return the error of every start: (cases, starts)."""
    misses = [
        (arrays[f"codes {i}"] - arrays[f"labels {i}"]) / len(arrays[f"labels {i}"])
        for i in range(len(told["cases"]))
    ]
    errors = np.array([np.sqrt(np.mean(miss**2, axis=0)) for miss in misses])
    return {"errors": np.repeat(errors, told["starts"] // 2, axis=1)}
