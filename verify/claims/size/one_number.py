"""Disks pass through one number, with biases."""

from functools import cache, partial

import numpy as np

from theory.size import linear_codes, pixels
from verify.claim import Array, Arrays, Check, Claim, Distance, Measurement, Rival, View
from verify.claims.size.families.biased_disks import (
    BIASED_DISKS,
    RADIUS,
    RIVALS,
    SCHEDULES,
    SEEDS,
    SIZE,
    check_radii,
    known_disks,
    rebuilt_by_rivals,
    relative_errors,
    unseen_radii,
)

_EVERY = 16
_ENERGY = float(np.sum(np.pi * unseen_radii(_EVERY) ** 2))


def _predict() -> Array:
    return pixels.covered(unseen_radii(_EVERY), SIZE)


@cache
def _rivals() -> dict[str, Array]:
    known, images = known_disks(), _predict()
    step = RADIUS / 16
    rounded = (np.floor(unseen_radii(_EVERY) / step) + 0.5) * step
    return rebuilt_by_rivals(known, images, pixels.covered(rounded, SIZE))


def _rival(name: str) -> Array:
    return _rivals()[name]


def _read(arrays: Arrays) -> Measurement:
    check_radii(arrays)
    errors = relative_errors(arrays)
    chosen = slice(_EVERY // 2, None, _EVERY)
    return Measurement(
        answer=arrays["decoded"][chosen],
        values={
            "relative squared error": float(errors.mean()),
            "largest at one radius": float(errors.max()),
        },
        pictures={
            "Disks of eight radii that the training did not show, and what the "
            "network makes of them.": np.stack(
                [arrays["images"][chosen], arrays["decoded"][chosen]]
            )
        },
    )


def _relative(u: Array, v: Array) -> float:
    return float(np.sum(u * v)) / _ENERGY


def _middle_rows(answer: Array) -> tuple[Array, Array]:
    rows = answer[:, SIZE // 2, :]
    return np.arange(rows.size, dtype=float), rows.ravel()


CLAIM = Claim(
    name="size.one-number",
    statement="With biases, disks pass through one number: an autoencoder with d = 1 "
    "gives back disks of radii that it never saw, with a relative squared error of at "
    "most 1 %.",
    source="Slide 'Investigating autoencoders': 'can we compress disks to 1 "
    "dimension? Yes!'",
    predict=_predict,
    experiment=BIASED_DISKS,
    read=_read,
    rivals=tuple(
        Rival(name=name, answer=partial(_rival, name), because=because)
        for name, because in RIVALS.items()
    ),
    distance=Distance(
        name="root of the relative squared error",
        unit="the root of the disks' total area",
        because="the Euclidean norm of all images together, over a fixed number",
        inner=_relative,
    ),
    tolerance=0.1,
    because="one per cent of the squared norm; on seven pilot seeds the networks left "
    "0.3 % to 0.7 %, and the two ways to draw the disks differ by 0.003 %. "
    + SCHEDULES,
    seeds=SEEDS,
    derivation=linear_codes.derivation,
    view=View(
        curve=_middle_rows,
        x="pixels of the middle rows of eight images, smallest disk first",
        y="grey value",
        caption="Disks of eight radii between those of the training, as they come out "
        "of a network with one number in the middle.",
    ),
    checks=(
        Check(
            value="relative squared error",
            at_most=0.01,
            because="the same bound over all 127 radii between those of the training",
        ),
    ),
)
