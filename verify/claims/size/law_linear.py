"""The profile under another law of radii: p ~ r."""

from functools import partial
from typing import Any

import numpy as np

from theory.size import general
from verify.claims.size.families import near, profiles, sweeps
from verify.claims.size.families.learned_profile import near_rival, profile_claim

_GRID = profiles.Grid(pixels=32, radius=15.0)


def _derivation() -> tuple[Any, ...]:
    return general.law_steps() + general.power_steps()


CLAIM = profile_claim(
    name="size.law-linear",
    statement="On disks with radii of law $p tilde r$, a bias-free autoencoder whose "
    "codes keep one sign learns $f = cos(pi rho^2 / (2 R^2))$, not Airy's function, "
    "which is the uniform law's: under a law p the equation is "
    "$(f' / p)' = -kappa rho f$.",
    grid=_GRID,
    predict=partial(profiles.closed_form_picture, _GRID, "cos(pi rho^2 / 2)"),
    experiment=profiles.training(_GRID, np.sqrt(profiles.midpoints(64))),
    rivals=(
        near_rival(_GRID, near.product(4, 0.2)),
        *profiles.closed_form_rivals(_GRID, without="cos(pi rho^2 / 2)"),
    ),
    tolerance=0.0036,
    because="the grid moves the optimum by 0.10 %; eight pilot seeds ended 0.22 % to "
    "0.28 % from the prediction (quick budget): a quarter more, 0.88 of the way to the "
    "nearest rival. So the profile is told to 0.36 %; of what is nearer, polynomials "
    "with one free number are told by their own differences, of which the pilots "
    "went 0.24 to 0.32, with the full budget 0.39. The nearest closed form known that "
    "passes is (1 - rho^4) exp(-0.238 rho^4), 0.025 % away",
    grid_error=0.003,
    derivation=_derivation,
    caption="The network of the deck under the law p ~ r: its profile is a cosine of "
    "the squared radius. The nearest of the solutions is the profile of balls.",
    assumptions=(profiles.SHARP,),
    sweeps=(
        sweeps.exponents(_GRID.picture, 1.0),
        sweeps.cosines(_GRID.picture, 2.0, "2 is the prediction"),
    ),
    others=(near.product(4, 0.223), near.product(4, 0.24)),
)
