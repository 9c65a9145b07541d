"""Encoder and decoder of position in one network, many of them side by side."""

import numpy as np
import torch
from jaxtyping import Float
from torch import Tensor, nn
from torch.nn import functional

from empirical.models.dirac_encoders import DiracEncoders
from empirical.models.position_decoders import PositionDecoders


class PositionAutoencoders(nn.Module):
    """Linear strided encoders, each in front of a decoder that inserts zeros.

    The encoders are those of :class:`empirical.models.dirac_encoders.DiracEncoders`
    with strides, applied to any signal by linearity; the code goes through the
    decoder's layers as in :class:`empirical.models.position_decoders.PositionDecoders`.
    The networks do not mix.

    Parameters
    ----------
    taps
        Shape (m, L, 3), the encoders' filters at the start; float64.
    decoders
        As many decoders of the same number of layers, of kind ``zeros``; they are
        trained in place.

    Raises
    ------
    ValueError
        If numbers of networks or of layers differ, or the kind is another.

    """

    def __init__(
        self, taps: Float[np.ndarray, "m layers 3"], decoders: PositionDecoders
    ) -> None:
        super().__init__()
        wanted = (len(decoders.weights[0]), decoders.levels, "zeros")
        found = (*taps.shape[:2], decoders.kind)
        if found != wanted:
            raise ValueError(
                f"taps and decoders must be alike, of kind zeros, got {found} for "
                f"{wanted}."
            )
        self.encoders = DiracEncoders(taps, np.ones(len(taps)), "stride")
        self.decoders = decoders

    def codes(self, signals: Float[Tensor, "s n"]) -> Float[Tensor, "m s"]:
        """Return the code of each signal by each encoder."""
        found: Tensor = signals @ self.encoders()
        return found.T

    def forward(self, signals: Float[Tensor, "s n"]) -> Float[Tensor, "m s n"]:
        """Return what each network makes of each signal."""
        current = self.codes(signals)[:, :, None, None]
        layers = zip(self.decoders.weights, self.decoders.biases, strict=True)
        for i, (weight, bias) in enumerate(layers):
            if i:
                current = functional.leaky_relu(current, self.decoders.slope)
            m, s, n, inputs = current.shape
            sums = torch.bmm(current.reshape(m, s * n, inputs), weight)
            current = _joined(sums.reshape(m, s, n, -1, bias.shape[2]), bias)
        return current[..., 0]


def _joined(
    parts: Float[Tensor, "m s n taps channels"], bias: Float[Tensor, "m 1 channels"]
) -> Float[Tensor, "m s longer channels"]:
    """Return the samples that the taps of a transposed convolution add up to."""
    if parts.shape[3] == 1:
        return parts[:, :, :, 0] + bias[:, None]
    # Even samples meet the middle tap only, odd ones the two neighbours' outer taps.
    left, middle, right = parts.unbind(3)
    odd = left + functional.pad(right[:, :, 1:], (0, 0, 0, 1))
    return torch.stack((middle, odd), dim=3).flatten(2, 3) + bias[:, None]
