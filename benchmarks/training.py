"""Steps of training, beside the loop that a reader would write first.

Both routes end with the same weights. How much sooner a training arrives, beside a
plain one that takes other steps, is asked by ``benchmarks.arrival``, which takes long.
"""

from collections.abc import Callable, Iterator

import torch
from torch.nn import functional

from benchmarks.losses import CHANNELS, SLOPE
from benchmarks.timing import Pair
from empirical.disks import disks, midpoint_radii
from empirical.size.losses import homogeneous_reconstruction
from empirical.size.models.bias_free import BiasFreeAutoencoder
from empirical.size.models.many_bias_free import ManyAutoencoders
from empirical.training import Schedule, train

STEPS, RATE = 10, 1e-3
RADII, BATCH = 64, 32
NETWORKS, SEEN, WIDTHS = 40, 12, (4, 4, 8)
"""As the claims on starts have them: many networks, few images of 16 x 16."""


def pairs() -> Iterator[Pair]:
    """Yield what to compare."""
    images = torch.from_numpy(disks(midpoint_radii(RADII, 31.0), 64))[:, None].float()
    images = images.contiguous(memory_format=torch.channels_last)
    work = f"{STEPS} steps of Adam, {BATCH} disks of 64 x 64"
    yield Pair(
        kind="training",
        work=work,
        rival="plain loop, same loss",
        ours=lambda: trained(images),
        plain=lambda: plainly_trained(images, homogeneous),
        apart=1e-5,
    )
    yield Pair(
        kind="training",
        work=work,
        rival="plain loop, every image decoded",
        ours=lambda: trained(images),
        plain=lambda: plainly_trained(images, whole),
        apart=1e-2,
    )
    yield _side_by_side()


Loss = Callable[[BiasFreeAutoencoder, torch.Tensor], torch.Tensor]


def homogeneous(model: BiasFreeAutoencoder, images: torch.Tensor) -> torch.Tensor:
    """Return the squared error by two decodings."""
    return homogeneous_reconstruction(model, images, 1.0)


def whole(model: BiasFreeAutoencoder, images: torch.Tensor) -> torch.Tensor:
    """Return the squared error by a decoding of each image."""
    return (model(images) - images).square().sum((1, 2, 3)).mean()


def started(images: torch.Tensor) -> BiasFreeAutoencoder:
    """Return the network at its averaging start."""
    model = BiasFreeAutoencoder(CHANNELS, SLOPE, torch.Generator().manual_seed(0))
    model.make_averaging(images)
    return model


def trained(images: torch.Tensor) -> torch.Tensor:
    """Return the first weights after the toolkit's training."""
    model = started(images)
    plan = Schedule(adam_steps=STEPS, learning_rate=RATE, batch=BATCH, lbfgs_steps=0)
    train(model, lambda batch: homogeneous(model, images[batch]), RADII, plan, seed=0)
    return next(model.parameters()).detach()


def plainly_trained(images: torch.Tensor, loss: Loss) -> torch.Tensor:
    """Return the first weights after a plain loop over the same batches."""
    model, draw = started(images), torch.Generator().manual_seed(0)
    optimiser = torch.optim.Adam(model.parameters(), RATE)
    cosine = torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, STEPS)
    for _ in range(STEPS):
        batch = images[torch.randperm(RADII, generator=draw)[:BATCH]]
        optimiser.zero_grad()
        loss(model, batch).backward()
        optimiser.step()
        cosine.step()
    return next(model.parameters()).detach()


def _side_by_side() -> Pair:
    """Return a step of small networks side by side, beside one after the other."""
    images = torch.from_numpy(disks(midpoint_radii(SEEN, 7.0), 16)).float()
    draw = torch.Generator().manual_seed(0)
    many = ManyAutoencoders(NETWORKS, WIDTHS, SLOPE, "zeros", "averaging", draw)

    def together() -> torch.Tensor:
        return (many.decode(many.encode(images)) - images).square().sum()

    def in_turn() -> torch.Tensor:
        return sum(
            (alone(many, number, images[:, None])[:, 0] - images).square().sum()
            for number in range(NETWORKS)
        )

    def gradient(loss: Callable[[], torch.Tensor]) -> torch.Tensor:
        return torch.autograd.grad(loss(), list(many.parameters()))[0]

    return Pair(
        kind="training",
        work=f"gradient of {NETWORKS} networks, {SEEN} disks of 16 x 16",
        rival="one network after the other",
        ours=lambda: gradient(together),
        plain=lambda: gradient(in_turn),
        apart=1e-3,
    )


def alone(many: ManyAutoencoders, number: int, images: torch.Tensor) -> torch.Tensor:
    """Return what one of many networks makes of images, by torch's convolutions."""
    for weight in many.encoder:
        images = functional.conv2d(images, weight[number], stride=2, padding=1)
        images = functional.leaky_relu(images, SLOPE)
    for weight in many.decoder:
        spread = images.new_zeros(*images.shape[:2], *(2 * n for n in images.shape[2:]))
        spread[:, :, ::2, ::2] = images
        images = functional.conv2d(spread, weight[number], padding=1)
        images = functional.leaky_relu(images, SLOPE)
    return images
