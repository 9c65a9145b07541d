"""The networks between offsets of a latent space and their codes."""

from collections.abc import Iterable

import torch
from jaxtyping import Float
from torch import Tensor, nn

from empirical.pca.models.latent_step import LatentStep


class LatentCodes(nn.Module):
    """Encoders of offsets, one code each, and a decoder for the codes after each.

    Parameters
    ----------
    scale
        Of the offsets: the networks see them divided by it.
    steps
        Of the codes that are trained.

    """

    def __init__(self, scale: float, steps: Iterable[LatentStep] = ()) -> None:
        super().__init__()
        self.scale, self.steps = scale, nn.ModuleList(steps)

    @property
    def sizes(self) -> list[int]:
        """Numbers of codes after each step."""
        return list(range(1, len(self.steps) + 1))

    @property
    def each(self) -> list[LatentStep]:
        """The trained steps."""
        return [step for step in self.steps if isinstance(step, LatentStep)]

    def encode(self, offsets: Float[Tensor, "m d"]) -> Float[Tensor, "m k"]:
        """Map offsets to their codes."""
        inputs = offsets / self.scale
        return torch.cat([step.encoder(inputs) for step in self.each], 1)

    def decode(self, codes: Float[Tensor, "m k"]) -> Float[Tensor, "m d"]:
        """Map the first k codes to offsets.

        Raises
        ------
        ValueError
            If there are not so many codes.

        """
        if codes.ndim != 2 or codes.shape[1] not in self.sizes:
            raise ValueError(
                f"codes must have shape (m, k) with k one of {self.sizes}, got "
                f"{tuple(codes.shape)}."
            )
        offsets: Tensor = self.scale * self.each[codes.shape[1] - 1].decoder(codes)
        return offsets
