"""Exact networks with biases on disks: one number, and a disk drawn from it alone."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import numpy as np

from empirical.disks import disks
from empirical.size.images.blur import blurred
from tests.exact.arrays import Exact, Maker
from tests.exact.size import profiles
from tests.exact.size.worlds import whatever_seed
from theory.size import pieces
from verify.claim import Array, Arrays, Claim

FINER = 2
"""Times as many pixels along a side, for a blur that is not taken on whole pixels."""


def _middles(codes: Array) -> Array:
    """Return codes halfway between each and the next."""
    return (codes[1:] + codes[:-1]) / 2


def area(images: Array) -> Array:
    """Return the code of an averaging filter, the sum of the pixels."""
    return np.asarray(images.sum(axis=(1, 2)))


def thresholded(codes: Array, size: int) -> Array:
    """Return sat(f + b): one function f, shifted by the code and cut at 0 and at 1.

    f falls by 1 a pixel from the centre, and b is the radius whose area the code is,
    so that the cut passes 1/2 on the edge of that disk.
    """
    axis = np.arange(size) + 0.5 - size / 2
    f = -np.hypot(axis[:, None], axis)
    b = 0.5 + np.sqrt(codes / np.pi)
    return np.clip(f + b[:, None, None], 0.0, 1.0)


def _blurred(codes: Array, size: int, sigma: float) -> Array:
    """Return the blurred disks whose areas the codes are, from finer pixels."""
    radii = np.minimum(np.sqrt(codes / np.pi), size / 2)
    fine = blurred(disks(FINER * radii, FINER * size), FINER * sigma)
    return np.asarray(fine.reshape(-1, size, FINER, size, FINER).mean(axis=(2, 4)))


def _unseen(told: Mapping[str, Any]) -> Array:
    """Return the radii halfway between those of the training."""
    count = told["radii"]
    return np.arange(1, count) * told["largest_radius"] / count


def _exact(
    images: Array, radii: Array, draw: Callable[[Array], Array], **others: Array
) -> Exact:
    """Return what a network makes of images that its codes, their areas, stand for.

    A neighbour's radius is a pixel off, which is nearly no wrong answer, so the answers
    are shifted by half of all the samples. A network that hands its input on draws
    nothing of a code alone.
    """
    codes = area(images)
    decoded, between = draw(codes), draw(_middles(codes))
    made = {
        "decoded": decoded,
        "codes": codes,
        "between": between,
        "history": profiles.losses(images, decoded),
        **others,
    }
    half = len(images) // 2
    shifted = {n: np.roll(made[n], half, axis=0) for n in ("decoded", "codes")}
    copies = {"decoded": images, "codes": radii, "between": np.zeros_like(between)}
    return Exact(
        given={"radii": radii, "images": images},
        made=made,
        instead={"shifted": shifted, "copies": copies},
    )


def _biased(told: Mapping[str, Any]) -> Exact:
    radii = _unseen(told)
    images = disks(radii, told["size"])
    return _exact(images, radii, partial(thresholded, size=told["size"]))


@whatever_seed
def biased_disks(claim: Claim) -> Exact:
    return _biased(claim.experiment.configurations["quick"])


@whatever_seed
def published_network(claim: Claim) -> Exact:
    told = claim.experiment.configurations["quick"]
    radii = _unseen(told)
    images = blurred(disks(radii, told["size"]), told["sigma"])
    draw = partial(_blurred, size=told["size"], sigma=told["sigma"])
    # The filters are shown and not judged.
    filters = np.full((told["channels"][0], 3, 3), 1 / 9)
    return _exact(
        images,
        radii,
        draw,
        trials=np.linspace(
            1.0, profiles.left(images, draw(area(images))), told["starts"]
        ),
        first_filters=filters,
        last_filters=filters,
    )


@whatever_seed
def disks_with_a_hole(claim: Claim) -> Exact:
    """Return a network that fills the hole, the same with and without decay."""
    told = claim.experiment.configurations["quick"]
    return _twice(_biased(told), len(told["decays"]))


@whatever_seed
def averaging_encoder(claim: Claim) -> Exact:
    """Return a network that learns to average, and one that always did."""
    told = claim.experiment.configurations["quick"]
    return _twice(_biased(told), 2)


def _twice(one: Exact, times: int) -> Exact:
    """Return the same network several times."""

    def each(arrays: Arrays) -> Arrays:
        made = {**one.made, **arrays}
        return {n: np.stack([made[n]] * times) for n in ("decoded", "codes", "between")}

    mean = {n: np.broadcast_to(a.mean(axis=0), a.shape) for n, a in one.made.items()}
    return Exact(
        given=one.given,
        made=each({}),
        instead={
            "constant": each(mean),
            "copies": each(one.instead["copies"] or {}),
            "shifted": each(one.instead["shifted"] or {}),
        },
    )


@whatever_seed
def averaged_disks(claim: Claim) -> Exact:
    """Return the means of disks by their chords, which Gauss's rule integrates."""
    told = claim.experiment.configurations["quick"]
    radii = np.asarray(told["radii"])
    nodes, weights = np.polynomial.legendre.leggauss(40)
    angles = np.pi / 2 * nodes
    means = radii**2 * (np.pi * np.cos(angles) ** 2 @ weights) / told["size"] ** 2
    return Exact(
        given={"radii": radii, "spacing": np.array([1 / 8])},
        made={"means": means, "filtered": means},
    )


