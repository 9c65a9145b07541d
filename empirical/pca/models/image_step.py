"""The networks of one step of the PCA-like autoencoder."""

from collections.abc import Sequence
from itertools import pairwise

import torch
from jaxtyping import Bool, Float
from torch import Tensor, nn
from torch.nn import functional

SLOPE = 0.1
"""Of LeakyReLU for negative arguments, in all layers."""


class Standardisation(nn.Module):
    """Codes of mean 0 and variance 1, without anything learned.

    While its step trains, mean and variance are those of the batch. Once fixed, they
    are those of the whole training set and never change again, whether the module is
    in training mode or not.

    Nothing is added to the variance before its root: codes that vary by 1e-4 (as
    before a first step of training) would silently be shrunk by the usual 1e-5.

    Parameters
    ----------
    count
        How many codes.

    """

    mean: Float[Tensor, " p"]
    deviation: Float[Tensor, " p"]
    fixed: Bool[Tensor, ""]

    def __init__(self, count: int) -> None:
        super().__init__()
        self.register_buffer("mean", torch.zeros(count))
        self.register_buffer("deviation", torch.ones(count))
        self.register_buffer("fixed", torch.tensor(False))

    @torch.no_grad()
    def fix(self, codes: Float[Tensor, "m p"]) -> None:
        """Take mean and variance from the codes of the whole training set."""
        exact = codes.double()
        self.mean.copy_(exact.mean(0))
        self.deviation.copy_(_deviation(exact))
        self.fixed.fill_(True)

    def forward(self, codes: Float[Tensor, "m p"]) -> Float[Tensor, "m p"]:
        """Map codes (m, p) to standardised codes (m, p)."""
        if self.fixed:
            return (codes - self.mean) / self.deviation
        return (codes - codes.mean(0)) / _deviation(codes)


def _deviation(codes: Tensor) -> Tensor:
    variance = codes.var(0, correction=0)
    # A code that is constant has no scale: it becomes 0, not NaN.
    return variance.clamp(min=torch.finfo(codes.dtype).tiny).sqrt()


class Encoder(nn.Module):
    """Convolutions of stride 2 with LeakyReLU, one linear map, and standardisation.

    Parameters
    ----------
    count
        How many codes.
    shape
        Height and width of the images; any.
    channels
        After each convolution, from the image on.
    generator
        Draws the start, which keeps the variance (Kaiming).
    colours
        Numbers in a pixel of an image.

    """

    def __init__(
        self,
        count: int,
        shape: tuple[int, int],
        channels: Sequence[int],
        generator: torch.Generator,
        colours: int = 1,
    ) -> None:
        super().__init__()
        layers: list[nn.Module] = []
        for before, after in pairwise([colours, *channels]):
            convolution = nn.Conv2d(before, after, 3, stride=2, padding=1)
            layers += [_drawn(convolution, 9 * before, generator), nn.LeakyReLU(SLOPE)]
        height, width = coarsest(shape, len(channels))
        size = channels[-1] * height * width
        self.layers = nn.Sequential(
            *layers, nn.Flatten(), _drawn(nn.Linear(size, count), size, generator)
        )
        self.standardise = Standardisation(count)

    def forward(self, images: Float[Tensor, "m c h w"]) -> Float[Tensor, "m p"]:
        """Map images (m, c, h, w) to standardised codes (m, p)."""
        codes: Tensor = self.standardise(self.raw(images))
        return codes

    @torch.no_grad()
    def start_summing(self) -> None:
        """Let every feature raise the codes: its weight becomes its absolute value."""
        for weight in self.layers[-1].parameters():
            weight.abs_()

    def raw(self, images: Float[Tensor, "m c h w"]) -> Float[Tensor, "m p"]:
        """Map images (m, c, h, w) to codes (m, p) before standardisation."""
        if images.shape[1] > 1:
            found: Tensor = self.layers(images)
            return found
        # One channel leaves open whether channels come first or last in memory. The
        # view says last, as in the weights; else every layer would be reordered.
        codes: Tensor = self.layers(images.squeeze(1).unsqueeze(-1).movedim(-1, 1))
        return codes


