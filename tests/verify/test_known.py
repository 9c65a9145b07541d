"""What is derived is worked out once, and again when anything could have changed."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import verify.known
from tests.judging import posed
from verify import answers
from verify.answers import Answers
from verify.claim import Claim, Measurement, Rival
from verify.claims.position import table
from verify.judge import judge
from verify.known import answers_of, certificates_of, reading_of
from verify.store import Store, Stored
from verify.trial import Trial


class Counted:
    """A function that counts its calls."""

    def __init__(self, function: Callable[[], Any]) -> None:
        self.function, self.calls = function, 0

    def __call__(self) -> Any:
        self.calls += 1
        return self.function()


def counted(monkeypatch: pytest.MonkeyPatch, listed: bool) -> tuple[Claim, Counted]:
    predict = Counted(lambda: np.arange(3.0))
    rivals = tuple(
        Rival(name=f"{i} / {i}", answer=Counted(lambda i=i: np.full(3, i)), because="")
        for i in (7.0, 8.0)
    )
    claim = replace(table.CLAIM, predict=predict, rivals=rivals)
    monkeypatch.setattr(verify.known, "ALL", (claim,) if listed else ())
    return claim, predict


def known_anew(claim: Claim, store: Store) -> Answers:
    """Return what a new process would find: nothing is in memory."""
    answers._answer.cache_clear()
    return answers_of(Trial(claim=claim), store)


def certified_anew(claim: Claim, store: Store) -> Mapping[str, float]:
    answers._certified.cache_clear()
    return certificates_of(claim, store)


def same(first: Answers, second: Answers) -> bool:
    assert list(first.rivals) == list(second.rivals)
    return np.array_equal(first.prediction, second.prediction) and all(
        np.array_equal(first.rivals[name], second.rivals[name]) for name in first.rivals
    )


def test_a_listed_claim_predicts_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    claim, predict = counted(monkeypatch, listed=True)
    with Store(tmp_path) as store:
        first, second = known_anew(claim, store), known_anew(claim, store)
        assert predict.calls == 1
        assert same(first, second)
    with Store(tmp_path, fresh=True) as store:
        known_anew(claim, store)
        assert predict.calls == 2


def test_certificates_are_worked_out_once_and_stand_beside_every_seed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    claim, _ = counted(monkeypatch, listed=True)
    proofs = Counted(lambda: {"parts that fail": 2.0, "parts": 7.0})
    claim = replace(claim, certificates=proofs)
    monkeypatch.setattr(verify.known, "ALL", (claim,))
    with Store(tmp_path) as store:
        found = [certified_anew(claim, store) for _ in range(2)]
    assert proofs.calls == 1
    assert found == [{"parts that fail": 2.0, "parts": 7.0}] * 2
    measured = {
        seed: Measurement(answer=np.arange(3.0), values={"own": seed})
        for seed in (0, 1)
    }
    values = judge(posed(claim), measured).values
    assert values["own"] == (0, 1)
    assert values["parts that fail"] == (2, 2)


def test_changed_sources_predict_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    claim, predict = counted(monkeypatch, listed=True)
    with Store(tmp_path) as store:
        known_anew(claim, store)
        monkeypatch.setattr(verify.known, "source_hash", lambda function: "new")
        known_anew(claim, store)
    assert predict.calls == 2


def test_a_damaged_prediction_is_worked_out_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    claim, predict = counted(monkeypatch, listed=True)
    with Store(tmp_path) as store:
        first = known_anew(claim, store)
        (path,) = (tmp_path / "runs").iterdir()
        path.write_bytes(path.read_bytes()[:-1])
        assert same(first, known_anew(claim, store))
    assert predict.calls == 2


def test_a_claim_of_the_user_predicts_every_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    claim, predict = counted(monkeypatch, listed=False)
    with Store(tmp_path) as store:
        known_anew(claim, store)
        known_anew(claim, store)
    assert predict.calls == 2
    assert not list((tmp_path / "runs").iterdir())


class Reads:
    """A reading that counts, with everything that a measurement can hold."""

    def __init__(self) -> None:
        self.calls = 0

    def __call__(self, arrays: dict[str, np.ndarray]) -> Measurement:
        self.calls += 1
        return Measurement(
            answer=2 * arrays["level"],
            values={"a b": 3, "c": float("nan")},
            extras={"another route": arrays["level"]},
            pictures={"One image.": np.ones((1, 1, 2, 2))},
            invalid="half of it is missing",
        )


def read_twice(
    folder: Path, monkeypatch: pytest.MonkeyPatch, listed: bool, second: float = 1.0
) -> tuple[Reads, list[Measurement]]:
    reads = Reads()
    claim = replace(table.CLAIM, read=reads)
    monkeypatch.setattr(verify.known, "ALL", (claim,) if listed else ())
    found = []
    with Store(folder) as store:
        for level in (1.0, second):
            stored = Stored(
                arrays={"level": np.full(3, level)},
                seconds=0.0,
                failure="",
                at=0,
                digest=str(level),
            )
            found.append(reading_of(claim, stored, store))
    return reads, found


def test_a_reading_is_kept_with_all_that_it_holds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reads, found = read_twice(tmp_path, monkeypatch, listed=True)
    assert reads.calls == 1
    for one in found:
        assert one.answer.tolist() == [2.0] * 3
        assert one.values["a b"] == 3
        assert np.isnan(one.values["c"])
        assert one.extras["another route"].tolist() == [1.0] * 3
        assert one.pictures["One image."].shape == (1, 1, 2, 2)
        assert one.invalid == "half of it is missing"


def test_another_measurement_is_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reads, found = read_twice(tmp_path, monkeypatch, listed=True, second=4.0)
    assert reads.calls == 2
    assert [one.answer[0] for one in found] == [2.0, 8.0]


def test_a_claim_of_the_user_reads_every_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert read_twice(tmp_path, monkeypatch, listed=False)[0].calls == 2
    assert not list((tmp_path / "runs").iterdir())
