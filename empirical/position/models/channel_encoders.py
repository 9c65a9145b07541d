"""Position encoders of several channels with max pooling, many of them side by side."""

from collections.abc import Sequence
from itertools import pairwise
from math import sqrt

import numpy as np
import torch
from jaxtyping import Float
from torch import Tensor, nn

from empirical.position.models.dirac_encoders import dirac_reads


class ChannelEncoders(nn.Module):
    """Cascades of a three-tap convolution and max pooling, without biases, for Diracs.

    Every layer but the last has ``width`` channels; the first reads one, the last makes
    one. They begin as torch begins a convolution: taps uniform on
    ``[-1, 1] / sqrt(3 c)`` behind c channels. What a layer makes of all Diracs is
    computed once for every different place. The encoders do not mix.

    Parameters
    ----------
    levels, width
        Numbers of layers and of channels, at least 1.
    starts
        How many encoders, at least 1.
    rng
        Draws the taps.

    Raises
    ------
    ValueError
        If a number is below 1.

    """

    def __init__(
        self, levels: int, width: int, starts: int, rng: np.random.Generator
    ) -> None:
        super().__init__()
        if min(levels, width, starts) < 1:
            raise ValueError(
                f"levels, width and starts must be at least 1, got {levels}, {width} "
                f"and {starts}."
            )
        widths = [1, *[width] * (levels - 1), 1]
        self.starts = starts
        self.filters = nn.ParameterList(
            nn.Parameter(torch.from_numpy(_drawn(rng, (starts, 3 * inputs, outputs))))
            for inputs, outputs in pairwise(widths)
        )
        for name, rows in dirac_reads(levels, "max").items():
            self.register_buffer(name, torch.from_numpy(rows))

    def forward(self) -> Float[Tensor, "m positions"]:
        """Return the code of every Dirac by every encoder: shape (m, 2^L)."""
        first = self.filters[0]
        current = torch.stack(
            (first.new_zeros(self.starts), first.new_ones(self.starts))
        )
        current = current.T[..., None]
        for layer, weight in enumerate(self.filters):
            # Taps outside, channels inside, as in the rows of the weights.
            reads = self.get_buffer(f"reads_{layer}")
            met = current[:, reads].permute(0, 2, 3, 1, 4)
            sums = met.flatten(3).flatten(1, 2) @ weight
            current = sums.unflatten(1, reads.shape[1:]).amax(1)
        return current[:, self.get_buffer("codes"), 0]


def _drawn(
    rng: np.random.Generator, shape: Sequence[int]
) -> Float[np.ndarray, "m inputs outputs"]:
    bound = 1 / sqrt(shape[1])
    return rng.uniform(-bound, bound, size=tuple(shape))
