"""The deck's convolutional autoencoder, without biases."""

import math
from collections.abc import Iterable, Sequence
from itertools import pairwise

import torch
from jaxtyping import Float
from torch import Tensor, nn
from torch.nn import functional

_CONVOLUTIONS = {
    1: (functional.conv1d, functional.conv_transpose1d),
    2: (functional.conv2d, functional.conv_transpose2d),
    3: (functional.conv3d, functional.conv_transpose3d),
}


def halvings(size: int) -> list[int]:
    """Return the pixels along a side after each halving, rounded up, down to one.

    Examples
    --------
    >>> halvings(40)
    [40, 20, 10, 5, 3, 2, 1]

    """
    sides = [size]
    while sides[-1] > 1:
        sides.append((sides[-1] + 1) // 2)
    return sides


def check_depth(size: int, channels: Sequence[int]) -> None:
    """Refuse images that the layers, each halving a side, do not bring to one number.

    Raises
    ------
    ValueError
        If as many halvings, rounded up, as there are layers are too many or too few.

    """
    layers = len(channels) + 1
    if len(halvings(size)) - 1 != layers:
        raise ValueError(
            f"size must be above {2 ** (layers - 1)} and at most {2**layers} for "
            f"{layers} layers, got {size}."
        )


def doublings(size: int | None, channels: Sequence[int]) -> list[int]:
    """Return the pixels along a side after each layer of a decoder.

    Parameters
    ----------
    size
        Of its images; None for 2 to the number of layers.
    channels
        Between the layers.

    Raises
    ------
    ValueError
        If the layers of its encoder do not bring the size to one number.

    Examples
    --------
    >>> doublings(None, [4, 4]), doublings(7, [4, 4])
    ([2, 4, 8], [2, 4, 7])

    """
    size = 2 ** (len(channels) + 1) if size is None else size
    check_depth(size, channels)
    return halvings(size)[-2::-1]


class BiasFreeAutoencoder(nn.Module):
    """Convolutions of side 3 with LeakyReLU and a factor 2 per layer, no biases.

    Encoder layers filter and subsample; decoder layers upsample by inserting zeros
    and filter, ``D_{l+1} = LeakyReLU(U(D_l) * w_l)`` (deck, "Positive Multiplicative
    Action"). An image of side 2^L, L the number of layers, becomes one number; a side
    between two powers is halved rounding up, and the decoder leaves out the last pixel
    where that brings it back. In shapes, ``n`` stands for one axis and ``...`` for as
    many as ``dimension`` says.

    Parameters
    ----------
    channels
        Channels between the layers, from the image side to the code.
    slope
        Slope of LeakyReLU for negative arguments, in [0, 1].
    generator
        Draws the start: normal weights that keep the variance (Kaiming).
    dimension
        Of the images: 1 for lines, 2 for pictures, 3 for volumes.
    size
        Pixels along a side; None for 2^L.

    Raises
    ------
    ValueError
        If the slope is outside [0, 1], the dimension is none of 1, 2 and 3, or the
        layers do not bring the size to one number.

    """

    def __init__(
        self,
        channels: Sequence[int],
        slope: float,
        generator: torch.Generator,
        dimension: int = 2,
        size: int | None = None,
    ) -> None:
        super().__init__()
        if not 0 <= slope <= 1:
            raise ValueError(f"slope must be in [0, 1], got {slope}.")
        if dimension not in _CONVOLUTIONS:
            raise ValueError(f"dimension must be 1, 2 or 3, got {dimension}.")
        self.slope, self.dimension = slope, dimension
        # One pixel more where a side is even, none where it is odd.
        self._more = [1 - side % 2 for side in doublings(size, channels)]
        self._convolution, self._transposed = _CONVOLUTIONS[dimension]
        taps, kernel = 3**dimension, (3,) * dimension
        widths = [1, *channels, 1]
        self.encoder = nn.ParameterList()
        self.decoder = nn.ParameterList()
        gain = math.sqrt(2 / (1 + slope**2))
        for before, after in pairwise(widths):
            start = torch.randn(after, before, *kernel, generator=generator)
            self.encoder.append(start * gain / math.sqrt(taps * before))
        for before, after in pairwise(widths[::-1]):
            start = torch.randn(before, after, *kernel, generator=generator)
            # A stride of 2 leaves one tap in 2^d on a non-zero pixel.
            spread = taps / 2**dimension * before
            self.decoder.append(start * gain / math.sqrt(spread))

    @torch.no_grad()
    def make_averaging(self, images: Float[Tensor, "m 1 ..."]) -> None:
        """Turn the start into an averaging filter and a positive decoder.

        Every weight is replaced by its absolute value, so that all codes are positive,
        as those of the deck's averaging filter; the encoder's sums to one, and the
        decoder is scaled (it is homogeneous) to the best gain on the images. This is
        the construction under which codes keep one sign.
        """
        for weight in self.encoder:
            weight.abs_()
            weight.div_(weight.sum(dim=tuple(range(1, weight.ndim)), keepdim=True))
        for weight in self.decoder:
            weight.abs_()
        self._match_gain(images)

    @torch.no_grad()
    def make_two_signed(
        self,
        images: Float[Tensor, "m 1 ..."],
        sizes: Float[Tensor, " m"],
        split: float,
    ) -> None:
        """Turn the start into one whose codes are positive below a size only.

        The encoder keeps its random filters, whose kinks a jump needs, but for the
        last, which becomes the least squares fit of the size, with a minus sign from
        ``split`` on. The decoder's weights become positive, but for every other
        channel of its first layer, so that D(1) and D(-1) are mostly positive.
        """
        for weight in self.decoder:
            weight.abs_()
        self.decoder[0][:, 1::2].neg_()
        last, columns = self.encoder[-1], self._last_inputs(images).double()
        target = torch.where(sizes < split, sizes, -sizes).to(columns)[:, None]
        # Smaller singular values would fit the pixel grid.
        inverse = torch.linalg.pinv(columns, rtol=1e-3)
        fitted = inverse @ target / target.abs().max()
        last.copy_(fitted.to(last).reshape(last.shape))
        self._match_gain(images)

    def _last_inputs(self, images: Float[Tensor, "m 1 ..."]) -> Float[Tensor, "m taps"]:
        """Return what the taps of the encoder's last filter see of each image."""
        for weight in self.encoder[:-1]:
            images = self._layer(images, weight)
        # The filter meets two pixels along each axis, and padding before them.
        padded = functional.pad(images, (1, 0) * self.dimension)
        return padded.flatten(1)

    def _match_gain(self, images: Float[Tensor, "m 1 ..."]) -> None:
        """Scale the decoder, which is homogeneous, to the best gain on the images."""
        decoded, flat = self(images).flatten(1), images.flatten(1)
        gain = (decoded * flat).sum() / (decoded * decoded).sum()
        for weight in self.decoder:
            weight.mul_(gain ** (1 / len(self.decoder)))

    def _layer(self, images: Tensor, weight: Tensor) -> Tensor:
        return functional.leaky_relu(
            self._convolution(images, weight, stride=2, padding=1), self.slope
        )

    def encode(self, images: Float[Tensor, "m 1 ..."]) -> Float[Tensor, "m 1"]:
        """Map images (m, 1, n, ...) to codes (m, 1)."""
        return self.encode_by(self.encoder, images)

    def encode_by(
        self, weights: Iterable[Tensor], images: Float[Tensor, "m 1 ..."]
    ) -> Float[Tensor, "m 1"]:
        """Return the codes that weights of the encoder's shapes would give."""
        for weight in weights:
            images = self._layer(images, weight)
        return images.flatten(1)

    def decode(self, codes: Float[Tensor, "m 1"]) -> Float[Tensor, "m 1 ..."]:
        """Map codes (m, 1) to images (m, 1, n, ...)."""
        images = codes.reshape(-1, 1, *[1] * self.dimension)
        for weight, more in zip(self.decoder, self._more, strict=True):
            images = functional.leaky_relu(
                self._transposed(
                    images, weight, stride=2, padding=1, output_padding=more
                ),
                self.slope,
            )
        return images

    def forward(self, images: Float[Tensor, "m 1 ..."]) -> Float[Tensor, "m 1 ..."]:
        """Encode and decode images (m, 1, n, ...)."""
        return self.decode(self.encode(images))
