"""How far from one code its axes hold: the deck's open questions, measured."""

from functools import partial
from typing import Any

import numpy as np

from verify.claim import Array, Arrays, Check, Claim, Measurement, Rival, View
from verify.claims.pca.latent import (
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


def _losses(near: float, carried: float, regained: float) -> Array:
    return np.array([near, carried, regained])


def _read(arrays: Arrays) -> Measurement:
    from theory.pca import local

    jacobian = arrays["jacobian"]
    kinds = [arrays["errors"][:-1], arrays["axes"][:-1]]
    learned, carried = (lost(kind, jacobian).mean(axis=1) for kind in kinds)
    codes, offsets = arrays["codes"], arrays["offsets"]
    told = [
        local.told_by(codes[f], offsets[f], jacobian)[:, :COUNT].diagonal().mean()
        for f in range(len(SCALES))
    ]
    shared = [local.overlap(arrays["jacobians"], k) for k in range(1, COUNT + 1)]
    chance = np.arange(1, COUNT + 1) / LATENT
    return Measurement(
        answer=_losses(learned[0], carried[-1], 1 - learned[-1] / carried[-1]),
        values={
            **{f"lost at {s}": float(x) for s, x in zip(SCALES, learned, strict=True)},
            **{
                f"lost at {s}, axes of z": float(x)
                for s, x in zip(SCALES, carried, strict=True)
            },
            **{
                f"axes of z kept at {s}": float(t)
                for s, t in zip(SCALES, told, strict=True)
            },
            "a tenth is lost from": _spread_where(learned),
            "a tenth is lost from, axes of z": _spread_where(carried),
            "leading axes shared with other codes": float(shared[0]),
            "leading 3 shared with other codes": float(shared[-1]),
            "shared above chance": float(np.mean((shared - chance) / (1 - chance))),
            "largest correlation": max(
                largest_correlation(codes[f]) for f in range(len(SCALES))
            ),
            "a code against the one before": float(
                np.max(kinds[0][:, 1:] / kinds[0][:, :-1])
            ),
            **quality(arrays),
        },
    )


def _spread_where(losses: Array) -> float:
    """Return the spread at which a tenth is lost, on lines between its squares."""
    return float(np.sqrt(np.interp(_TENTH, losses, np.square(SCALES))))


def _derivation() -> tuple[Any, ...]:
    from theory.pca import local_proof

    return local_proof.local_steps() + local_proof.scale_steps()


def _curve(answer: Array) -> tuple[Array, Array]:
    return np.arange(1.0, len(answer) + 1), answer


CLAIM = Claim(
    name="pca.local-or-global",
    statement="The organisation is local: codes found close to z lose nothing of what "
    "theory predicts from dG/dz there (spread 0.05 of eta); at the spread of the "
    "latent codes themselves the axes of z lose 0.56 of it, and codes learned anew "
    "regain only 0.4 of this loss (means of 1 to 3 codes). " + WHAT,
    source="Slides 'PCA Autoencoder', last: 'works best as a tool for local "
    "exploration'; 'Further work': 'Is the PCA autoencoder too local to apply to the "
    "entire space of complex generative models? Is it preferable/possible to learn "
    "first and organise afterwards?'",
    predict=partial(_losses, 0, 0.56, 0.4),
    experiment=ORGANISED,
    read=_read,
    rivals=(
        Rival(
            name="global",
            answer=partial(_losses, 0, 0, 0),
            because="the linear prediction, which no spread changes",
        ),
        Rival(
            name="learning anew repairs it",
            answer=partial(_losses, 0, 0.56, 1),
            because="codes could bend with the images and hold as much as near z",
        ),
        Rival(
            name="learning anew is no better",
            answer=partial(_losses, 0, 0.56, 0),
            because="what is lost could be beyond any code",
        ),
        Rival(
            name="the axes of z say nothing",
            answer=partial(_losses, 0, 1, 0.4),
            because="at this distance they could be as good as no axes",
        ),
        Rival(
            name="lost at once",
            answer=partial(_losses, 0.33, 0.56, 0.4),
            because="5 % of the spread could be too far already",
        ),
    ),
    distance=RMS,
    tolerance={"quick": 0.07, "full": 0.07},
    because="the numbers are rounded from six pilot seeds, where near z at most 0.005 "
    "was lost, 0.50 to 0.61 by the axes of z at spread 1, and 0.33 to 0.46 of it "
    "regained: a misfit of 0.057 at most",
    seeds=SEEDS,
    derivation=_derivation,
    view=View(
        curve=_curve,
        x="lost near z; lost at spread 1 by the axes of z; share of that regained",
        y="share",
        caption="What is lost of the share of variance that theory predicts near z.",
        marks=True,
    ),
    checks=(
        Check(
            value="largest correlation",
            at_most={"quick": 0.2, "full": 0.2},
            because="codes stay uncorrelated at every spread",
        ),
        Check(
            value="a code against the one before",
            at_most={"quick": 0.9, "full": 0.9},
            because="the order holds at every spread: each code takes error off",
        ),
    ),
    amendment="Learning first and organising afterwards is possible, around one code: "
    "a tenth is lost from a spread of 0.35 to 0.49 on, for the axes of z from 0.28 to "
    "0.37 (six pilot seeds). Other codes have other axes: of the leading three "
    "directions 0.53 to 0.57 are shared between two codes, 3/8 would be by chance. So "
    "this autoencoder is too local for the entire space of even a small generator. "
    "Whether it is preferable to learn both at once stays open.",
)
