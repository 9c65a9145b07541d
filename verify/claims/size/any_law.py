"""A claim on a law of radii that nobody has asked for yet."""

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np

from verify.claim import Array, Claim
from verify.claims.size import profiles

_GRID = profiles.Grid(pixels=32, radius=15.0)
_COUNT = 64


def law_claim(
    name: str, density: Callable[[Array], Array], breaks: tuple[float, ...] = ()
) -> Claim:
    """Return the claim that a bias-free network learns the profile of a law of radii.

    The network sees 64 radii, equally spaced, each weighted by the density. Every
    closed form is a rival; one nearer than 1.7 % leaves the claim without power, and
    it is then refused before training.

    Parameters
    ----------
    name
        Slug of the claim.
    density
        Of the radius as a share of the largest, on (0, 1), up to a factor; at least 0.
    breaks
        Where it jumps.

    Raises
    ------
    ValueError
        If the density is negative, not finite, zero everywhere or without an integral.

    Examples
    --------
    >>> from verify.judge import answers, powerless
    >>> claim = law_claim("size.law-tapered", lambda r: (1 - r) ** 2)
    >>> powerless(claim, answers(claim), "quick")
    ''

    """
    predict = partial(profiles.law_picture, _GRID, density, breaks)
    predict()
    radius = profiles.midpoints(_COUNT)
    weights = np.broadcast_to(density(radius), radius.shape)
    return profiles.profile_claim(
        name=name,
        statement="On disks with the given law of radii, a bias-free autoencoder whose "
        "codes keep one sign learns the solution of (f' / p)' = -kappa rho f with "
        "f'(0) = 0 and f(R) = 0.",
        source="Beyond the slides 'Decoding a disk', which take radii uniform",
        grid=_GRID,
        predict=predict,
        experiment=profiles.training(_GRID, radius, weights=weights.tolist()),
        rivals=profiles.closed_form_rivals(_GRID),
        tolerance={"quick": 0.015, "full": 0.01},
        because="as for size.law-linear, on the same grid with the same schedule",
        grid_error=0.005,
        derivation=_derivation,
        caption="The profile under the law that was asked for.",
    )


def _derivation() -> tuple[Any, ...]:
    from theory.size import general

    return general.law_steps()
