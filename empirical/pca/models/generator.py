"""Decoders with a law imposed on their latent space: what a GAN's generator is."""

from collections.abc import Sequence
from itertools import pairwise

import torch
from jaxtyping import Float
from torch import Tensor, nn

from empirical.pca.models.image_step import OneChannel


class Sphere(nn.Module):
    """Scale latent vectors to the length sqrt(d), as PGAN does with its input.

    Uniform directions then have the mean 0 and the covariance I of a standard normal
    law, and the length of a vector says nothing.
    """

    def forward(self, latent: Float[Tensor, "m d"]) -> Float[Tensor, "m d"]:
        """Map latent vectors (m, d), none of them 0, to the sphere."""
        root: float = latent.shape[1] ** 0.5
        scaled: Tensor = latent * (root / latent.norm(dim=1, keepdim=True))
        return scaled


class ShapeGenerator(nn.Module):
    """Latent vectors on their sphere to grey images: smooth, so it has derivatives.

    Parameters
    ----------
    latent
        Length d of the latent vectors.
    size
        Pixels along a side: a multiple of 2 to the number of channels.
    channels
        Before each transposed convolution.
    generator
        Draws the start.

    Raises
    ------
    ValueError
        If the size does not fit.

    """

    def __init__(
        self,
        latent: int,
        size: int,
        channels: Sequence[int],
        generator: torch.Generator,
    ) -> None:
        super().__init__()
        coarse, rest = divmod(size, 2 ** len(channels))
        if rest or coarse < 1:
            raise ValueError(
                f"size must be a multiple of {2 ** len(channels)}, got {size}."
            )
        self.latent = latent
        features = channels[0] * coarse**2
        layers: list[nn.Module] = [
            Sphere(),
            _drawn(nn.Linear(latent, features), latent, generator),
            nn.SiLU(),
            nn.Unflatten(1, (channels[0], coarse, coarse)),
        ]
        for before, after in pairwise(channels):
            filters = nn.ConvTranspose2d(before, after, 4, stride=2, padding=1)
            layers += [_drawn(filters, 4 * before, generator), nn.SiLU()]
        last = _drawn(OneChannel(channels[-1]), 4 * channels[-1], generator)
        self.layers = nn.Sequential(*layers, last, nn.Sigmoid())
        self.to(memory_format=torch.channels_last)  # type: ignore[call-overload]

    def forward(self, latent: Float[Tensor, "m d"]) -> Float[Tensor, "m 1 n n"]:
        """Map latent vectors (m, d) to images (m, 1, n, n) with values in (0, 1)."""
        images: Tensor = self.layers(latent)
        return images


class SphereAutoencoder(nn.Module):
    """A generator with an encoder onto its sphere, to be trained together.

    Parameters
    ----------
    latent, size, channels, generator
        Of the generator; the encoder runs through the channels backwards.

    """

    def __init__(
        self,
        latent: int,
        size: int,
        channels: Sequence[int],
        generator: torch.Generator,
    ) -> None:
        super().__init__()
        self.generator = ShapeGenerator(latent, size, channels, generator)
        coarse = size // 2 ** len(channels)
        layers: list[nn.Module] = []
        for before, after in pairwise([1, *channels[::-1]]):
            filters = nn.Conv2d(before, after, 4, stride=2, padding=1)
            layers += [_drawn(filters, 16 * before, generator), nn.SiLU()]
        features = channels[0] * coarse**2
        linear = _drawn(nn.Linear(features, latent), features, generator)
        self.encoder = nn.Sequential(*layers, nn.Flatten(), linear, Sphere())
        self.to(memory_format=torch.channels_last)  # type: ignore[call-overload]

    def forward(self, images: Float[Tensor, "m 1 n n"]) -> Float[Tensor, "m d"]:
        """Map images (m, 1, n, n) to latent vectors (m, d) on the sphere."""
        latent: Tensor = self.encoder(images)
        return latent


def _drawn(layer: nn.Module, inputs: int, generator: torch.Generator) -> nn.Module:
    """Give a layer normal weights of variance 2 / inputs, and biases of 0."""
    with torch.no_grad():
        for name, value in layer.named_parameters():
            if name == "weight":
                value.normal_(0, (2 / inputs) ** 0.5, generator=generator)
            else:
                value.zero_()
    return layer
