"""A linear encoder of least contractive energy averages: the area, under any law."""

from theory.size import codes
from theory.size import contraction as theory
from verify.claim import Array, Arrays, Claim, Measurement
from verify.claims.size.families import contraction
from verify.distances import RMS


def _predict() -> Array:
    return contraction.code("power", (2.0,), 0.0)


def _least() -> float:
    return codes.energy_of_linear(contraction.LARGEST)


def _read(arrays: Arrays) -> Measurement:
    return contraction.read(arrays, _least)


CLAIM = Claim(
    name="size.area-optimal-linear",
    statement="Among linear encoders whose code has a given range, the one with the "
    "least mean squared gradient is an averaging filter and gives the area, whatever "
    "the law of the radii; tried on p ~ r, where a free encoder gives the radius.",
    source="Slide 'Investigating autoencoders': 'averaging filter gives area of disks'",
    predict=_predict,
    experiment=contraction.experiment("linear", "range", 1.0, 0.0),
    read=_read,
    rivals=contraction.rivals("area"),
    distance=RMS,
    tolerance=contraction.TOLERANCE,
    because="on four pilot seeds the trained codes were within 0.007 of the "
    "area, all of it from the width of the edge; the nearest rival is at 0.048",
    seeds=contraction.SEEDS,
    derivation=theory.linear_steps,
    view=contraction.view(
        "The code of the linear encoder of least contractive energy at fixed range, "
        "for radii of law p ~ r."
    ),
    checks=contraction.energy_checks(1.05, 1.02),
)
