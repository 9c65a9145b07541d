"""Fits of linear encoders to labels."""

import numpy as np
import pytest
import torch

from empirical.experiments import position_labels
from empirical.experiments.position_labels import fit_labels
from theory.position.filters import cascade_weights
from theory.position.floors import floor

POSITIONS = np.arange(8.0)


def best(labels: np.ndarray, bias: bool = False, starts: int = 12) -> float:
    case = {"labels": labels.tolist(), "bias": bias}
    return float(
        fit_labels(seed=9, cases=[case], starts=starts, steps=200)["errors"].min()
    )


@pytest.mark.parametrize("labels", [POSITIONS, 7 - POSITIONS, 7.5 - POSITIONS])
def test_fits_end_at_the_floor(labels: np.ndarray) -> None:
    assert best(labels) == pytest.approx(np.sqrt(floor(labels)), rel=1e-9)


def test_inverted_labels_short_signals_and_a_bias_leave_nothing() -> None:
    assert best(8 - POSITIONS) < 1e-12
    assert best(POSITIONS, bias=True) < 1e-12
    assert best(np.arange(4.0)) < 1e-12
    assert best(np.arange(2.0)) < 1e-12


@pytest.mark.parametrize("levels", [1, 2, 4])
def test_all_codes_at_once_are_those_of_the_cascade(levels: int) -> None:
    rng = np.random.default_rng(levels)
    rows = rng.normal(size=(5, 3 * levels + 1))
    codes = position_labels._codes(torch.from_numpy(rows)).numpy()
    for row, found in zip(rows, codes, strict=True):
        expected = cascade_weights(row[:-1].reshape(levels, 3)) + row[-1]
        np.testing.assert_allclose(found, expected, rtol=1e-12, atol=1e-12)


def test_errors_are_those_of_the_taps_found(monkeypatch: pytest.MonkeyPatch) -> None:
    # A search that goes nowhere must be reported as such.
    monkeypatch.setattr(position_labels, "_descend", lambda start, *_: start * 0)
    error = best(POSITIONS, starts=1)
    assert error == pytest.approx(np.sqrt(np.mean((POSITIONS / 8) ** 2)))


def test_the_same_seed_gives_the_same_bits() -> None:
    cases = [{"labels": [0.0, 1.0, 2.0, 3.0], "bias": False}]
    first, second, other = (
        fit_labels(seed=s, cases=cases, starts=3, steps=2)["errors"] for s in (0, 0, 1)
    )
    np.testing.assert_array_equal(first, second)
    assert not np.array_equal(first, other)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"starts": 0}, "starts must be at least 1, got 0"),
        ({"steps": 0}, "steps must be at least 1, got 0"),
        ({"cases": [{"labels": [1, 2, 3], "bias": False}]}, "2, 4, 8, ..., got 3"),
    ],
)
def test_bad_arguments_are_refused(options: dict, message: str) -> None:
    good = {"cases": [{"labels": [1.0, 2.0], "bias": False}], "starts": 1, "steps": 1}
    with pytest.raises(ValueError, match=message):
        fit_labels(seed=0, **{**good, **options})
