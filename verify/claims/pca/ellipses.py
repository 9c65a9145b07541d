"""The reading of the second and third axes: horizontal/vertical, diagonals."""

from functools import partial

import numpy as np
import sympy as sp

from theory.pca import attributes_proof
from theory.pca.ellipses import anisotropy
from theory.pca.ellipses import drawn as drawn_family
from verify.claim import (
    OPEN,
    Array,
    Arrays,
    Assumption,
    Claim,
    Counterexample,
    Evidence,
    Measurement,
    Outcome,
    Rival,
    View,
)
from verify.claims.pca.families.dependence import rank_correlation
from verify.claims.pca.families.first_axis import first_axis_values
from verify.claims.pca.families.trained_ellipses import (
    ELLIPSES,
    SEEDS,
    UNTOLD,
    alive,
    attribute_table,
    codes,
    drawn,
    explained_table,
    table_values,
    untold,
)
from verify.distances import RMS


def _reading(second: float, third: float) -> Array:
    return np.array([second, third])


def _direction(arrays: Arrays, axis: int) -> float:
    """Return the direction, in degrees, whose anisotropy an axis orders by best."""
    e = drawn(arrays)

    directions = np.arange(0, 90, 3)
    found = [
        abs(rank_correlation(codes(arrays)[:, axis], anisotropy(e, np.radians(phi))))
        for phi in directions
    ]
    return float(directions[int(np.argmax(found))])


def _read(arrays: Arrays) -> Measurement:
    values = first_axis_values(arrays)[1]
    rank = attribute_table(arrays, rank=True)
    pearson = attribute_table(arrays, rank=False)
    plain = attribute_table(arrays, "plain", rank=False)
    return Measurement(
        answer=_reading(rank[1, 1], rank[2, 2]),
        values={
            UNTOLD: untold(arrays),
            **values,
            "direction of axis 2, degrees": _direction(arrays, 1),
            "direction of axis 3, degrees": _direction(arrays, 2),
            **table_values(rank, "rank correlation"),
            **table_values(explained_table(arrays), "explained"),
            **table_values(pearson, "Pearson"),
            **table_values(plain, "Pearson, plain"),
        },
    )


def _turned() -> Array:
    """Return the rank correlation with the grid's anisotropies of those half-way."""
    e = drawn_family(2**14, 5)
    between = anisotropy(e, np.pi / 8)
    return np.full(2, abs(rank_correlation(between, anisotropy(e, 0.0))))


def _family_is_round() -> bool:
    """Return whether every direction of the anisotropy has one variance.

    Exact: squares of cosines of evenly spread angles have the mean 1/2, whatever the
    direction that they are seen from.
    """
    theta = sp.Symbol("theta")
    means = {
        sp.integrate(sp.cos(2 * (theta - phi)) ** 2, (theta, 0, sp.pi)) / sp.pi
        for phi in (0, sp.pi / 12, sp.pi / 8, sp.pi / 5)
    }
    return {sp.simplify(mean) for mean in means} == {sp.Rational(1, 2)}


CLAIM = Claim(
    name="pca.ellipses",
    statement="Axis 2 of a PCA-like autoencoder of ellipses is horizontal against "
    "vertical, axis 3 one diagonal against the other.",
    predict=partial(_reading, 1, 1),
    experiment=ELLIPSES,
    read=_read,
    rivals=(
        Rival(
            name="half-way directions",
            answer=_turned,
            because="the other pair of directions that the grid is symmetrical about",
        ),
        Rival(
            name="the other way round",
            answer=partial(_reading, 0, 0),
            because="the diagonals first",
        ),
        Rival(
            name="a third of the way",
            answer=partial(_reading, 0.85, 0.85),
            because="directions that are 15 degrees from the grid's",
        ),
    ),
    distance=RMS,
    tolerance=0.1,
    because="a rank correlation of 0.9 is that of a direction off by 12 degrees; what "
    "the authors' table shows is nearer",
    seeds=SEEDS,
    derivation=attributes_proof.direction_steps,
    view=View(
        x="axes 2 and 3",
        y="rank correlation with H/V, and with the diagonals",
        caption="How far axes 2 and 3 are the anisotropies of the pixel grid.",
        marks=True,
    ),
    evidence=frozenset({Evidence.TRAINING}),
    assumptions=(
        Assumption(
            says="The reading is that of the authors' published code; the talk shows "
            "pictures and names no attribute.",
            without=OPEN,
        ),
    ),
    checks=(alive(),),
    expected=Outcome.REFUTED,
    counterexample=Counterexample(
        says="the family is the same after every rotation, and every direction of the "
        "anisotropy has one and the same variance: H/V and diagonals are one pair of "
        "directions among all, and only the pixel grid and the start choose",
        holds=_family_is_round,
    ),
)
