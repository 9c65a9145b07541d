"""The autoencoder with biases on disks."""

from contextlib import nullcontext
from typing import Any

import numpy as np
import pytest
import torch

from empirical.size import biased_disks as module
from empirical.size.biased_disks import (
    averaging_encoder,
    biased_disks,
    disks_with_a_hole,
)
from empirical.size.models.biased import AveragingAutoencoder, BiasedAutoencoder
from empirical.training import Start, train
from tests.problems import arrays, problem

SMALL: dict[str, Any] = {
    "size": 16,
    "largest_radius": 7.0,
    "radii": 32,
    "channels": [4, 8, 8],
    "slope": 0.05,
    "schedule": {
        "adam_steps": 1200,
        "learning_rate": 1e-2,
        "batch": 8,
        "lbfgs_steps": 0,
    },
}


SIDES = {8: (2, 4, 8), 7: (2, 4, 7), 6: (2, 3, 6), 5: (2, 3, 5)}
"""Pixels along a side after each of three layers of a decoder."""


def network(seed: int = 0, size: int = 8) -> BiasedAutoencoder:
    return BiasedAutoencoder([3, 4], 0.2, torch.Generator().manual_seed(seed), size)


@pytest.mark.parametrize("size", SIDES)
def test_an_image_becomes_one_number_and_an_image_again(size: int) -> None:
    model, images = network(size=size), torch.rand(5, 1, size, size)
    assert model.encode(images).shape == (5, 1)
    assert model(images).shape == images.shape


@pytest.mark.parametrize("size", SIDES)
def test_a_network_is_its_convolutions_biases_and_slopes_layer_by_layer(
    size: int,
) -> None:
    model, images = network(1, size), torch.rand(2, 1, size, size)
    leaky = torch.nn.LeakyReLU(0.2)
    seen = images
    for weight, bias in zip(model.encoder, model.encoder_biases, strict=True):
        full = torch.nn.functional.conv2d(seen, weight, padding=1)
        seen = leaky(full[:, :, ::2, ::2] + bias[:, None, None])
    assert torch.allclose(model.encode(images), seen.flatten(1), atol=1e-6)
    layers = zip(model.decoder, model.decoder_biases, SIDES[size], strict=True)
    for weight, bias, side in layers:
        spread = torch.zeros(*seen.shape[:2], *(2 * n for n in seen.shape[2:]))
        spread[:, :, ::2, ::2] = seen
        flipped = weight.flip(2, 3).transpose(0, 1)
        full = torch.nn.functional.conv2d(spread, flipped, padding=1)
        seen = leaky(full + bias[:, None, None])[:, :, :side, :side]
    assert torch.allclose(model(images), seen, atol=1e-5)


@pytest.mark.parametrize("factor", [0.01, 0.5, 3.0])
def test_a_smaller_encoder_and_a_larger_decoder_are_the_same_function(
    factor: float,
) -> None:
    model = network(3).double().requires_grad_(False)
    images = torch.rand(4, 1, 8, 8).double()
    before, codes = model(images), model.encode(images)
    penalty = sum(float(weight.square().sum()) for weight in model.encoder)
    for layer, weight in enumerate(model.encoder, 1):
        weight.mul_(factor)
        model.encoder_biases[layer - 1].mul_(factor**layer)
    model.decoder[0].div_(factor ** len(model.encoder))
    scaled = sum(float(weight.square().sum()) for weight in model.encoder)
    assert scaled == pytest.approx(factor**2 * penalty)
    torch.testing.assert_close(model.encode(images) / factor**3, codes)
    torch.testing.assert_close(model(images), before)


def test_the_encoder_that_averages_gives_the_mean_in_another_unit() -> None:
    model = AveragingAutoencoder([3, 4], 0.2, torch.Generator().manual_seed(4))
    assert model.slope == 0.2
    images = torch.rand(5, 1, 8, 8)
    model.spread_codes(images)
    means = images.mean(dim=(1, 2, 3))
    torch.testing.assert_close(model.encode(images)[:, 0], means / means.max())
    assert len(list(model.encoder)) == 0
    names = {name.split(".")[0] for name, _ in model.named_parameters()}
    assert names == {"decoder", "decoder_biases"}


def test_what_lies_between_is_drawn_of_codes_alone() -> None:
    short = {**SMALL, "radii": 6, "schedule": {**SMALL["schedule"], "adam_steps": 2}}
    found = averaging_encoder(start=Start(seed=0), **short)
    means = found["images"].mean(axis=(1, 2))
    np.testing.assert_allclose(
        found["codes"][0] / found["codes"][0, -1], means / means[-1], rtol=1e-6
    )
    assert found["between"].shape == (2, 4, 16, 16)
    assert not np.array_equal(found["decoded"][0], found["decoded"][1])


