"""The constant that the deck leaves free in Airy's equation."""

from functools import partial

import numpy as np

from theory.size import airy, certified, functional, rivals
from verify.claim import (
    Array,
    Arrays,
    Assumption,
    Check,
    Claim,
    Evidence,
    Experiment,
    Measurement,
    Rival,
    View,
)
from verify.distances import RMS

_RIVALS = {
    "guess 1 - rho^2": "the Rayleigh quotient of a polynomial close to the profile",
    "membrane J0": "the lowest mode of a membrane, the usual radial problem",
    "Ai alone": "Airy's equation solved by Ai(-c rho), without Bi",
    "intervals": "the same problem in dimension 1",
    "zero at the centre": "the other condition at the centre, f(0) = 0",
    "cos(pi rho^1.5 / 2)": "the Rayleigh quotient of the nearest closed form",
    "McMahon": "j by the expansion for large zeros, two terms of it",
    "k = 1": "the constant left out, as if the slide had set it",
}


def _predict() -> Array:
    return np.array([airy.constant()])


def _certificates() -> dict[str, float]:
    enclosed = certified.constant(40)
    return {
        "certified half-width": enclosed.radius,
        "float against certified": abs(airy.constant() - float(enclosed.digits))
        / airy.constant(),
    }


def _read(arrays: Arrays) -> Measurement:
    return Measurement(
        answer=arrays["constant"],
        values={
            "k R^3": float(arrays["constant"][0]),
            "captured share 6 / (k R^3)": 6 / float(arrays["constant"][0]),
            "order of convergence off 2": abs(float(arrays["order"][0]) - 2),
        },
    )


def _rival(name: str) -> Array:
    return np.array([rivals.constants()[name]])


def _first_bar(answer: Array) -> tuple[Array, Array]:
    return np.zeros(1), answer


CLAIM = Claim(
    name="size.airy-constant",
    statement="For radii uniform on $(0, R]$ and codes of one sign, the constant k of "
    "Airy's equation, which eq. (8) leaves free, is fixed: $k R^3 = (9/4) j^2$ with j "
    "the first zero of the Bessel function of order $-1/3$. The energy itself does so, "
    "by a condition that the slide does not state: the profile vanishes at R.",
    predict=_predict,
    experiment=Experiment(
        function="theory.size.spectrum:measured_constant",
        configurations={"quick": {"fewest": 150}, "full": {"fewest": 300}},
        seconds={"quick": 1.0, "full": 3.0},
        trains=False,
    ),
    read=_read,
    rivals=tuple(
        Rival(name=name, answer=partial(_rival, name), because=because)
        for name, because in _RIVALS.items()
    ),
    distance=RMS,
    tolerance=1e-8,
    because="extrapolated grids of 150 intervals and more are within 6e-10 of the "
    "closed form on the pilot seeds; ten times that, rounded up",
    seeds={"quick": (0, 1, 2), "full": (0, 1, 2, 3, 4)},
    derivation=functional.airy_steps,
    certificates=_certificates,
    view=View(
        curve=_first_bar,
        x="",
        y="k R^3",
        caption="The constant from the closed form (line) and from the integral "
        "operator on grids of different sizes.",
        marks=True,
    ),
    evidence=frozenset({Evidence.THEOREM, Evidence.COMPUTATION}),
    assumptions=(
        Assumption(
            says="The radii are uniform on $(0, R]$.", without="size.laws", named=True
        ),
        Assumption(says="The codes keep one sign.", without="size.two-signs"),
        Assumption(says="The disks are sharp.", without="size.blur"),
    ),
    checks=(
        Check(
            value="certified half-width",
            at_most=1e-30,
            because="interval arithmetic encloses the constant to 30 digits or more",
        ),
        Check(
            value="float against certified",
            at_most=1e-14,
            because="scipy's zero is accurate to a few roundings",
        ),
        Check(
            value="order of convergence off 2",
            at_most=1e-3,
            because="the midpoint rule converges with order 2; without it the "
            "extrapolation means nothing",
        ),
    ),
)
