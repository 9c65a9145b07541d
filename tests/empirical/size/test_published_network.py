"""The network of the authors' published code, without padding."""

from typing import Any

import pytest
import torch

from empirical.size.models.unpadded import UnpaddedAutoencoder
from empirical.size.published_network import published_network
from empirical.training import Start

SMALL: dict[str, Any] = {
    "size": 15,
    "largest_radius": 7.5,
    "radii": 32,
    "sigma": 0.5,
    "starts": 3,
    "trial_steps": 40,
    "channels": [4, 4],
    "slope": 0.05,
    "schedule": {
        "adam_steps": 100,
        "learning_rate": 1e-2,
        "batch": 8,
        "lbfgs_steps": 0,
    },
}


def network(channels: list[int], seed: int = 0) -> UnpaddedAutoencoder:
    return UnpaddedAutoencoder(channels, 0.2, torch.Generator().manual_seed(seed))


@pytest.mark.parametrize(("channels", "size"), [([3], 7), ([8, 4, 3, 2], 63)])
def test_an_image_becomes_one_number_and_an_image_again(
    channels: list[int], size: int
) -> None:
    model, images = network(channels), torch.rand(2, 1, size, size)
    assert model.encode(images).shape == (2, 1)
    assert model(images).shape == images.shape


def test_a_layer_reads_the_pixels_inside_and_writes_them_back_in_place() -> None:
    model, images = network([3], 1), torch.rand(2, 1, 7, 7)
    leaky = torch.nn.LeakyReLU(0.2)
    seen = images
    for weight, bias in zip(model.encoder, model.encoder_biases, strict=True):
        windows = seen.unfold(2, 3, 2).unfold(3, 3, 2)
        seen = leaky(
            torch.einsum("mcijkl,ockl->moij", windows, weight) + bias[:, None, None]
        )
    assert torch.allclose(model.encode(images), seen.flatten(1), atol=1e-6)
    for weight, bias in zip(model.decoder, model.decoder_biases, strict=True):
        side = seen.shape[-1]
        spread = torch.zeros(2, weight.shape[1], 2 * side + 1, 2 * side + 1)
        for i in range(side):
            for j in range(side):
                spread[:, :, 2 * i : 2 * i + 3, 2 * j : 2 * j + 3] += torch.einsum(
                    "mc,cokl->mokl", seen[:, :, i, j], weight
                )
        seen = leaky(spread + bias[:, None, None])
    assert torch.allclose(model(images), seen, atol=1e-5)


def test_the_best_start_goes_on_and_is_probed() -> None:
    found = published_network(start=Start(seed=1000), **SMALL)
    assert len(set(found["trials"])) == 3
    squared = ((found["decoded"] - found["images"]) ** 2).sum()
    assert squared / (found["images"] ** 2).sum() < found["trials"].min()
    assert found["radii"].max() < 7.5


def test_one_start_is_the_first_of_several() -> None:
    schedule = {**SMALL["schedule"], "adam_steps": 0}
    alone, three = (
        published_network(
            start=Start(seed=1000), **{**SMALL, "starts": starts, "schedule": schedule}
        )
        for starts in (1, 3)
    )
    assert alone["trials"][0] == three["trials"][0]
