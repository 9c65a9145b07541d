"""A generator of shapes, made on the spot: a Wasserstein autoencoder's decoder."""

from collections.abc import Sequence

import torch
from jaxtyping import Float
from torch import Tensor

from empirical.pca.images.soft_shapes import drawn_shapes
from empirical.pca.models.generator import ShapeGenerator, Sphere, SphereAutoencoder
from empirical.training import Checkpoint, Schedule, train


def shape_generator(
    *,
    latent: int,
    size: int,
    channels: Sequence[int],
    images: int,
    weight: float,
    schedule: Schedule,
    seed: int,
    device: torch.device,
    checkpoint: Checkpoint | None = None,
) -> tuple[ShapeGenerator, float, float]:
    """Return a frozen generator of soft shapes, with two figures on its quality.

    It is the decoder of a Wasserstein autoencoder: images are restored from codes on
    a sphere, and the energy distance pulls the law of the codes to the uniform one,
    so that uniform latent vectors give images like those of the training set. There
    is no adversary: this is a decoder with a law imposed on its latent space.

    Parameters
    ----------
    latent, size, channels
        Of the generator.
    images
        How many shapes to train on; as many others test it.
    weight
        Of the energy distance, against the squared error per pixel.
    schedule, seed
        Of the training; the seed also draws shapes and start.
    device, checkpoint
        Where to train, and where to keep the state of an unfinished training.

    Returns
    -------
    tuple
        The generator; the mean squared error per pixel of restored test images over
        their variance; the energy distance of their codes from the uniform law over
        that of codes that are all the same.

    Raises
    ------
    FloatingPointError
        If the loss stops being finite.

    """
    start = torch.Generator().manual_seed(seed)
    model = SphereAutoencoder(latent, size, channels, start).to(device)
    sphere = Sphere()
    prior = sphere(torch.randn(images, latent, generator=start)).to(device)
    known, unseen = (
        torch.from_numpy(drawn_shapes(images, seed, split, size))[:, None].to(device)
        for split in ("train", "test")
    )

    def loss(batch: Tensor | None) -> Tensor:
        chosen = slice(None) if batch is None else batch.to(device)
        codes = model(known[chosen])
        error: Tensor = (model.generator(codes) - known[chosen]).square().mean()
        return error + weight * energy_distance(codes, prior[chosen])

    train(model, loss, images, schedule, seed, checkpoint)
    model.float().requires_grad_(False).eval()
    codes = model(unseen)
    error = (model.generator(codes) - unseen).square().mean()
    alike = energy_distance(prior[:1].expand(images, -1), prior)
    return (
        model.generator,
        float(error / (unseen - unseen.mean(0)).square().mean()),
        float(energy_distance(codes, prior) / alike),
    )


def energy_distance(
    first: Float[Tensor, "m d"], second: Float[Tensor, "n d"]
) -> Float[Tensor, ""]:
    """Return ``2 E|x - y| - E|x - x'| - E|y - y'|``: 0 for equal laws only.

    Pairs of different rows stand for the expectations.

    Parameters
    ----------
    first, second
        At least two rows each.

    """
    across = _distances(first, second).mean()
    within = [_distances(x, x).sum() / (len(x) * (len(x) - 1)) for x in (first, second)]
    return 2 * across - within[0] - within[1]


def _distances(x: Tensor, y: Tensor) -> Tensor:
    """Return all Euclidean distances; the root stays off 0, where it has no slope."""
    squares = x.square().sum(1)[:, None] + y.square().sum(1) - 2 * x @ y.T
    return squares.clamp(min=1e-6).sqrt()
