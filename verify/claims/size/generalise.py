"""A hole in the radii, and whether weight decay on the encoder fills it."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from theory.size import decay, linear_codes, pixels
from verify.budget import Budget
from verify.claim import (
    Array,
    Arrays,
    Check,
    Claim,
    Experiment,
    Measurement,
    Outcome,
    Rival,
    View,
)
from verify.distances import RMS

SEEDS: dict[Budget, tuple[int, ...]] = {"quick": (0, 1, 2), "full": (0, 1, 2, 3, 4)}
_SIZE = 32
_RADIUS = 15.0
_COUNT = 128
_SHOWN = 6
"""Disks of the hole in the picture, at least."""

_HOLE = (11 / 32 * _RADIUS, 18 / 32 * _RADIUS)
_SHARED = {
    "decays": [0.0, 1e-2],
    "size": _SIZE,
    "largest_radius": _RADIUS,
    "radii": _COUNT,
    "hole": list(_HOLE),
    "channels": [8, 16, 32, 32],
    "slope": 0.05,
}
_ADAM = {"learning_rate": 1e-2, "batch": 8, "lbfgs_steps": 0}


def _inside(radii: Array) -> NDArray[np.bool_]:
    return np.asarray((radii > _HOLE[0]) & (radii < _HOLE[1]))


def _radii() -> Array:
    """Return the unseen radii in the hole."""
    radii = np.arange(1, _COUNT) * _RADIUS / _COUNT
    return np.asarray(radii[_inside(radii)])


def _losses(rebuilt: Array, images: Array) -> Array:
    """Return the squared error of each image over their mean squared norm."""
    errors = ((rebuilt - images) ** 2).sum(axis=(1, 2))
    return np.asarray(errors / (images**2).sum(axis=(1, 2)).mean())


def _filled() -> Array:
    return np.zeros(len(_radii()))


def _grey_ring() -> Array:
    images = pixels.covered(_radii(), _SIZE)
    small, large = pixels.covered(np.array(_HOLE), _SIZE)
    return _losses(linear_codes.between(small, large, images), images)


def _nearer_end() -> Array:
    half_way = np.sqrt((_HOLE[0] ** 2 + _HOLE[1] ** 2) / 2)
    ends = np.where(_radii() < half_way, *_HOLE)
    return _losses(pixels.covered(ends, _SIZE), pixels.covered(_radii(), _SIZE))


def _read(arrays: Arrays) -> Measurement:
    inside, images = _inside(arrays["radii"]), arrays["images"]
    plain, decayed = (_losses(d[inside], images[inside]) for d in arrays["decoded"])
    around = [_losses(d[~inside], images[~inside]).mean() for d in arrays["decoded"]]
    return Measurement(
        answer=decayed,
        values={
            "in the hole, without decay": float(plain.mean()),
            "in the hole, with decay": float(decayed.mean()),
            "outside, without decay": float(around[0]),
            "outside, with decay": float(around[1]),
            "with decay over without": float(decayed.mean() / plain.mean()),
        },
        extras={"without decay": plain},
        pictures=_seen(images[inside], [d[inside] for d in arrays["decoded"]]),
    )


def _seen(images: Array, decoded: list[Array]) -> dict[str, Array]:
    """Return some disks of the hole, with what either network makes of them."""
    some = slice(None, None, len(images) // _SHOWN)
    return {
        "Disks of radii in the hole, from one end to the other; what the network "
        "without weight decay makes of them; what the network with it does.": np.stack(
            [images[some], *(each[some] for each in decoded)]
        )
    }


def _derivation() -> tuple[Any, ...]:
    return linear_codes.mixture() + decay.derivation()


def _curve(answer: Array) -> tuple[Array, Array]:
    return _radii(), answer


CLAIM = Claim(
    name="size.generalise",
    statement="Trained without the radii from 11 to 18 of 32, an autoencoder with "
    "biases and with weight decay on its encoder draws the disks of these radii as "
    "well as the others.",
    source="Beyond the deck: the articles behind it",
    predict=_filled,
    experiment=Experiment(
        function="empirical.size.biased_disks:disks_with_a_hole",
        configurations={
            "quick": {**_SHARED, "schedule": {**_ADAM, "adam_steps": 1800}},
            "full": {**_SHARED, "schedule": {**_ADAM, "adam_steps": 10_000}},
        },
        seconds={"quick": 10.0, "full": 56.0},
    ),
    read=_read,
    rivals=(
        Rival(
            name="a grey ring",
            answer=_grey_ring,
            because="the decoder mixes the two disks at the ends of the hole",
        ),
        Rival(
            name="the nearer end",
            answer=_nearer_end,
            because="the decoder jumps from one end of the hole to the other",
        ),
    ),
    distance=RMS,
    tolerance=0.03,
    because="outside the hole six pilot seeds lost 0.009 to 0.018 of the energy; as "
    "much inside would be a repair, with room for a factor below two",
    seeds=SEEDS,
    derivation=_derivation,
    view=View(
        curve=_curve,
        x="radius, pixels",
        y="squared error over the mean squared norm",
        caption="What is lost of disks in the hole, with weight decay on the encoder.",
    ),
    checks=(
        Check(
            value="outside, with decay",
            at_most=0.03,
            because="a network that never learned disks says nothing of holes",
        ),
    ),
    expected=Outcome.REFUTED,
    counterexample="the penalty is escaped without changing any reconstruction: "
    "multiply the weights of the encoder by a small c (its biases by powers of c) and "
    "divide the first weights of the decoder by c to the depth. A network that leaves "
    "the hole empty costs as little as one that fills it",
    amendment="Decay helps and does not fill the hole. On six pilot seeds, after 2,500 "
    "steps, the loss in the hole was 0.076 to 0.39 without and 0.057 to 0.087 with a "
    "decay of 0.01, a grey ring loses 0.098, and outside it was 0.018 at most. Decays "
    "of 0.003 and 0.03 did no better on three of them, and at 0.3 nothing was learned. "
    "What decay changes it changes on the way, through the training, for its least "
    "value is the same for every function; a contractive penalty is escaped by the "
    "same factor.",
)
