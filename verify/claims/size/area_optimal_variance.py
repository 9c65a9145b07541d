"""At unit variance instead of fixed range, the optimal code is not the area."""

from typing import Any

from theory.size import codes
from theory.size import contraction as theory
from verify.claim import Array, Arrays, Claim, Measurement
from verify.claims.size.families import contraction
from verify.distances import RMS


def _predict() -> Array:
    return contraction.code("least_of_variance", None, 0.0)


def _least() -> float:
    return codes.energy_of_variance(contraction.LARGEST, contraction.SOFTNESS["edge"])


def _read(arrays: Arrays) -> Measurement:
    return contraction.read(arrays, _least)


def _derivation() -> tuple[Any, ...]:
    return theory.gradient_steps() + theory.variance_steps()


CLAIM = Claim(
    name="size.area-optimal-variance",
    statement="Among all encoders whose code has a given variance, for radii uniform "
    "on (0, R], the one with the least mean squared gradient gives the code g with "
    "g' = r u and u'' = -mu r u, u(0) = u(R) = 0, not the area.",
    source="Beyond the deck: its footnote says the area, and names no normalisation",
    predict=_predict,
    experiment=contraction.experiment("edge", "variance", 0.0, 0.0),
    read=_read,
    rivals=contraction.rivals("unit variance"),
    distance=RMS,
    tolerance=contraction.TOLERANCE,
    because="on four pilot seeds the trained codes were within 0.010 of the "
    "prediction; the nearest rival, an exponent of 1.75, is at 0.109. The code of "
    "unit variance for p ~ r, at 0.012, is too near to be told apart",
    seeds=contraction.SEEDS,
    derivation=_derivation,
    view=contraction.view(
        "The code of least contractive energy at variance 1, for uniform radii."
    ),
    checks=contraction.energy_checks(1.02, 1.02),
)
