"""A claim on a law of radii that nobody has asked for yet."""

import shlex
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from hashlib import sha256

import numpy as np

from theory.size import general
from verify.asked import law_expression
from verify.claim import Array, Claim
from verify.claims.size.families import profiles
from verify.claims.size.families.learned_profile import profile_claim
from verify.distances import RELATIVE_L2, distance

_GRID = profiles.Grid(pixels=32, radius=15.0)
_COUNT = 64
_SAME = 1e-6
"""A closed form that is nearer than this is the answer itself, and no rival."""


def asked_law(text: str) -> Claim:
    """Return the claim on a law of radii that was typed, r in shares of the largest.

    Raises
    ------
    ValueError
        If it is no expression in r (:func:`verify.asked.law_expression.read`) or
        no density: negative, not finite, zero everywhere or without an integral.

    Examples
    --------
    >>> asked_law("(1 - r)**2").asked
    "law '(1 - r)**2'"

    """
    law = law_expression.read(text)
    digest = sha256(text.encode()).hexdigest()[:8]
    claim = law_claim(f"size.law-{digest}", law.density, law.breaks)
    statement = claim.statement.replace(
        "the given law of radii", f"radii of law {text}"
    )
    asked = f"law {shlex.quote(text)}"
    return replace(claim, statement=statement, asked=asked)


def law_claim(
    name: str, density: Callable[[Array], Array], breaks: tuple[float, ...] = ()
) -> Claim:
    """Return the claim that a bias-free network learns the profile of a law of radii.

    The network sees 64 radii, equally spaced, each weighted by the density. Every
    closed form is a rival, those nearest to Airy's profile among them; one nearer than
    1.1 % leaves the claim without power, and it is then refused before training.

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
    >>> from verify.answers import answers
    >>> from verify.trial import Trial
    >>> claim = law_claim("size.law-tapered", lambda r: (1 - r) ** 2)
    >>> answers(Trial(claim=claim)).weak
    ''

    """
    predict = partial(profiles.law_picture, _GRID, density, breaks)
    prediction = predict()
    near = profiles.closed_form_rivals(_GRID, names=profiles.NEIGHBOURS)
    rivals = (*profiles.closed_form_rivals(_GRID), *near)
    radius = profiles.midpoints(_COUNT)
    weights = np.broadcast_to(density(radius), radius.shape)
    return profile_claim(
        name=name,
        statement="On disks with the given law of radii, a bias-free autoencoder whose "
        "codes keep one sign learns the solution of $(f' / p)' = -kappa rho f$ with "
        "$f'(0) = 0$ and $f(R) = 0$.",
        grid=_GRID,
        predict=predict,
        experiment=profiles.training(_GRID, radius, weights=weights.tolist()),
        rivals=tuple(
            rival
            for rival in rivals
            if distance(RELATIVE_L2, rival.answer(), prediction) > _SAME
        ),
        tolerance=0.01,
        because="as for size.law-linear, on the same grid with the same schedule, with "
        "room for laws that fall more steeply",
        grid_error=0.005,
        derivation=general.law_steps,
        caption="The profile under the law that was asked for.",
    )
