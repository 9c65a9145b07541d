"""A decoder of position whose weights are given."""

from collections.abc import Sequence

import numpy as np
import torch
from jaxtyping import Float
from torch import Tensor, nn

Layer = tuple[Float[np.ndarray, "_ _ _"], Float[np.ndarray, " _"]]
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
        self.stack = nn.Sequential()
        for index, (weight, bias) in enumerate(layers):
            if index:
                self.stack.append(nn.LeakyReLU(slope))
            for module in _modules(weight, bias, upsampling):
                self.stack.append(module)

    def forward(self, codes: Float[Tensor, " m"]) -> Float[Tensor, "m n"]:
        """Return the signal of each code: shape (m,) to (m, 2^L)."""
        signals: Tensor = self.stack(codes[:, None, None])
        return signals[:, 0]


def _modules(
    weight: Float[np.ndarray, "out in taps"],
    bias: Float[np.ndarray, " out"],
    upsampling: str,
) -> list[nn.Module]:
    outputs, inputs, taps = weight.shape
    if taps not in (1, 3):
        raise ValueError(f"weights must have 1 or 3 taps, got {taps}.")
    given = torch.from_numpy(weight)
    if taps == 3 and upsampling == "zeros":
        # A transposed convolution scatters: its kernel is the mirrored one.
        conv: nn.Conv1d | nn.ConvTranspose1d = nn.ConvTranspose1d(
            inputs, outputs, 3, stride=2, padding=1, output_padding=1
        )
        given = given.transpose(0, 1).flip(2)
    else:
        conv = nn.Conv1d(inputs, outputs, taps, padding=taps // 2)
    conv.weight = nn.Parameter(given.clone())
    conv.bias = nn.Parameter(torch.from_numpy(bias).clone())
    repeats = taps == 3 and upsampling == "nearest"
    return [nn.Upsample(scale_factor=2), conv] if repeats else [conv]
