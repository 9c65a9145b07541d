"""Encoders trained for the least contractive energy."""

from typing import Any

import numpy as np
import pytest
import torch

from empirical.size.contraction import _ratio, least_contractive_code
from empirical.size.images.soft_disks import soft_disks
from empirical.size.models.encoders import EdgeEncoder, LinearEncoder
from empirical.training import Start

SMALL: dict[str, Any] = {
    "encoder": "edge",
    "given": "range",
    "law": 0.0,
    "size": 16,
    "radii": (0.0, 6.0),
    "count": 24,
    "softness": 0.5,
    "channels": 3,
    "grid": 12,
    "schedule": {
        "adam_steps": 100,
        "learning_rate": 1e-2,
        "batch": 24,
        "lbfgs_steps": 60,
    },
}


def test_soft_disks_are_half_at_the_radius_and_move_outwards() -> None:
    small, large = soft_disks(np.array([3.5, 4.5]), 16, 0.4)
    assert small[7, 12] < 0.2 < large[7, 12]
    assert (large > small).all()
    assert np.array_equal(small, small.T)
    edge = soft_disks(np.array([np.hypot(0.5, 3.5)]), 16, 0.4)[0, 7, 11]
    assert edge == pytest.approx(0.5)


@pytest.mark.parametrize(
    ("radius", "softness", "message"),
    [
        (-0.1, 0.5, r"radii must be in \[0, 8\], got -0.1"),
        (8.1, 0.5, r"radii must be in \[0, 8\], got 8.1"),
        (np.nan, 0.5, r"radii must be in \[0, 8\], got nan"),
        (3.0, 0.0, "softness must be positive and finite, got 0"),
        (3.0, np.nan, "softness must be positive and finite, got nan"),
    ],
)
def test_impossible_soft_disks_are_refused(
    radius: float, softness: float, message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        soft_disks(np.array([radius]), 16, softness)


def test_the_gradient_of_the_edge_encoder_vanishes_inside_and_outside() -> None:
    model = EdgeEncoder(16, 2, torch.Generator().manual_seed(0)).double()
    with torch.no_grad():
        model.steepness.fill_(30.0)
        model.shift.zero_()
    images = torch.from_numpy(soft_disks(np.array([4.0]), 16, 0.3))[:, None]
    images.requires_grad_(True)
    gradient = torch.autograd.grad(model(images).sum(), images)[0][0, 0].abs()
    assert gradient[8, 8] < 1e-4 * gradient.max()
    assert gradient[0, 0] < 1e-4 * gradient.max()


@pytest.mark.parametrize("given", ["range", "variance"])
def test_the_ratio_is_that_of_finite_differences(given: str) -> None:
    model = EdgeEncoder(8, 2, torch.Generator().manual_seed(1)).double()
    images = torch.from_numpy(soft_disks(np.array([1.0, 2.0, 3.0]), 8, 0.5))[:, None]
    weights = torch.tensor([1.0, 2.0, 3.0]).double()
    found = _ratio(model, images, weights, images[[0, 2]], given).item()
    steps = 1e-6 * torch.eye(64).double().reshape(64, 1, 8, 8)
    with torch.no_grad():
        codes = model(images)
        slopes = [(model(x + steps) - model(x - steps)) / 2e-6 for x in images]
    energy = sum(w * s.square().sum() for w, s in zip(weights, slopes, strict=True)) / 6
    mean = (weights * codes).sum() / 6
    spread = (
        (codes[2] - codes[0]) ** 2
        if given == "range"
        else (weights * (codes - mean) ** 2).sum() / 6
    )
    assert found == pytest.approx(float(energy / spread), rel=1e-6)


def test_the_ratio_does_not_change_with_the_unit_of_the_code() -> None:
    model = LinearEncoder(8, torch.Generator().manual_seed(2)).double()
    images = torch.from_numpy(soft_disks(np.array([1.0, 3.0]), 8, 0.5))[:, None]
    before = _ratio(model, images, torch.ones(2), images, "variance").item()
    with torch.no_grad():
        model.weights.mul_(-7)
    after = _ratio(model, images, torch.ones(2), images, "variance").item()
    assert after == pytest.approx(before, rel=1e-12)


@pytest.mark.slow
@pytest.mark.parametrize(("law", "exponent"), [(0.0, 2.0), (1.0, 1.0)])
def test_the_law_of_the_radii_moves_the_code(law: float, exponent: float) -> None:
    radii = (1.5, 6.0)
    found = least_contractive_code(
        start=Start(seed=1000), **{**SMALL, "law": law, "radii": radii}
    )
    rho = 1.5 + (np.arange(12) + 0.5) / 12 * 4.5
    against = [np.corrcoef(found["codes"], rho**m)[0, 1] for m in (1.0, 1.5, 2.0)]
    assert (1.0, 1.5, 2.0)[int(np.argmax(against))] == exponent
    assert max(against) > 0.9999
