"""The networks of one step of a PCA-like autoencoder of latent vectors."""

import torch
from jaxtyping import Float
from torch import Tensor, nn

from empirical.pca.models.image_step import Standardisation


class Perceptron(nn.Module):
    """A linear map, beside one hidden layer or alone.

    Parameters
    ----------
    inputs, outputs, hidden
        Numbers in, out, and between; with none between the map is affine.
    generator
        Draws the start.

    """

    def __init__(
        self, inputs: int, outputs: int, hidden: int, generator: torch.Generator
    ) -> None:
        super().__init__()
        self.linear = _drawn(inputs, outputs, 1.0, generator)
        self.bent: nn.Sequential | None = None
        if hidden:
            first = _drawn(inputs, hidden, 1.0, generator)
            second = _drawn(hidden, outputs, 0.1, generator)
            self.bent = nn.Sequential(first, nn.SiLU(), second)

    def forward(self, values: Float[Tensor, "m i"]) -> Float[Tensor, "m o"]:
        """Map vectors (m, i) to vectors (m, o)."""
        mapped: Tensor = self.linear(values)
        return mapped if self.bent is None else mapped + self.bent(values)


def _drawn(
    inputs: int, outputs: int, factor: float, generator: torch.Generator
) -> nn.Linear:
    """Return a layer that keeps the size of normal vectors, times a factor."""
    layer = nn.Linear(inputs, outputs)
    with torch.no_grad():
        layer.weight.normal_(0, factor * inputs**-0.5, generator=generator)
        layer.bias.zero_()
    return layer


class LatentStep(nn.Module):
    """One new code of latent vectors, and a new decoder that reads the earlier ones.

    Parameters
    ----------
    earlier
        How many codes there are already.
    latent, hidden
        Length of the latent vectors, numbers in the hidden layers; 0 for affine maps.
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
