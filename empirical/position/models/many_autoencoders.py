"""Encoder and decoder of position in one network, many of them side by side."""

import numpy as np
from jaxtyping import Float
from torch import Tensor, nn

from empirical.position.models.dirac_encoders import DiracEncoders
from empirical.position.models.many_decoders import PositionDecoders


class PositionAutoencoders(nn.Module):
    """Linear strided encoders, each in front of a decoder that inserts zeros.

    The encoders are those of
    :class:`empirical.position.models.dirac_encoders.DiracEncoders` with strides,
    applied to any signal by linearity; the code goes through the decoder's layers as in
    :class:`empirical.position.models.many_decoders.PositionDecoders`. The networks do
    not mix.

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
        wanted = (decoders.starts, decoders.levels, "zeros")
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
        found: Tensor = self.decoders.decode(self.codes(signals)[:, None, None])
        return found
