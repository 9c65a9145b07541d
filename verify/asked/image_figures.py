"""What a network gave for pictures, as figures."""

from functools import cache
from itertools import combinations

import numpy as np

from empirical.pca.images.folder import files_in
from theory.pca import floors
from verify.asked.attribute_file import attributes_in
from verify.claim import Array, Arrays
from verify.claims.pca.attributes import own_attributes
from verify.claims.pca.families.dependence import ranks, unexplained
from verify.claims.pca.families.trained_ellipses import (
    AXES,
    codes,
    drawn,
    explained_table,
    table_values,
)
from verify.claims.pca.navigation import own_shares
from verify.subjects import Images

_PAIRS = 2**14
"""Of ellipses that share a size, for what the size leaves."""

_SIZES = ("area", "harmonic mean")


def left(arrays: Arrays, arm: str) -> Array:
    """Return the share of the variance that is left after 0, 1, 2, ... codes."""
    return np.asarray(arrays[f"errors {arm}"].mean(axis=1) / arrays["variance"][0])


def figures_of(arrays: Arrays, *, live: bool) -> dict[str, float]:
    """Return what codes leave, and what live ones have in common."""
    values = arrays["codes ordered"]
    ours, linear = left(arrays, "ordered"), left(arrays, "linear")
    found: dict[str, float] = {"codes": float(values.shape[1])}
    for k in range(1, len(ours)):
        found[f"variance left by the first {k}"] = float(ours[k])
        if k < len(linear):
            found[f"variance left by {k} linear"] = float(linear[k])
    if not live or values.shape[1] < 2:
        return found
    order = ranks(values)
    even = arrays.get("even ordered", values)
    for i, j in combinations(range(values.shape[1]), 2):
        pair = f"{i + 1} and {j + 1}"
        both = (unexplained(order[:, a], order[:, b]) for a, b in ((i, j), (j, i)))
        found[f"correlation of codes {pair}"] = float(
            np.corrcoef(even[:, i], even[:, j])[0, 1]
        )
        found[f"most told by one of codes {pair} of the other"] = max(
            0.0, 1 - float(min(both))
        )
    return found


def of_attributes(codes: Array, images: Images) -> dict[str, float]:
    """Return how much of each attribute of own pictures the best code for it tells."""
    if images.folder is None or images.attributes is None:
        return {}
    files = [file.relative_to(images.folder) for file in files_in(images.folder)]
    found = {}
    for name, values in attributes_in(images.attributes, files[1::2]).items():
        if not np.ptp(values):
            continue
        told = [max(0.0, 1 - unexplained(values, code)) for code in codes.T]
        best = int(np.argmax(told))
        found[f"told of {name} by code {best + 1}"] = told[best]
    return found


@cache
def _least() -> dict[str, float]:
    """Return what one size alone leaves of the ellipses, whatever decodes it."""
    codes = floors.named_codes()
    nothing, *others = (
        floors.floor(codes[name], pairs=_PAIRS).value for name in ("nothing", *_SIZES)
    )
    return {
        f"least that can be left by the {name} alone": value / nothing
        for name, value in zip(_SIZES, others, strict=True)
    }


def of_ellipses(arrays: Arrays) -> dict[str, float]:
    """Return which attributes each code tells, and moves, more than the others."""
    found = _least() | table_values(explained_table(arrays), "explained")
    if arrays["codes ordered"].shape[1] < AXES:
        return found
    with np.errstate(all="ignore"):
        shares, told = own_attributes(codes(arrays), drawn(arrays))
        moved = own_shares(arrays, "walk")[0]
    for k in range(AXES):
        found |= {
            f"told of its own attribute by code {k + 1}": float(told[k]),
            f"share of its own in what code {k + 1} tells": float(shares[k]),
            f"share of its own in what moves along axis {k + 1}": float(moved[k]),
        }
    return found
