"""The deck's linear position encoder, one channel wide."""

import numpy as np
import torch
from jaxtyping import Float
from torch import Tensor, nn


class PositionEncoder(nn.Module):
    """A cascade of three-tap convolutions at stride 2, without biases.

    Each layer pads with one zero on either side and keeps the even positions, so a
    vector of length 2^L, L the number of layers, becomes one number (deck,
    "Autoencoding position").

    Parameters
    ----------
    taps
        Shape (L, 3), the start of each layer's filter; float64.

    Raises
    ------
    ValueError
        If the taps do not have three columns and at least one row.

    """

    def __init__(self, taps: Float[np.ndarray, "..."]) -> None:
        super().__init__()
        if taps.ndim != 2 or taps.shape[0] < 1 or taps.shape[1] != 3:
            raise ValueError(
                f"taps must have shape (layers, 3) with a layer, got {taps.shape}."
            )
        self.layers = nn.ModuleList()
        for filter_taps in torch.from_numpy(taps):
            layer = nn.Conv1d(1, 1, 3, stride=2, padding=1, bias=False)
            layer.weight = nn.Parameter(filter_taps.reshape(1, 1, 3).clone())
            self.layers.append(layer)

    def outputs(self, signals: Float[Tensor, "m n"]) -> list[Float[Tensor, "m _"]]:
        """Return the output of every layer, shapes (m, 2^(L-1)) to (m, 1)."""
        current, found = signals[:, None], []
        for layer in self.layers:
            current = layer(current)
            found.append(current[:, 0])
        return found

    def forward(self, signals: Float[Tensor, "m n"]) -> Float[Tensor, " m"]:
        """Return the code of each signal: shape (m, 2^L) to (m,)."""
        return self.outputs(signals)[-1][:, 0]

    def taps(self) -> Float[np.ndarray, "layers 3"]:
        """Return the filters as they are now, shape (L, 3)."""
        rows = torch.cat(
            [weight.detach().reshape(1, 3) for weight in self.parameters()]
        )
        return np.asarray(rows.double().cpu().numpy())
