"""Networks as the card asks them: arrays in, arrays out."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from torch import nn

from empirical.guest import Form, Guest, guest
from theory.size import minimisation
from verify.claim import Array
from verify.claims.size.families import of_disks
from verify.subjects import Disks


def exactly(network: nn.Module, shape: tuple[int, ...]) -> Guest:
    """Return a network as the card asks it, computing in double precision."""
    return guest(network, shape, Form(dtype="float64"))


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