class OneChannel(nn.Module):
    """A transposed convolution to one channel: 4 x 4 taps, stride 2, padding 1.

    torch's own is slow where a single channel is written. The same map is a
    convolution with four filters of 2 x 2 taps, one for each pixel of a block of
    2 x 2; the blocks begin one pixel outside the image.

    Parameters
    ----------
    channels
        That it reads.

    """

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.empty(channels, 1, 4, 4))
        self.bias = nn.Parameter(torch.empty(1))

    def forward(self, values: Float[Tensor, "m c h w"]) -> Float[Tensor, "m 1 H W"]:
        """Map values (m, c, h, w) to values (m, 1, 2 h, 2 w)."""
        taps = self.weight.reshape(-1, 2, 2, 2, 2)
        filters = taps.flip(1, 3).permute(2, 4, 0, 1, 3).flatten(0, 1)
        blocks = functional.conv2d(values, filters, self.bias.expand(4), padding=1)
        # As pixel_shuffle, with one copy in place of several.
        many, _, height, width = blocks.shape
        pixels = blocks.reshape(many, 2, 2, height, width).permute(0, 3, 1, 4, 2)
        return pixels.reshape(many, 1, 2 * height, 2 * width)[..., 1:-1, 1:-1]


class Decoder(nn.Module):
    """Two linear maps, then transposed convolutions that double the size each.

    Parameters
    ----------
    count, shape, channels, generator, colours
        As for the encoder, whose channels it runs through backwards.
    hidden
        Numbers between the two linear maps.

    """

    def __init__(
        self,
        count: int,
        shape: tuple[int, int],
        channels: Sequence[int],
        hidden: int,
        generator: torch.Generator,
        colours: int = 1,
    ) -> None:
        super().__init__()
        self.shape = shape
        height, width = coarsest(shape, len(channels))
        size = channels[-1] * height * width
        layers: list[nn.Module] = [
            _drawn(nn.Linear(count, hidden), count, generator),
            nn.LeakyReLU(SLOPE),
            _drawn(nn.Linear(hidden, size), hidden, generator),
            nn.LeakyReLU(SLOPE),
            nn.Unflatten(1, (channels[-1], height, width)),
        ]
        # A stride of 2 leaves 4 of the 16 taps on each pixel.
        for before, after in pairwise(channels[::-1]):
            filters = nn.ConvTranspose2d(before, after, 4, stride=2, padding=1)
            layers += [_drawn(filters, 4 * before, generator), nn.LeakyReLU(SLOPE)]
        last: nn.Module = OneChannel(channels[0])
        if colours > 1:
            last = nn.ConvTranspose2d(channels[0], colours, 4, stride=2, padding=1)
        last = _drawn(last, 4 * channels[0], generator)
        self.layers = nn.Sequential(*layers, last)

    @torch.no_grad()
    def start_at(self, grey: float) -> None:
        """Let all images start near one grey value in (0, 1).

        Where most pixels are black, training would otherwise begin by making all of
        them so, and the logistic function hardly lets it return.
        """
        value = torch.logit(torch.tensor(grey), eps=1e-3)
        for bias in list(self.layers.parameters())[-1:]:
            bias.fill_(value)

    def logits(self, codes: Float[Tensor, "m d"]) -> Float[Tensor, "m c h w"]:
        """Return what the logistic function turns into images."""
        height, width = self.shape
        decoded: Tensor = self.layers(codes)
        return decoded[..., :height, :width]

    def forward(self, codes: Float[Tensor, "m d"]) -> Float[Tensor, "m c h w"]:
        """Map codes (m, d) to images (m, c, h, w) with values in (0, 1)."""
        return torch.sigmoid(self.logits(codes))


class Step(nn.Module):
    """A packet of new codes, and a new decoder that reads the earlier ones too.

    Parameters
    ----------
    earlier, new
        How many codes there are already, and how many this step adds.
    shape, channels, hidden, generator, colours
        Of both networks.

    """

    def __init__(
        self,
        earlier: int,
        new: int,
        shape: tuple[int, int],
        channels: Sequence[int],
        hidden: int,
        generator: torch.Generator,
        colours: int = 1,
    ) -> None:
        super().__init__()
        count = earlier + new
        self.encoder = Encoder(new, shape, channels, generator, colours)
        self.decoder = Decoder(count, shape, channels, hidden, generator, colours)
        for weight in self.parameters():
            if weight.ndim == 4:
                weight.data = weight.data.contiguous(memory_format=torch.channels_last)


def coarsest(shape: tuple[int, int], layers: int) -> tuple[int, int]:
    """Return height and width after so many convolutions of stride 2."""
    height, width = (-(-side // 2**layers) for side in shape)
    return height, width


def _drawn(layer: nn.Module, inputs: int, generator: torch.Generator) -> nn.Module:
    """Give a layer normal weights of variance 2 / inputs, and biases of 0."""
    deviation = (2 / ((1 + SLOPE**2) * inputs)) ** 0.5
    with torch.no_grad():
        for name, value in layer.named_parameters():
            if name == "weight":
                value.normal_(0, deviation, generator=generator)
            else:
                value.zero_()
    return layer
