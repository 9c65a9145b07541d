"""Networks as the card asks them: arrays in, arrays out."""

from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from theory.size import minimisation
from verify.claim import Array
from verify.claims.size.families import of_disks
from verify.subjects import Disks


class Stand:
    """A copy of a module of torch in float64: one channel, all images at once."""

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


@dataclass(frozen=True, kw_only=True)
class Made:
    """A coder by its functions; one that is None is a part that it lacks."""

    shape: tuple[int, ...]
    codes: int
    encode: Callable[[Array], Array] | None = None
    decode: Callable[[Array], Array] | None = None
    findings: tuple[str, ...] = ()


def one_image(disks: Disks, bias: float = 0.0, shift: float = 0.0) -> Made:
    """Return the best network for disks with codes of one sign."""
    images = of_disks.drawing(disks)(of_disks.shown_radii(disks))
    image = minimisation.discrete_optimum(images)

    def encode(x: Array) -> Array:
        return np.tensordot(x, image, 2)[:, None] - shift

    def decode(z: Array) -> Array:
        return z[:, :, None] * image + bias

    return Made(shape=image.shape, codes=1, encode=encode, decode=decode)
