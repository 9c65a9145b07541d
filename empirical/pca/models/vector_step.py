"""The networks of one step of the PCA-like autoencoder of vectors."""

import torch
from jaxtyping import Float
from torch import Tensor, nn

from empirical.pca.models.image_step import Standardisation
from empirical.pca.models.latent_step import Perceptron


class VectorEncoder(nn.Module):
    """A linear map beside one hidden layer, and standardisation.

    Parameters
    ----------
    count
        How many codes.
    features, hidden, generator
        Of the vectors, of the hidden layer, and what draws the start.

    """

    def __init__(
        self, count: int, features: int, hidden: int, generator: torch.Generator
    ) -> None:
        super().__init__()
        self.layers = Perceptron(features, count, hidden, generator)
        self.standardise = Standardisation(count)

    def raw(self, vectors: Float[Tensor, "m f"]) -> Float[Tensor, "m p"]:
        """Map vectors (m, f) to codes (m, p) before standardisation."""
        codes: Tensor = self.layers(vectors)
        return codes

    def forward(self, vectors: Float[Tensor, "m f"]) -> Float[Tensor, "m p"]:
        """Map vectors (m, f) to standardised codes (m, p)."""
        codes: Tensor = self.standardise(self.raw(vectors))
        return codes


class VectorStep(nn.Module):
    """A packet of new codes of vectors, and a new decoder that reads earlier ones too.

    Parameters
    ----------
    earlier, new
        How many codes there are already, and how many this step adds.
    features, hidden, generator
        Of both networks.

    """

    def __init__(
        self,
        earlier: int,
        new: int,
        features: int,
        hidden: int,
        generator: torch.Generator,
    ) -> None:
        super().__init__()
        self.encoder = VectorEncoder(new, features, hidden, generator)
        self.decoder = Perceptron(earlier + new, features, hidden, generator)
