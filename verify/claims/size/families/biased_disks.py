"""What the claims on autoencoders with biases share: one training, one set of radii."""

from collections.abc import Callable
from dataclasses import replace
from functools import cache, partial
from typing import Any

import numpy as np

from theory.size import linear_codes, pixels
from verify.budget import Budget
from verify.claim import (
    OPEN,
    Array,
    Arrays,
    Assumption,
    Check,
    Experiment,
    Rival,
)
from verify.claims.size.families import of_disks
from verify.subjects import Disks

SIZE = 64
RADIUS = 31.0
COUNT = 20
SEEDS: dict[Budget, tuple[int, ...]] = {"quick": (20, 21), "full": (22, 23, 24, 25, 26)}
"""Seeds that nothing had seen when radii, rates and bounds were chosen."""

SCHEDULES = (
    "Few radii are trained on, so that what lies between them cannot be remembered: a "
    "table of the 20 disks leaves 4.4 % of those halfway between, and an even mix of "
    "the two nearest 1.5 %. The quick budget trains 3,500 steps of Adam at a rate of "
    "0.005 and 300 of L-BFGS, the full one 12,000 at 0.004 and 600. At a rate of 0.01 "
    "a training may lose its way. Seeds that nothing had seen are judged."
)
"""Why so few radii, and why budgets have rates of their own, for the report."""

_NETWORK: dict[str, Any] = {
    "size": SIZE,
    "largest_radius": RADIUS,
    "radii": COUNT,
    "channels": [8, 16, 32, 64, 64],
    "slope": 0.05,
}
_QUICK = {
    "batch": 8,
    "learning_rate": 5e-3,
    "adam_steps": 3500,
    "lbfgs_steps": 300,
}
_FULL = {
    "batch": 8,
    "learning_rate": 4e-3,
    "adam_steps": 12_000,
    "lbfgs_steps": 600,
}

BIASED_DISKS = Experiment(
    function="empirical.size.biased_disks:biased_disks",
    configurations={
        "quick": {**_NETWORK, "schedule": _QUICK},
        "full": {**_NETWORK, "schedule": _FULL},
    },
    seconds={"quick": 30.0, "full": 100.0},
)

BUDGET = Assumption(
    says="The training is one of those tried here: disks of 20 radii, two schedules.",
    without=OPEN,
)


TAUGHT = Disks(size=SIZE, radius=RADIUS, count=COUNT, slope=_NETWORK["slope"])
"""The disks that these networks are trained on."""


def unseen_radii(disks: Disks = TAUGHT) -> Array:
    """Return the radii halfway between those of the training."""
    return of_disks.unseen_radii(disks)


def check_radii(arrays: Arrays, disks: Disks = TAUGHT) -> None:
    """Refuse measurements at other radii than the claims'."""
    if not np.allclose(arrays["radii"], unseen_radii(disks)):
        raise ValueError("the experiment showed other radii than the claim.")


def many_disks(disks: Disks = TAUGHT) -> Array:
    """Return theory's own images of many radii, as many as stand for the law."""
    many = of_disks.shown_radii(replace(disks, count=128))
    return of_disks.drawing(disks)(many)


def relative_errors(decoded: Array, images: Array) -> Array:
    """Return the squared error of each image over their mean squared norm."""
    errors = ((decoded - images) ** 2).sum(axis=(1, 2))
    return np.asarray(errors / (images**2).sum(axis=(1, 2)).mean())


def covered(size: int) -> Callable[[Array], Array]:
    """Return the drawing of disks of given radii, on so many pixels."""
    return partial(pixels.covered, size=size)


def off_disks(drawn: Array, draw: Callable[[Array], Array], largest: float) -> float:
    """Return how far images are from the disks of their own areas.

    The squared error over the squared norm of these disks, whose radii are no larger
    than the largest and no smaller than half a pixel.
    """
    areas = np.maximum(drawn.sum(axis=(1, 2)), 0.0)
    ideal = draw(np.clip(np.sqrt(areas / np.pi), 0.5, largest))
    return float(np.sum((drawn - ideal) ** 2) / np.sum(ideal**2))


ALONE = "off a disk, drawn from a code alone"
"""The value that tells a decoder that draws from one number from a copy."""


def alone(bound: float) -> Check:
    """Return the check that codes between those of disks are drawn as disks."""
    return Check(
        value=ALONE,
        at_most=bound,
        because="codes halfway between those of two disks belong to no image that the "
        "network was shown: only a decoder that draws disks of one number draws disks "
        "of them",
        usable=True,
    )


LEFT = "relative squared error"
"""The value that tells a decoder that works from a dead one."""


def works(bound: float, value: str = LEFT) -> Check:
    """Return the check that disks which were never seen come back."""
    return Check(
        value=value,
        at_most=bound,
        because="of disks that the training did not show: a network that draws one and "
        "the same disk, whatever its code, draws a perfect disk and rebuilds none",
        usable=True,
    )


WITHOUT_THRESHOLD: dict[str, tuple[Callable[..., Array], tuple[int, ...]]] = {
    "no biases": (linear_codes.linear, (1,)),
    "no biases, two signs": (linear_codes.two_signed, ()),
    "affine, one number": (linear_codes.affine, (1,)),
    "affine, two numbers": (linear_codes.affine, (2,)),
    "affine, three numbers": (linear_codes.affine, (3,)),
}
REBUILDERS = {
    "no biases": "the best that a bias-free network with codes of one sign can do",
    "no biases, two signs": "the same with codes of both signs",
    "affine, one number": "a mean image and one principal axis",
    "affine, two numbers": "a mean image and two principal axes",
    "affine, three numbers": "a mean image and three principal axes",
    "remembers its disks": "a table of the disks of the training, learned by heart",
}
"""What could give disks back instead of one number with biases, with the reason."""


def rebuilt(name: str, many: Array, images: Array, table: Array) -> Array:
    """Return what a rival makes of images.

    Parameters
    ----------
    name
        One of ``REBUILDERS``.
    many, images
        Disks that codes without a threshold learn from and disks to give back,
        (m, n, n).
    table
        The disks of the training, one more than those to give back, which lie between.

    """
    if name != "remembers its disks":
        function, arguments = WITHOUT_THRESHOLD[name]
        return np.asarray(function(many, images, *arguments))
    pair = np.stack([table[:-1], table[1:]])
    errors = ((pair - images) ** 2).sum(axis=(2, 3))
    return np.asarray(pair[errors.argmin(axis=0), np.arange(len(images))])


def mixed(table: Array) -> Array:
    """Return the even mixes of each disk of the training and the next."""
    return np.asarray((table[1:] + table[:-1]) / 2)


def left_by_memory(
    answers: Callable[[], tuple[Array, Array, Array]],
) -> dict[str, float]:
    """Return what a network that knows the disks of the training alone could leave."""
    many, unseen, table = answers()
    found = {
        "a table of the disks of the training": rebuilt(
            "remembers its disks", many, unseen, table
        ),
        "an even mix of the two nearest": mixed(table),
    }
    return {
        f"left by {name}": float(relative_errors(drawn, unseen).mean())
        for name, drawn in found.items()
    }


def rivals(answers: Callable[[], tuple[Array, Array, Array]]) -> tuple[Rival, ...]:
    """Return the rivals; ``answers`` gives many disks, those unseen, and the table."""

    @cache
    def known() -> tuple[Array, Array, Array]:
        return answers()

    def answer(name: str) -> Array:
        return rebuilt(name, *known())

    return tuple(
        Rival(name=name, answer=partial(answer, name), because=because)
        for name, because in REBUILDERS.items()
    )
