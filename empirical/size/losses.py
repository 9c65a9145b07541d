"""What a training sees, and what it minimises."""

import numpy as np
import torch
from jaxtyping import Float
from torch import Tensor, nn

from empirical.size.models.bias_free import BiasFreeAutoencoder


class TrainingImages:
    """Images to train on, in both precisions.

    Parameters
    ----------
    pictures
        Shape (m, n, ...).
    place
        Where they are kept, for models there.

    Attributes
    ----------
    exact, single
        Shape (m, 1, n, ...), in float64 and in float32.
    energy
        Mean squared norm, so that an error of 1 means "nothing learned".

    """

    def __init__(
        self, pictures: Float[np.ndarray, "m *axes"], place: torch.device
    ) -> None:
        self.pictures = pictures
        self.exact = torch.from_numpy(pictures)[:, None].to(place)
        self.single = self.exact.float()
        if pictures.ndim == 3:
            self.single = self.single.contiguous(memory_format=torch.channels_last)
        self.energy = float(self.exact.square().flatten(1).sum(1).mean())

    def chosen(self, model: nn.Module, batch: Tensor | None) -> Tensor:
        """Return a batch, or all, in the precision of the model."""
        doubled = next(model.parameters()).dtype == torch.float64
        images = self.exact if doubled else self.single
        return images if batch is None else images[batch.to(images.device)]

    def share_left(self, model: nn.Module, batch: Tensor | None) -> Float[Tensor, ""]:
        """Return the mean squared error of a model's images over the mean energy."""
        chosen = self.chosen(model, batch)
        error: Tensor = (model(chosen) - chosen).square().flatten(1).sum(1).mean()
        return error / self.energy


def homogeneous_reconstruction(
    model: BiasFreeAutoencoder, images: Float[Tensor, "m 1 ..."], energy: float
) -> Float[Tensor, ""]:
    """Return the mean squared error of the images over their mean energy.

    A decoder without biases takes a code z to ``z D(1)`` or ``-z D(-1)``, so two
    decodings serve the whole set. This is the sum over pixels that the deck minimises
    (eq. 1), at a fraction of the cost; the sign of each code is respected.

    Parameters
    ----------
    model
        A homogeneous decoder with one code.
    images
        Shape (m, 1, n, ...).
    energy
        Mean squared norm of the training images, so that 1 means "nothing learned".

    Returns
    -------
    Tensor
        A scalar.

    """
    codes = model.encode(images)
    gains = codes.new_tensor([[1.0], [-1.0]])
    atoms = model.decode(gains).flatten(1)
    parts = (codes * gains.T).clamp(min=0)
    flat = images.flatten(1)
    fitted = (parts * parts) @ (atoms * atoms).sum(1)
    overlap = (parts * (flat @ atoms.T)).sum(1)
    return ((flat * flat).sum(1) - 2 * overlap + fitted).mean() / energy
