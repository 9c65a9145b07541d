"""The network of the authors' published code: convolutions without padding."""

from jaxtyping import Float
from torch import Tensor
from torch.nn import functional

from empirical.size.models.biased import BiasedAutoencoder


class UnpaddedAutoencoder(BiasedAutoencoder):
    """The autoencoder with biases, its filters kept inside the image.

    Without padding an image of side 2n + 1 becomes one of side n, so that an image of
    side 2^(L + 1) - 1, L the number of layers, becomes one number, and its middle pixel
    stays in the middle. The decoder inserts zeros and filters, back to side 2n + 1.
    """

    def _filtered(self, images: Tensor) -> Tensor:
        """Return the codes before the last LeakyReLU."""
        layers = list(zip(self.encoder, self.encoder_biases, strict=True))
        for place, (weight, bias) in enumerate(layers):
            active = functional.leaky_relu(images, self.slope) if place else images
            images = functional.conv2d(active, weight, bias, stride=2)
        return images.flatten(1)

    def decode(self, codes: Float[Tensor, "m 1"]) -> Float[Tensor, "m 1 n n"]:
        """Map codes (m, 1) to images (m, 1, n, n)."""
        images = codes[:, :, None, None]
        for weight, bias in zip(self.decoder, self.decoder_biases, strict=True):
            upsampled = functional.conv_transpose2d(images, weight, bias, stride=2)
            images = functional.leaky_relu(upsampled, self.slope)
        return images
