"""Fits of linear encoders to labels."""

import numpy as np
import pytest
import torch

from empirical.position import fitted_labels
from empirical.position.fitted_labels import fit_labels
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
    codes = fitted_labels._codes(torch.from_numpy(rows)).numpy()
    for row, found in zip(rows, codes, strict=True):
        expected = cascade_weights(row[:-1].reshape(levels, 3)) + row[-1]
        np.testing.assert_allclose(found, expected, rtol=1e-12, atol=1e-12)


def test_errors_are_those_of_the_taps_found(monkeypatch: pytest.MonkeyPatch) -> None:
    # A search that goes nowhere must be reported as such.
    monkeypatch.setattr(fitted_labels, "descend", lambda codes, start, *_: start * 0)
    error = best(POSITIONS, starts=1)
    assert error == pytest.approx(np.sqrt(np.mean((POSITIONS / 8) ** 2)))
