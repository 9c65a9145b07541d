"""What a network returned, in any of the forms that people return, as one tensor."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from numbers import Number
from types import SimpleNamespace
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.distributions import Distribution

MEANS = ("mean", "mu", "loc")

CODES = (
    *MEANS,
    *("latents", "latent", "codes", "code", "z", "latent_dist", "embeddings"),
    *("embedding", "encoded", "quantized", "features", "pooler_output"),
    *("last_hidden_state", "hidden", "output", "out"),
)
"""Under which names a code is looked for, the first that is there."""

IMAGES = (
    *("reconstruction", "reconstructions", "reconstructed", "recon", "x_recon"),
    *("recon_x", "x_hat", "xhat", "decoded", "sample", "samples", "images", "image"),
    *("output", "outputs", "out", "pixel_values", "logits", "last_hidden_state", "x"),
    *MEANS,
)
"""Under which names images are looked for."""

_DEPTH = 5


@dataclass(frozen=True)
class Output:
    """A tensor, where it was found, and whether it is the mean of a distribution."""

    values: Tensor
    where: str = ""
    mean: bool = False


def read(value: Any, names: tuple[str, ...], depth: int = _DEPTH) -> Output:
    """Return the one tensor of an output that is meant.

    A tuple or list gives its first element, named outputs the first of the names, a
    distribution its mean, and a NumPy array or a list of numbers its values.

    Raises
    ------
    ValueError
        If no tensor can be told from the others; the message says what there is.

    """
    if isinstance(value, Tensor):
        return Output(_plain(value))
    if depth == 0:
        raise ValueError("something nested too deeply")
    if isinstance(value, np.ndarray | np.generic | Number) or _numbers(value):
        return Output(_from_numpy(value))
    if isinstance(value, Distribution):
        return Output(_plain(value.mean), "the mean of a distribution", mean=True)
    if (named := _named(value)) is not None:
        return _chosen(named, names, depth)
    if isinstance(value, tuple | list) and value:
        first = _readable(value[0], names, depth, f"a {_said(value)}")
        told = f"the first of {len(value)} outputs" if len(value) > 1 else ""
        return Output(first.values, told or first.where, first.mean)
    mean = getattr(value, "mean", None)
    if isinstance(mean, Tensor):
        told = f"the mean of a {type(value).__name__}"
        return Output(_plain(mean), told, mean=True)
    raise ValueError(f"a {_said(value)}")


def _chosen(named: Mapping[str, Any], names: tuple[str, ...], depth: int) -> Output:
    """Return the output of the first name that is there, or the only one."""
    full = {name: part for name, part in named.items() if part is not None}
    tensors = [n for n, part in full.items() if isinstance(part, Tensor | np.ndarray)]
    known = [name for name in names if name in full]
    name = known[0] if known else tensors[0] if len(tensors) == 1 else ""
    if not name:
        raise ValueError(
            f"outputs named {', '.join(map(str, named)) or 'nothing'}, none of them "
            f"known ({', '.join(names[:6])}, ...)"
        )
    part = _readable(full[name], names, depth, f"an output named {name}:")
    told = f"{name} of {', '.join(map(str, full))}" if len(full) > 1 else part.where
    return Output(part.values, told, part.mean)


def _readable(value: Any, names: tuple[str, ...], depth: int, within: str) -> Output:
    try:
        return read(value, names, depth - 1)
    except ValueError as error:
        raise ValueError(f"{within} {error}" if depth == _DEPTH else error) from error


def _named(value: Any) -> dict[str, Any] | None:
    """Return outputs by name, where they have names."""
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, tuple) and hasattr(value, "_fields"):
        return dict(zip(value._fields, value, strict=True))
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: getattr(value, field.name) for field in fields(value)}
    return dict(vars(value)) if isinstance(value, SimpleNamespace) else None


def _numbers(value: Any, depth: int = _DEPTH) -> bool:
    """Whether a value is a list of numbers, or of lists of them."""
    if not isinstance(value, list) or not value or depth == 0:
        return False
    return isinstance(value[0], Number | np.generic) or _numbers(value[0], depth - 1)


def _from_numpy(value: Any) -> Tensor:
    try:
        return _plain(torch.as_tensor(np.array(value)))
    except (TypeError, ValueError) as error:
        raise ValueError(f"an array of {np.asarray(value).dtype}") from error


def _plain(values: Tensor) -> Tensor:
    """Return real numbers in double precision that share memory with nothing."""
    if values.device.type == "meta":
        raise ValueError("a tensor without values (its device is meta)")
    if values.is_complex():
        raise ValueError(f"complex numbers ({values.dtype})")
    if values.is_quantized:
        values = values.dequantize()
    if values.layout != torch.strided:
        values = values.to_dense()
    return values.detach().to("cpu", torch.float64, copy=True)


def _said(value: Any) -> str:
    if isinstance(value, tuple | list):
        inside = ", ".join(type(part).__name__ for part in value[:4])
        return f"{type(value).__name__} of {inside or 'nothing'}"
    return type(value).__name__
