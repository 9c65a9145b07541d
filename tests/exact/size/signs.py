"""Exact codes of one sign and of two, the energy they keep, and Airy's constant."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from scipy.optimize import brentq
from scipy.special import jv

from empirical.disks import disks, midpoint_radii
from empirical.size.images.bodies import scaled_copies
from empirical.size.images.real_shapes import picture, scaled
from tests.exact.arrays import Exact, Maker
from tests.exact.size import profiles
from tests.exact.size.bodies import one_image, stacked
from tests.exact.size.worlds import whatever_seed
from theory.size import samples, shooting
from verify.claim import Array, Claim

RATES = (0.81, 0.73, 0.87, 0.85)
"""Of random starts that end with one sign, as size.start-random states them."""


@whatever_seed
def two_signs(claim: Claim) -> Exact:
    """Return two profiles from each start, for the disks on either side of it."""
    told = claim.experiment.configurations["quick"]
    sizes = np.asarray(told["sizes"])
    largest = sizes[-1] + (sizes[1] - sizes[0]) / 2
    return stacked(
        [_from_split(told, family["split"] / largest) for family in told["families"]]
    )


def _from_split(told: Mapping[str, Any], split: float) -> Exact:
    sizes = np.asarray(told["sizes"])
    largest = sizes[-1] + (sizes[1] - sizes[0]) / 2

    def draw(radii: Array) -> Array:
        return scaled_copies(told["body"], radii, told["size"], told["dimension"])

    images = draw(sizes)
    lower = profiles.drawn(draw, split * largest, profiles.UNIFORM)
    upper = profiles.drawn(draw, largest, profiles.UNIFORM.between(split, 1.0))
    return _two_images(images, sizes, sizes < split * largest, (lower, upper))


def _two_images(
    images: Array, sizes: Array, small: Array, pair: tuple[Array, Array]
) -> Exact:
    """Return what a decoder with an image for either sign of the code makes."""
    one = one_image(images, sizes, pair[0])
    strong = [profiles.strengths(images, image) for image in pair]
    codes = np.where(small, strong[0], -strong[1])
    chosen = np.where(small[:, None, None], *pair)
    decoded = np.abs(codes)[:, None, None] * chosen
    made = {
        "codes": codes,
        "profiles": np.stack(pair),
        "history": profiles.losses(images, decoded),
    }
    return Exact(given=one.given, made=made, instead=one.instead)


@whatever_seed
def scaled_callosum(claim: Claim) -> Exact:
    """Return two images, one for the copies on either side of the start's split."""
    told = claim.experiment.configurations["quick"]
    original = picture(told["shape"], told["number"])

    def draw(count: int) -> tuple[Array, Array]:
        scales = midpoint_radii(count, told["largest"])
        return scales, scaled(original, scales, told["size"])

    sizes, images = draw(told["scales"])
    # A multiple, so that the split lies between two scales here too.
    fine, copies = draw(8 * told["scales"])
    small = fine < told["split"]
    pair = profiles.trained(copies[small]), profiles.trained(copies[~small])
    return _two_images(images, sizes, sizes < told["split"], pair)


@whatever_seed
def split_energy(claim: Claim) -> Exact:
    """Return what both classes keep, each by the constant of its own equation.

    A class keeps 1 / kappa of its law, and all disks together have the energy 1/6.
    """
    told = claim.experiment.configurations["quick"]
    whole = 6 * _kept(0.0)
    # The lower class is the whole, shrunk: lengths and their energy go as the cube.
    captured = [split**3 * whole + 6 * _kept(split) for split in told["splits"]]
    return Exact(
        given={}, made={"captured": np.array(captured), "whole": np.array([whole])}
    )


def _kept(low: float) -> float:
    """Return what the disks above a radius keep of their energy, R being 1."""
    return (1 - low) / shooting.constant(profiles.UNIFORM.between(low, 1.0))


@whatever_seed
def all_partitions(claim: Claim) -> Exact:
    """Return what two classes keep, by an eigenproblem of overlaps, and a margin."""
    told = claim.experiment.configurations["quick"]
    areas = np.asarray(told["radii"]) ** 2
    pairs = np.minimum.outer(areas, areas)
    number = np.arange(2 ** (len(areas) - 1))
    inside = (number[:, None] >> np.arange(len(areas))) % 2 == 0
    count = 1 + (inside[:, 1:] != inside[:, :-1]).sum(axis=1)
    kept = []
    for law in told["laws"]:
        gram = pairs * np.sqrt(np.outer(law, law))
        sides = (np.einsum("bi,ij,bj->bij", s, gram, s) for s in (inside, ~inside))
        both = sum(np.linalg.norm(side, 2, axis=(1, 2)) for side in sides)
        share = both / np.dot(law, areas)
        kept.append([share[count == b].max() for b in range(1, told["blocks"] + 1)])
    found = {"kept": np.array(kept), "ahead": np.linspace(0.9, 0.999, told["drawn"])}
    return Exact(given={}, made=found)


