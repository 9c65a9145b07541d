"""Every identity behind the exact position claims, and what would break them."""

import pytest
import sympy as sp

from theory.derivation import Kind, Step, defect
from theory.position import (
    activation,
    decoder_proof,
    fractional,
    plane,
    plane_decoder_proof,
    plane_dirac,
    scaling,
)


def fails(steps: tuple[Step, ...], seeds: int = 3) -> bool:
    """Return whether some identity fails at a point; the rest is not tried then."""
    identities = [step for step in steps if step.kind is Kind.IDENTITY]
    assert len(identities) >= 3
    return any(
        defect(step, seed) > 1e-3 for step in identities for seed in range(seeds)
    )


def test_scaling_fails_for_a_factor_on_one_tap(monkeypatch: pytest.MonkeyPatch) -> None:
    c, x = sp.Symbol("c", real=True), sp.Function("x")
    monkeypatch.setattr(
        scaling,
        "_scaled_layer",
        lambda i: x(2 * i - 1) + 2 * c * x(2 * i) + x(2 * i + 1),
    )
    assert fails(scaling.derivation())


def test_the_plane_fails_for_another_filter_across(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    y = sp.Function("y")
    monkeypatch.setattr(plane, "pair", lambda j: y(2 * j) + 2 * y(2 * j + 1))
    assert fails(plane.derivation())


def test_the_activation_fails_for_another_bend(monkeypatch: pytest.MonkeyPatch) -> None:
    alpha = sp.Symbol("alpha", real=True)
    monkeypatch.setattr(
        activation, "leaky", lambda v: alpha * sp.Max(v, 0) + sp.Min(v, 0)
    )
    assert fails(activation.derivation())


def test_the_fraction_fails_for_other_shares(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fractional, "_SHARE", fractional._SHARE**2)
    shared = fractional._shared
    monkeypatch.setattr(
        fractional, "_shared", lambda i: shared(i).subs(fractional._P, 0)
    )
    assert fails(fractional.derivation())


def test_the_decoders_fail_for_another_carry(monkeypatch: pytest.MonkeyPatch) -> None:
    carried, ramp = decoder_proof.carried, decoder_proof.ramp
    monkeypatch.setattr(decoder_proof, "carried", lambda n, i: carried(n, i) + 1)
    assert fails(decoder_proof.doubling_derivation())
    monkeypatch.setattr(decoder_proof, "ramp", lambda n, i: ramp(n, i) - 1)
    assert fails(decoder_proof.ramp_derivation())


def test_the_triangles_fail_for_another_tent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        plane_dirac,
        "tent",
        lambda x, y: sp.Max(0, 1 - sp.Abs(x)) * sp.Max(0, 1 - sp.Abs(y)) ** 2,
    )
    assert fails(plane_dirac.plane_steps())


def test_the_crossed_dirac_fails_for_another_mean(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(plane_dirac, "crossed", lambda p, r: sp.Min(p, r))
    assert fails(plane_dirac._crossed(), seeds=10)


@pytest.mark.parametrize(
    ("name", "taps"), [("BOTH", (1, 1, 1)), ("BOTH", (0, 1, 0)), ("ODD", (0, 1, 0))]
)
def test_the_plane_decoder_fails_for_other_kernels(
    name: str, taps: tuple[int, int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plane_decoder_proof, name, taps)
    assert fails(plane_decoder_proof._children())
