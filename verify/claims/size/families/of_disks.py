"""What theory says of the disks that a claim is about: radii, images, their profile."""

from collections.abc import Callable
from functools import cache

import numpy as np

from theory.size import airy, blur, minimisation, pixels, profile
from theory.size.law import power
from theory.size.quantiles import quantiles
from verify.claim import Array
from verify.claims.size.families.profiles import Grid, midpoints
from verify.distances import RELATIVE_L2, distance
from verify.subjects import Disks

_SCALES = 160
"""Radii that stand for a law where blurred disks have no closed form."""


@cache
def is_uniform(disks: Disks) -> bool:
    """Return whether all radii are as frequent as each other."""
    found = disks.law.at(midpoints(257))
    return not disks.law.breaks and bool(np.ptp(found) <= 1e-12 * found.max())


def exponent(disks: Disks) -> float | None:
    """Return q where the law is p ~ r^q, and None where it is no power."""
    share = midpoints(65)
    density = disks.law.at(share)
    if disks.law.breaks or not density.all():
        return None
    slopes = np.diff(np.log(density)) / np.diff(np.log(share))
    return float(round(slopes[0], 6)) if np.ptp(slopes) < 1e-6 else None


def is_plain(disks: Disks) -> bool:
    """Return whether the disks are sharp and of a uniform law, as in the talk."""
    return disks.blur == 0 and is_uniform(disks)


def shown_radii(disks: Disks) -> Array:
    """Return the radii that stand for the law, in pixels: its quantiles."""
    if is_uniform(disks):
        return (np.arange(disks.count) + 0.5) * disks.largest / disks.count
    return disks.largest * quantiles(disks.law, midpoints(disks.count))


def unseen_radii(disks: Disks) -> Array:
    """Return the quantiles halfway between those that stand for the law."""
    inner = np.arange(1, disks.count)
    if is_uniform(disks):
        return np.asarray(inner * disks.largest / disks.count)
    return disks.largest * quantiles(disks.law, inner / disks.count)


def drawing(disks: Disks) -> Callable[[Array], Array]:
    """Return how theory draws disks of given radii."""

    def draw(radii: Array) -> Array:
        if disks.blur:
            return blur.blurred_disks(radii, disks.size, disks.blur)
        return pixels.covered(radii, disks.size)

    return draw


def grid(disks: Disks, points: int = 4) -> Grid:
    """Return where profiles are compared."""
    return Grid(pixels=disks.size, radius=disks.largest, points=points)


def solved(disks: Disks) -> profile.Profile:
    """Return the best profile under the law of sharp disks."""
    return _solved(disks) if not is_uniform(disks) else profile.solve(power(0.0))


@cache
def _solved(disks: Disks) -> profile.Profile:
    return profile.solve(disks.law)


def picture(disks: Disks) -> Array:
    """Return the one image of unit norm that codes of one sign learn."""
    if disks.blur and is_uniform(disks):
        return blur.eigenimage(disks.size, disks.largest, disks.blur)
    if disks.blur:
        radii = disks.largest * quantiles(disks.law, midpoints(_SCALES))
        return minimisation.discrete_optimum(drawing(disks)(radii))
    if is_uniform(disks):
        return grid(disks).picture(airy.profile)
    return grid(disks).picture(solved(disks))


def coarser(disks: Disks) -> float:
    """Return how many times larger errors of pixels are than in the talk's images.

    They are of second order in a pixel over the largest radius; 1 at the least.
    """
    return max(1.0, (Disks().largest / disks.largest) ** 2)


@cache
def grid_error(disks: Disks) -> float:
    """Return how far the best image of these very disks is from the prediction."""
    best = minimisation.discrete_optimum(drawing(disks)(shown_radii(disks)))
    return distance(RELATIVE_L2, best, picture(disks))
