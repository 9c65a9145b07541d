"""Another law of the radii, another optimal code: the radius itself."""

from typing import Any

from theory.size import codes
from theory.size import contraction as theory
from verify.claim import OPEN, Array, Arrays, Assumption, Claim, Evidence, Measurement
from verify.claims.size.families import contraction
from verify.distances import RMS

SMALLEST = 2.0


def _predict() -> Array:
    return contraction.code("least_of_range", (1.0,), SMALLEST)


def _least() -> float:
    radii = (SMALLEST, contraction.LARGEST["edge"])
    return codes.energy_of_range(1.0, radii, contraction.SOFTNESS["edge"])


def _read(arrays: Arrays) -> Measurement:
    return contraction.read(arrays, _least)


def _derivation() -> tuple[Any, ...]:
    return theory.gradient_steps() + theory.range_steps()


CLAIM = Claim(
    name="size.area-optimal-law",
    statement="For disks with a narrow edge of fixed width and radii of law $p ~ r$, "
    "from several edge widths upwards: the encoder whose code has a given range and "
    "the least mean squared gradient gives the radius, not the area.",
    predict=_predict,
    experiment=contraction.experiment("edge", "range", 1.0, SMALLEST),
    read=_read,
    rivals=contraction.rivals("radius", SMALLEST),
    distance=RMS,
    tolerance=0.008,
    because="on four pilot seeds the trained codes were within 0.0023 of the radius; "
    "the nearest rivals, exponents off by 0.1, are at 0.021",
    seeds=contraction.SEEDS,
    derivation=_derivation,
    view=contraction.view(
        "The code of least contractive energy at fixed range, for radii of law p ~ r.",
        SMALLEST,
    ),
    evidence=frozenset({Evidence.THEOREM, Evidence.TRAINING}),
    assumptions=(
        contraction.NARROW,
        contraction.RANGE,
        Assumption(
            says="The law of the radii is $p ~ r$; under another law $p$ the slope of "
            "the code is proportional to $r / p(r)$.",
            without="size.area-optimal",
        ),
        Assumption(
            says="The integral of $r / p(r)$ over the radii is finite, as it is for "
            "$p ~ r$: where the law is too thin, codes jump at next to no cost, and "
            "none is the best.",
            without=OPEN,
        ),
        contraction.FREE,
        contraction.ALONE,
    ),
    sweeps=(contraction.exponents(1.0, SMALLEST),),
    checks=contraction.energy_checks(1.02, 1.02),
)
