"""A network of torch as the card asks it: arrays in, arrays out."""

from copy import deepcopy
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from verify.claim import Array


class Stand:
    """A copy of a network in float64, one channel, all images at once."""

    findings = ()

    def __init__(self, network: nn.Module, shape: tuple[int, ...]) -> None:
        self.shape = shape
        self._network: Any = deepcopy(network).double().eval().requires_grad_(False)
        self.codes = self.encode(np.zeros((2, *shape))).shape[1]

    def encode(self, images: Array) -> Array:
        given = torch.tensor(np.asarray(images, dtype=float))[:, None]
        found: Tensor = self._network.encode(given)
        return np.asarray(found.reshape(len(given), -1).numpy())

    def decode(self, codes: Array) -> Array:
        found: Tensor = self._network.decode(torch.tensor(codes))
        return np.asarray(found.reshape(len(codes), *self.shape).numpy())
