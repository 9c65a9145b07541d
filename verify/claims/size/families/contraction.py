"""What the claims on contractive codes share: trainings, curves and rivals."""

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np

from theory.size import codes as size_codes
from verify.budget import Budget
from verify.claim import (
    OPEN,
    Array,
    Arrays,
    Assumption,
    Check,
    Experiment,
    Measurement,
    Rival,
    Sweep,
    View,
)

LARGEST = {"edge": 13.0, "linear": 28.0}
SOFTNESS = {"edge": 0.5, "linear": 0.25}
_PIXELS = {"edge": 32, "linear": 64}
GRID = 32
SEEDS: dict[Budget, tuple[int, ...]] = {"quick": (10, 11, 12), "full": (5, 6, 7, 8, 9)}

NARROW = Assumption(
    says="The disks have an edge of one profile and of a width $w$ much less than $R$: "
    "exact as $w / R$ tends to 0.",
    without="size.area-optimal-sharp",
)
UNIFORM = Assumption(
    says="The radii are uniform on $(0, R]$.", without="size.area-optimal-law"
)
FREE = Assumption(
    says="The encoder is free: its gradient at a disk may be any image.",
    without="size.area-optimal-linear",
)
RANGE = Assumption(
    says="The range of the code is given. Without a unit the penalty is escaped by "
    "shrinking the code and growing the decoder.",
    without="size.area-optimal-variance",
)
ALONE = Assumption(
    says="The encoder is trained alone: no decoder, and no error of reconstruction.",
    without=OPEN,
)

_POWERS = {
    "square root": (0.5, "a law counted twice"),
    "radius^0.75": (0.75, "nearly the radius, bent the other way"),
    "radius^0.9": (0.9, "next to the radius"),
    "radius": (1.0, "the parameter that the images were drawn with"),
    "radius^1.1": (1.1, "next to the radius, from the other side"),
    "radius^1.25": (1.25, "nearly the radius"),
    "radius^1.5": (1.5, "the length of the curve of images"),
    "radius^1.75": (1.75, "nearly the area, from the side of the radius"),
    "radius^1.9": (1.9, "next to the area"),
    "area": (2.0, "the deck's answer"),
    "radius^2.1": (2.1, "next to the area, from the other side"),
    "radius^2.25": (2.25, "nearly the area, from the other side"),
    "radius^3": (3.0, "a volume"),
}
_RIVALS = {
    **{name: ("power", (m,), why) for name, (m, why) in _POWERS.items()},
    "unit variance": ("least_of_variance", None, "the other normalisation"),
    "unit variance, law p ~ r^0.5": (
        "least_of_variance_under",
        (0.5,),
        "the other normalisation, and larger radii more often",
    ),
    "unit variance, law p ~ r": (
        "least_of_variance_under",
        (1.0,),
        "the same, still more often",
    ),
    "cosine of radius^1.5": (
        "cosine_of_power",
        (1.5,),
        "the other normalisation, solved to first order only",
    ),
    "cosine of the area": (
        "cosine_of_power",
        (2.0,),
        "the first principal axis under the law p ~ r",
    ),
    "overlap": ("overlap", None, "the code of a network without biases (eq. 5)"),
}


def shares(smallest: float = 0.0) -> Array:
    """Return where codes are read, as shares of the largest radius.

    Midpoints of equal intervals above the smallest radius, in pixels of the edge
    encoder's images.
    """
    low = smallest / LARGEST["edge"]
    return low + (np.arange(GRID) + 0.5) / GRID * (1 - low)


def standardised(codes: Array) -> Array:
    """Return a code with mean 0 and variance 1: its unit and its zero mean nothing."""
    centred = codes - codes.mean()
    return np.asarray(centred / np.sqrt(np.mean(centred**2)))


def code(name: str, arguments: tuple[float, ...] | None, smallest: float) -> Array:
    """Return a code of ``theory.size.codes`` where codes are read, standardised."""
    found = getattr(size_codes, name)
    function = found if arguments is None else found(*arguments)
    return standardised(function(shares(smallest)))


def rivals(answer: str, smallest: float = 0.0) -> tuple[Rival, ...]:
    """Return every code on the list but the one that is claimed."""
    return tuple(
        Rival(
            name=name,
            answer=partial(code, function, arguments, smallest),
            because=because,
        )
        for name, (function, arguments, because) in _RIVALS.items()
        if name != answer
    )


def exponents(answer: float, smallest: float = 0.0) -> Sweep:
    """Return the powers of the radius around the one that is claimed."""
    values = answer + 0.01 * np.arange(-10, 11)
    return Sweep(
        parameter="m of the code radius^m",
        values=tuple(float(v) for v in values.round(2)),
        answer=lambda m: code("power", (m,), smallest),
        because="the code is the radius for m = 1, the area for m = 2",
    )


def experiment(encoder: str, given: str, law: float, smallest: float) -> Experiment:
    """Return the training of one encoder for the least contractive energy."""
    shared: dict[str, Any] = {
        "encoder": encoder,
        "given": given,
        "law": law,
        "size": _PIXELS[encoder],
        "radii": [smallest, LARGEST[encoder]],
        "count": 64,
        "softness": SOFTNESS[encoder],
        # With 4 sigmoids a pixel, two of four starts stop short of the least energy.
        "channels": 8 if given == "variance" else 4,
        "grid": GRID,
    }
    adam = {"adam_steps": 200, "learning_rate": 1e-2, "batch": 64}
    quick = 300 if given == "variance" else 200
    return Experiment(
        function="empirical.size.contraction:least_contractive_code",
        configurations={
            "quick": {**shared, "schedule": {**adam, "lbfgs_steps": quick}},
            "full": {**shared, "schedule": {**adam, "lbfgs_steps": 600}},
        },
        seconds={"quick": quick / 50, "full": 0.05 * quick},
    )


def read(arrays: Arrays, least: Callable[[], float]) -> Measurement:
    """Return the code of a trained encoder, with its energy over the least one."""
    energy = float(arrays["energy"][0])
    return Measurement(
        answer=standardised(arrays["codes"]),
        values={
            "energy over the least": energy / least(),
            "energy under the least": least() / energy,
        },
    )


def curve(smallest: float, answer: Array) -> tuple[Array, Array]:
    """Return shares of the largest radius, and codes."""
    return shares(smallest), answer


def view(caption: str, smallest: float = 0.0) -> View:
    """Return how a code is drawn."""
    return View(
        curve=partial(curve, smallest),
        x="radius over the largest",
        y="code, standardised",
        caption=caption,
    )


def energy_checks(over: float, under: float) -> tuple[Check, ...]:
    """Return the bounds on the energy reached, from both sides."""
    return (
        Check(
            value="energy over the least",
            at_most=over,
            because="the encoder must have come to the least energy that theory "
            "allows, or its code says little",
        ),
        Check(
            value="energy under the least",
            at_most=under,
            because="an energy below the bound would mean that the encoder jumps "
            "between the radii that it was trained on",
        ),
    )
