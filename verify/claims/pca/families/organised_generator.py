"""What the claims on a generator that others trained share: all but the generator."""

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
    Experiment,
    Measurement,
    View,
)
from verify.claims.pca.families.latent import (
    APART,
    COUNT,
    LINEAR,
    SHOWN,
    SMALL,
    WHITE,
    axes,
    axis_rivals,
    entries,
    largest_correlation,
    turn_sweep,
)
from verify.distances import RMS

SCALE, FARTHER = 0.01, (0.2, 1.0)
"""Of eta, relative to |z| / sqrt d: 1 is the spread of the latent codes."""
GAP = 1.25
"""Least ratio of neighbouring singular values."""
SETTING: dict[str, Any] = {
    "gap": GAP,
    "candidates": 64,
    "scale": SCALE,
    "farther": list(FARTHER),
    "offsets": 112,
    "organising": {
        "components": COUNT,
        "penalty": 1.0,
        "hidden": 0,
        "schedule": {
            "adam_steps": 0,
            "learning_rate": 1e-2,
            "batch": 112,
            "lbfgs_steps": 14,
        },
    },
}


def _read(arrays: Arrays) -> Measurement:
    triangle, codes = arrays["triangle"], arrays["codes"]
    told = local.told_by(codes, arrays["offsets"], triangle)
    least, errors = local.left_by(triangle, COUNT), arrays["errors"]
    shares = local.captured_shares(triangle)
    gap = float(np.sqrt(shares[:COUNT] / shares[1 : COUNT + 1]).min())
    lost = ((arrays["axes"] - least) / (1 - least)).mean(axis=1)
    return Measurement(
        answer=told[:, :SHOWN],
        values={
            **{f"left by {k + 1}": float(errors[k]) for k in range(COUNT)},
            **{f"predicted: left by {k + 1}": float(least[k]) for k in range(COUNT)},
            **{
                f"lost by the axes at {s}": float(x)
                for s, x in zip((SCALE, *FARTHER), lost, strict=True)
            },
            "left off the prediction": float(np.abs(errors / least - 1).max()),
            "largest correlation": largest_correlation(codes),
            "a code against the one before": float(np.max(errors[1:] / errors[:-1])),
            "least ratio of singular values": gap,
            "ratio of singular values asked for, over it": GAP / gap,
            **{
                f"change of the image along axes, {kind}": _change(arrays[kind])
                for kind in ("found", "raw")
            },
        },
        pictures={
            f"On straight lines through z, in the middle, along each axis {which}, to "
            "20 % of the length of z on either side.": _pictures(arrays[kind])
            for kind, which in (
                ("found", "that was found, a row each"),
                ("raw", "of the latent space itself, the first three"),
            )
        },
    )


def _change(lines: Array) -> float:
    """Return the root mean square change of pixels from z to the ends of its lines."""
    ends = lines[:, [0, -1]] - lines[:, [lines.shape[1] // 2]]
    return float(np.sqrt(np.mean(ends**2)))


def _pictures(lines: Array) -> Array:
    """Return images (..., c, n, n) with values in [-1, 1] as pictures, small ones."""
    halves = lines.shape[-1] // 64 or 1
    seen = np.clip((lines[..., ::halves, ::halves] + 1) / 2, 0, 1)
    return np.moveaxis(seen, -3, -1) if seen.shape[-3] == 3 else seen[..., 0, :, :]


def organised_claim(*, latent: int, experiment: Experiment, **fields: Any) -> Claim:
    """Return the claim that eq. (16) finds the singular vectors of a generator.

    Parameters
    ----------
    latent
        Length d of its latent vectors, at least 8.
    experiment
        Organises its latent space, as
        :func:`empirical.pca.latent_faces.organised_faces` does.
    fields
        Of the claim: name, statement, because, seeds.

    Raises
    ------
    ValueError
        If the latent vectors are shorter.

    """
    if latent < SHOWN:
        raise ValueError(
            f"the generator must have latent vectors of at least {SHOWN} numbers, got "
            f"{latent}."
        )
    return Claim(
        predict=partial(axes, 0, 1, 2),
        experiment=experiment,
        read=_read,
        rivals=axis_rivals(latent, _TURN),
        distance=RMS,
        tolerance=0.03,
        derivation=local_proof.local_steps,
        view=View(
            curve=entries,
            x="entry: codes 1, 2, 3, and for each the singular axes 1 to 8",
            y="squared correlation",
            caption="What each code tells of eta along each singular vector of dG/dz.",
            marks=True,
        ),
        checks=_CHECKS,
        evidence=frozenset({Evidence.TRAINING}),
        assumptions=(LINEAR, SMALL, APART, WHITE, STARTED),
        sweeps=(turn_sweep(0, 16.0), turn_sweep(1, 16.0)),
        **fields,
    )


STARTED = Assumption(
    says="Every encoder starts along the slope of what the images have in common with "
    "one of them, not from a random row.",
    without=OPEN,
)
_TURN = 30
_CHECKS = (
    Check(
        value="ratio of singular values asked for, over it",
        at_most=1.0,
        because="the axes must have names: neighbours among the first four singular "
        f"values are a factor of {GAP} apart",
        usable=True,
    ),
    Check(
        value="left off the prediction",
        at_most=0.25,
        because="k codes leave the tail of the squared singular values, no less; up to "
        "6 % more of it on six pilot seeds, where the generator bends",
    ),
    Check(
        value="largest correlation",
        at_most=0.05,
        because="the codes are uncorrelated on offsets that were not trained on; 0.015 "
        "at most on pilot seeds",
    ),
    Check(
        value="a code against the one before",
        at_most=0.95,
        because="each code must take its share of the error off",
    ),
)
