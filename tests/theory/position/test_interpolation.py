"""What Diracs at some positions leave undecided about a decoder."""

import numpy as np
import pytest
import sympy as sp

from theory.derivation import Kind, defect
from theory.position import interpolation
from theory.position.fractional import continuous_dirac


def fails() -> bool:
    steps = [s for s in interpolation.derivation() if s.kind is Kind.IDENTITY]
    assert len(steps) == 5
    return any(defect(step, seed) > 1e-3 for step in steps for seed in range(4))


def test_a_wave_of_another_length_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(interpolation, "wave", lambda a, h: sp.sin(sp.pi * a / (2 * h)))
    assert fails()


def test_another_error_breaks_the_derivation(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(interpolation, "SKIPPED", sp.sqrt(2))
    assert fails()


def test_the_two_errors_are_those_of_such_decoders() -> None:
    skipping = (continuous_dirac(3.0, 3) + continuous_dirac(5.0, 3)) / 2
    miss = np.linalg.norm(skipping - continuous_dirac(4.0, 3))
    assert miss == pytest.approx(float(interpolation.SKIPPED))
    places = (np.arange(7000) + 0.5) / 1000
    wanted = np.array([continuous_dirac(a, 3) for a in places])
    jumping = np.array([continuous_dirac(a, 3) for a in np.round(places)])
    relative = np.linalg.norm(jumping - wanted) / np.linalg.norm(wanted)
    assert relative == pytest.approx(float(interpolation.NEAREST), rel=1e-3)
