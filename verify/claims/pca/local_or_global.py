"""How far from one code its axes hold: the deck's open questions, measured."""

from functools import partial
from typing import Any

import numpy as np

from theory.pca import local, local_proof
from verify.claim import (
    OPEN,
    Array,
    Arrays,
    Assumption,
    Check,
    Claim,
    Evidence,
    Measurement,
    Rival,
    View,
)
from verify.claims.pca.families.latent import (
    COUNT,
    FARTHER,
    LATENT,
    ORGANISED,
    OWN,
    SCALES,
    SEEDS,
    WHAT,
    lost,
    quality,
)
from verify.distances import RMS

_TENTH = 0.1


def _losses(*losses: float) -> Array:
    return np.array(losses)


def _read(arrays: Arrays) -> Measurement:
    jacobians = arrays["jacobians"]
    each = np.array(
        [lost(e, j) for e, j in zip(arrays["carried"], jacobians, strict=True)]
    )
    carried = each.mean(axis=(0, 2))
    sizes = np.arange(1, COUNT + 1)
    shared = np.array([local.overlap(jacobians, int(k)) for k in sizes])
    chance = sizes / LATENT
    return Measurement(
        answer=carried[1:],
        values={
            **{f"shared by two codes: {k}": float(shared[k - 1]) for k in sizes},
            "shared beyond chance": float(np.mean((shared - chance) / (1 - chance))),
            "largest loss at one code, at 0.05": float(np.abs(each[:, 0]).max()),
            "a tenth is lost from": _spread_where(carried),
            **quality(arrays),
        },
    )


def _spread_where(losses: Array) -> float:
    """Return the spread at which a tenth is lost, on lines between its squares."""
    return float(np.sqrt(np.interp(_TENTH, losses, np.square(SCALES))))


def _derivation() -> tuple[Any, ...]:
    return local_proof.local_steps() + local_proof.scale_steps()


def _curve(answer: Array) -> tuple[Array, Array]:
    return np.array(FARTHER), answer


CLAIM = Claim(
    name="pca.local-or-global",
    statement="The organisation is local. Three or fewer axes of $(dif G) / (dif z)$ "
    "at $z$, which lose next to nothing of what theory predicts at a spread of $eta$ "
    "of 0.05, lose 1/4 and 3/5 of it at spreads of 0.5 and 1, that of the latent codes "
    "(means over 32 codes $z$); and other codes have other axes. " + WHAT,
    predict=partial(_losses, 0.26, 0.6),
    experiment=ORGANISED,
    read=_read,
    rivals=(
        Rival(
            name="global",
            answer=partial(_losses, 0, 0),
            because="a linear generator: one set of axes for the entire space",
        ),
        Rival(
            name="linear up to 0.5",
            answer=partial(_losses, 0, 0.6),
            because="the linear prediction could hold half-way",
        ),
        Rival(
            name="half as curved",
            answer=partial(_losses, 0.07, 0.26),
            because="the same losses at twice the spread",
        ),
        Rival(
            name="all lost at 1",
            answer=partial(_losses, 0.26, 1),
            because="axes could be worth nothing at the spread of the codes",
        ),
    ),
    distance=RMS,
    tolerance=0.08,
    because="the numbers are rounded from sixteen pilot seeds, 0.003 to 0.004, 0.24 to "
    "0.29 and 0.56 to 0.64, whose misfit was 0.028 at most; three times that. Seeds 0 "
    "to 22 were seen by earlier wordings, and others are judged",
    seeds=SEEDS,
    derivation=_derivation,
    view=View(
        curve=_curve,
        x="spread of eta: 0.5, 1",
        y="lost share",
        caption="What the axes of z lose of the share of variance that theory "
        "predicts near z.",
        marks=True,
    ),
    checks=(
        Check(
            value="largest loss at one code, at 0.05",
            at_most=0.05,
            because="near every single code its own singular values must tell what is "
            "left: more than this would be those of another code",
            usable=True,
        ),
        Check(
            value="shared beyond chance",
            at_most=0.5,
            because="of their leading directions two codes share, beyond chance, less "
            "than half: 0.20 to 0.28 on the pilot seeds",
        ),
    ),
    evidence=frozenset({Evidence.OBSERVATION}),
    assumptions=(
        Assumption(
            says="The offsets in $d = 8$ dimensions are exactly white, 512 of them.",
            without=OPEN,
        ),
        OWN,
    ),
)
