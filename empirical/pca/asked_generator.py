"""A generator that a person gives, asked for images and left as it was."""

from collections.abc import Callable
from itertools import chain
from typing import Any

import torch
from jaxtyping import Float
from torch import Tensor, nn

from empirical.guest.held import held

_TOGETHER = 256
"""Images that are made at once where nothing learns."""


class AskedGenerator:
    """Makes images in single precision, whatever a generator works in.

    Parameters
    ----------
    generator
        Maps a tensor (m, d) to a tensor of m images, differentiably; a torch module
        or any function.
    device
        Where its images are wanted.

    """

    def __init__(
        self, generator: Callable[[Tensor], Any], device: torch.device
    ) -> None:
        self.generator, self.device = generator, device
        self.modules = modules_of(generator)
        weights = chain.from_iterable(
            chain(module.parameters(), module.buffers()) for module in self.modules
        )
        first = next((one for one in weights if one.is_floating_point()), None)
        self.dtype = torch.float32 if first is None else first.dtype
        self.place = device if first is None else first.device

    def __call__(self, latent: Float[Tensor, "m d"]) -> Float[Tensor, "m ..."]:
        """Return the images of latent vectors.

        Raises
        ------
        ValueError
            If the generator fails, or gives anything else than finite images.

        """
        if torch.is_grad_enabled() or len(latent) <= _TOGETHER:
            return self._images(latent)
        parts = torch.split(latent, _TOGETHER)
        return torch.cat([self._images(part) for part in parts])

    def _images(self, latent: Tensor) -> Tensor:
        given, shape = latent.to(self.place, self.dtype), tuple(latent.shape)
        try:
            made = self.generator(given)
        except Exception as error:
            raise ValueError(
                f"generator must map a tensor of shape {shape} to images; it raised "
                f"{type(error).__name__}: {error}"
            ) from error
        if not isinstance(made, Tensor) or made.ndim < 2 or len(made) != len(latent):
            got = tuple(made.shape) if isinstance(made, Tensor) else type(made).__name__
            raise ValueError(
                f"generator must map a tensor of shape {shape} to a tensor of "
                f"{len(latent)} images, got {got}."
            )
        if not torch.isfinite(made).all():
            raise ValueError(
                "generator must make finite images, got NaN or infinity; the offsets "
                "may be too large for it, or learning_rate."
            )
        if latent.requires_grad and not made.requires_grad:
            raise ValueError(
                "generator must let gradients through; it detaches its input or works "
                "outside torch."
            )
        return made.to(self.device, torch.float32)


def modules_of(generator: object) -> tuple[nn.Module, ...]:
    """Return the modules that a generator is or refers to.

    Raises
    ------
    ValueError
        If it cannot be called.

    """
    if not callable(generator):
        raise ValueError(
            f"generator must be a torch module or a function, got {generator!r}."
        )
    return held(generator)
