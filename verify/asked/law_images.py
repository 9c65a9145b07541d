"""The radii that stand for a law on images, or why no radii do."""

from dataclasses import replace

import numpy as np

from empirical.size.images.blur import blurred
from empirical.size.images.bodies import scaled_copies
from theory.size import bodies, minimisation
from verify.asked.predicted_law import blurred_profile, sharp_profile
from verify.asked.radii_of_law import weighted_radii
from verify.claim import Array
from verify.distances import RELATIVE_L2, distance
from verify.subjects import Disks

BOUND = 0.005
"""Largest distance allowed from the best image for the pictures to the prediction."""

_ENOUGH = BOUND / 2
"""Below it more radii are not tried."""

_LARGEST = 512
"""Pixels along a side: larger images take too long to train on."""

_SMALLEST = 0.0885
"""Pixels; a smaller disk covers none of the 8 x 8 points of a pixel: no image."""

_SIZES = (40, 48, 64, 96, 128)
"""Pixels along a side that are tried where those asked for do not do."""


def picture(disks: Disks) -> Array:
    """Return the profile that theory predicts for disks, as a unit image."""
    if disks.blur:
        return blurred_profile(disks).image
    # A profile that no pixel sees has no norm; that is told where it is looked for.
    with np.errstate(invalid="ignore"):
        return bodies.unit_image(sharp_profile(disks), disks.size, disks.largest)


def shown(disks: Disks) -> tuple[Array, Array]:
    """Return weighted radii whose pictures have the predicted profile.

    The best image for the very pictures that a network will see is compared with the
    prediction; from ``disks.count`` radii on they are doubled, twice at most.

    Returns
    -------
    radii, weights
        In shares of the largest radius; the weights sum to 1.

    Raises
    ------
    ValueError
        If the best image is more than 0.5 % away; the message names images on which it
        is not.

    """
    if disks.size > _LARGEST:
        raise ValueError(f"size must be at most {_LARGEST}, got {disks.size}.")
    radius, weight, off = _best(disks)
    if off <= BOUND:
        return radius, weight
    would = "show nothing of" if np.isinf(off) else f"be {off:.1%} from"
    raise ValueError(
        f"images of {disks.size} pixels with radii up to {disks.largest:g} do not show "
        f"this law: the best image for them would {would} the predicted profile, and "
        f"{BOUND:.1%} is allowed. {_instead(disks)}"
    )


def _instead(disks: Disks) -> str:
    """Return which images would do, found by trying."""
    for size in _SIZES:
        if size <= disks.size:
            continue
        radius = round(disks.largest / disks.size * size, 1)
        larger = replace(disks, size=size, radius=radius, count=2 * disks.count)
        if _off(larger, *_pixelled(larger, larger.count)) <= BOUND:
            return f"--size {size} --radius {radius:g} would do."
    return (
        f"Nor do images of up to {_SIZES[-1]} pixels with radii in proportion: almost "
        "all its disks are too small beside the largest one."
    )


def _best(disks: Disks) -> tuple[Array, Array, float]:
    """Return the radii, weights and the distance of the first list that will do."""
    tried = []
    for count in (disks.count, 2 * disks.count, 4 * disks.count):
        radius, weight = _pixelled(disks, count)
        tried.append((radius, weight, _off(disks, radius, weight)))
        if tried[-1][2] <= _ENOUGH:
            break
    return min(tried, key=lambda one: one[2])


def _pixelled(disks: Disks, count: int) -> tuple[Array, Array]:
    """Return radii and weights, without the disks that are too small for a pixel."""
    radius, weight = weighted_radii(disks.law, count)
    seen = disks.largest * radius >= _SMALLEST
    return radius[seen], weight[seen]


def _off(disks: Disks, radius: Array, weight: Array) -> float:
    """Return how far the best image is from the prediction; infinity without any."""
    predicted = picture(disks)
    if not (len(radius) and np.all(np.isfinite(predicted))):
        return np.inf
    copies = scaled_copies("ball", disks.largest * radius, disks.size)
    if disks.blur:
        copies = blurred(copies, disks.blur)
    best = minimisation.discrete_optimum(copies * np.sqrt(weight)[:, None, None])
    return distance(RELATIVE_L2, best, predicted)
