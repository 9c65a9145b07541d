"""Claims on starts: what counts as one sign, and what would be decided."""

import numpy as np
import pytest

from tests.judging import posed
from verify.claim import Measurement, Outcome
from verify.claims.size import minimised, start_averaging, start_random
from verify.claims.size.families import starts
from verify.claims.size.scaled_callosum_linear import CLAIM as CALLOSUM
from verify.judge import judge

IMAGES = np.stack([np.full((2, 2), level) for level in (0.1, 1.0, 2.0)])


def arrays(codes: np.ndarray, left: float = 0.0) -> dict[str, np.ndarray]:
    shape = codes.shape[:2]
    return {"images": IMAGES, "codes": codes, "left": np.full(shape, left)}


def test_one_sign_is_told_by_energy() -> None:
    codes = np.array([[1.0, 1, 1], [-1, -1, -1], [-1, 1, 1], [1, -1, 1], [0, 0, 0]])
    assert starts.rarer(codes, IMAGES) == pytest.approx(
        [0, 0, 0.01 / 5.01, 1 / 5.01, 0], abs=1e-12
    )


def test_the_floor_is_what_one_sign_must_leave() -> None:
    assert starts.floor(IMAGES) == pytest.approx(0, abs=1e-12)
    apart = np.zeros((2, 2, 2))
    apart[0, 0, 0], apart[1, 1, 1] = 1, 2
    assert starts.floor(apart) == pytest.approx(0.2)


def test_rates_come_with_exact_intervals() -> None:
    codes = np.ones((2, 20, 3))
    codes[1, :5, 2] = -1
    apart = {**arrays(codes, left=0.1), "images": np.eye(12).reshape(3, 4, 12)}
    found = start_averaging.CLAIM.read(apart)
    assert found.answer.tolist() == [1.0, 0.75]
    least = found.values["zeros, averaging: least likely rate"]
    assert least == pytest.approx(0.025 ** (1 / 20))
    name = "nearest, averaging: {} likely rate"
    ends = [found.values[name.format(end)] for end in ("least", "greatest")]
    assert ends == pytest.approx([0.5090, 0.9134], abs=1e-4)


def test_one_stray_start_takes_the_confirmation() -> None:
    claim = start_averaging.CLAIM
    values = {check.value: 1.05 for check in claim.checks}

    def outcome(*rates: float) -> Outcome:
        found = {0: Measurement(answer=np.array(rates), values=values)}
        return judge(posed(claim), found).outcome

    assert outcome(1.0, 1.0) is Outcome.CONFIRMED
    assert outcome(0.95, 1.0) is Outcome.UNRESOLVED
    assert outcome(0.73, 0.85) is Outcome.REFUTED


def random_starts(over: np.ndarray, two: int = 0) -> dict[str, np.ndarray]:
    """Return starts of four cases, some with two signs, and what they leave."""
    codes = np.ones((4, over.shape[1], 3))
    codes[:, :two, 2] = -1
    pictures = np.eye(12).reshape(3, 4, 12)
    left = over * starts.floor(pictures)
    return {"images": pictures, "codes": codes, "first_codes": codes, "left": left}


def random_signs(two: tuple[int, ...], below: float = 0.9) -> np.ndarray:
    """Return what is read of 20 starts a case, some with two signs."""
    over = np.ones((4, 20))
    made = random_starts(over)
    for case, count in enumerate(two):
        over[case, :count] = below
        made["codes"][case, :count, 2] = -1
    made["left"] = random_starts(over)["left"]
    return start_random.CLAIM.read(made).answer


@pytest.mark.parametrize(
    ("two", "answer"),
    [
        ((4, 5, 3, 3), (1, 1, 1, 1, 1, 1)),
        ((0, 0, 0, 0), (1, 1, 1, 0, 0, 0)),
        ((10, 10, 10, 10), (0, 0, 0, 1, 1, 1)),
        ((0, 0, 10, 10), (1, 1, 0, 0, 1, 1)),
        ((10, 10, 0, 0), (1, 0, 1, 1, 0, 1)),
        ((8, 8, 5, 5), (1, 1, 1, 1, 1, 1)),
        ((8, 9, 5, 5), (0, 0, 1, 1, 1, 1)),
    ],
)
def test_rates_of_random_starts_decide_what_is_said(
    two: tuple[int, ...], answer: tuple[float, ...]
) -> None:
    assert random_signs(two).tolist() == list(answer)


def test_two_signs_above_the_floor_take_the_confirmation() -> None:
    assert random_signs((4, 5, 3, 3), below=1.0).tolist() == [1, 1, 1, 1, 1, 0]


def test_always_one_sign_is_told_from_the_rates() -> None:
    claim = start_random.CLAIM
    always = claim.read(random_starts(np.ones((4, 20))))
    verdict = judge(posed(claim), {0: always})
    assert verdict.outcome is Outcome.REFUTED


def test_starts_that_have_not_learned_are_counted_apart() -> None:
    over = np.ones((4, 20))
    over[:, :4], over[0, 10:15] = 0.6, 3.0
    measured = start_random.CLAIM.read(random_starts(over, two=4))
    rate = "one sign, of those that insert zeros"
    assert measured.values[rate] == pytest.approx((11 + 16) / (15 + 20))
    assert measured.values[starts.UNLEARNED] == pytest.approx(0.25)
    low = minimised.CLAIM.read(random_starts(over, two=4))
    assert low.answer == pytest.approx([0.2] * 4)
    assert low.values["least left, over the floor"] == pytest.approx(0.6)


def test_the_deck_s_sentence_on_the_minimum_is_refuted_by_starts_below() -> None:
    claim = minimised.CLAIM
    known = posed(claim)
    assert known.weak == ""
    over = np.ones((4, 20))

    def outcome(over: np.ndarray) -> Outcome:
        return judge(known, {0: claim.read(random_starts(over))}).outcome

    assert outcome(np.full((4, 20), 3.0)) is Outcome.INVALID
    over[:, :4] = 0.6
    assert outcome(over) is claim.expected is Outcome.REFUTED
    # None below, and yet the counter-example stands.
    assert outcome(np.ones((4, 20))) is Outcome.UNRESOLVED


def test_a_decoder_of_two_functions_has_no_answer_on_the_callosum() -> None:
    pytest.importorskip("nilearn")
    picture = CALLOSUM.predict()
    found = {
        "images": picture * np.array([0.5, 1.0])[:, None, None],
        "codes": np.array([-0.5, -1.0]),
        "profiles": np.stack([-3 * picture, 3 * picture]),
        "history": np.array([0.1]),
    }
    assert np.allclose(CALLOSUM.read(found).answer, picture)
    assert CALLOSUM.read(found).invalid == ""
    bent = {**found, "profiles": np.stack([-3 * picture, 2 * picture])}
    assert "two functions" in CALLOSUM.read(bent).invalid