@whatever_seed
def decay_escapes(claim: Claim) -> Exact:
    """Return a network whose encoder is one linear layer after another."""
    told = claim.experiment.configurations["quick"]
    factors, depth = np.asarray(told["factors"]), len(told["channels"]) + 1
    codes = np.prod(np.broadcast_to(factors, (depth, len(factors))), axis=0)
    return Exact(
        given={"factors": factors},
        made={
            "penalties": factors * factors,
            "codes": codes,
            "changes": np.zeros_like(factors),
        },
    )


@whatever_seed
def affine_pieces(claim: Claim) -> Exact:
    """Return decoders that leave what the best joined segments do, and no less."""
    told = claim.experiment.configurations["quick"]
    count = np.arange(1, len(told["hidden"]) + 1)
    left = np.array([pieces.joined(int(n), told["radii"]) for n in count])
    left, count = (
        np.broadcast_to(each[:, None], (len(count), told["starts"])).copy()
        for each in (left, count.astype(float))
    )
    return Exact(
        given={},
        made={"left": left, "pieces": count},
        # Left and pieces go together: moved alike, they say the same.
        instead={"shifted": {"left": np.roll(left, 1, axis=0)}},
    )


@whatever_seed
def two_codes(claim: Claim) -> Exact:
    """Return what the best pieces leave, with two codes or biases, and one image."""
    told = claim.experiment.configurations["quick"]
    areas = ((np.arange(told["radii"]) + 0.5) / told["radii"]) ** 2
    rows = np.tri(told["radii"]) * np.sqrt(np.diff(areas, prepend=0.0))
    alone = 1 - np.linalg.norm(rows, 2) ** 2 / np.sum(rows**2)
    best = pieces.joined(told["hidden"] + 1, told["radii"])
    made = {
        "left": np.array([best, best, alone]),
        "second": 1 + 0.3 * areas,
        "rewritten": np.full(2, 1e-15),
    }
    return Exact(given={}, made=made)


MAKERS: dict[str, Maker] = {
    "biased_disks": biased_disks,
    "published_network": published_network,
    "disks_with_a_hole": disks_with_a_hole,
    "averaging_encoder": averaging_encoder,
    "averaged_disks": averaged_disks,
    "decay_escapes": decay_escapes,
    "affine_pieces": affine_pieces,
    "two_codes": two_codes,
}
