"""Decoders of position whose weights are given."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import torch
from jaxtyping import Float
from torch import Tensor, nn

Layer = tuple[Float[np.ndarray, "_ _ ..."], Float[np.ndarray, " _"]]
"""The weight and the bias of one layer."""


class PositionDecoder(nn.Module):
    """Convolutions that turn a number into a signal, with a LeakyReLU between them.

    A layer of three taps doubles the length: ``zeros`` is a transposed convolution of
    stride 2, ``nearest`` repeats every sample before it convolves. A layer
    of one tap keeps the length.

    Parameters
    ----------
    layers
        Weights, shape (out, in, 1 or 3), tap k reading position j + k - 1 of what was
        upsampled; and biases, shape (out,). The first layer reads one channel.
    slope
        Of the LeakyReLU behind every layer but the last.
    upsampling
        ``zeros`` or ``nearest``.

    Raises
    ------
    ValueError
        If a weight has another number of taps, or the upsampling is unknown.

    """

    def __init__(self, layers: Sequence[Layer], slope: float, upsampling: str) -> None:
        super().__init__()
        if upsampling not in ("zeros", "nearest"):
            raise ValueError(f"upsampling must be zeros or nearest, got {upsampling}.")
        self.stack = _stack(layers, slope, upsampling)

    def forward(self, codes: Float[Tensor, " m"]) -> Float[Tensor, "m n"]:
        """Return the signal of each code: shape (m,) to (m, 2^L)."""
        signals: Tensor = self.stack(codes[:, None, None])
        return signals[:, 0]


class PlaneDecoder(nn.Module):
    """Transposed convolutions that turn two numbers into an image.

    A layer of three taps doubles both sides, one of one tap keeps them; a LeakyReLU
    stands between the layers.

    Parameters
    ----------
    layers
        Weights, shape (out, in, 1, 1) or (out, in, 3, 3), tap (p, q) reading pixel
        (j + p - 1, k + q - 1) of the image with inserted zeros; and biases, shape
        (out,). The first layer reads two channels.
    slope
        Of the LeakyReLU behind every layer but the last.

    Raises
    ------
    ValueError
        If a weight has another number of taps.

    """

    def __init__(self, layers: Sequence[Layer], slope: float) -> None:
        super().__init__()
        self.stack = _stack(layers, slope, "zeros")

    def forward(self, codes: Float[Tensor, "m 2"]) -> Float[Tensor, "m n n"]:
        """Return the image of each pair of codes: shape (m, 2) to (m, 2^L, 2^L)."""
        images: Tensor = self.stack(codes[:, :, None, None])
        return images[:, 0]


def given_layer(layer: Mapping[str, Any]) -> Layer:
    """Return a layer of floats for one whose numbers are pairs.

    Parameters
    ----------
    layer
        With ``weight`` and ``bias``; the last axis holds numerator and denominator.

    """
    pairs = [np.asarray(layer[name], dtype=np.float64) for name in ("weight", "bias")]
    weight, bias = (pair[..., 0] / pair[..., 1] for pair in pairs)
    return weight, bias


def _stack(layers: Sequence[Layer], slope: float, upsampling: str) -> nn.Sequential:
    stack = nn.Sequential()
    for index, (weight, bias) in enumerate(layers):
        if index:
            stack.append(nn.LeakyReLU(slope))
        for module in _modules(weight, bias, upsampling):
            stack.append(module)
    return stack


def _modules(
    weight: Float[np.ndarray, "out in *taps"],
    bias: Float[np.ndarray, " out"],
    upsampling: str,
) -> list[nn.Module]:
    outputs, inputs, taps, *others = weight.shape
    if taps not in (1, 3):
        raise ValueError(f"weights must have 1 or 3 taps, got {taps}.")
    given = torch.from_numpy(weight)
    conv: nn.Conv1d | nn.Conv2d | nn.ConvTranspose1d | nn.ConvTranspose2d
    if taps == 3 and upsampling == "zeros":
        # A transposed convolution scatters: its kernel is the mirrored one.
        scatter = nn.ConvTranspose2d if others else nn.ConvTranspose1d
        conv = scatter(inputs, outputs, 3, stride=2, padding=1, output_padding=1)
        given = given.transpose(0, 1).flip(tuple(range(2, weight.ndim)))
    else:
        gather = nn.Conv2d if others else nn.Conv1d
        conv = gather(inputs, outputs, taps, padding=taps // 2)
    conv.weight = nn.Parameter(given.clone())
    conv.bias = nn.Parameter(torch.from_numpy(bias).clone())
    repeats = taps == 3 and upsampling == "nearest"
    return [nn.Upsample(scale_factor=2), conv] if repeats else [conv]
