"""How far from one code its axes hold: the deck's open questions, measured."""

from functools import partial
from typing import Any

import numpy as np

from theory.pca import local, local_proof
from verify.claim import Array, Arrays, Check, Claim, Measurement, Rival, View
from verify.claims.pca.families.latent import (
    COUNT,
    LATENT,
    ORGANISED,
    SCALES,
    SEEDS,
    WHAT,
    largest_correlation,
    lost,
    quality,
)
from verify.distances import RMS

_TENTH = 0.1


def _losses(*losses: float) -> Array:
    return np.array(losses)


def _read(arrays: Arrays) -> Measurement:
    jacobians = arrays["jacobians"]
    carried = np.mean(
        [lost(e, j) for e, j in zip(arrays["carried"], jacobians, strict=True)],
        axis=(0, 2),
    )
    near = arrays["jacobian"]
    learned, here = (
        lost(arrays[kind][:-1], near).mean(axis=1) for kind in ("errors", "axes")
    )
    sizes = np.arange(1, COUNT + 1)
    shared = np.array([local.overlap(jacobians, int(k)) for k in sizes])
    chance = sizes / LATENT
    errors = arrays["errors"][:-1]
    return Measurement(
        answer=carried,
        values={
            **{f"shared by two codes: {k}": float(shared[k - 1]) for k in sizes},
            "shared beyond chance": float(np.mean((shared - chance) / (1 - chance))),
            "a tenth is lost from": _spread_where(carried),
            **{
                f"lost at {s} around one z, learned there": float(x)
                for s, x in zip(SCALES, learned, strict=True)
            },
            **{
                f"lost at {s} around that z, by its axes": float(x)
                for s, x in zip(SCALES, here, strict=True)
            },
            "learned over axes, at 1": float(learned[-1] / here[-1]),
            "largest correlation": max(
                largest_correlation(codes) for codes in arrays["codes"][:-1]
            ),
            "a code against the one before": float(
                np.max(errors[:, 1:] / errors[:, :-1])
            ),
            **quality(arrays),
        },
    )


def _spread_where(losses: Array) -> float:
    """Return the spread at which a tenth is lost, on lines between its squares."""
    return float(np.sqrt(np.interp(_TENTH, losses, np.square(SCALES))))


def _derivation() -> tuple[Any, ...]:
    return local_proof.local_steps() + local_proof.scale_steps()


def _curve(answer: Array) -> tuple[Array, Array]:
    return np.array(SCALES), answer


CLAIM = Claim(
    name="pca.local-or-global",
    statement="The organisation is local. Kept at a spread of 0.05 of eta, three or "
    "fewer axes of dG/dz at z lose nothing of what theory predicts; at spreads of 0.5 "
    "and 1, that of the latent codes, they lose 1/4 and 3/5 of it (means over 32 codes "
    "z); and other codes have other axes. " + WHAT,
    source="Slides 'PCA Autoencoder', last: 'works best as a tool for local "
    "exploration'; 'Further work': 'Is the PCA autoencoder too local to apply to the "
    "entire space of complex generative models? Is it preferable/possible to learn "
    "first and organise afterwards?'",
    predict=partial(_losses, 0, 0.26, 0.6),
    experiment=ORGANISED,
    read=_read,
    rivals=(
        Rival(
            name="global",
            answer=partial(_losses, 0, 0, 0),
            because="a linear generator: one set of axes for the entire space",
        ),
        Rival(
            name="linear up to 0.5",
            answer=partial(_losses, 0, 0, 0.6),
            because="the linear prediction could hold half-way",
        ),
        Rival(
            name="half as curved",
            answer=partial(_losses, 0, 0.07, 0.26),
            because="the same losses at twice the spread",
        ),
        Rival(
            name="all lost at 1",
            answer=partial(_losses, 0, 0.26, 1),
            because="axes could be worth nothing at the spread of the codes",
        ),
        Rival(
            name="lost at once",
            answer=partial(_losses, 0.26, 0.26, 0.6),
            because="5 % of the spread could be too far already",
        ),
    ),
    distance=RMS,
    tolerance=0.08,
    because="the numbers are rounded from sixteen pilot seeds, 0.003 to 0.004, 0.24 to "
    "0.29 and 0.56 to 0.64, whose misfit was 0.028 at most; three times that. Seeds 0 "
    "to 8 were seen by earlier wordings, the last of which differed in the tolerance "
    "alone (0.05 from six pilot seeds, against misfits up to 0.053); others are judged",
    seeds=SEEDS,
    derivation=_derivation,
    view=View(
        curve=_curve,
        x="spread of eta: 0.05, 0.5, 1",
        y="lost share",
        caption="What the axes of z lose of the share of variance that theory "
        "predicts near z.",
        marks=True,
    ),
    checks=(
        Check(
            value="shared beyond chance",
            at_most=0.5,
            because="of their leading directions two codes share, beyond chance, less "
            "than half: 0.20 to 0.28 on the pilot seeds",
        ),
        Check(
            value="learned over axes, at 1",
            at_most=0.9,
            because="codes learned anew at a spread of 1 lose less than the axes of z: "
            "0.54 to 0.67 of it on the pilot seeds",
        ),
        Check(
            value="largest correlation",
            at_most=0.2,
            because="codes stay uncorrelated at every spread",
        ),
        Check(
            value="a code against the one before",
            at_most=0.9,
            because="the order holds at every spread: each code takes error off",
        ),
    ),
    amendment="Learning first and organising afterwards is possible, around one code: "
    "the axes of z lose a tenth from a spread of about 0.3 on. Codes learned anew "
    "farther out bend with the images and lose less, yet at spread 1 still a third. "
    "So this autoencoder is too local for the entire space of even a small generator. "
    "Whether it would be preferable to learn both at once stays open.",
)