def test_biases_break_homogeneity() -> None:
    model, codes = network(2), torch.ones(1, 1)
    with torch.no_grad():
        assert not torch.allclose(model.decode(2 * codes), 2 * model.decode(codes))


def test_starts_follow_the_seed() -> None:
    same, other = (list(network(s).parameters()) for s in (0, 3))
    again = list(network(0).parameters())
    assert all(torch.equal(a, b) for a, b in zip(same, again, strict=True))
    assert not any(torch.equal(a, b) for a, b in zip(same, other, strict=True))


def test_spread_codes_start_between_zero_and_one() -> None:
    for seed in range(4):
        model, images = network(seed), torch.rand(6, 1, 8, 8)
        before = model.encode(images)[:, 0]
        model.spread_codes(images)
        codes = model.encode(images)[:, 0]
        assert codes.min().item() == pytest.approx(0, abs=1e-4)
        assert codes.max().item() == pytest.approx(1, rel=1e-4)
        assert torch.equal(codes.argsort(), before.argsort())


def test_parameters_lie_in_one_row_and_so_do_their_gradients() -> None:
    model = network(4)
    model(torch.rand(3, 1, 8, 8)).square().sum().backward()
    for weight in model.parameters():
        assert weight.is_contiguous()
        assert weight.grad.view(-1).any()


@pytest.mark.parametrize("allowed", [True, False])
@pytest.mark.parametrize("failing", [True, False])
def test_training_convolves_by_products_and_leaves_torch_as_it_was(
    monkeypatch: pytest.MonkeyPatch, allowed: bool, failing: bool
) -> None:
    seen = []

    def watched(*given: Any) -> list[float]:
        seen.append(torch.backends.mkldnn.enabled)
        if failing:
            raise FloatingPointError("the loss is not finite")
        return train(*given)

    monkeypatch.setattr(torch.backends.mkldnn, "enabled", allowed)
    monkeypatch.setattr(module, "train", watched)
    schedule = {**SMALL["schedule"], "adam_steps": 2}
    expected = pytest.raises(FloatingPointError) if failing else nullcontext()
    with expected:
        biased_disks(start=Start(seed=0), **{**SMALL, "schedule": schedule})
    assert (seen, torch.backends.mkldnn.enabled) == ([False], allowed)


@pytest.mark.slow
def test_a_small_network_passes_unseen_disks_and_stumbles_over_a_hole() -> None:
    whole = biased_disks(start=Start(seed=1000), **SMALL)
    holed = biased_disks(start=Start(seed=1000), **{**SMALL, "hole": (2.5, 4.5)})
    inside = (whole["radii"] > 2.5) & (whole["radii"] < 4.5)

    def error(found: dict[str, np.ndarray], at: np.ndarray) -> float:
        off = (found["decoded"] - found["images"])[at]
        return float(np.sum(off**2) / np.sum(found["images"][at] ** 2))

    assert error(whole, np.full(31, True)) < 0.1
    assert error(holed, inside) > 2 * error(whole, inside)
    assert len(np.unique(whole["radii"])) == 31


@pytest.mark.slow
def test_decay_makes_the_weights_of_the_encoder_smaller() -> None:
    schedule = {**SMALL["schedule"], "adam_steps": 400}
    plain, decayed = (
        biased_disks(
            start=Start(seed=1000), **{**SMALL, "schedule": schedule, "decay": decay}
        )
        for decay in (0.0, 1.0)
    )
    assert np.ptp(decayed["codes"]) < 0.5 * np.ptp(plain["codes"])


@pytest.mark.slow
def test_the_networks_of_the_hole_differ_by_their_decay_only() -> None:
    schedule = {**SMALL["schedule"], "adam_steps": 20}
    shared = {**SMALL, "schedule": schedule, "hole": (2.5, 4.5)}
    both = disks_with_a_hole(start=Start(seed=1000), decays=(0.0, 0.5), **shared)
    alone = biased_disks(start=Start(seed=1000), decay=0.5, **shared)
    assert np.array_equal(both["decoded"][1], alone["decoded"])
    assert not np.array_equal(both["decoded"][0], both["decoded"][1])


@pytest.mark.parametrize("name", ["biased_disks", "signs_by_start", "decay_escapes"])
def test_sides_between_two_powers_of_two_are_trained_on_too(name: str) -> None:
    given = arrays(problem(name), size=7, largest_radius=3.5)
    assert all(np.isfinite(array).all() for array in given.values())
    if "images" in given:
        assert given["images"].shape[1:] == (7, 7)
