"""Whole families of profiles beside the one that is claimed: none is confirmed."""

from collections.abc import Callable, Iterator
from itertools import chain

import numpy as np
import pytest

from tests.exact.makers import maker
from tests.judging import posed
from tests.verify.size.test_given_network import OneImage, shown
from tests.verify.size.test_profiles import trained
from theory.size import airy as size_airy
from theory.size import minimisation, rivals
from verify.budget import of_budget
from verify.claim import Arrays, Claim, Outcome
from verify.claims.size import (
    airy,
    blur,
    body_square,
    body_star,
    dimension_one,
    dimension_three,
    law_linear,
    one_function,
)
from verify.claims.size.families import near, of_disks
from verify.claims.size.families.profiles import Grid
from verify.judge import judge
from verify.subjects import Disks

Picture = Callable[[rivals.Profile], np.ndarray]
ON_DISKS = {airy.CLAIM.name, one_function.CLAIM.name}
FIRST = {
    airy: 3,
    one_function: 3,
    body_square: 3,
    body_star: 3,
    dimension_one: 2,
    law_linear: 4,
    dimension_three: 4,
}
"""The first power in the series of each profile."""

SOLVED = {dimension_one: 1.0, law_linear: 2.0}
"""Powers whose cosine is the prediction itself."""

every_module = pytest.mark.parametrize(
    "module", FIRST, ids=lambda module: module.CLAIM.name
)


def measured(claim: Claim, picture: np.ndarray) -> Arrays:
    """Return what a network leaves that learned a picture, on its images."""
    if claim.name not in ON_DISKS:
        made = trained(claim, np.ones(5))
        flat = made["images"].reshape(5, -1)
        return {
            **made,
            "codes": flat @ picture.ravel() / np.sum(picture**2),
            "profiles": np.stack([picture, picture]),
        }
    network = OneImage()
    network.axis.data = network.axis.data.new_tensor(picture).flatten()
    return shown(network)


def grid(module) -> Grid:
    """Return where the profiles of a claim are compared."""
    return getattr(module, "_GRID", of_disks.grid(Disks()))


def learned(module) -> np.ndarray:
    """Return the one image that is predicted."""
    if module is one_function:
        return airy.CLAIM.predict()
    return module.CLAIM.predict()


def outcome(claim: Claim, picture: np.ndarray) -> Outcome:
    found = {0: claim.read(measured(claim, picture))}
    return judge(posed(claim), found).outcome


def family(module) -> Iterator[rivals.Profile]:
    """Return cosines of powers, powers, and polynomials with one free number."""
    free = SOLVED.get(module)
    powers = (
        m for m in np.arange(0.8, 2.4, 0.02) if free is None or abs(m - free) > 0.03
    )
    return chain(
        map(rivals.cosine_of_power, powers),
        map(rivals.power, np.arange(1.0, 5.0, 0.1)),
        (rivals.product(FIRST[module], a) for a in np.arange(0.0, 0.6, 0.004)),
    )


@every_module
def test_no_member_of_a_family_near_by_is_confirmed(module) -> None:
    claim, exact = module.CLAIM, learned(module)
    pictures = [grid(module).picture(function) for function in family(module)]
    # Those that the distance alone tells are told fast enough.
    within = 1.05 * of_budget(claim.tolerance, "quick")
    passing = [p for p in pictures if np.linalg.norm(p - exact) < within]
    assert passing
    for picture in passing:
        assert outcome(claim, picture) is not Outcome.CONFIRMED


@every_module
def test_half_of_the_way_to_a_profile_near_by_is_not_confirmed(module) -> None:
    claim, ours = module.CLAIM, learned(module)
    assert outcome(claim, ours) is Outcome.CONFIRMED
    forms = {one.lean: one.function for one in (near.COSINE, *NEAR[module])}
    for check in claim.checks:
        if check.value in forms:
            half = ours + grid(module).picture(forms[check.value])
            assert outcome(claim, half) is not Outcome.CONFIRMED, check.value


NEAR = {
    **dict.fromkeys((airy, one_function, body_square, body_star), near.OF_AIRY),
    dimension_one: (near.product(2, 0.223),),
    law_linear: (near.product(4, 0.223), near.product(4, 0.24)),
    dimension_three: (near.cosine(1.858), near.product(4, 0.318)),
}


@every_module
def test_every_profile_near_by_is_told_by_a_check(module) -> None:
    assert {one.lean for one in NEAR[module]} <= {
        check.value for check in module.CLAIM.checks
    }


def with_the_grid_s_error(module, picture: np.ndarray) -> Outcome:
    """Return the outcome for a picture that the pixels moved as they move the best."""
    claim = module.CLAIM
    made = dict(maker(claim)(claim, 0).arrays)
    best = minimisation.discrete_optimum(made["images"])
    moved = picture + best - claim.predict()
    flat = made["images"].reshape(len(made["images"]), -1)
    strengths = flat @ moved.ravel() / np.sum(moved**2)
    made |= {"codes": strengths, "profiles": np.stack([moved, moved])}
    return judge(posed(claim), {0: claim.read(made)}).outcome


@pytest.mark.parametrize(
    ("module", "function"),
    [
        (dimension_three, lambda rho: 1 - 1.36 * rho**4 + 0.36 * rho**7),
        (dimension_three, lambda rho: (1 - rho**4) * np.exp(-0.32 * rho**4)),
        (law_linear, rivals.product(4, 0.24)),
    ],
)
def test_the_grid_s_error_hides_no_other_profile(module, function) -> None:
    exact = module.CLAIM.predict()
    assert with_the_grid_s_error(module, exact) is Outcome.CONFIRMED
    picture = grid(module).picture(function)
    assert with_the_grid_s_error(module, picture) is not Outcome.CONFIRMED


@pytest.mark.parametrize(
    ("function", "sigma"),
    [
        (rivals.cosine_of_power(1.428), 3.0),
        (rivals.cosine_of_power(1.426), 3.0),
        (size_airy.profile, 3.02),
        (size_airy.profile, 3.03),
    ],
)
def test_what_is_next_to_the_profile_of_blurred_disks_is_told(
    function: rivals.Profile, sigma: float
) -> None:
    exact, picture = blur.CLAIM.predict(), blur._blurred_form(function, sigma)
    assert np.linalg.norm(picture - exact) < of_budget(blur.CLAIM.tolerance, "quick")
    assert with_the_grid_s_error(blur, exact) is Outcome.CONFIRMED
    assert with_the_grid_s_error(blur, picture) is Outcome.UNRESOLVED
