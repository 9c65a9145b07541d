"""The linear position encoder of images, one channel for each coordinate."""

import numpy as np
import torch
from jaxtyping import Float
from torch import Tensor, nn


class PlanePositionEncoder(nn.Module):
    """A cascade of 3 x 3 convolutions at stride 2, without biases.

    Every layer mixes all the channels it is given, as any convolution does: that
    channels stay apart is a matter of the weights.

    Parameters
    ----------
    kernels
        Shape (channels, 3, 3): the kernel with which each channel reads the image, and
        then, from layer to layer, itself; it takes nothing from the other channels.
    levels
        Number of layers L, at least 1; images have side 2^L.

    Raises
    ------
    ValueError
        If a shape or the number of layers is not as above.

    """

    def __init__(self, kernels: Float[np.ndarray, "..."], levels: int) -> None:
        super().__init__()
        if kernels.ndim != 3 or kernels.shape[1:] != (3, 3):
            raise ValueError(
                f"kernels must have shape (channels, 3, 3), got {kernels.shape}."
            )
        if levels < 1:
            raise ValueError(f"levels must be at least 1, got {levels}.")
        channels, given = len(kernels), torch.from_numpy(kernels)
        self.layers = nn.Sequential()
        for level in range(levels):
            sources = 1 if level == 0 else channels
            weight = torch.zeros(channels, sources, 3, 3, dtype=torch.float64)
            for channel in range(channels):
                weight[channel, min(channel, sources - 1)] = given[channel]
            conv = nn.Conv2d(sources, channels, 3, stride=2, padding=1, bias=False)
            conv.weight = nn.Parameter(weight)
            self.layers.append(conv)

    def forward(self, images: Float[Tensor, "m n n"]) -> Float[Tensor, "m channels"]:
        """Return the code of each image: shape (m, 2^L, 2^L) to (m, channels)."""
        codes: Tensor = self.layers(images[:, None])
        return codes[:, :, 0, 0]
