"""Predictions are worked out once, and again when anything could have changed."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import verify.predictions
from verify.claim import Claim, Rival
from verify.claims.position import table
from verify.judge import Answers
from verify.predictions import known
from verify.store import Store


class Counted:
    """A function that counts its calls."""

    def __init__(self, function: Callable[[], np.ndarray]) -> None:
        self.function, self.calls = function, 0

    def __call__(self) -> np.ndarray:
        self.calls += 1
        return self.function()


def counted(monkeypatch: pytest.MonkeyPatch, listed: bool) -> tuple[Claim, Counted]:
    predict = Counted(lambda: np.arange(3.0))
    rivals = tuple(
        Rival(name=f"{i} / {i}", answer=Counted(lambda i=i: np.full(3, i)), because="")
        for i in (7.0, 8.0)
    )
    claim = replace(table.CLAIM, predict=predict, rivals=rivals)
    monkeypatch.setattr(verify.predictions, "ALL", (claim,) if listed else ())
    return claim, predict


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
        first, second = known(claim, store), known(claim, store)
        assert predict.calls == 1
        assert same(first, second)
        known(claim, store, fresh=True)
        assert predict.calls == 2


def test_changed_sources_predict_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    claim, predict = counted(monkeypatch, listed=True)
    with Store(tmp_path) as store:
        known(claim, store)
        monkeypatch.setattr(verify.predictions, "source_hash", lambda function: "new")
        known(claim, store)
    assert predict.calls == 2


def test_a_damaged_prediction_is_worked_out_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    claim, predict = counted(monkeypatch, listed=True)
    with Store(tmp_path) as store:
        first = known(claim, store)
        (path,) = (tmp_path / "runs").iterdir()
        path.write_bytes(path.read_bytes()[:-1])
        assert same(first, known(claim, store))
    assert predict.calls == 2


def test_a_claim_of_the_user_predicts_every_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    claim, predict = counted(monkeypatch, listed=False)
    with Store(tmp_path) as store:
        known(claim, store)
        known(claim, store)
    assert predict.calls == 2
    assert not list((tmp_path / "runs").iterdir())
