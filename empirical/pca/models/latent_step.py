"""The networks of one step of a PCA-like autoencoder of latent vectors."""

import torch
from jaxtyping import Float
from torch import Tensor, nn

from empirical.pca.models.image_step import Standardisation


class Perceptron(nn.Module):
    """A linear map beside one hidden layer, so that linear answers are at hand.

    Parameters
    ----------
    inputs, outputs, hidden
        Numbers in, out, and between.
    generator
        Draws the start.

    """

    def __init__(
        self, inputs: int, outputs: int, hidden: int, generator: torch.Generator
    ) -> None:
        super().__init__()
        self.linear = nn.Linear(inputs, outputs)
        self.first = nn.Linear(inputs, hidden)
        self.second = nn.Linear(hidden, outputs)
        with torch.no_grad():
            for layer, size in (
                (self.linear, inputs),
                (self.first, inputs),
                (self.second, hidden),
            ):
                layer.weight.normal_(0, size**-0.5, generator=generator)
                layer.bias.zero_()
            self.second.weight *= 0.1

    def forward(self, values: Float[Tensor, "m i"]) -> Float[Tensor, "m o"]:
        """Map vectors (m, i) to vectors (m, o)."""
        bent = self.second(nn.functional.silu(self.first(values)))
        mapped: Tensor = self.linear(values) + bent
        return mapped


class LatentStep(nn.Module):
    """One new code of latent vectors, and a new decoder that reads the earlier ones.

    Parameters
    ----------
    earlier
        How many codes there are already.
    latent, hidden
        Length of the latent vectors, numbers in the hidden layers.
    generator
        Draws the start.

    """

    def __init__(
        self, earlier: int, latent: int, hidden: int, generator: torch.Generator
    ) -> None:
        super().__init__()
        self.layers = Perceptron(latent, 1, hidden, generator)
        self.standardise = Standardisation(1)
        self.decoder = Perceptron(earlier + 1, latent, hidden, generator)

    def encoder(self, vectors: Float[Tensor, "m d"]) -> Float[Tensor, "m 1"]:
        """Map latent vectors (m, d) to one standardised code (m, 1)."""
        code: Tensor = self.standardise(self.layers(vectors))
        return code

    @torch.no_grad()
    def freeze(self, vectors: Float[Tensor, "m d"]) -> None:
        """Stop all learning; standardise with the statistics of these vectors."""
        self.requires_grad_(False).eval()
        self.standardise.fix(self.layers(vectors))
