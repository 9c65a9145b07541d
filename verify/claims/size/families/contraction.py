"""What the claims on contractive codes share: trainings, curves and rivals."""

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np

from theory.size import codes as size_codes
from verify.budget import Budget
from verify.claim import Array, Arrays, Check, Experiment, Measurement, Rival, View

LARGEST = 13.0
SOFTNESS = {"edge": 0.5, "linear": 0.15}
GRID = 32
TOLERANCE = 0.02
SEEDS: dict[Budget, tuple[int, ...]] = {"quick": (0, 1, 2), "full": (0, 1, 2, 3, 4)}

_RIVALS = {
    "radius": ("power", (1.0,), "the parameter that the images were drawn with"),
    "radius^0.75": ("power", (0.75,), "nearly the radius, bent the other way"),
    "radius^1.25": ("power", (1.25,), "nearly the radius"),
    "radius^1.5": ("power", (1.5,), "the length of the curve of images"),
    "radius^1.75": ("power", (1.75,), "nearly the area, from the side of the radius"),
    "area": ("power", (2.0,), "the deck's answer"),
    "radius^2.25": ("power", (2.25,), "nearly the area, from the other side"),
    "radius^3": ("power", (3.0,), "a volume"),
    "square root": ("power", (0.5,), "a law counted twice"),
    "unit variance": ("least_of_variance", None, "the other normalisation"),
    "overlap": ("overlap", None, "the code of a network without biases (eq. 5)"),
    "cosine of the area": (
        "cosine_of_square",
        None,
        "the first principal axis under the law p ~ r",
    ),
}


def radii(smallest: float = 0.0, largest: float = LARGEST) -> Array:
    """Return the radii at which codes are read, midpoints of equal intervals."""
    return smallest + (np.arange(GRID) + 0.5) / GRID * (largest - smallest)


def standardised(codes: Array) -> Array:
    """Return a code with mean 0 and variance 1: its unit and its zero mean nothing."""
    centred = codes - codes.mean()
    return np.asarray(centred / np.sqrt(np.mean(centred**2)))


def code(name: str, arguments: tuple[float, ...] | None, smallest: float) -> Array:
    """Return a code of ``theory.size.codes`` at the radii, standardised."""
    found = getattr(size_codes, name)
    function = found if arguments is None else found(*arguments)
    return standardised(function(radii(smallest) / LARGEST))


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


def experiment(encoder: str, given: str, law: float, smallest: float) -> Experiment:
    """Return the training of one encoder for the least contractive energy."""
    shared: dict[str, Any] = {
        "encoder": encoder,
        "given": given,
        "law": law,
        "size": 32,
        "radii": [smallest, LARGEST],
        "count": 64,
        "softness": SOFTNESS[encoder],
        "channels": 4,
        "grid": GRID,
    }
    adam = {"adam_steps": 200, "learning_rate": 1e-2, "batch": 64}
    return Experiment(
        function="empirical.size.contraction:least_contractive_code",
        configurations={
            "quick": {**shared, "schedule": {**adam, "lbfgs_steps": 200}},
            "full": {**shared, "schedule": {**adam, "lbfgs_steps": 600}},
        },
        seconds={"quick": 3.0, "full": 8.0},
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
    """Return radii and codes."""
    return radii(smallest), answer


def view(caption: str, smallest: float = 0.0) -> View:
    """Return how a code is drawn."""
    return View(
        curve=partial(curve, smallest),
        x="radius, pixels",
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
