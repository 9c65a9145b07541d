"""How far towards its nearest rival a wrong answer may go: by hand, and for all."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from tests.judging import posed
from tests.verify.test_judge import claim
from verify.answers import Answers
from verify.claim import Claim, Rival
from verify.claims import ALL
from verify.distances import RELATIVE_L2, RMS, distance
from verify.judge import LEAN, fits, without_data
from verify.passing import passing, share_towards
from verify.trial import Trial

every_claim = pytest.mark.parametrize("claim", ALL, ids=lambda c: c.name)


def known(tolerance: float, prediction: object, **rivals: object) -> Answers:
    named = {name: np.array(answer, dtype=float) for name, answer in rivals.items()}
    invented = claim(
        tolerance=tolerance,
        rivals=tuple(
            Rival(name=name, answer=lambda a=answer: a, because="")
            for name, answer in named.items()
        ),
    )
    given = np.array(prediction, dtype=float)
    return Answers(trial=Trial(claim=invented), prediction=given, rivals=named)


def test_the_share_is_the_tolerance_over_the_distance_or_a_quarter() -> None:
    # Four entries off by 3: the root mean square is 3.
    rivals = {"far": [3.0, 3.0, 3.0, 3.0], "further": [8.0, 0.0, 0.0, 0.0]}
    found = passing(known(0.6, [0.0, 0.0, 0.0, 0.0], **rivals))
    assert found is not None
    assert (found.rival, found.away) == ("far", pytest.approx(5.0))
    assert found.share == pytest.approx(0.2)
    # At 1.5 tolerances a quarter of the way comes first.
    found = passing(known(2.0, [0.0, 0.0, 0.0, 0.0], **rivals))
    assert found is not None
    assert (found.away, found.share) == (pytest.approx(1.5), LEAN)


def test_an_answer_on_the_way_to_a_far_rival_may_lean_to_a_nearer_one_first() -> None:
    # The far rival is 3 times as far as the near one, in the same direction.
    both = known(1.0, [0.0, 0.0], near=[2.0, 0.0], far=[6.0, 0.0])
    assert share_towards(both, "far") == pytest.approx(LEAN / 3)
    assert share_towards(both, "near") == LEAN


def test_one_entry_off_by_one_is_told_of_whole_numbers_alone() -> None:
    whole = passing(known(0.1, [1.0, 0.0, 0.0, 2.0], rival=[1.0, 1.0, 1.0, 2.0]))
    assert whole is not None
    # Of four entries one is off by 1: the root mean square is 1 / 2.
    assert whole.entry == pytest.approx(5.0)
    broken = passing(known(0.1, [1.0, 0.5], rival=[1.0, 1.0]))
    assert broken is not None
    assert broken.entry is None


def test_nothing_else_passes_a_tolerance_of_zero() -> None:
    found = passing(known(0.0, [1.0, 0.0], rival=[1.0, 1.0]))
    assert found is not None
    assert (found.share, found.away, found.entry) == (0.0, np.inf, None)


def test_what_has_no_power_or_no_data_lets_nothing_pass() -> None:
    assert passing(known(1.0, [0.0], rival=[1.0])) is None
    assert passing(known(1.0, [0.0], rival=[0.0])) is None
    assert passing(without_data(Trial(claim=ALL[0]), "no data").known) is None


def on_the_way(asked: Answers, name: str, share: float) -> bool:
    """Return whether an answer fits that goes so far towards a rival."""
    to_rival = asked.rivals[name] - asked.prediction
    return fits(asked, None, asked.prediction + share * to_rival)


numbers = st.floats(-10, 10, width=32)


@given(
    arrays(float, (4, 3), elements=numbers),
    st.floats(1e-3, 0.89),
    st.sampled_from([RMS, RELATIVE_L2]),
)
def test_an_answer_at_the_share_passes_and_one_beyond_does_not(
    answers: np.ndarray, power: float, metric: object
) -> None:
    prediction, *others = answers
    rivals = {f"rival {place}": other for place, other in enumerate(others)}
    asked = known(1.0, prediction, **rivals)
    asked = replace(asked, trial=Trial(claim=claim(distance=metric)))
    nearest = min(asked.gaps.values())
    assume(nearest > 1e-2)
    invented = claim(distance=metric, tolerance=power * nearest)
    asked = Answers(trial=Trial(claim=invented), prediction=prediction, rivals=rivals)
    for name in rivals:
        share = share_towards(asked, name)
        assert on_the_way(asked, name, 0.999 * share)
        assert not on_the_way(asked, name, 1.01 * share)


@every_claim
def test_an_answer_at_the_share_of_a_claim_passes_and_one_beyond_does_not(
    claim: Claim,
) -> None:
    asked = posed(claim)
    found = passing(asked)
    assert found is not None
    assert 0 <= found.share <= LEAN
    assert found.away > 1 / 0.9
    # Rounding may count where a tolerance is a few times that of the numbers.
    assert on_the_way(asked, found.rival, 0.999 * found.share)
    assert not on_the_way(asked, found.rival, 1.01 * found.share + 1e-12)
    shares = [share_towards(asked, rival.name) for rival in claim.rivals]
    assert max(shares) <= found.share * (1 + 1e-9)


@every_claim
def test_every_distance_grows_in_proportion_along_a_line(claim: Claim) -> None:
    # Why a share is enough: no claim has a distance that is not of an inner product.
    asked = posed(claim)
    for name, gap in asked.gaps.items():
        half = asked.prediction + (asked.rivals[name] - asked.prediction) / 2
        halved = distance(claim.distance, half, asked.prediction)
        assert halved == pytest.approx(gap / 2, rel=1e-9)


@every_claim
def test_every_entry_weighs_the_same(claim: Claim) -> None:
    prediction = posed(claim).prediction
    weights = []
    for place in {0, prediction.size // 2, prediction.size - 1}:
        off = np.zeros(prediction.shape)
        off.flat[place] = 1.0
        weights.append(claim.distance.inner(off, off))
    assert max(weights) == pytest.approx(min(weights))
