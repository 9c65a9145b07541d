"""Trainable decoders of position, many of them side by side."""

import math
from copy import deepcopy

import numpy as np
import torch
from jaxtyping import Float
from torch import Tensor, nn
from torch.nn import functional

KINDS = ("zeros", "coordinates")


class PositionDecoders(nn.Module):
    """Decoders that make a signal of a number, with a LeakyReLU between their layers.

    The first layer makes channels of the number, the last one channel of the
    channels. Each of the L layers between them inserts zeros and filters with three
    taps (``zeros``), as a transposed convolution of stride 2. In ``coordinates`` the
    number is repeated along the signal, beside a channel that holds the place of
    every sample, as in CoordConv, and the layers have one tap.

    Parameters
    ----------
    starts
        Number of decoders, at least 1; they do not mix.
    levels
        Number of layers L, at least 1; signals have length 2^L.
    channels
        At least 1.
    slope
        Of the LeakyReLU.
    kind
        ``zeros`` or ``coordinates``.
    rng
        Draws weights and biases, uniform within one over the root of the inputs that a
        sample meets, as torch does.

    Raises
    ------
    ValueError
        If a number is out of range or the kind unknown.

    """

    def __init__(
        self,
        starts: int,
        levels: int,
        channels: int,
        slope: float,
        kind: str,
        rng: np.random.Generator,
    ) -> None:
        super().__init__()
        sizes = (("starts", starts), ("levels", levels), ("channels", channels))
        for name, value in sizes:
            if value < 1:
                raise ValueError(f"{name} must be at least 1, got {value}.")
        if kind not in KINDS:
            raise ValueError(f"kind must be one of {KINDS}, got {kind}.")
        self.starts, self.levels, self.slope, self.kind = starts, levels, slope, kind
        taps = 3 if kind == "zeros" else 1
        inputs = 1 if kind == "zeros" else 2
        widths = [inputs, *[channels] * (levels + 1), 1]
        counts = [1, *[taps] * levels, 1]
        # Inputs, taps and outputs of every layer.
        self.shapes = list(zip(widths[:-1], counts, widths[1:], strict=True))
        drawn = []
        for i, t, o in self.shapes:
            bound = 1 / math.sqrt(i * t)
            drawn.append(rng.uniform(-bound, bound, size=starts * i * t * o))
            drawn.append(rng.uniform(-bound, bound, size=starts * o))
        # One array, because an optimiser takes its time for every one.
        self.numbers = nn.Parameter(torch.from_numpy(np.concatenate(drawn)))

    def layers(
        self,
    ) -> list[tuple[Float[Tensor, "m inputs wide"], Float[Tensor, "m 1 outputs"]]]:
        """Return weights, tap beside tap, and biases of every layer."""
        m = self.starts
        counts = [m * n for i, t, o in self.shapes for n in (i * t * o, o)]
        parts = iter(self.numbers.split_with_sizes(counts))
        return [
            (next(parts).view(m, i, t * o), next(parts).view(m, 1, o))
            for i, t, o in self.shapes
        ]

    def alone(self, start: int) -> "PositionDecoders":
        """Return one of the decoders by itself, a copy."""
        parts = [part[start].flatten() for layer in self.layers() for part in layer]
        one = deepcopy(self)
        one.starts, one.numbers = 1, nn.Parameter(torch.cat(parts).detach())
        return one

    def forward(self, codes: Float[Tensor, " s"]) -> Float[Tensor, "m s n"]:
        """Return the signal of each code by each decoder: (s,) to (m, s, 2^L)."""
        size = 2**self.levels if self.kind == "coordinates" else 1
        inputs = codes.expand(1, size, -1)
        if self.kind == "coordinates":
            places = torch.arange(size).to(codes) / size
            inputs = torch.cat((inputs, places[None, :, None].expand_as(inputs)))
        return self.decode(inputs.expand(self.starts, -1, -1, -1))

    def decode(
        self, inputs: Float[Tensor, "m channels n s"]
    ) -> Float[Tensor, "m s longer"]:
        """Return the signals that the layers make, each decoder of its own inputs."""
        current = inputs
        for i, (weight, bias) in enumerate(self.layers()):
            if i:
                current = functional.leaky_relu(current, self.slope)
            current = _layer(current, weight, bias)
        return current[:, 0].transpose(1, 2)


def _layer(
    signals: Float[Tensor, "m inputs n s"],
    weight: Float[Tensor, "m inputs outputs"],
    bias: Float[Tensor, "m 1 channels"],
) -> Float[Tensor, "m channels longer s"]:
    """Return what one layer makes; with three taps it inserts zeros first."""
    m, _, n, s = signals.shape
    sums = torch.bmm(weight.transpose(1, 2), signals.flatten(2))
    parts = sums.reshape(m, -1, n, s)
    if parts.shape[1] > bias.shape[2]:
        # Even samples meet the middle tap only, odd ones the two neighbours' outer
        # taps.
        left, middle, right = parts.chunk(3, dim=1)
        odd = left + functional.pad(right[:, :, 1:], (0, 0, 0, 1))
        parts = torch.stack((middle, odd), dim=3).flatten(2, 3)
    return parts + bias.transpose(1, 2)[..., None]
