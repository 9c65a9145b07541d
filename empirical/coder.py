"""What is asked of a network that somebody else has made: arrays in, arrays out."""

from typing import Protocol, runtime_checkable

import numpy as np
from jaxtyping import Float


@runtime_checkable
class Coder(Protocol):
    """A network between images and codes, whatever it is made of.

    ``shape`` is that of one image, ``codes`` how many numbers stand for it. Both
    functions take any number m of images or codes and return float64.
    """

    @property
    def shape(self) -> tuple[int, ...]:
        """Of one image."""
        ...

    @property
    def codes(self) -> int:
        """How many numbers stand for an image."""
        ...

    def encode(self, images: Float[np.ndarray, "m ..."], /) -> Float[np.ndarray, "m k"]:
        """Return the codes of images, shape (m, codes)."""
        ...

    def decode(self, codes: Float[np.ndarray, "m k"], /) -> Float[np.ndarray, "m ..."]:
        """Return the images of codes, shape ``(m, *shape)``."""
        ...
