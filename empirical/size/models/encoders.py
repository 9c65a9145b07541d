"""Encoders alone: one that sees the edge of a disk, one that is linear."""

import torch
from jaxtyping import Float
from torch import Tensor, nn


class EdgeEncoder(nn.Module):
    """Sigmoids of each pixel, and one weighted sum over pixels and sigmoids.

    Where the sigmoids level off at 0 and 1, the gradient vanishes but on the edge: it
    can follow the edge, which no linear encoder can.

    Parameters
    ----------
    size
        Pixels along a side of the images.
    channels
        Sigmoids, the same ones at every pixel.
    generator
        Draws the start, all normal: steep sigmoids around mid-grey, and weights that
        keep the variance.

    """

    def __init__(self, size: int, channels: int, generator: torch.Generator) -> None:
        super().__init__()

        def drawn(*shape: int, deviation: float) -> nn.Parameter:
            return nn.Parameter(torch.randn(shape, generator=generator) * deviation)

        count = channels * size**2
        self.steepness = drawn(channels, 1, 1, deviation=4.0)
        self.shift = drawn(channels, 1, 1, deviation=2.0)
        self.weights = drawn(count, deviation=count**-0.5)

    def forward(self, images: Float[Tensor, "m 1 n n"]) -> Float[Tensor, " m"]:
        """Return the code of each image."""
        features = torch.sigmoid(self.steepness * (images - 0.5) + self.shift)
        return features.flatten(1) @ self.weights


class LinearEncoder(nn.Module):
    """One weight per pixel and no more.

    Parameters
    ----------
    size
        Pixels along a side of the images.
    generator
        Draws the start: normal weights that keep the variance.

    """

    def __init__(self, size: int, generator: torch.Generator) -> None:
        super().__init__()
        start = torch.randn(size**2, generator=generator) / size
        self.weights = nn.Parameter(start)

    def forward(self, images: Float[Tensor, "m 1 n n"]) -> Float[Tensor, " m"]:
        """Return the code of each image."""
        return images.flatten(1) @ self.weights
