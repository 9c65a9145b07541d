"""Exact networks with biases on disks: one number, and a disk drawn from it alone."""

from functools import partial

import numpy as np

from empirical.images.blur import blurred
from empirical.images.disks import disks
from tests.exact.arrays import Exact, Maker
from tests.exact.size import profiles
from verify.claim import Array, Arrays, Claim

FINER = 4
"""Times as many pixels along a side, for a blur that is not taken on whole pixels."""


def area(images: Array) -> Array:
    """Return the code of an averaging filter, the sum of the pixels."""
    return np.asarray(images.sum(axis=(1, 2)))


def thresholded(codes: Array, size: int) -> Array:
    """Return sat(f + b) with f the distance from the edge of the frame's middle disk.

    b moves the level at which f is cut to the radius of the disk whose area the code
    is; the slope is one grey value a pixel.
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


def _unseen(count: int, largest: float) -> Array:
    return np.arange(1, count) * largest / count


def biased_disks(claim: Claim, seed: int) -> Exact:
    told = claim.experiment.configurations["quick"]
    radii = _unseen(told["radii"], told["largest_radius"])
    images = disks(radii, told["size"])
    codes = area(images)
    decoded = thresholded(codes, told["size"])
    return Exact(
        given={"radii": radii, "images": images},
        made={"decoded": decoded, "codes": codes, "history": _history(images, decoded)},
    )


def published_network(claim: Claim, seed: int) -> Exact:
    told = claim.experiment.configurations["quick"]
    radii = _unseen(told["radii"], told["largest_radius"])
    images = blurred(disks(radii, told["size"]), told["sigma"])
    codes = area(images)
    decoded = _blurred(codes, told["size"], told["sigma"])
    # The filters are shown and not judged.
    filters = np.full((told["channels"][0], 3, 3), 1 / 9)
    return Exact(
        given={"radii": radii, "images": images},
        made={
            "decoded": decoded,
            "codes": codes,
            "trials": np.linspace(1.0, profiles.left(images, decoded), told["starts"]),
            "history": _history(images, decoded),
            "first_filters": filters,
            "last_filters": filters,
        },
    )


def disks_with_a_hole(claim: Claim, seed: int) -> Exact:
    told = claim.experiment.configurations["quick"]
    radii = _unseen(told["radii"], told["largest_radius"])
    images = disks(radii, told["size"])
    codes = area(images)
    decoded = thresholded(codes, told["size"])
    each = partial(_for_each, len(told["decays"]))
    return Exact(
        given={"radii": radii, "images": images},
        made=each(decoded, codes),
        dead={
            "constant": each(*(np.broadcast_to(a.mean(axis=0), a.shape) for a in (decoded, codes))),
            "copies": each(images, codes),
            "shifted": each(*(np.roll(a, 1, axis=0) for a in (decoded, codes))),
        },
    )


def _for_each(decays: int, decoded: Array, codes: Array) -> Arrays:
    """Return the same outcome for every decay."""
    return {"decoded": np.stack([decoded] * decays), "codes": np.stack([codes] * decays)}


def _history(images: Array, decoded: Array) -> Array:
    return np.array([1.0, profiles.left(images, decoded)])


MAKERS: dict[str, Maker] = {
    "biased_disks": biased_disks,
    "published_network": published_network,
    "disks_with_a_hole": disks_with_a_hole,
}
