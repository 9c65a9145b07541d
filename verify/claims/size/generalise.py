"""A hole in the radii, and whether weight decay on the encoder fills it."""

from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from theory.size import decay, linear_codes, pixels
from verify.budget import Budget
from verify.claim import (
    OPEN,
    Array,
    Arrays,
    Assumption,
    Check,
    Claim,
    Evidence,
    Experiment,
    Measurement,
    Outcome,
    Rival,
    View,
)
from verify.claims.size.families.biased_disks import (
    ALONE,
    alone,
    covered,
    off_disks,
    relative_errors,
)
from verify.distances import RMS

SEEDS: dict[Budget, tuple[int, ...]] = {
    "quick": (20, 21, 22),
    "full": (20, 21, 22, 23, 24),
}
_SIZE = 32
_RADIUS = 15.0
_COUNT = 128
_SHOWN = 6
"""Disks of the hole in the picture, at least."""

_HOLE = (11 / 32 * _RADIUS, 18 / 32 * _RADIUS)
_LOSS = 0.03
"""What a disk of the hole may lose, and all others on the average."""

_FEW, _MOST = 1 / 8, 1 / 2
"""Shares of the radii of the hole: of so few it is filled, of so many it stays."""

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


def _stays(level: float) -> Array:
    return np.array([level])


def _level(share: float) -> float:
    """Return 0 if the hole is filled, 1 if half of it or more stays, 1/2 between."""
    return 0.0 if share <= _FEW else 1.0 if share >= _MOST else 0.5


def _read(arrays: Arrays) -> Measurement:
    radii, images = arrays["radii"], arrays["images"]
    inside = _inside(radii)
    plain, decayed = (
        relative_errors(d[inside], images[inside]) for d in arrays["decoded"]
    )
    around = [
        relative_errors(d[~inside], images[~inside]).mean() for d in arrays["decoded"]
    ]
    ends = radii[1:] / 2 + radii[:-1] / 2
    off = [
        off_disks(b[~_inside(ends)], covered(_SIZE), _RADIUS) for b in arrays["between"]
    ]
    ring = relative_errors(_grey_rings(), images[inside])
    lost = float(np.mean(decayed > _LOSS))
    return Measurement(
        answer=_stays(_level(lost)),
        values={
            "radii of the hole lost by more than 3 %, share": lost,
            "in the hole, without decay": float(plain.mean()),
            "in the hole, with decay": float(decayed.mean()),
            "in the hole, a grey ring": float(ring.mean()),
            "outside, without decay": float(around[0]),
            "outside, with decay": float(around[1]),
            ALONE: max(off),
        },
        pictures=_seen(images[inside], [d[inside] for d in arrays["decoded"]]),
    )


def _grey_rings() -> Array:
    """Return the best mixtures of the two disks at the ends of the hole."""
    images = pixels.covered(_radii(), _SIZE)
    small, large = pixels.covered(np.array(_HOLE), _SIZE)
    return linear_codes.between(small, large, images)


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


def _bar(answer: Array) -> tuple[Array, Array]:
    return np.zeros(1), answer


CLAIM = Claim(
    name="size.generalise",
    statement="Trained by these 1,800 steps (full budget: 10,000) without the radii "
    "from 11 to 18 of 32, an autoencoder with biases, and with a weight decay of 0.01 "
    "on its encoder, draws the disks of these radii as well as the others: each with "
    "a loss of at most 3 %.",
    predict=partial(_stays, 0.0),
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
            name="most of the hole stays",
            answer=partial(_stays, 1.0),
            because="half of its disks or more are drawn worse than that: as a grey "
            "ring, say, which mixes the disks at its ends",
        ),
        Rival(
            name="it is filled in part",
            answer=partial(_stays, 0.5),
            because="the decoder goes on a little from either end",
        ),
    ),
    distance=RMS,
    tolerance=0.1,
    because="the answer is 0 where at most an eighth of the radii of the hole are lost "
    "by more, 1 where at least half of them are, and 1/2 between. Outside it six pilot "
    "seeds lost 0.9 % to 1.8 % of the energy, and after 2,500 steps 5.7 % to 8.7 % in "
    "it, 7.6 % to 39 % without decay; a grey ring loses 9.8 %",
    seeds=SEEDS,
    derivation=_derivation,
    view=View(
        curve=_bar,
        x="",
        y="the hole is filled (0), or most of it stays (1)",
        caption="Whether the network with weight decay fills the hole: the share of "
        "its radii that are lost by more than 3 % is in the table.",
        marks=True,
    ),
    evidence=frozenset({Evidence.TRAINING}),
    assumptions=(
        Assumption(
            says="The decay is 0.01, on the encoder alone, and the training is this "
            "one. On six pilot seeds decays of 0.003 and 0.03 did no better, and at "
            "0.3 nothing was learned.",
            without=OPEN,
        ),
        Assumption(
            says="Training decides, not the least value of the loss, which is the same "
            "for every function of the network.",
            without="size.decay-escapes",
        ),
    ),
    checks=(
        Check(
            value="outside, with decay",
            at_most=_LOSS,
            because="a network that never learned disks says nothing of holes",
            usable=True,
        ),
        alone(0.06),
    ),
    expected=Outcome.REFUTED,
)
