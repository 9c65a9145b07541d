"""Every identity of the position derivations, and what would break them."""

import pytest
import sympy as sp

from theory.derivation import Kind, Step, defect
from theory.position import filters, induction

DERIVATIONS = {
    "induction": induction.derivation,
    "hats": induction.hat_derivation,
    "uniqueness": filters.derivation,
}


def worst(steps: tuple[Step, ...], seeds: int = 3) -> float:
    identities = [step for step in steps if step.kind is Kind.IDENTITY]
    assert len(identities) >= 3
    return max(defect(step, seed) for step in identities for seed in range(seeds))


@pytest.mark.parametrize("name", DERIVATIONS)
def test_every_identity_holds(name: str) -> None:
    assert worst(DERIVATIONS[name](), seeds=10) < 1e-20


@pytest.mark.parametrize("name", DERIVATIONS)
def test_every_step_says_one_sentence_of_its_own(name: str) -> None:
    sentences = [step.says for step in DERIVATIONS[name]()]
    assert len(set(sentences)) == len(sentences)
    assert all(says.endswith(".") for says in sentences)


@pytest.mark.parametrize("taps", [(1, 1, 1), (1, 2, 2), (2, 2, 1)])
def test_the_induction_fails_for_another_filter(
    taps: tuple[int, int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    def wrong(signal, i, scale=sp.S.One):
        places = (2 * i - 1, 2 * i, 2 * i + 1)
        return scale * sum(t * signal(p) for t, p in zip(taps, places, strict=True))

    monkeypatch.setattr(induction, "layer", wrong)
    assert worst(induction.derivation()) > 1e-3


def test_the_two_scale_relation_fails_for_another_bump(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(induction, "_hat", lambda w, t: sp.Max(0, w - t**2))
    assert worst(induction.hat_derivation()) > 1e-3


def test_the_uniqueness_fails_for_another_code(monkeypatch: pytest.MonkeyPatch) -> None:
    alpha, beta = sp.symbols("alpha beta", real=True)
    monkeypatch.setattr(filters, "_code", lambda j: alpha * j**2 + beta)
    assert worst(filters.derivation()) > 1e-3
