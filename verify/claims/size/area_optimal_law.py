"""Another law of the radii, another optimal code: the radius itself."""

from typing import Any

from theory.size import codes
from theory.size import contraction as theory
from verify.claim import Array, Arrays, Claim, Measurement
from verify.claims.size.families import contraction
from verify.distances import RMS

SMALLEST = 2.0


def _predict() -> Array:
    return contraction.code("least_of_range", (1.0,), SMALLEST)


def _least() -> float:
    radii = (SMALLEST, contraction.LARGEST)
    return codes.energy_of_range(1.0, radii, contraction.SOFTNESS["edge"])


def _read(arrays: Arrays) -> Measurement:
    return contraction.read(arrays, _least)


def _derivation() -> tuple[Any, ...]:
    return theory.gradient_steps() + theory.range_steps()


CLAIM = Claim(
    name="size.area-optimal-law",
    statement="For radii of law p ~ r, from several edge widths upwards, the encoder "
    "whose code has a given range and the least mean squared gradient gives the "
    "radius, not the area.",
    source="Beyond the deck: its footnote says the area, and names no law",
    predict=_predict,
    experiment=contraction.experiment("edge", "range", 1.0, SMALLEST),
    read=_read,
    rivals=contraction.rivals("radius", SMALLEST),
    distance=RMS,
    tolerance=contraction.TOLERANCE,
    because="on four pilot seeds the trained codes were within 0.002 of the "
    "radius; the nearest rivals, exponents off by 0.25, are 0.051 away",
    seeds=contraction.SEEDS,
    derivation=_derivation,
    view=contraction.view(
        "The code of least contractive energy at fixed range, for radii of law p ~ r.",
        SMALLEST,
    ),
    checks=contraction.energy_checks(1.02, 1.02),
)
