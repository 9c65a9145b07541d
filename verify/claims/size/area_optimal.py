"""The deck's footnote: with a contractive loss, the optimal code is the area."""

from typing import Any

from theory.size import codes
from theory.size import contraction as theory
from verify.claim import Array, Arrays, Claim, Measurement
from verify.claims.size.families import contraction
from verify.distances import RMS


def _predict() -> Array:
    return contraction.code("least_of_range", (0.0,), 0.0)


def _least() -> float:
    softness = contraction.SOFTNESS["edge"]
    return codes.energy_of_range(0.0, (0.0, contraction.LARGEST), softness)


def _read(arrays: Arrays) -> Measurement:
    return contraction.read(arrays, _least)


def _derivation() -> tuple[Any, ...]:
    return theory.gradient_steps() + theory.range_steps()


CLAIM = Claim(
    name="size.area-optimal",
    statement="Among all encoders whose code has a given range, for radii uniform on "
    "(0, R], the one with the least mean squared gradient E |dE/dx|^2 gives the area.",
    source="Slide 'Investigating autoencoders', footnote",
    predict=_predict,
    experiment=contraction.experiment("edge", "range", 0.0, 0.0),
    read=_read,
    rivals=contraction.rivals("area"),
    distance=RMS,
    tolerance=contraction.TOLERANCE,
    because="on four pilot seeds the trained codes were within 0.002 of the area; "
    "the nearest rival, an exponent off by 0.25, is at 0.048",
    seeds=contraction.SEEDS,
    derivation=_derivation,
    view=contraction.view(
        "The code of least contractive energy at fixed range, for uniform radii."
    ),
    checks=contraction.energy_checks(1.02, 1.02),
    amendment="A contractive penalty alone is escaped by shrinking the code and "
    "growing the decoder, so the range of the code must be fixed; the radii must be "
    "uniform too, unless the encoder is linear.",
)
