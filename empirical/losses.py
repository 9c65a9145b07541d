"""What a training minimises."""

from jaxtyping import Float
from torch import Tensor

from empirical.models.autoencoder import BiasFreeAutoencoder


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
