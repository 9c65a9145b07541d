"""Exact arrays of encoders that pool, and of those trained beside them."""

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from functools import cache, partial
from typing import Any

import numpy as np

from tests.exact.arrays import Exact
from tests.exact.position.cascades import READS, beside_lost, configuration, inverted
from theory.position.filters import cascade_weights
from theory.position.pooling import NEAREST_FOUR, max_pooling_encoder
from theory.position.pooling_labels import average_weights
from theory.position.pooling_nonnegative import max_pooled_codes
from verify.claim import Array, Arrays, Claim

NEAREST_NONNEGATIVE = ((1, 0.38, 0.2), (1, 0.53, 0.41), (1, 0, 0.39))
"""Three layers with max pooling and without negative taps, closest to 8 - a.

From a search by simplices, rounded to two digits: 1e-4 of the length above its end.
"""

SWEEPS = 10
"""Of least squares in one layer after the other."""


def codes_of(taps: Any, pooling: str) -> Array:
    """Return the codes of all Diracs: read backwards, or by slices with a maximum."""
    filters = np.array(taps, dtype=float)
    if pooling == "max":
        return max_pooled_codes(filters[None])[0]
    return (average_weights if pooling == "average" else cascade_weights)(filters)


def given_pooled_codes(claim: Claim, seed: int) -> Exact:
    """Return the codes of the filters that the experiment is told."""
    codes = []
    for encoder in configuration(claim)["encoders"]:
        pairs = np.array(encoder["taps"], dtype=float)
        codes.append(codes_of(pairs[..., 0] / pairs[..., 1], encoder["pooling"]))
    return _in_both_arithmetics(codes)


def broken_codes(claim: Claim, seed: int) -> Exact:
    """Return the best affine reading of what the deck's filter makes with a pooling.

    As if no other filters were any better, which is what the sentence says.
    """
    codes = []
    for encoder in configuration(claim)["encoders"]:
        levels = len(encoder["layers"])
        read = codes_of([READS] * levels, encoder["pooling"])
        basis = np.stack([read, np.ones(2**levels)], axis=1)
        codes.append(basis @ np.linalg.lstsq(basis, inverted(levels), rcond=None)[0])
    return _in_both_arithmetics(codes)


def _in_both_arithmetics(codes: Sequence[Array]) -> Exact:
    row = np.concatenate(codes)
    parts = [Fraction(code).as_integer_ratio() for code in row.tolist()]
    return Exact(
        given={}, made={"codes": row, "exact_codes": np.array(parts, dtype=float)}
    )


def nonnegative_encoders(claim: Claim, seed: int) -> Exact:
    """Return the errors of the closest encoders known without negative taps.

    Every other start is lost.
    """
    told = configuration(claim)
    filters = (max_pooling_encoder(1), max_pooling_encoder(2), NEAREST_NONNEGATIVE)
    made = {}
    for n, taps in zip(told["levels"], filters, strict=True):
        codes = _scaled(codes_of(taps, "max"), inverted(n))
        made[f"codes {n}"] = beside_lost(codes[:, None])
    lost = told["starts"] // 2
    return Exact(given=_labels(told), made=made, returned=partial(_errors, told, lost))


def pooled_encoders(claim: Claim, seed: int) -> Exact:
    """Return the errors of exact encoders, and of [1, 2, 1] with max pooling.

    One start is lost, as happens.
    """
    told = configuration(claim)
    filters = {"stride": READS, "max": READS, "average": (2.0, 2.0, 0.0)}
    made = {}
    for n in told["levels"]:
        codes = [codes_of([filters[p]] * n, p) for p in told["poolings"]]
        columns = [_scaled(one, inverted(n)) for one in codes]
        made[f"codes {n}"] = beside_lost(np.stack(columns, axis=1))
    return Exact(given=_labels(told), made=made, returned=partial(_errors, told, 1))


def _labels(told: Mapping[str, Any]) -> Arrays:
    """Return what the encoders are to give, arrived or lost, with every pooling."""
    shape = (1, len(told["poolings"]), 2)
    return {
        f"labels {n}": np.tile(inverted(n)[:, None, None], shape)
        for n in told["levels"]
    }


def _errors(told: Mapping[str, Any], lost: int, arrays: Arrays) -> Arrays:
    """Return errors of shape (levels, poolings, starts)."""
    rows = [
        np.sqrt(np.mean((arrays[f"codes {n}"] - arrays[f"labels {n}"]) ** 2, axis=0))
        / 2**n
        for n in told["levels"]
    ]
    ends = (told["starts"] - lost, lost)
    return {"errors": np.repeat(np.array(rows), ends, axis=-1)}


