"""Claims on starts: what counts as one sign, and what would be decided."""

import numpy as np
import pytest

from tests.judging import posed
from verify.claim import Measurement, Outcome
from verify.claims.size import start_averaging, start_random
from verify.claims.size.families import starts
from verify.claims.size.scaled_callosum import CLAIM as CALLOSUM
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
    cases = (("zeros", "averaging"), ("nearest", "averaging"))
    apart = {**arrays(codes, left=0.1), "images": np.eye(12).reshape(3, 4, 12)}
    found = starts.read(apart, cases)
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
    assert outcome(0.77, 0.83) is Outcome.REFUTED


def test_always_one_sign_would_refute_the_rates() -> None:
    claim = start_random.CLAIM
    found = {0: Measurement(answer=np.ones(4))}
    verdict = judge(posed(claim), found)
    assert verdict.outcome is Outcome.REFUTED
    assert "always one sign" in verdict.reason


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
