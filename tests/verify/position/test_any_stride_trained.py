"""What is read of filters that were trained at other strides."""

import pytest

from tests.exact.makers import maker
from tests.judging import posed
from verify.claim import Measurement, Outcome
from verify.claims.position.any_stride_trained import CLAIM
from verify.judge import judge


def outcome(arrays: dict) -> Outcome:
    return judge(posed(CLAIM), {0: CLAIM.read(arrays)}).outcome


def test_one_wrong_tap_or_an_unfinished_start_takes_the_confirmation() -> None:
    arrays = dict(maker(CLAIM)(CLAIM, 0).arrays)
    assert outcome(arrays) is Outcome.CONFIRMED
    taps = arrays["taps 3"].copy()
    taps[1, 0, 2] *= 1.01
    assert outcome({**arrays, "taps 3": taps}) is Outcome.UNRESOLVED
    taps = arrays["taps 6"].copy()
    taps[1, 0, 0] += 0.01
    assert outcome({**arrays, "taps 6": taps}) is Outcome.UNRESOLVED
    losses = arrays["losses"] + 1e-9
    assert outcome({**arrays, "losses": losses}) is Outcome.INVALID


def test_scales_and_the_free_taps_do_not_matter() -> None:
    arrays = dict(maker(CLAIM)(CLAIM, 0).arrays)
    taps = arrays["taps 1"].copy()
    taps[:, 0] *= -7
    taps[:, -1, :2] = 99
    assert outcome({**arrays, "taps 1": taps}) is Outcome.CONFIRMED


@pytest.mark.parametrize("rival", CLAIM.rivals, ids=lambda r: r.name)
def test_every_rival_is_away(rival) -> None:
    known = posed(CLAIM)
    answer = Measurement(answer=known.rivals[rival.name])
    assert judge(known, {0: answer}).outcome is not Outcome.CONFIRMED
