"""Position encoders that only meet Diracs, many of them side by side."""

import math

import numpy as np
import torch
from jaxtyping import Float, Int
from numpy.lib.stride_tricks import sliding_window_view
from torch import Tensor, nn
from torch.nn import functional

from empirical.position.models.pooled_encoders import POOLINGS


def random_taps(
    rng: np.random.Generator, encoders: int, levels: int
) -> Float[np.ndarray, "encoders levels 3"]:
    """Return torch's own starts for a convolution that reads three numbers.

    They are uniform on ``[-1, 1] / sqrt 3``.
    """
    bound = 1 / math.sqrt(3)
    return rng.uniform(-bound, bound, size=(encoders, levels, 3))


class DiracEncoders(nn.Module):
    """Cascades of a three-tap convolution, a LeakyReLU and a halving, without biases.

    What :class:`empirical.position.models.pooled_encoders.PooledEncoders` computes of
    Diracs, with a LeakyReLU in front of every halving. Diracs share most of what a
    layer makes of them: every number is computed once, and zeros not at all. The
    encoders do not mix.

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
        self.filters = nn.Parameter(torch.from_numpy(taps.transpose(1, 2, 0).copy()))
        self.slopes: Tensor
        self.register_buffer("slopes", torch.from_numpy(slopes.copy()))
        for name, rows in dirac_reads(taps.shape[1], pooling).items():
            self.register_buffer(name, torch.from_numpy(rows))

    def taps(self) -> Float[Tensor, "layers 3 m"]:
        """Return the filters that are applied."""
        return self.filters

    def forward(self) -> Float[Tensor, "positions m"]:
        """Return the code of every Dirac by every encoder: shape (2^L, m)."""
        one = torch.ones_like(self.slopes)
        current = torch.stack((0 * one, one))
        for layer, weight in enumerate(self.taps().unbind()):
            reads = self.get_buffer(f"reads_{layer}")
            met = current.index_select(0, reads.flatten())
            sums = (met.reshape(3, -1, len(one)) * weight[:, None]).sum(0)
            current = self._halved(functional.prelu(sums, self.slopes))
        return current.index_select(0, self.get_buffer("codes"))

    def _halved(self, active: Float[Tensor, "s m"]) -> Float[Tensor, "numbers m"]:
        if self.pooling == "stride":
            return active
        even, odd = active.reshape(2, -1, active.shape[1]).unbind()
        return torch.maximum(even, odd) if self.pooling == "max" else (even + odd) / 2


def dirac_reads(levels: int, pooling: str) -> dict[str, Int[np.ndarray, "..."]]:
    """Return what every different number of a layer is made of in the layer before.

    Of encoders of any width: a number stands for what one place holds in all channels.

    A layer's numbers are all that Diracs leave in it, 0 at row 0; before the first
    layer they are 0 and 1. ``reads_l`` has shape (3, 1 or 2, numbers): the rows that
    the taps meet, for each sample of a pool; ``codes`` has shape (2^L,): the rows of
    the Diracs' codes behind the last layer.
    """
    found, current = {}, np.eye(2**levels, dtype=np.int64)
    for layer in range(levels):
        windows = sliding_window_view(np.pad(current, ((0, 0), (1, 1))), 3, axis=1)
        # Shape (2^L, halved length, samples of a pool, taps), or one sample by stride.
        pools = windows.reshape(len(current), -1, 2, 3)
        kept = pools[:, :, :1] if pooling == "stride" else pools
        columns = kept.transpose(3, 2, 0, 1).reshape(3 * kept.shape[2], -1)
        columns = np.pad(columns, ((0, 0), (1, 0)))
        numbers, rows = np.unique(columns, axis=1, return_inverse=True)
        found[f"reads_{layer}"] = numbers.reshape(3, kept.shape[2], -1)
        current = rows.ravel()[1:].reshape(len(current), -1)
    return {**found, "codes": current[:, 0]}
