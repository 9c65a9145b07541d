"""Exact arrays of encoders of several channels."""

from collections.abc import Mapping
from fractions import Fraction
from functools import partial
from typing import Any

import numpy as np

from tests.exact.arrays import Exact
from tests.exact.position.cascades import configuration, inverted
from verify.claim import Array, Arrays, Claim

SHARES = np.array([[0.01, 0.6, 0.95, 0.99], [0.0, 0.5, 0.95, 1.0]])
"""Of the starts that arrive, by number of layers and width."""


def given_channel_codes(claim: Claim, seed: int) -> Exact:
    """Return what slices make of all Diracs with the weights that are told."""
    codes = []
    for encoder in configuration(claim)["encoders"]:
        signals = np.eye(2 ** len(encoder["layers"]))[:, None]
        for one in encoder["layers"]:
            weight, bias = (_numbers(one[name]) for name in ("weight", "bias"))
            padded = np.pad(signals, ((0, 0), (0, 0), (1, 1)))
            size = signals.shape[2]
            sums = sum(
                np.einsum("oc,pci->poi", weight[..., k], padded[..., k : k + size])
                for k in range(3)
            )
            sums = sums + bias[:, None]
            even, odd = sums[..., ::2], sums[..., 1::2]
            signals = np.maximum(even, odd) if encoder["pooling"] == "max" else even
        codes.append(signals[:, 0, 0])
    row = np.concatenate(codes)
    parts = [
        Fraction(code).limit_denominator(2**20).as_integer_ratio()
        for code in row.tolist()
    ]
    return Exact(
        given={}, made={"codes": row, "exact_codes": np.array(parts, dtype=float)}
    )


def _numbers(pairs: Any) -> Array:
    parts = np.array(pairs, dtype=float)
    return parts[..., 0] / parts[..., 1]


def train_channel_encoders(claim: Claim, seed: int) -> Exact:
    """Return encoders of which as many are exact as the sentence says.

    The others give every Dirac the mean of the labels.
    """
    told = configuration(claim)
    given, made = {}, {}
    for i, n in enumerate(told["levels"]):
        arrived = np.round(SHARES[i] * told["starts"]).astype(int)
        late = np.arange(told["starts"]) >= arrived[:, None]
        given[f"labels {n}"] = np.tile(inverted(n)[:, None, None], (1, *late.shape))
        made[f"codes {n}"] = np.where(late, np.mean(inverted(n)), given[f"labels {n}"])
    return Exact(given=given, made=made, shown=(), returned=partial(_errors, told))


def _errors(told: Mapping[str, Any], arrays: Arrays) -> Arrays:
    rows = [
        np.sqrt(np.mean((arrays[f"codes {n}"] - arrays[f"labels {n}"]) ** 2, axis=0))
        / 2**n
        for n in told["levels"]
    ]
    return {"errors": np.array(rows)}
