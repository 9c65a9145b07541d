"""Position encoders that stride or pool, many of them side by side."""

import numpy as np
import torch
from jaxtyping import Float
from torch import Tensor, nn
from torch.nn import functional

POOLINGS = ("stride", "max", "average")


class PooledEncoders(nn.Module):
    """Cascades of three-tap convolutions without biases, each halving its input.

    Every convolution pads with one zero on either side. ``stride`` keeps its even
    positions; ``max`` and ``average`` keep one number for each pair (2k, 2k + 1). The
    encoders are computed together and do not mix.

    Parameters
    ----------
    taps
        Shape (encoders, L, 3), the filters at the start; float64.
    pooling
        ``stride``, ``max`` or ``average``.

    Raises
    ------
    ValueError
        If the shape is another, or the pooling is unknown.

    """

    def __init__(self, taps: Float[np.ndarray, "..."], pooling: str) -> None:
        super().__init__()
        if taps.ndim != 3 or taps.shape[2] != 3 or min(taps.shape) < 1:
            raise ValueError(f"taps must have shape (m, layers, 3), got {taps.shape}.")
        if pooling not in POOLINGS:
            raise ValueError(f"pooling must be one of {POOLINGS}, got {pooling}.")
        self.pooling = pooling
        self.filters = nn.ParameterList(
            nn.Parameter(torch.from_numpy(taps[:, layer]).clone())
            for layer in range(taps.shape[1])
        )

    def forward(self, signals: Float[Tensor, "s n"]) -> Float[Tensor, "s m"]:
        """Return the code of each signal by each encoder: shape (s, 2^L) to (s, m)."""
        current = signals[:, None].expand(-1, len(self.filters[0]), -1)
        for weight in self.filters:
            current = self._layer(current, weight)
        return current[:, :, 0]

    def _layer(
        self, signals: Float[Tensor, "s m n"], weight: Float[Tensor, "m 3"]
    ) -> Float[Tensor, "s m half"]:
        # A grouped convolution says the same, fifty times slower on a CPU.
        stride = 2 if self.pooling == "stride" else 1
        windows = functional.pad(signals, (1, 1)).unfold(2, 3, stride)
        filtered = (windows * weight[:, None]).sum(3)
        if self.pooling == "max":
            return functional.max_pool1d(filtered, 2)
        if self.pooling == "average":
            return functional.avg_pool1d(filtered, 2)
        return filtered
