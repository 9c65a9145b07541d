"""Small bias-free autoencoders, many of them side by side, with either upsampling."""

import math
from collections.abc import Sequence
from itertools import pairwise

import torch
from jaxtyping import Float
from torch import Tensor, nn
from torch.nn import functional

from empirical.size.models.bias_free import doublings

UPSAMPLINGS = ("zeros", "nearest")
STARTS = ("default", "kaiming", "averaging")


class ManyAutoencoders(nn.Module):
    """Autoencoders of the deck without biases, computed together, not mixed.

    Encoder layers filter by 3 x 3 and subsample by 2; decoder layers upsample by 2,
    by inserting zeros or by repeating pixels, and filter by 3 x 3; LeakyReLU after
    each. An image of side 2^L, L the number of layers, becomes one number; a side
    between two powers is halved rounding up, and the decoder leaves out the last pixel
    where that brings it back.

    Parameters
    ----------
    count
        How many networks.
    channels
        Channels between the layers, from the image side to the code.
    slope
        Slope of LeakyReLU, in [0, 1].
    upsampling
        ``zeros`` or ``nearest``.
    start
        ``default``: as torch starts convolutions, uniform within the root of 1 over
        the inputs of a filter (a transposed convolution counts its outputs instead).
        ``kaiming``: normal weights that keep the variance. ``averaging``: the sizes of
        the Kaiming weights, so that all are positive.
    generator
        Draws the start.
    size
        Pixels along a side; None for 2^L.

    Raises
    ------
    ValueError
        If a name is unknown or a number out of range, or if the layers do not bring the
        size to one number.

    """

    def __init__(
        self,
        count: int,
        channels: Sequence[int],
        slope: float,
        upsampling: str,
        start: str,
        generator: torch.Generator,
        size: int | None = None,
    ) -> None:
        super().__init__()
        if count < 1:
            raise ValueError(f"count must be at least 1, got {count}.")
        if not 0 <= slope <= 1:
            raise ValueError(f"slope must be in [0, 1], got {slope}.")
        if upsampling not in UPSAMPLINGS:
            raise ValueError(f"upsampling must be in {UPSAMPLINGS}, got {upsampling}.")
        if start not in STARTS:
            raise ValueError(f"start must be in {STARTS}, got {start}.")
        self.slope, self.upsampling = slope, upsampling
        self._sides = doublings(size, channels)
        widths = [1, *channels, 1]
        drawn = [
            [
                _drawn(count, *pair, start, slope, kind, generator)
                for pair in pairwise(w)
            ]
            for w, kind in ((widths, "strided"), (widths[::-1], upsampling))
        ]
        self.encoder, self.decoder = (nn.ParameterList(weights) for weights in drawn)

    def encode(self, images: Float[Tensor, "m n n"]) -> Float[Tensor, "s m"]:
        """Map images (m, n, n) to the codes that each network gives them, (s, m)."""
        current, groups = images[:, None], 1
        for weight in self.encoder:
            found = functional.conv2d(
                current, weight.flatten(0, 1), stride=2, padding=1, groups=groups
            )
            # The first images are shared by all networks.
            current, groups = functional.leaky_relu(found, self.slope), len(weight)
        return current[:, :, 0, 0].T

    def decode(self, codes: Float[Tensor, "s m"]) -> Float[Tensor, "s m n n"]:
        """Map codes of each network (s, m) to its images (s, m, n, n)."""
        current = codes.T[:, :, None, None]
        for weight, side in zip(self.decoder, self._sides, strict=True):
            spread = self._spread(weight)
            found = functional.conv_transpose2d(
                current, spread, stride=2, padding=1, groups=len(weight)
            )
            current = functional.leaky_relu(found[..., :side, :side], self.slope)
        return current.transpose(0, 1)

    def _spread(self, weight: Float[Tensor, "s o c 3 3"]) -> Float[Tensor, "t o 4 4"]:
        """Return what one pixel adds to the 4 x 4 pixels around its place.

        That is the filter, turned by half a turn: once where a pixel is kept, at four
        places where it is repeated.
        """
        turned = weight.flip(3, 4).transpose(1, 2).flatten(0, 1)
        if self.upsampling == "zeros":
            return functional.pad(turned, (0, 1, 0, 1))
        return 4 * functional.avg_pool2d(turned, 2, stride=1, padding=1)


def _drawn(
    count: int,
    before: int,
    after: int,
    start: str,
    slope: float,
    kind: str,
    generator: torch.Generator,
) -> Float[Tensor, "count after before 3 3"]:
    """Return the weights of one layer at the start, for all networks."""
    shape = (count, after, before, 3, 3)
    if start == "default":
        inputs = after if kind == "zeros" else before
        uniform = torch.rand(shape, generator=generator) * 2 - 1
        return uniform / math.sqrt(9 * inputs)
    # Between inserted zeros a filter meets one pixel in four.
    met = 9 / 4 if kind == "zeros" else 9
    gain = math.sqrt(2 / (1 + slope**2) / (met * before))
    normal = torch.randn(shape, generator=generator) * gain
    return normal.abs() if start == "averaging" else normal
