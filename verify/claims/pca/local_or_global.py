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


def _answer(*losses: float, shared: float) -> Array:
    return np.array([*losses, shared])


def _read(arrays: Arrays) -> Measurement:
    from theory.pca import local

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
        answer=_answer(
            *carried, shared=float(np.mean((shared - chance) / (1 - chance)))
        ),
        values={
            **{f"shared by two codes: {k}": float(shared[k - 1]) for k in sizes},
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
    from theory.pca import local_proof

    return local_proof.local_steps() + local_proof.scale_steps()


def _curve(answer: Array) -> tuple[Array, Array]:
    return np.arange(1.0, len(answer) + 1), answer


CLAIM = Claim(
    name="pca.local-or-global",
    statement="The organisation is local. Kept at a spread of 0.05 of eta, three or "
    "fewer axes of dG/dz at z lose nothing of what theory predicts; at spreads of 0.5 "
    "and 1, that of the latent codes, they lose 1/4 and 3/5 of it (means over 32 codes "
    "z), and of their leading directions two codes share, beyond chance, 1/4. " + WHAT,
    source="Slides 'PCA Autoencoder', last: 'works best as a tool for local "
    "exploration'; 'Further work': 'Is the PCA autoencoder too local to apply to the "
    "entire space of complex generative models? Is it preferable/possible to learn "
    "first and organise afterwards?'",
    predict=partial(_answer, 0, 0.26, 0.6, shared=0.25),
    experiment=ORGANISED,
    read=_read,
    rivals=(
        Rival(
            name="global",
            answer=partial(_answer, 0, 0, 0, shared=1),
            because="a linear generator: one set of axes for the entire space",
        ),
        Rival(
            name="the same axes everywhere",
            answer=partial(_answer, 0, 0.26, 0.6, shared=1),
            because="axes could hold for all codes and yet bend on the way",
        ),
        Rival(
            name="no axes in common",
            answer=partial(_answer, 0, 0.26, 0.6, shared=0),
            because="what random directions share is chance",
        ),
        Rival(
            name="linear up to 0.5",
            answer=partial(_answer, 0, 0, 0.6, shared=0.25),
            because="the linear prediction could hold half-way",
        ),
        Rival(
            name="half as curved",
            answer=partial(_answer, 0, 0.07, 0.26, shared=0.25),
            because="the same losses at twice the spread",
        ),
        Rival(
            name="all lost at 1",
            answer=partial(_answer, 0, 0.26, 1, shared=0.25),
            because="axes could be worth nothing at the spread of the codes",
        ),
        Rival(
            name="lost at once",
            answer=partial(_answer, 0.26, 0.26, 0.6, shared=0.25),
            because="5 % of the spread could be too far already",
        ),
    ),
    distance=RMS,
    tolerance={"quick": 0.05, "full": 0.05},
    because="the numbers are rounded from six pilot seeds, 0.003 to 0.004, 0.25 to "
    "0.28, 0.57 to 0.64 and 0.21 to 0.28, whose misfit was 0.03 at most. Seeds 0 to 2 "
    "were seen while the claim rested on one z, so others are judged",
    seeds=SEEDS,
    derivation=_derivation,
    view=View(
        curve=_curve,
        x="lost at spreads 0.05, 0.5, 1; leading directions shared",
        y="share",
        caption="What the axes of z lose of the share of variance that theory "
        "predicts, and what two codes share of their leading directions (0: chance).",
        marks=True,
    ),
    checks=(
        Check(
            value="learned over axes, at 1",
            at_most={"quick": 0.9, "full": 0.9},
            because="codes learned anew at a spread of 1 lose less than the axes of z: "
            "0.54 to 0.67 of it on the pilot seeds",
        ),
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
    "the axes of z lose a tenth from a spread of about 0.3 on. Codes learned anew "
    "farther out bend with the images and lose less, yet at spread 1 still a third. "
    "So this autoencoder is too local for the entire space of even a small generator. "
    "Whether it would be preferable to learn both at once stays open.",
)
