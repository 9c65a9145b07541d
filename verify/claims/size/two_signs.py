"""A code with two signs beats Airy's profile: two profiles, one for each sign."""

from functools import partial
from typing import Any

import numpy as np

from theory.size import branches, general
from verify.claim import Array, Arrays, Check, Claim, Measurement, Rival, View
from verify.claims.size.families import profiles
from verify.claims.size.families.two_signed_disks import (
    GRID,
    TWO_SIGNED_DISKS,
    left_over_area,
)
from verify.distances import RELATIVE_L2


def _pair(lower: Array, upper: Array) -> Array:
    """Return two unit images as one unit array."""
    return np.asarray(np.stack([lower, upper]) / np.sqrt(2))


def _at_split(split: float) -> Array:
    found = branches.at_split(split)
    return _pair(GRID.picture(found.lower), GRID.picture(found.upper))


def _best_split() -> float:
    return branches.best_split().split


def _predict() -> Array:
    return _at_split(_best_split())


def _airy_twice() -> Array:
    airy = GRID.picture(profiles.closed_form("Airy"))
    return _pair(airy, airy)


def _airy_for_the_large() -> Array:
    return _pair(_predict()[0] * np.sqrt(2), _airy_twice()[1] * np.sqrt(2))


def small_are_positive(arrays: Arrays) -> bool:
    """Return which sign the smaller disks have, by the energy that they carry."""
    energy = np.sum(arrays["images"] ** 2, axis=(1, 2))
    positive = arrays["codes"] > 0
    if positive.all() or not positive.any():
        return bool(positive.all())
    sizes = arrays["sizes"]
    means = [np.average(sizes[c], weights=energy[c]) for c in (positive, ~positive)]
    return bool(means[0] < means[1])


def _read(arrays: Arrays) -> Measurement:
    order = (0, 1) if small_are_positive(arrays) else (1, 0)
    images, sizes = arrays["images"], arrays["sizes"]
    learned = [
        arrays["profiles"][i] / np.linalg.norm(arrays["profiles"][i]) for i in order
    ]
    small = (arrays["codes"] > 0) == small_are_positive(arrays)
    energy = np.sum(images**2, axis=(1, 2))
    best = branches.discrete_split(images, sizes) / GRID.radius
    last = float(sizes[small].max() / GRID.radius) if small.any() else 0.0
    strays = energy[(sizes < last * GRID.radius) & ~small].sum() / energy.sum()
    return Measurement(
        answer=_pair(*learned),
        values={
            "largest disk of the small class, over R": last,
            "energy of strays": float(strays),
            "left of the images, over their area": left_over_area(arrays),
            "best split of these images off": abs(best - _best_split()),
        },
        pictures={
            "What the decoder draws for codes of the sign of the smaller disks, and "
            "for those of the larger ones.": np.stack(learned)[None]
        },
        invalid=""
        if small.any() and not small.all()
        else "every code has one sign: the hypothesis of two signs is not met",
    )


def _derivation() -> tuple[Any, ...]:
    return general.law_steps() + general.split_steps()


def _curve(answer: Array) -> tuple[Array, Array]:
    """Draw the lower profile, and the upper one beside it on the same axis."""
    place, lower = GRID.curve(answer[0] * np.sqrt(2))
    _, upper = GRID.curve(answer[1] * np.sqrt(2))
    return np.stack([place, place + GRID.radius]), np.stack([lower, upper])


_SPLITS = {
    "split at 1/2": (0.5, "half of the radii on either side"),
    "split at 2/3": (2 / 3, "a round number below the best split"),
    "split at 1/sqrt 2": (np.sqrt(0.5), "the largest disk's area halved"),
    "split at 3/4": (0.75, "a round number above the best split"),
    "split at 0.8": (0.8, "the cube root of 1/2: the energy halved"),
}

CLAIM = Claim(
    name="size.two-signs",
    statement="A bias-free autoencoder on disks with radii uniform on (0, R], started "
    "with codes of different signs below and above the best split, 0.7247 R, stays "
    "there and learns two profiles and not one: below, Airy's profile of the radius of "
    "the split; above, one that is constant up to the split and solves Airy's equation "
    "beyond it.",
    source="Slide 'Decoding a disk': 'the functional is indeed minimised by the "
    "training procedure'",
    predict=_predict,
    experiment=TWO_SIGNED_DISKS,
    read=_read,
    rivals=(
        Rival(
            name="Airy for both signs",
            answer=_airy_twice,
            because="the deck's one function f",
        ),
        Rival(
            name="Airy for the larger disks",
            answer=_airy_for_the_large,
            because="the upper class kept as it was, only the small disks split off",
        ),
        *(
            Rival(name=name, answer=partial(_at_split, split), because=because)
            for name, (split, because) in _SPLITS.items()
        ),
    ),
    distance=RELATIVE_L2,
    tolerance={"quick": 0.02, "full": 0.01},
    because="the start's split is one of 58, 0.05 % of R from the best; on the pilot "
    "seeds all weights at once ended within 1.2 % of the prediction (quick budget), "
    "0.74 % (full); decoder and encoder in turn, six end within 0.55 % (quick budget)",
    seeds=(0, 1, 2),
    derivation=_derivation,
    view=View(
        curve=_curve,
        x="distance from the centre, pixels: small disks, then large ones",
        y="profile f",
        caption="The two images that one decoder scales, for positive and for negative "
        "codes. The start puts the change of sign at 0.7247 R and training leaves it "
        "there: once a code has a sign it cannot cross zero without loss. That this "
        "split is the best of all is what theory says, and the images themselves.",
    ),
    checks=(
        Check(
            value="energy of strays",
            at_most=5e-3,
            because="the classes must be two intervals of radii, but for disks of a "
            "pixel or two, which weigh next to nothing",
        ),
        Check(
            value="best split of these images off",
            at_most=0.02,
            because="neighbouring radii are 1/58 apart; every boundary is tried",
        ),
        Check(
            value="left of the images, over their area",
            at_most=0.16,
            because="theory leaves 0.1485, and 0.2344 to codes of one sign",
        ),
    ),
    amendment="Airy's function minimises the functional among codes of one sign only. "
    "Codes of two signs split the radii at 0.7247 R, with a profile for each part, and "
    "keep 85.1 % of the energy instead of 76.6 %.",
)
