"""Exact arrays of encoders with any stride."""

from collections.abc import Mapping
from fractions import Fraction
from functools import partial
from math import comb
from typing import Any

import numpy as np

from tests.exact.arrays import Exact
from tests.exact.position.cascades import configuration
from theory.position.any_stride import short_filters, whole_filters, zero_place
from verify.claim import Arrays, Claim


def any_stride_codes(claim: Claim, seed: int) -> Exact:
    """Return what slices make of all Diracs with the taps that are told."""
    codes = []
    for encoder in configuration(claim)["encoders"]:
        stride = encoder["stride"]
        current = np.eye(stride ** len(encoder["layers"]))
        for row in encoder["layers"]:
            parts = np.array(row["taps"], dtype=float)
            padded = np.pad(current, ((0, 0), (-row["first"], stride)))
            current = sum(
                tap * padded[:, k : k + current.shape[1] : stride]
                for k, tap in enumerate(parts[:, 0] / parts[:, 1])
            )
        codes.append(current[:, 0])
    row = np.concatenate(codes)
    parts = [Fraction(code).as_integer_ratio() for code in row.tolist()]
    return Exact(
        given={}, made={"codes": row, "exact_codes": np.array(parts, dtype=float)}
    )


def train_strided_encoders(claim: Claim, seed: int) -> Exact:
    """Return triangles in all layers, and what their codes miss."""
    told = configuration(claim)
    made = {}
    for i, case in enumerate(told["cases"]):
        places = np.arange(case["first"], case["last"] + 1.0)
        row = np.maximum(0, case["stride"] - np.abs(places))
        made[f"taps {i}"] = np.tile(row, (told["starts"], case["levels"], 1))
    return Exact(given={}, made=made, returned=partial(_with_losses, told))


def _with_losses(told: Mapping[str, Any], arrays: Arrays) -> Arrays:
    losses = []
    for i, case in enumerate(told["cases"]):
        ends = (-case["first"], case["last"])
        for taps in arrays[f"taps {i}"]:
            current = np.eye(case["stride"] ** case["levels"])
            size = len(current)
            for row in taps:
                wide = np.pad(current, ((0, 0), ends))
                made = [np.convolve(x, row[::-1], "valid") for x in wide]
                current = np.array(made)[:, :: case["stride"]]
            misses = current[:, 0] - np.arange(size, 0, -1)
            losses.append(np.mean((misses / size) ** 2))
    shape = (len(told["cases"]), told["starts"])
    return {**arrays, "losses": np.array(losses).reshape(shape)}


def affine_filters(claim: Claim, seed: int) -> Exact:
    """Return the filters that theory lists, and count those that there are."""
    cases = configuration(claim)["cases"]
    width = max(case["most"] for case in cases)
    longest = 1 + max(1 + case["last"] - case["first"] for case in cases)
    tried, counts = np.zeros((2, len(cases), width), dtype=np.int64)
    rows = []
    for i, case in enumerate(cases):
        reach = 1 + case["last"] - case["first"]
        for count in range(1, case["most"] + 1):
            tried[i, count - 1] = comb(reach, count) * _plain(count, case["largest"])
        for taps, zero in _listed(case):
            counts[i, np.count_nonzero(taps) - 1] += 1
            rows.append(((i, *taps, *[0] * (longest - 1 - reach)), zero))
    rows.sort()
    return Exact(
        given={"tried": tried},
        made={
            "counts": counts,
            "found": np.array([row for row, _ in rows]),
            "zeros": np.array([zero for _, zero in rows]),
        },
    )


def _listed(case: dict) -> list[tuple[tuple[int, ...], float]]:
    stride, first, last = case["stride"], case["first"], case["last"]
    if case["outputs"] == 2:
        return [(taps, 0.0) for taps in short_filters(first, last)]
    every = whole_filters(stride, first, last, case["largest"])
    return [
        (
            taps,
            zero_place(
                stride,
                stride * case["outputs"],
                {first + k: Fraction(t) for k, t in enumerate(taps)},
            ),
        )
        for taps in every
        if np.count_nonzero(taps) <= case["most"]
    ]


def _plain(count: int, largest: int) -> int:
    """Return how many rows of whole numbers but 0 have no common divisor, up to sign.

    By Möbius: those whose numbers are all multiples of d, for every d.
    """
    return sum(
        _moebius(d) * 2 ** (count - 1) * (largest // d) ** count
        for d in range(1, largest + 1)
    )


def _moebius(number: int) -> int:
    sign = 1
    for prime in (p for p in range(2, number + 1) if number % p == 0):
        if any(prime % q == 0 for q in range(2, prime)):
            continue
        if number % prime**2 == 0:
            return 0
        sign = -sign
    return sign
