"""Offsets of a latent space with the images that a generator makes of them."""

from dataclasses import dataclass

import torch
from jaxtyping import Float
from torch import Tensor

from empirical.pca.asked_generator import AskedGenerator
from empirical.pca.models.latent_codes import LatentCodes


@dataclass(frozen=True, kw_only=True, eq=False)
class ShownOffsets:
    """Offsets, their images, and how much of these others give back.

    Parameters
    ----------
    asked, centre
        The generator, and the point that offsets are added to.
    offsets, images
        Shape (m, d), and what the generator makes of them.

    """

    asked: AskedGenerator
    centre: Float[Tensor, " d"]
    offsets: Float[Tensor, "m d"]
    images: Float[Tensor, "m ..."]

    @torch.no_grad()
    def left(self, others: Float[Tensor, "m d"]) -> float:
        """Return which share of the variance is left by the images of other offsets."""
        missed = self.asked(self.centre + others) - self.images
        spread = (self.images - self.images.mean(0)).double().square().sum()
        return float(missed.double().square().sum() / spread)

    @torch.no_grad()
    def explained(self, module: LatentCodes) -> list[float]:
        """Return the share of the variance that each number of codes gives back."""
        codes = module.encode(self.offsets)
        return [1 - self.left(module.decode(codes[:, :k])) for k in module.sizes]


@torch.no_grad()
def shown(
    asked: AskedGenerator, centre: Float[Tensor, " d"], offsets: Float[Tensor, "m d"]
) -> ShownOffsets:
    """Return offsets with their images.

    Raises
    ------
    ValueError
        If the images are all equal.

    """
    images = asked(centre + offsets)
    if not (images - images[0]).any():
        raise ValueError("generator must make images that differ, got equal ones.")
    return ShownOffsets(asked=asked, centre=centre, offsets=offsets, images=images)