def _scaled(codes: Array, labels: Array) -> Array:
    """Return the multiple of codes that comes closest to labels."""
    return codes * (codes @ labels) / (codes @ codes)


def search_max_pooling(claim: Claim, seed: int) -> Exact:
    """Return the errors of exact encoders, and of the closest four layers known.

    Every other start is lost.
    """
    told = configuration(claim)
    filters = (*(max_pooling_encoder(n) for n in (1, 2, 3)), NEAREST_FOUR)
    given, made = {}, {}
    for n, taps in enumerate(filters, start=1):
        given[f"labels {n}"] = np.stack([inverted(n)] * 2, axis=1)
        made[f"codes {n}"] = beside_lost(codes_of(taps, "max"))
    return Exact(given=given, made=made, returned=partial(_largest_errors, told))


def _largest_errors(told: Mapping[str, Any], arrays: Arrays) -> Arrays:
    largest = [
        np.max(np.abs(arrays[f"codes {n}"] - arrays[f"labels {n}"]), axis=0)
        for n, _ in enumerate(told["starts"], start=1)
    ]
    return {"largest_errors": np.repeat(largest, told["kept"] // 2, axis=1)}


def train_deep_encoders(claim: Claim, seed: int) -> Exact:
    """Return encoders that come as close to each label as filters can.

    Linear ones all arrive. Behind a LeakyReLU some starts are stuck with a constant: as
    many as the sentence says, to the nearest whole start.
    """
    told = configuration(claim)
    given, made = {}, {}
    for n in told["levels"]:
        shape = tuple(len(told[k]) for k in ("poolings", "slopes", "labels"))
        labels = np.empty((2**n, *shape, told["starts"]))
        codes = np.empty_like(labels)
        for i, j, k in np.ndindex(*shape):
            pooling, slope = told["poolings"][i], told["slopes"][j]
            wanted = _wanted(told["labels"][k], n)
            labels[:, i, j, k] = wanted[:, None]
            codes[:, i, j, k] = np.mean(wanted)
            some = _arriving(pooling, slope, n, told["starts"])
            codes[:, i, j, k, :some] = _closest(told["labels"][k], pooling, n)[:, None]
        given[f"labels {n}"], made[f"codes {n}"] = labels, codes
    return Exact(given=given, made=made, returned=partial(_deep_errors, told))


def _wanted(label: str, levels: int) -> Array:
    return inverted(levels) if label == "inverted" else np.arange(2.0**levels)


def _arriving(pooling: str, slope: float, levels: int, starts: int) -> int:
    """Return how many starts are not stuck."""
    if slope == 1:
        return starts
    strided = 0.7 if levels <= 5 else 0.3
    share = strided if pooling == "stride" else 2 / 3
    return round(share * starts)


@cache
def _closest(label: str, pooling: str, levels: int) -> Array:
    """Return the codes closest to a label; [1, 2, 1] is all that max pooling finds."""
    wanted = _wanted(label, levels)
    if pooling == "max":
        return _scaled(codes_of([READS] * levels, pooling), wanted)
    sides = {"inverted": (2.0, 2.0, 0.0), "plain": (0.0, 2.0, 2.0)}
    first = READS if pooling == "stride" else sides[label]
    read = cascade_weights if pooling == "stride" else average_weights
    return read(_improved(read, np.tile(first, (levels, 1)), wanted))


def _improved(read: Callable[[Array], Array], taps: Array, wanted: Array) -> Array:
    """Return taps after sweeps of least squares, for a code is linear in each layer."""
    for layer in [*range(len(taps))] * SWEEPS:
        columns = []
        for unit in np.eye(3):
            taps[layer] = unit
            columns.append(read(taps))
        basis = np.stack(columns, axis=1)
        taps[layer] = np.linalg.lstsq(basis, wanted, rcond=None)[0]
    return taps


def _deep_errors(told: Mapping[str, Any], arrays: Arrays) -> Arrays:
    """Return errors, and the codes of the starts with the median error."""
    errors = []
    for n in told["levels"]:
        misses = (arrays[f"codes {n}"] - arrays[f"labels {n}"]) / 2**n
        errors.append(np.sqrt(np.mean(misses**2, axis=0)))
    shown = told["levels"].index(told["shown"])
    middle = np.argsort(errors[shown], axis=-1)[..., told["starts"] // 2]
    codes = np.moveaxis(arrays[f"codes {told['shown']}"] / 2 ** told["shown"], 0, -1)
    typical = np.take_along_axis(codes, middle[..., None, None], axis=-2)[..., 0, :]
    return {"errors": np.array(errors), "codes": typical}
