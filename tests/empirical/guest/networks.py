"""Small networks of a few hundred weights, and what of them must not change."""

import os
import random
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from empirical.guest.held import held

SHAPES: tuple[tuple[int, ...], ...] = ((6, 6), (5, 4), (9,))
DTYPES = {
    "float64": torch.float64,
    "float32": torch.float32,
    "float16": torch.float16,
    "bfloat16": torch.bfloat16,
}


class Small(nn.Module):
    """An autoencoder whose functions are called ``into`` and ``out_of``."""

    def __init__(
        self, shape: tuple[int, ...], codes: int = 2, channels: int = 1
    ) -> None:
        super().__init__()
        whole = (channels, *shape)
        size = int(np.prod(whole))
        self.first = nn.Sequential(nn.Flatten(), nn.Linear(size, 4), nn.Tanh())
        self.code = nn.Linear(4, codes)
        self.last = nn.Sequential(
            nn.Linear(codes, 4), nn.Tanh(), nn.Linear(4, size), nn.Unflatten(1, whole)
        )

    def into(self, images: Tensor) -> Tensor:
        return self.code(self.first(images))

    def out_of(self, codes: Tensor) -> Tensor:
        return self.last(codes)


class Model(Small):
    """The same with the usual names."""

    def encode(self, images: Tensor) -> Tensor:
        return self.into(images)

    def decode(self, codes: Tensor) -> Tensor:
        return self.out_of(codes)


class Own(nn.Module):
    """A network whose two functions are given; it holds another."""

    def __init__(self, small: Small, encode: Any = None, decode: Any = None) -> None:
        super().__init__()
        self.small = small
        self.of_images = encode or Small.into
        self.of_codes = decode or Small.out_of

    def encode(self, images: Tensor) -> Any:
        return self.of_images(self.small, images)

    def decode(self, codes: Tensor) -> Any:
        return self.of_codes(self.small, codes)


def small(
    shape: tuple[int, ...], codes: int = 2, channels: int = 1, kind: type = Model
) -> Any:
    """Return a network, always the same, in training mode and with a gradient."""
    with torch.random.fork_rng(devices=()):
        torch.manual_seed(7)
        made = kind(shape, codes, channels)
    with torch.no_grad():
        for weights in made.parameters():
            weights *= 3
    made.code.weight.grad = torch.ones_like(made.code.weight)
    made.code.bias.requires_grad_(False)
    return made


def pictures(shape: tuple[int, ...], count: int = 11) -> Any:
    return np.random.default_rng(5).random((count, *shape))


def directly(
    network: Small, images: Any, dtype: torch.dtype = torch.float32, channels: int = 1
) -> tuple[Any, Any]:
    """Return codes and images as a person would compute them."""
    with torch.no_grad():
        seen = torch.from_numpy(images).to(dtype)
        codes = network.into(torch.stack([seen] * channels, 1))
        out = network.out_of(codes).double()
    return codes.double().numpy(), out.mean(1).numpy()


def fingerprint(thing: Any) -> dict[str, Any]:
    """Return everything that no call may change, bit by bit."""
    found: dict[str, Any] = {}
    for place, top in enumerate(held(thing)):
        for name, tensor in (*top.named_parameters(), *top.named_buffers()):
            grad = tensor.grad if tensor.is_leaf else None
            found[f"{place} {name}"] = (
                tensor.detach().double().numpy().tobytes(),
                *(tensor.dtype, tensor.device, tensor.requires_grad),
                None if grad is None else grad.double().numpy().tobytes(),
            )
        for name, module in top.named_modules():
            found[f"{place} {name} mode"] = getattr(module, "training", None)
            if not isinstance(module, torch.jit.ScriptModule):
                plain = {k: v for k, v in vars(module).items() if k[0] != "_"}
                found[f"{place} {name} holds"] = {k: id(v) for k, v in plain.items()}
    return found | {
        "torch": torch.get_rng_state().numpy().tobytes(),
        "numpy": np.random.get_state()[1].tobytes(),  # noqa: NPY002
        # The checks of annotations draw from this generator themselves.
        "python": None if os.environ.get("SHAPE_CHECKS") else random.getstate(),
        "threads": torch.get_num_threads(),
        "dtype": torch.get_default_dtype(),
        "gradients": torch.is_grad_enabled(),
        "folder": os.getcwd(),
        "environment": dict(os.environ),
        "errors": np.geterr(),
    }
