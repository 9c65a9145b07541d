"""Position encoders that only meet Diracs, many of them side by side."""

import numpy as np
import torch
from jaxtyping import Float, Num
from torch import Tensor, nn

from empirical.models.position_pooling import POOLINGS


class DiracEncoders(nn.Module):
    """Cascades of a three-tap convolution, a LeakyReLU and a halving, without biases.

    What :class:`empirical.models.position_pooling.PooledEncoders` computes of Diracs,
    with a LeakyReLU in front of every halving; but only in the windows where a layer
    of a Dirac is not zero: two entries with strides, three with pooling, whatever the
    length. The encoders do not mix.

    Parameters
    ----------
    taps
        Shape (encoders, L, 3), the filters at the start; float64.
    slopes
        Shape (encoders,), each encoder's slope for negative numbers; 1 is linear.
    pooling
        ``stride``, ``max`` or ``average``.

    Raises
    ------
    ValueError
        If a shape is another, or the pooling is unknown.

    """

    def __init__(
        self,
        taps: Float[np.ndarray, "..."],
        slopes: Float[np.ndarray, "..."],
        pooling: str,
    ) -> None:
        super().__init__()
        if taps.ndim != 3 or taps.shape[2] != 3 or min(taps.shape) < 1:
            raise ValueError(f"taps must have shape (m, layers, 3), got {taps.shape}.")
        if slopes.shape != taps.shape[:1]:
            raise ValueError(
                f"slopes must have shape {taps.shape[:1]}, got {slopes.shape}."
            )
        if pooling not in POOLINGS:
            raise ValueError(f"pooling must be one of {POOLINGS}, got {pooling}.")
        self.pooling = pooling
        self.filters = nn.ParameterList(
            nn.Parameter(torch.from_numpy(taps[:, layer].T.copy()))
            for layer in range(taps.shape[1])
        )
        self.slopes: Tensor
        self.register_buffer("slopes", torch.from_numpy(slopes.copy()))
        for name, rows in _index(taps.shape[1], pooling).items():
            self.register_buffer(name, torch.from_numpy(rows))

    def forward(self) -> Float[Tensor, "positions m"]:
        """Return the code of every Dirac by every encoder: shape (2^L, m)."""
        size = (2 ** len(self.filters), len(self.slopes))
        current = torch.ones(size).to(self.slopes)
        for layer, weight in enumerate(self.filters):
            rows = self.get_buffer(f"rows_{layer}")
            padded = torch.cat((current, current.new_zeros(1, current.shape[1])))
            met = padded.index_select(0, rows.flatten()).reshape(*rows.shape, -1)
            current = self._layer(met, weight) * self.get_buffer(f"inside_{layer}")
            current = current.flatten(0, 1)
        return current.index_select(0, self.get_buffer("ends"))

    def _layer(
        self, met: Float[Tensor, "s entries m"], weight: Float[Tensor, "3 m"]
    ) -> Float[Tensor, "s width m"]:
        if self.pooling == "stride":
            left, middle, right = met[:, :-2:2], met[:, 1:-1:2], met[:, 2::2]
        else:
            left, middle, right = met[:, :-2], met[:, 1:-1], met[:, 2:]
        sums = left * weight[0] + middle * weight[1] + right * weight[2]
        active = torch.where(sums > 0, sums, sums * self.slopes)
        if self.pooling == "stride":
            return active
        even, odd = active[:, ::2], active[:, 1::2]
        return torch.maximum(even, odd) if self.pooling == "max" else (even + odd) / 2


def _index(levels: int, pooling: str) -> dict[str, Num[np.ndarray, "..."]]:
    """Return what every layer's windows read, what of them counts, and the codes' rows.

    The windows of a layer stand one after the other, and a row of zeros behind them;
    ``rows_l`` has shape (2^L, entries), ``inside_l`` (2^L, width, 1), ``ends`` (2^L,).
    """
    stride, found = pooling == "stride", {}
    starts, width = np.arange(2**levels), 1
    for layer in range(levels):
        after = starts // 2 if stride else (starts - 1) // 2
        wider = 2 if stride else min(width + 1, 3)
        met = 2 * after[:, None] + np.arange(-1, 2 * wider + (not stride))
        rows = np.arange(len(starts))[:, None] * width + met - starts[:, None]
        known = (met >= starts[:, None]) & (met < starts[:, None] + width)
        found[f"rows_{layer}"] = np.where(known, rows, len(starts) * width)
        kept = after[:, None] + np.arange(wider)
        inside = (kept >= 0) & (kept < 2 ** (levels - 1 - layer))
        found[f"inside_{layer}"] = inside[..., None].astype(np.float64)
        starts, width = after, wider
    return {**found, "ends": np.arange(len(starts)) * width - starts}
