"""The deck's footnote: with a contractive loss, the optimal code is the area."""

from typing import Any

from theory.size import codes
from theory.size import contraction as theory
from verify.claim import Array, Arrays, Claim, Evidence, Measurement
from verify.claims.size.families import contraction
from verify.distances import RMS


def _predict() -> Array:
    return contraction.code("least_of_range", (0.0,), 0.0)


def _least() -> float:
    radii = (0.0, contraction.LARGEST["edge"])
    return codes.energy_of_range(0.0, radii, contraction.SOFTNESS["edge"])


def _read(arrays: Arrays) -> Measurement:
    return contraction.read(arrays, _least)


def _derivation() -> tuple[Any, ...]:
    return theory.gradient_steps() + theory.range_steps()


CLAIM = Claim(
    name="size.area-optimal",
    statement="For disks with a narrow edge of fixed width and radii uniform on "
    "$(0, R]$: among all encoders whose code has a given range, the one with the least "
    "mean squared gradient $E |nabla E(x)|^2$ gives the area.",
    predict=_predict,
    experiment=contraction.experiment("edge", "range", 0.0, 0.0),
    read=_read,
    rivals=contraction.rivals("area"),
    distance=RMS,
    tolerance=0.006,
    because="on four pilot seeds the trained codes were within 0.0015 of the area; the "
    "nearest rivals, exponents off by 0.1, are at 0.020",
    seeds=contraction.SEEDS,
    derivation=_derivation,
    view=contraction.view(
        "The code of least contractive energy at fixed range, for uniform radii."
    ),
    evidence=frozenset({Evidence.THEOREM, Evidence.TRAINING}),
    assumptions=(
        contraction.NARROW,
        contraction.RANGE,
        contraction.UNIFORM,
        contraction.FREE,
        contraction.ALONE,
    ),
    sweeps=(contraction.exponents(2.0),),
    checks=contraction.energy_checks(1.02, 1.02),
)
