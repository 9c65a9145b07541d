"""The profile under any law of radii and any blur: asked, never piloted."""

from functools import partial

import numpy as np

from theory.size import blur, general
from verify.claim import OPEN, Array, Assumption, Claim, Rival, Sweep
from verify.claims.size.families import of_disks, profiles, sweeps
from verify.claims.size.families.contraction import standardised
from verify.claims.size.families.learned_profile import profile_claim
from verify.distances import RELATIVE_L2, distance
from verify.subjects import Disks

_SAME = 1e-6
"""A closed form that is nearer than this is the answer itself, and no rival."""

_TOLERANCE = 0.01
_TELLS = 1.2 * _TOLERANCE
"""Closed forms that are nearer are named beside the claim, and are no rivals."""


def _known(disks: Disks) -> tuple[tuple[Rival, ...], tuple[Rival, ...]]:
    """Return the closed forms that are told from the prediction, and those that not."""
    grid, prediction = of_disks.grid(disks), of_disks.picture(disks)
    away = {
        rival: distance(RELATIVE_L2, rival.answer(), prediction)
        for rival in (
            *profiles.closed_form_rivals(grid),
            *profiles.closed_form_rivals(grid, names=profiles.NEIGHBOURS),
        )
    }
    told = tuple(rival for rival, off in away.items() if off > _TELLS)
    return told, tuple(r for r, off in away.items() if _SAME < off <= _TELLS)


def too_near(disks: Disks) -> tuple[str, ...]:
    """Return the closed forms that are nearer than :func:`learned_profile` tells."""
    return tuple(rival.name for rival in _known(disks)[1])


def learned_profile(disks: Disks) -> Claim:
    """Return the claim that a network without biases learns the profile of its disks.

    Under a law of its own, or a blur; for sharp disks of uniform radii there is
    ``size.airy``.
    """
    grid, exponent = of_disks.grid(disks), of_disks.exponent(disks)
    apart, _ = _known(disks)
    best = Rival(
        name="the mean of the disks",
        answer=partial(_mean, disks),
        because="what a decoder without a code would give",
    )
    return profile_claim(
        name="size.learned-profile",
        statement="On disks of the given law of radii and blur, a bias-free "
        "autoencoder whose codes keep one sign learns the first uncentred principal "
        "axis of these disks, for sharp ones the solution of $(f' / p)' = "
        "-kappa rho f$ with $f'(0) = 0$ and $f(R) = 0$.",
        grid=grid,
        predict=partial(of_disks.picture, disks),
        experiment=profiles.training(grid, profiles.midpoints(disks.count)),
        rivals=(*apart, best),
        tolerance=_TOLERANCE,
        because="as for size.law-linear, with room for laws that fall more steeply; "
        "it was not piloted for this law",
        grid_error=max(0.005, 1.1 * of_disks.grid_error(disks)),
        derivation=blur.derivation if disks.blur else general.law_steps,
        caption="The profile under this law and blur.",
        assumptions=(
            Assumption(says="Law and blur are those that were given.", without=OPEN),
        ),
        sweeps=()
        if disks.blur or exponent is None
        else (sweeps.exponents(grid.picture, exponent),),
    )


def _mean(disks: Disks) -> Array:
    images = of_disks.drawing(disks)(of_disks.shown_radii(disks))
    mean = images.mean(axis=0)
    return np.asarray(mean / np.linalg.norm(mean))


def code_exponents(disks: Disks) -> Sweep:
    """Return the powers of the radius that a code could be, up to scale and shift."""
    share = of_disks.unseen_radii(disks) / disks.largest
    values = tuple(float(m) for m in (0.25 + 0.05 * np.arange(76)).round(2))
    return Sweep(
        parameter="m of the code radius^m",
        values=values,
        answer=lambda m: standardised(share**m),
        because="the code is affine in the radius for m = 1, in the area for m = 2",
    )
