"""Ellipses coded by what each claim says that the axes of a network are."""

from dataclasses import replace
from functools import cache

import numpy as np
from jaxtyping import Float

from empirical.pca.images.ellipses import even_ellipses
from tests.exact.arrays import Exact, Maker
from tests.exact.pca.ellipse_decoders import decoded, held_out
from tests.exact.pca.ellipse_walks import walks
from theory.pca import ellipses as theory
from verify.claim import Claim

Codes = Float[np.ndarray, "m 3"]
_MIXED = 0.41
"""How much of another attribute's change a walk has, where a plain one has all of "
"it."""


def _best_size(claim: Claim, seed: int) -> Exact:
    """Return codes that are the best size and two anisotropies, made uncorrelated."""
    e = _held(claim, seed)
    codes = _attributes_of(e)
    codes[:, 0] = theory.power_code(e, 0.45)
    return _exact(claim, seed, _uncorrelated(codes))


def _attributes(claim: Claim, seed: int) -> Exact:
    """Return codes that are the area and two anisotropies."""
    return _exact(claim, seed, _attributes_of(_held(claim, seed)))


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


def _exact(claim: Claim, seed: int, codes: Codes) -> Exact:
    count = claim.experiment.configurations["quick"]["test"]
    held = held_out(count, seed)
    codes = (codes - codes.mean(axis=0)) / codes.std(axis=0)
    even = _even(claim.experiment.configurations["quick"]["even"])
    plain = codes + codes[:, [1, 2, 0]]
    return Exact(
        given={
            "half_axes": held.half_axes,
            "rotation": held.rotation,
            "attributes": held.attributes,
        },
        made={
            "codes ordered": codes.astype(np.float32),
            "even ordered": even,
            "even plain": even + even[:, [1, 2, 0]],
            "codes plain": plain.astype(np.float32),
            **decoded(count, seed),
            **walks(count, seed),
        },
        shown=(),
    )


@cache
def _even(count: int) -> Codes:
    """Return codes of evenly spread ellipses, uncorrelated to rounding."""
    even = even_ellipses(count)
    e = theory.Ellipses(*even.half_axes.T, even.rotation)
    return _uncorrelated(_attributes_of(e))


MAKERS: dict[str, Maker] = {
    "ellipse_codes": _best_size,
    "pca.attributes": _attributes,
    "pca.importance": _in_decreasing_order,
    "pca.ellipses": _attributes,
    "pca.navigation": _purer_walks,
}
