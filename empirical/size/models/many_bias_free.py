"""Small bias-free autoencoders, many of them side by side, with either upsampling."""

import math
from collections.abc import Sequence
from itertools import pairwise

import torch
from jaxtyping import Float
from torch import Tensor, nn
from torch.nn import functional

UPSAMPLINGS = ("zeros", "nearest")
STARTS = ("default", "kaiming", "averaging")


class ManyAutoencoders(nn.Module):
    """Autoencoders of the deck without biases, computed together, not mixed.

    Encoder layers filter by 3 x 3 and subsample by 2; decoder layers upsample by 2,
    by inserting zeros or by repeating pixels, and filter by 3 x 3; LeakyReLU after
    each. An image of side 2^L, L the number of layers, becomes one number.

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

    Raises
    ------
    ValueError
        If a name is unknown or a number out of range.

    """

    def __init__(
        self,
        count: int,
        channels: Sequence[int],
        slope: float,
        upsampling: str,
        start: str,
        generator: torch.Generator,
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
        widths = [1, *channels, 1]
        drawn = [
            [
                _drawn(count, *pair, start, slope, kind, generator)
                for pair in pairwise(w)
            ]
            for w, kind in ((widths, "strided"), (widths[::-1], upsampling))
        ]
        self.encoder, self.decoder = (nn.ParameterList(weights) for weights in drawn)
        for depth in range(len(channels) + 1):
            side = 2**depth
            self.register_buffer(f"_down{2 * side}", _windows(2 * side, 1, 2))
            kept = 2 if upsampling == "zeros" else 1
            up = _windows(2 * side, kept, 1)
            self.register_buffer(f"_up{side}", _repeated(side) @ up)

    def encode(self, images: Float[Tensor, "m n n"]) -> Float[Tensor, "s m"]:
        """Map images (m, n, n) to the codes that each network gives them, (s, m)."""
        current = images.flatten(1)[None, :, None]
        for weight in self.encoder:
            current = self._layer(current, weight, "_down")
        return current[:, :, 0, 0]

    def decode(self, codes: Float[Tensor, "s m"]) -> Float[Tensor, "s m n n"]:
        """Map codes of each network (s, m) to its images (s, m, n, n)."""
        current = codes[:, :, None, None]
        for weight in self.decoder:
            current = self._layer(current, weight, "_up")
        side = math.isqrt(current.shape[-1])
        return current[:, :, 0].reshape(*current.shape[:2], side, side)

    def _layer(
        self, current: Float[Tensor, "t m c p"], weight: Tensor, kind: str
    ) -> Float[Tensor, "s m o q"]:
        """Gather every window by one constant matrix, then filter network by network.

        A grouped convolution says the same, many times slower on a CPU.
        """
        spread: Tensor = getattr(self, f"{kind}{math.isqrt(current.shape[-1])}")
        # (t, m, c, 9 q) to (t, m q, 9 c); the first images are shared by all networks.
        count, images, channels, _ = current.shape
        windows = (current @ spread.to(current)).reshape(count, images, channels, 9, -1)
        places = windows.shape[-1]
        rows = windows.permute(0, 1, 4, 2, 3).reshape(count, images * places, -1)
        filters = weight.flatten(3).flatten(2).transpose(1, 2)
        found = functional.leaky_relu(torch.matmul(rows, filters), self.slope)
        return found.reshape(len(weight), images, places, -1).transpose(2, 3)


def _windows(side: int, kept: int, stride: int) -> Float[Tensor, "pixels nine_places"]:
    """Return the matrix from an image to its 3 x 3 windows, tap by tap.

    ``kept`` 2 reads pixels at even places only, the others being inserted zeros.
    """
    pixels = torch.eye(side * side).reshape(-1, 1, side, side)
    visible = torch.zeros(side, side)
    visible[::kept, ::kept] = 1
    found = functional.unfold(pixels * visible, 3, padding=1, stride=stride)
    return found.flatten(1)


def _repeated(side: int) -> Float[Tensor, "pixels four_pixels"]:
    """Return the matrix that repeats every pixel of an image twice along each axis."""
    pixels = torch.eye(side * side).reshape(-1, side, side)
    return pixels.repeat_interleave(2, 1).repeat_interleave(2, 2).flatten(1)


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
