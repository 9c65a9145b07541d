"""A linear autoencoder that grows by one code, or by a packet of codes."""

import torch
from jaxtyping import Float
from torch import Tensor, nn

from empirical.pca.covariance_loss import standardised


class LinearStep(nn.Module):
    """Fixed rows of an encoder, new ones in training, and a new linear decoder.

    New rows are ``weights @ basis``. With the dual basis of the training images the
    weights are the codes of these images themselves: rows made of pixels would describe
    the same encoders, but finding the faint axes would take many more steps.

    Parameters
    ----------
    earlier
        Shape (j, pixels): the encoder's rows that earlier steps have found; j may
        be 0.
    basis
        Shape (weights, pixels): what new rows are combinations of.
    new
        How many codes are in training, at least 1.
    centred
        Whether codes are standardised and the decoder has a bias. If not, codes
        are only divided by their root mean square.
    generator
        Draws the start.

    Raises
    ------
    ValueError
        If ``new`` is below 1.

    """

    earlier: Tensor
    basis: Tensor

    def __init__(
        self,
        earlier: Float[Tensor, "j pixels"],
        basis: Float[Tensor, "w pixels"],
        new: int,
        centred: bool,
        generator: torch.Generator,
    ) -> None:
        if new < 1:
            raise ValueError(f"new must be at least 1, got {new}.")
        super().__init__()
        fixed, pixels = earlier.shape
        self.centred = centred
        self.register_buffer("earlier", earlier)
        self.register_buffer("basis", basis)
        self.weights = nn.Parameter(_normal((new, len(basis)), generator))
        self.decoder = nn.Parameter(_normal((fixed + new, pixels), generator))
        self.bias = nn.Parameter(torch.zeros(pixels), requires_grad=centred)

    def rows(self) -> Float[Tensor, "k pixels"]:
        """Return all rows of the encoder, earlier ones first."""
        return torch.cat([self.earlier, self.weights @ self.basis])

    def codes(self, images: Float[Tensor, "m pixels"]) -> Float[Tensor, "m k"]:
        """Return the codes of a whole set, earlier ones first, normalised over it."""
        found = images @ self.rows().T
        return standardised(found) if self.centred else found / _spread(found)

    def excess(self, images: Float[Tensor, "m pixels"]) -> Float[Tensor, ""]:
        """Return how far new codes are from root mean square 1 before normalisation.

        The mean of ``(rms^2 - 1)^2``. A scale that normalisation takes out again is
        free, and an optimiser that drives it up can no longer turn the row.
        """
        found = images @ (self.weights @ self.basis).T
        off: Tensor = (_spread(found).square() - 1).square().mean()
        return off

    def forward(self, codes: Float[Tensor, "m k"]) -> Float[Tensor, "m pixels"]:
        """Return the images of codes."""
        images: Tensor = codes @ self.decoder + self.bias
        return images


def _spread(codes: Float[Tensor, "m k"]) -> Float[Tensor, " k"]:
    return codes.square().mean(0).sqrt()


def _normal(shape: tuple[int, ...], generator: torch.Generator) -> Tensor:
    drawn = torch.randn(shape, generator=generator, dtype=torch.float64)
    scaled: Tensor = drawn / shape[-1] ** 0.5
    return scaled
