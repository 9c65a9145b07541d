from typing import Any

import numpy as np
import pytest
import torch

from empirical.pca.disk_axes import in_their_span, progressive_axes
from empirical.pca.models.linear_step import LinearStep
from empirical.training import Start

SETTING: dict[str, Any] = {
    "size": 16,
    "radius": 7.5,
    "count": 24,
    "codes": 2,
    "centred": True,
    "weight": 1.0,
    "schedule": {
        "adam_steps": 0,
        "learning_rate": 1e-2,
        "batch": 24,
        "lbfgs_steps": 160,
    },
}


def eigenvectors(images: np.ndarray, count: int, centred: bool) -> np.ndarray:
    flat = images.reshape(len(images), -1)
    flat = flat - flat.mean(0) if centred else flat
    _, vectors = np.linalg.eigh(flat.T @ flat)
    return vectors[:, ::-1][:, :count].T.reshape(count, *images.shape[1:])


def misalignment(axes: np.ndarray, reference: np.ndarray) -> float:
    return float(np.max(1 - np.abs(np.sum(axes * reference, axis=(1, 2)))))


def test_codes_of_a_step_are_standardised_or_only_scaled() -> None:
    draw = torch.Generator().manual_seed(5)
    images = torch.rand((9, 6), generator=draw, dtype=torch.float64)
    for centred in (True, False):
        model = LinearStep(images[:1], torch.eye(6).double(), 2, centred, draw)
        codes = model.codes(images).detach()
        torch.testing.assert_close(codes.square().mean(0), torch.ones(3).double())
        assert (float(codes.mean(0).abs().max()) < 1e-12) == centred
        assert model(codes).shape == images.shape
        assert model.bias.requires_grad == centred


def test_the_excess_is_zero_where_new_codes_have_unit_root_mean_square() -> None:
    draw = torch.Generator().manual_seed(5)
    images = torch.eye(4).double()
    model = LinearStep(images[:0], images, 1, False, draw)
    model.weights.data = torch.ones((1, 4)).double()
    assert float(model.excess(images).detach()) == pytest.approx(0, abs=1e-15)
    model.weights.data *= 2
    assert float(model.excess(images).detach()) == pytest.approx(9)


def test_a_packet_of_no_codes_is_refused() -> None:
    with pytest.raises(ValueError, match="new must be at least 1, got 0"):
        LinearStep(torch.eye(3), torch.eye(3), 0, True, torch.Generator())


@pytest.mark.parametrize("shape", [(3, 8), (8, 3), (5, 5), (1, 4)])
@pytest.mark.parametrize("rank", [0, 1, 3])
def test_images_come_back_from_their_span_with_all_lengths(
    shape: tuple[int, int], rank: int
) -> None:
    draw = torch.Generator().manual_seed(5)
    count, pixels = shape
    left, right = (
        torch.randn(size, generator=draw, dtype=torch.float64)
        for size in ((count, rank), (rank, pixels))
    )
    images = left @ right
    span, places = in_their_span(images)
    assert places.shape == (count, min(shape))
    torch.testing.assert_close(span.T @ span, torch.eye(min(shape)).double())
    torch.testing.assert_close(places @ span.T, images)
    torch.testing.assert_close(places @ places.T, images @ images.T)


@pytest.mark.slow
@pytest.mark.parametrize("centred", [True, False])
def test_growing_with_decorrelation_finds_the_eigenvectors(centred: bool) -> None:
    found = progressive_axes(start=Start(seed=1000), **{**SETTING, "centred": centred})
    best = eigenvectors(found["images"], 2, centred)
    assert misalignment(found["axes"], best) < 1e-10
    assert misalignment(found["joint_axes"], best) > 1e-3
    assert float(found["overlaps"][0]) < 1e-6


@pytest.mark.slow
def test_any_weight_finds_the_axes_and_none_finds_the_span_only() -> None:
    light = progressive_axes(start=Start(seed=1000), **{**SETTING, "weight": 0.05})
    without = progressive_axes(start=Start(seed=1000), **{**SETTING, "weight": 0.0})
    best = eigenvectors(light["images"], 2, True)
    assert misalignment(light["axes"], best) < 1e-9
    np.testing.assert_allclose(without["errors"], light["errors"], atol=1e-10)
    assert misalignment(without["axes"], best) > 1e-3
