"""Ellipses coded by what each claim says that the axes of a network are."""

from dataclasses import replace

import numpy as np
from jaxtyping import Float

from tests.exact.arrays import Exact, Maker
from tests.exact.pca.ellipse_decoders import decoded, held_out
from tests.exact.pca.ellipse_walks import walks
from theory.pca import ellipses as theory
from verify.claim import Claim

Codes = Float[np.ndarray, "m 3"]
_MIX = 0.5
"""How much of the first code the next ones keep without the covariance loss."""
_TOLD_APART = 0.01
_MIXED = 0.41
"""How much of another attribute's change a walk has, where a plain one has all of "
"it."""


def _best_size(claim: Claim, seed: int) -> Exact:
    """Return codes that are the best size and two anisotropies, made uncorrelated."""
    e = _held(claim, seed)
    codes = _attributes_of(e)
    codes[:, 0] = theory.power_code(e, 0.5)
    return _exact(claim, seed, _uncorrelated(codes))


def _attributes(claim: Claim, seed: int) -> Exact:
    """Return codes that are the area and two anisotropies."""
    return _exact(claim, seed, _attributes_of(_held(claim, seed)))


def _drawn_numbers(claim: Claim, seed: int) -> Exact:
    """Return codes that are the three independent numbers behind each ellipse.

    Each is counted around a circle, from a start at which the held-out ellipses show
    that the numbers are independent. From another start 2048 ellipses show one number
    to explain up to 0.05 of another, which is the whole tolerance.
    """
    numbers = np.stack(_held(claim, seed), axis=1)
    reach = theory.LARGEST - theory.SMALLEST
    turns = numbers / [reach, reach, np.pi / 2]
    starts = np.random.default_rng(seed).random((1000, 3))
    tried = ((turns + start) % 1 for start in starts)
    codes = next(one for one in tried if abs(_largest_dependence(one)) < _TOLD_APART)
    return _exact(claim, seed, codes)


def _in_decreasing_order(claim: Claim, seed: int) -> Exact:
    """Return codes that gain less and less, whatever they are codes of."""
    exact = _attributes(claim, seed)
    errors = exact.made["errors ordered"]
    left = errors[0].mean() * np.array([1.0, 0.4, 0.15, 0.03])
    scale = left / np.maximum(errors.mean(axis=1), 1e-12)
    made = {**exact.made, "errors ordered": errors * scale[:, None]}
    return replace(exact, made=made)


def _purer_walks(claim: Claim, seed: int) -> Exact:
    """Return walks that mix attributes, and plain ones that mix them more."""
    exact = _attributes(claim, seed)
    walk = exact.made["walk"]
    made = {**exact.made, "walk": walk + _MIXED * walk[:, [1, 2, 0]]}
    return replace(exact, made=made)


def _held(claim: Claim, seed: int) -> theory.Ellipses:
    count = claim.experiment.configurations["quick"]["test"]
    held = held_out(count, seed)
    return theory.Ellipses(*held.half_axes.T, held.rotation)


def _attributes_of(e: theory.Ellipses) -> Codes:
    known = (theory.area(e), theory.horizontal_vertical(e), theory.diagonal(e))
    return np.stack(known, axis=1)


def _uncorrelated(codes: Codes) -> Codes:
    """Return codes less what the earlier ones tell of them along a line."""
    centred = codes - codes.mean(axis=0)
    basis, triangle = np.linalg.qr(centred)
    return np.asarray(basis * np.sign(np.diag(triangle)))


def _largest_dependence(codes: Codes) -> float:
    """Return the largest serial correlation of a code's ranks along another code."""
    places = np.argsort(np.argsort(codes, axis=0), axis=0)
    pairs = [(i, j) for i in range(3) for j in range(3) if i != j]
    rows = (places[np.argsort(places[:, j]), i] for i, j in pairs)
    return float(max(np.corrcoef(row[1:], row[:-1])[0, 1] for row in rows))


def _exact(claim: Claim, seed: int, codes: Codes) -> Exact:
    count = claim.experiment.configurations["quick"]["test"]
    held = held_out(count, seed)
    codes = (codes - codes.mean(axis=0)) / codes.std(axis=0)
    free = codes[:, :2] + _MIX * codes[:, :1] * [0, 1]
    even = _evenly(codes)
    plain = codes + codes[:, [1, 2, 0]]
    return Exact(
        given={
            "half_axes": held.half_axes,
            "rotation": held.rotation,
            "attributes": held.attributes,
        },
        made={
            "codes ordered": codes.astype(np.float32),
            "codes free": free.astype(np.float32),
            "even ordered": even,
            "even free": even[:, :2] + _MIX * even[:, :1] * [0, 1],
            "codes plain": plain.astype(np.float32),
            **decoded(count, seed),
            **walks(count, seed),
        },
        shown=(),
    )


def _evenly(codes: Codes) -> Codes:
    """Return codes of other ellipses, uncorrelated to rounding."""
    return _uncorrelated(np.random.default_rng(0).permuted(codes, axis=0))


MAKERS: dict[str, Maker] = {
    "ellipse_codes": _best_size,
    "pca.attributes": _attributes,
    "pca.importance": _in_decreasing_order,
    "pca.independence": _drawn_numbers,
    "pca.ellipses": _attributes,
    "pca.navigation": _purer_walks,
}
