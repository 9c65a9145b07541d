"""What would break the identities of the position derivations."""

import pytest
import sympy as sp

from theory.derivation import Kind, Step, defect
from theory.position import filters, induction


def fails(steps: tuple[Step, ...], seeds: int = 3) -> bool:
    """Return whether some identity fails at a point; the rest is not tried then."""
    identities = [step for step in steps if step.kind is Kind.IDENTITY]
    assert len(identities) >= 3
    return any(
        defect(step, seed) > 1e-3 for step in identities for seed in range(seeds)
    )


@pytest.mark.parametrize("taps", [(1, 1, 1), (1, 2, 2), (2, 2, 1)])
def test_the_induction_fails_for_another_filter(
    taps: tuple[int, int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    def wrong(signal, i, scale=sp.S.One):
        places = (2 * i - 1, 2 * i, 2 * i + 1)
        return scale * sum(t * signal(p) for t, p in zip(taps, places, strict=True))

    monkeypatch.setattr(induction, "layer", wrong)
    assert fails(induction.derivation())


def test_the_two_scale_relation_fails_for_another_bump(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(induction, "_hat", lambda w, t: sp.Max(0, w - t**2))
    assert fails(induction.hat_derivation())


def test_the_uniqueness_fails_for_another_code(monkeypatch: pytest.MonkeyPatch) -> None:
    alpha, beta = sp.symbols("alpha beta", real=True)
    monkeypatch.setattr(filters, "_code", lambda j: alpha * j**2 + beta)
    assert fails(filters.derivation())
