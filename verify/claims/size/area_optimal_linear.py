"""A linear encoder of least contractive energy averages: the area, under any law."""

from theory.size import codes
from theory.size import contraction as theory
from verify.claim import Array, Arrays, Assumption, Claim, Evidence, Measurement
from verify.claims.size.families import contraction
from verify.distances import RMS


def _predict() -> Array:
    return contraction.code("power", (2.0,), 0.0)


def _least() -> float:
    return codes.energy_of_linear(contraction.LARGEST["linear"])


def _read(arrays: Arrays) -> Measurement:
    return contraction.read(arrays, _least)


CLAIM = Claim(
    name="size.area-optimal-linear",
    statement="Among linear encoders whose code has a given range, the one with the "
    "least mean squared gradient is an averaging filter and gives the area, whatever "
    "the law of the radii, of sharp disks too; tried on $p ~ r$, where a free encoder "
    "gives the radius.",
    predict=_predict,
    experiment=contraction.experiment("linear", "range", 1.0, 0.0),
    read=_read,
    rivals=contraction.rivals("area"),
    distance=RMS,
    tolerance=0.012,
    because="on four pilot seeds the trained codes were 0.0036 from the area, all of "
    "it from the width of the edge; the nearest rivals, exponents off by 0.1, are at "
    "0.020",
    seeds=contraction.SEEDS,
    derivation=theory.linear_steps,
    view=contraction.view(
        "The code of the linear encoder of least contractive energy at fixed range, "
        "for radii of law p ~ r."
    ),
    evidence=frozenset({Evidence.THEOREM, Evidence.TRAINING}),
    assumptions=(
        Assumption(
            says="The encoder is linear.",
            without="size.area-optimal-law",
        ),
        Assumption(
            says="The range of the code, from no disk to the largest, is given.",
            without=contraction.RANGE.without,
        ),
        contraction.ALONE,
    ),
    sweeps=(contraction.exponents(2.0),),
    checks=contraction.energy_checks(1.05, 1.02),
)