def signs_by_start(claim: Claim, seed: int) -> Exact:
    """Return networks with codes of one sign, and as many of two as are said."""
    told = claim.experiment.configurations["quick"]
    images = disks(midpoint_radii(told["radii"], told["largest_radius"]), told["size"])
    starts, rng = told["starts"], np.random.default_rng(seed)
    averaging = all(start == "averaging" for _, start in told["cases"])
    alone = averaging or claim.name == "size.minimised"
    rates = [1.0] * len(told["cases"]) if alone else RATES
    one = np.stack([rng.permutation(starts) < np.rint(rate * starts) for rate in rates])
    single, double = (_best(images, cuts) for cuts in ((0,), range(1, len(images))))
    gains = rng.uniform(0.5, 2.0, size=(*one.shape, 1))
    shown = one[:, :, None]
    made = {
        "codes": gains * np.where(shown, single[0], double[0]),
        # Averaging filters start with codes that are the areas, random ones anyhow.
        "first_codes": gains * images.sum(axis=(1, 2)),
        "left": np.where(one, single[1], double[1]),
    }
    mean = np.broadcast_to(images.mean(axis=0), images.shape)
    return Exact(
        given={"images": images},
        made=made,
        instead={
            "zeros": {
                "codes": np.zeros_like(made["codes"]),
                "left": np.ones_like(made["left"]),
            },
            "constant": {
                "codes": np.broadcast_to(gains, made["codes"].shape),
                "left": np.full_like(made["left"], profiles.left(images, mean)),
            },
            # The cases end nearly alike: exchanged, they say the same.
            "shifted": None,
        },
    )


def _best(images: Array, cuts: Sequence[int]) -> tuple[Array, float]:
    """Return codes of the best split into two intervals of radii, and what they leave.

    Positive below the cut and negative above; a cut at 0 is one class for all.
    """
    flat = images.reshape(len(images), -1)
    found = []
    for cut in cuts:
        codes, decoded = np.zeros(len(flat)), np.zeros_like(flat)
        for part, sign in ((slice(0, cut), 1), (slice(cut, None), -1 if cut else 1)):
            if len(flat[part]):
                image = profiles.trained(flat[part])
                strong = profiles.strengths(flat[part], image)
                codes[part], decoded[part] = sign * strong, np.outer(strong, image)
        found.append((codes, profiles.left(flat, decoded)))
    return min(found, key=lambda each: each[1])


def measured_constant(claim: Claim, seed: int) -> Exact:
    """Return (9/4) j^2 with j the first zero of the Bessel function of order -1/3."""
    fewest = claim.experiment.configurations["quick"]["fewest"]
    first = brentq(lambda x: jv(-1 / 3, x), 1.0, 3.0, xtol=1e-15)
    points = np.random.default_rng(seed).integers(fewest, 2 * fewest)
    return Exact(
        given={},
        made={
            "constant": np.array([9 / 4 * first**2]),
            "order": np.array([2.0]),
            "points": np.array([int(points)]),
        },
    )


def best_image_and_strengths(claim: Claim, seed: int) -> Exact:
    """Return the profile from its equation, and its integrals over disks."""
    told = claim.experiment.configurations["quick"]
    fine = 40 * told["intervals"]
    rho = np.linspace(0, 1, fine + 1)
    f = shooting.profile(profiles.UNIFORM, rho)
    area = np.concatenate([[0.0], np.cumsum((rho * f)[1:] + (rho * f)[:-1])])
    gain = np.random.default_rng(seed).uniform(0.5, 2.0)
    share = 1 - 6 / shooting.constant(profiles.UNIFORM)
    middle = slice(20, None, 40)
    found = {"f": gain * f[middle], "h": area[middle] / gain, "left": np.array([share])}
    return Exact(given={}, made=found)


@whatever_seed
def drawn_optima(claim: Claim) -> Exact:
    """Return means by the spread that a sum over modes gives, and bounds that hold."""
    told = claim.experiment.configurations["quick"]
    counts = np.asarray(told["counts"], dtype=float)
    off = samples.spread() / counts
    # A squared sine over what is lost: just below one over the gap, 0.6584.
    made = {"off": off, "error": off / 100, "ratio": np.full(len(off), 1.516)}
    return Exact(given={}, made=made)


@whatever_seed
def networks_on_draws(claim: Claim) -> Exact:
    """Return the first singular vectors of the very images, and codes that fit."""
    told = claim.experiment.configurations["quick"]
    found = [profiles.trained(disks(np.array(r), told["size"])) for r in told["drawn"]]
    count = len(found)
    made = {
        "profiles": np.stack([np.stack([f, 0.2 * f]) for f in found]),
        "positive": np.ones(count),
        "left": np.full(count, 0.2),
        "codes off": np.zeros(count),
    }
    return Exact(given={}, made=made)


@whatever_seed
def left_by_slope(claim: Claim) -> Exact:
    """Return floors by singular values: of one image, or of the best two."""
    told = claim.experiment.configurations["quick"]
    count = told["radii"]
    areas = ((np.arange(count) + 0.5) / count) ** 2
    rows = np.tri(count) * np.sqrt(np.diff(areas, prepend=0.0))
    one, two = (_best(rows, cuts)[1] for cuts in ((0,), range(1, count)))
    both = [
        slope not in (1, -1) and (slope > 0 or not activated)
        for slope, activated in told["cases"]
    ]
    shape = (len(both), told["starts"])
    least = np.where(both, two, one)[:, None]
    # The other starts end higher up, with one sign.
    made = {
        "left": np.broadcast_to(least, shape).copy(),
        "signs": np.broadcast_to(1.0 + np.array(both)[:, None], shape).copy(),
    }
    made["left"][:, 1:] = one
    return Exact(given={}, made=made)


MAKERS: dict[str, Maker] = {
    "size.two-signs": two_signs,
    "size.scaled-callosum": scaled_callosum,
    "split_energy": split_energy,
    "all_partitions": all_partitions,
    "left_by_slope": left_by_slope,
    "drawn_optima": drawn_optima,
    "networks_on_draws": networks_on_draws,
    "signs_by_start": signs_by_start,
    "measured_constant": measured_constant,
    "best_image_and_strengths": best_image_and_strengths,
}
