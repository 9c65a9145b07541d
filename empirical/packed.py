"""Tensors and plain values as bytes: safetensors, and JSON that says what is where."""

import json
import math
from typing import Any

import torch
from safetensors import SafetensorError
from safetensors.torch import load, save
from torch import Tensor

_KEY = "values"


def packed(value: object) -> bytes:
    """Return tensors and plain values, however nested, as bytes without any code.

    Dictionaries (with strings or integers as keys), lists, tuples, strings, numbers,
    booleans, None and tensors; what stood where in a tensor's memory is kept too.

    Raises
    ------
    TypeError
        If there is anything else.

    Examples
    --------
    >>> unpacked(packed({"step": 3, "weights": [torch.ones(2)]}))
    {'step': 3, 'weights': [tensor([1., 1.])]}

    """
    tensors: dict[str, Tensor] = {}
    words = json.dumps(_plain(value, tensors), allow_nan=False)
    return bytes(save(tensors, {_KEY: words}))


def unpacked(data: bytes, name: str = "data") -> Any:
    """Return what :func:`packed` was given; tensors lie on the CPU.

    Parameters
    ----------
    data
        Whatever a file holds.
    name
        How an error calls it.

    Raises
    ------
    ValueError
        If the data is damaged, or something else.

    """
    try:
        tensors = load(data)
        length = int.from_bytes(data[:8], "little")
        header = json.loads(data[8 : 8 + length])
        return _built(json.loads(header["__metadata__"][_KEY]), tensors)
    except (SafetensorError, LookupError, TypeError, ValueError, RuntimeError) as error:
        raise ValueError(
            f"{name} must hold tensors and plain values as they were saved; these "
            f"{len(data)} bytes hold something else, or are damaged."
        ) from error


def _plain(value: object, tensors: dict[str, Tensor]) -> object:
    """Return a value as JSON can say it, and put its tensors aside.

    Only a list with a word in front stands for what JSON does not know.
    """
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else ["float", str(value)]
    if isinstance(value, Tensor):
        name, flat = str(len(tensors)), value.detach().cpu()
        strides = flat.stride()
        if torch.empty_like(flat).stride() == strides:
            tensors[name] = flat.as_strided((flat.numel(),), (1,)).clone()
        else:
            tensors[name], strides = flat.contiguous().flatten(), ()
        return ["tensor", name, list(flat.shape), list(strides)]
    if isinstance(value, list | tuple):
        return [type(value).__name__, *(_plain(one, tensors) for one in value)]
    if isinstance(value, dict):
        pairs = [[_plain(key, {}), _plain(value[key], tensors)] for key in value]
        return ["dict", *pairs]
    raise TypeError(f"only tensors and plain values are saved, got {type(value)}.")


def _built(plain: Any, tensors: dict[str, Tensor]) -> Any:
    if not isinstance(plain, list):
        return plain
    kind, *parts = plain
    match kind:
        case "float":
            return float(parts[0])
        case "tensor":
            name, shape, strides = parts
            flat = tensors[name]
            return flat.as_strided(shape, strides) if strides else flat.reshape(shape)
        case "list":
            return [_built(one, tensors) for one in parts]
        case "tuple":
            return tuple(_built(one, tensors) for one in parts)
        case "dict":
            return {_built(k, {}): _built(value, tensors) for k, value in parts}
    raise ValueError(f"no value is of the kind {kind!r}.")
