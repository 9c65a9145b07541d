"""The deck's convolutional autoencoder as it stands, with biases."""

import math
from collections.abc import Sequence
from itertools import pairwise

import torch
from jaxtyping import Float
from torch import Tensor, nn
from torch.nn import functional

from empirical.size.models.bias_free import doublings

BIAS_DEVIATION = 0.3
"""Standard deviation of the biases at the start: not all kinks at one code."""


class BiasedAutoencoder(nn.Module):
    """Four operations per layer: 3x3 convolution, bias, LeakyReLU, a factor 2 in size.

    The encoder subsamples with stride 2; the decoder inserts zeros between pixels
    before it filters (a transposed convolution). LeakyReLU follows every layer, the
    code and the output included (deck, "Disk autoencoder design"). An image of side
    2^L, L the number of layers, becomes one number; a side between two powers is halved
    rounding up, and the decoder leaves out the last pixel where that brings it back.

    Parameters
    ----------
    channels
        Channels between the layers, from the image side to the code.
    slope
        Slope of LeakyReLU for negative arguments, in [0, 1].
    generator
        Draws the start: normal weights that keep the variance (Kaiming), and normal
        biases.
    size
        Pixels along a side; None for 2^L.

    Raises
    ------
    ValueError
        If the slope is outside [0, 1], or the layers do not bring the size to one
        number.

    """

    def __init__(
        self,
        channels: Sequence[int],
        slope: float,
        generator: torch.Generator,
        size: int | None = None,
    ) -> None:
        super().__init__()
        if not 0 <= slope <= 1:
            raise ValueError(f"slope must be in [0, 1], got {slope}.")
        self.slope, self._sides = slope, doublings(size, channels)
        widths = [1, *channels, 1]
        gain = math.sqrt(2 / (1 + slope**2))

        def drawn(*shape: int, deviation: float) -> nn.Parameter:
            return nn.Parameter(torch.randn(shape, generator=generator) * deviation)

        self.encoder, self.encoder_biases = nn.ParameterList(), nn.ParameterList()
        self.decoder, self.decoder_biases = nn.ParameterList(), nn.ParameterList()
        for before, after in pairwise(widths):
            deviation = gain / math.sqrt(9 * before)
            self.encoder.append(drawn(after, before, 3, 3, deviation=deviation))
            self.encoder_biases.append(drawn(after, deviation=BIAS_DEVIATION))
        for before, after in pairwise(widths[::-1]):
            # A stride of 2 leaves one tap in four on a pixel that is not zero.
            deviation = gain / math.sqrt(9 / 4 * before)
            self.decoder.append(drawn(before, after, 3, 3, deviation=deviation))
            self.decoder_biases.append(drawn(after, deviation=BIAS_DEVIATION))

    @torch.no_grad()
    def spread_codes(self, images: Float[Tensor, "m 1 n n"]) -> None:
        """Scale and shift the last filter so that the codes start in [0, 1].

        Training hardly leaves a start whose codes differ too little, or lie where
        LeakyReLU is flat.
        """
        values = self._filtered(images)
        low, spread = values.min(), values.max() - values.min()
        self.encoder[-1].div_(spread)
        self.encoder_biases[-1].sub_(low).div_(spread)

    def _filtered(self, images: Tensor) -> Tensor:
        """Return the codes before the last LeakyReLU."""
        images = images.contiguous(memory_format=torch.channels_last)
        layers = list(zip(self.encoder, self.encoder_biases, strict=True))
        for place, (weight, bias) in enumerate(layers):
            active = functional.leaky_relu(images, self.slope) if place else images
            images = functional.conv2d(
                active, _interleaved(weight), bias, stride=2, padding=1
            )
        return images.flatten(1)

    def encode(self, images: Float[Tensor, "m 1 n n"]) -> Float[Tensor, "m 1"]:
        """Map images (m, 1, n, n) to codes (m, 1)."""
        return functional.leaky_relu(self._filtered(images), self.slope)

    def decode(self, codes: Float[Tensor, "m 1"]) -> Float[Tensor, "m 1 n n"]:
        """Map codes (m, 1) to images (m, 1, n, n)."""
        images = codes[:, :, None, None]
        layers = zip(self.decoder, self.decoder_biases, self._sides, strict=True)
        for weight, bias, side in layers:
            upsampled = functional.conv_transpose2d(
                # Into a single channel it is faster from channel after channel.
                images.contiguous() if weight.shape[1] == 1 else images,
                _interleaved(weight),
                bias,
                stride=2,
                padding=1,
                output_padding=1 - side % 2,
            )
            images = functional.leaky_relu(upsampled, self.slope)
        return images

    def forward(self, images: Float[Tensor, "m 1 n n"]) -> Float[Tensor, "m 1 n n"]:
        """Encode and decode images (m, 1, n, n)."""
        return self.decode(self.encode(images))


class AveragingAutoencoder(BiasedAutoencoder):
    """The same decoder behind an encoder that averages the image and never learns.

    Parameters
    ----------
    channels, slope, generator, size
        As for :class:`BiasedAutoencoder`.

    """

    def __init__(
        self,
        channels: Sequence[int],
        slope: float,
        generator: torch.Generator,
        size: int | None = None,
    ) -> None:
        super().__init__(channels, slope, generator, size)
        self.encoder, self.encoder_biases = nn.ParameterList(), nn.ParameterList()
        self.register_buffer("unit", torch.ones(()))

    @torch.no_grad()
    def spread_codes(self, images: Float[Tensor, "m 1 n n"]) -> None:
        """Choose the unit of the mean so that the largest code is 1."""
        self.unit = self._filtered(images).max()

    def _filtered(self, images: Tensor) -> Tensor:
        return images.mean(dim=(2, 3)) / self.unit


def _interleaved(weight: Float[Tensor, "i o 3 3"]) -> Float[Tensor, "i o 3 3"]:
    """Return a filter that lies channel beside channel, as its images should.

    Training needs parameters that do not lie so, since L-BFGS joins them in one row.
    """
    return weight.contiguous(memory_format=torch.channels_last)
