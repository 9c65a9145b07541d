"""Weights as arrays: what is rebuilt from them does the same."""

import io
from collections.abc import Callable

import numpy as np
import pytest
import torch
from torch import Tensor, nn

from empirical.pca.models.image_step import Step
from empirical.pca.models.latent_step import LatentStep
from empirical.pca.models.packets import freeze
from empirical.weights import loaded, weights_of


def convolutions(seed: int) -> nn.Module:
    draw = torch.Generator().manual_seed(seed)
    step = Step(1, 2, (12, 9), (4, 8), 6, draw)
    freeze(step, torch.randn(20, 2, generator=draw))
    return step


def perceptrons(seed: int) -> nn.Module:
    draw = torch.Generator().manual_seed(seed)
    step = LatentStep(1, 5, 4, draw)
    step.freeze(torch.randn(20, 5, generator=draw))
    return step


def normalised(seed: int) -> nn.Module:
    torch.manual_seed(seed)
    model = nn.Sequential(nn.Linear(3, 3), nn.BatchNorm1d(3))
    model(torch.randn(8, 3))
    return model.eval()


def images(step: Step) -> Tensor:
    draw = torch.Generator().manual_seed(5)
    codes = step.encoder(torch.rand(7, 1, 12, 9, generator=draw))
    return step.decoder(torch.cat([torch.ones(7, 1), codes], 1))


def vectors(step: LatentStep) -> Tensor:
    draw = torch.Generator().manual_seed(5)
    codes = step.encoder(torch.randn(7, 5, generator=draw))
    return step.decoder(torch.cat([torch.ones(7, 1), codes], 1))


def direct(model: nn.Module) -> Tensor:
    return model(torch.linspace(-1, 1, 6).reshape(2, 3))


@pytest.mark.parametrize(
    ("built", "shown"),
    [(convolutions, images), (perceptrons, vectors), (normalised, direct)],
)
def test_a_network_rebuilt_from_a_file_of_arrays_does_the_same(
    built: Callable[[int], nn.Module], shown: Callable[[nn.Module], Tensor]
) -> None:
    trained, other = built(1), built(2)
    assert not torch.equal(shown(trained), shown(other))
    file = io.BytesIO()
    np.savez(file, **weights_of(other, "other"), **weights_of(trained, "trained"))
    file.seek(0)
    with np.load(file) as kept:
        fresh = built(3)
        loaded(fresh, dict(kept), "trained")
    assert torch.equal(shown(fresh), shown(trained))


def test_weights_are_plain_arrays_that_do_not_follow_the_network() -> None:
    trained = convolutions(1).double()
    kept = weights_of(trained, "a")
    assert all(array.dtype == np.float32 for array in kept.values())
    assert all(array.flags.c_contiguous for array in kept.values())
    before = {name: array.copy() for name, array in kept.items()}
    for weight in (*trained.parameters(), *trained.buffers()):
        weight.data.zero_()
    assert all(np.array_equal(kept[name], before[name]) for name in kept)
    single = convolutions(1)
    kept = weights_of(single, "a")
    for weight in (*single.parameters(), *single.buffers()):
        weight.data.zero_()
    assert all(np.array_equal(kept[name], before[name]) for name in kept)


def test_a_network_in_double_precision_keeps_it() -> None:
    fresh = perceptrons(2).double()
    loaded(fresh, weights_of(perceptrons(1), "a"), "a")
    assert fresh.decoder.linear.weight.dtype == torch.float64
    torch.testing.assert_close(
        fresh.float().decoder.linear.weight, perceptrons(1).decoder.linear.weight
    )


def test_weights_of_another_network_are_refused() -> None:
    kept = weights_of(nn.Linear(3, 2), "map")
    with pytest.raises(ValueError, match=r"must hold weights of plain: \.\.\., got"):
        loaded(nn.Linear(3, 2), kept, "plain")
    with pytest.raises(ValueError, match="size mismatch"):
        loaded(nn.Linear(4, 2), kept, "map")
    with pytest.raises(ValueError, match=r"Unexpected key.*bias"):
        loaded(nn.Linear(3, 2, bias=False), kept, "map")
    del kept["weights of map: bias"]
    with pytest.raises(ValueError, match=r"Missing key.*bias"):
        loaded(nn.Linear(3, 2), kept, "map")
