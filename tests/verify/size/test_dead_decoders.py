"""A decoder that draws one disk, whatever its code, is no usable measurement."""

from collections.abc import Callable
from functools import cache

import numpy as np
import pytest

from tests.exact.makers import maker
from tests.judging import posed
from verify.claim import Arrays, Claim, Outcome
from verify.claims.size import (
    area_code,
    averaging_encoder,
    blur,
    bodies,
    dimension_one,
    law_hole,
    laws,
    one_number,
    published,
    scaled_callosum,
    scaled_callosum_linear,
    scaled_digit,
    thresholded,
    two_signs,
)
from verify.claims.size.families.profiles import STRENGTHS_OFF
from verify.judge import judge

BIASED = [module.CLAIM for module in (area_code, one_number, published, thresholded)]

BIAS_FREE = [
    module.CLAIM
    for module in (
        blur,
        bodies,
        dimension_one,
        law_hole,
        laws,
        scaled_callosum,
        scaled_callosum_linear,
        scaled_digit,
        two_signs,
    )
]


def exact(claim: Claim) -> Arrays:
    return maker(claim)(claim, 0).arrays


def one_disk(drawn: np.ndarray) -> np.ndarray:
    """Return the middle disk in place of every one: a perfect disk, and no code."""
    return np.broadcast_to(drawn[len(drawn) // 2], drawn.shape)


def outcome(claim: Claim, arrays: Arrays) -> Outcome:
    return judge(posed(claim), {0: claim.read(arrays)}).outcome


@pytest.mark.parametrize("claim", BIASED, ids=lambda c: c.name)
@pytest.mark.parametrize("seed", range(3))
def test_one_disk_for_every_code_is_invalid(claim: Claim, seed: int) -> None:
    made = exact(claim)
    dead = {
        **made,
        "decoded": one_disk(made["decoded"]),
        "between": one_disk(made["between"]),
        "codes": np.random.default_rng(seed).normal(size=made["codes"].shape),
    }
    assert outcome(claim, dead) is Outcome.INVALID


@pytest.mark.parametrize("which", [0, 1])
def test_either_of_two_decoders_must_work(which: int) -> None:
    claim = averaging_encoder.CLAIM
    made = exact(claim)
    assert outcome(claim, made) is Outcome.CONFIRMED
    decoded, between = made["decoded"].copy(), made["between"].copy()
    decoded[which] = one_disk(decoded[which])
    between[which] = one_disk(between[which])
    dead = {**made, "decoded": decoded, "between": between}
    assert outcome(claim, dead) is Outcome.INVALID


@cache
def outcome_where_exact(name: str) -> Outcome:
    """Return the outcome from which several tests start, worked out once."""
    (claim,) = (claim for claim in BIAS_FREE if claim.name == name)
    return outcome(claim, exact(claim))


def constant(codes: np.ndarray) -> np.ndarray:
    return np.sign(codes)


def shuffled(codes: np.ndarray) -> np.ndarray:
    """Return the strengths at the signs where they are not."""
    strength = np.maximum(np.abs(codes.ravel()), 1e-9)
    return np.sign(codes) * np.random.default_rng(0).permutation(strength).reshape(
        codes.shape
    )


def drawn(codes: np.ndarray) -> np.ndarray:
    return np.sign(codes) * np.exp(np.random.default_rng(1).normal(size=codes.shape))


@pytest.mark.parametrize("claim", BIAS_FREE, ids=lambda c: c.name)
@pytest.mark.parametrize("dead", [constant, shuffled, drawn])
def test_codes_that_say_nothing_of_the_size_are_invalid(
    claim: Claim, dead: Callable[[np.ndarray], np.ndarray]
) -> None:
    made = exact(claim)
    assert outcome_where_exact(claim.name) is Outcome.CONFIRMED
    wrong = {**made, "codes": dead(made["codes"])}
    verdict = judge(posed(claim), {0: claim.read(wrong)})
    assert verdict.outcome is Outcome.INVALID
    assert STRENGTHS_OFF in verdict.reason
