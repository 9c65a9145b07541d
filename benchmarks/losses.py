"""Losses with their gradients, beside what torch offers for them."""

from collections.abc import Callable, Iterator

import torch

from benchmarks.timing import Pair
from empirical.disks import disks, midpoint_radii
from empirical.pca.covariance_loss import covariance_loss, standardised
from empirical.size.losses import homogeneous_reconstruction
from empirical.size.models.bias_free import BiasFreeAutoencoder

CHANNELS, SLOPE = (8, 8, 16, 16, 16), 0.2


def pairs() -> Iterator[Pair]:
    """Yield what to compare."""
    yield _reconstruction(128)
    yield _covariance(samples=512, earlier=9)


def _reconstruction(count: int) -> Pair:
    """Return two decodings for the whole set, beside one for each image."""
    images = torch.from_numpy(disks(midpoint_radii(count, 31.0), 64))[:, None].float()
    images = images.contiguous(memory_format=torch.channels_last)
    model = BiasFreeAutoencoder(CHANNELS, SLOPE, torch.Generator().manual_seed(0))
    parameters = list(model.parameters())

    def whole() -> torch.Tensor:
        return (model(images) - images).square().sum((1, 2, 3)).mean()

    return Pair(
        kind="losses",
        work=f"squared error of eq. 1, {count} disks of 64 x 64",
        rival="every image decoded",
        ours=lambda: slope_of(
            lambda: homogeneous_reconstruction(model, images, 1.0), parameters
        ),
        plain=lambda: slope_of(whole, parameters),
        apart=1e-3,
    )


def _covariance(samples: int, earlier: int) -> Pair:
    """Return the covariances of one new code with the earlier ones, beside all."""
    draw = torch.Generator().manual_seed(0)
    old = torch.randn(samples, earlier, generator=draw)
    new = torch.randn(samples, 1, generator=draw, requires_grad=True)
    fixed = standardised(old)

    def all_correlations() -> torch.Tensor:
        table = torch.corrcoef(torch.cat([old, new], dim=1).T)
        return table[-1, :-1].square().sum() / (earlier + 1)

    return Pair(
        kind="losses",
        work=f"covariance loss of code {earlier + 1}, {samples} images",
        rival="torch.corrcoef",
        ours=lambda: slope_of(lambda: covariance_loss(standardised(new), fixed), [new]),
        plain=lambda: slope_of(all_correlations, [new]),
        apart=1e-3,
    )


def slope_of(loss: Callable[[], torch.Tensor], of: list[torch.Tensor]) -> torch.Tensor:
    """Return the gradient of a loss in its first variable, having computed them all."""
    return torch.autograd.grad(loss(), of)[0]
