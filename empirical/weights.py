"""The weights of a network as named arrays, and back."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from empirical.arrays import Arrays


def weights_of(module: nn.Module, name: str) -> Arrays:
    """Return all parameters and buffers of a module, in single precision.

    Parameters
    ----------
    module
        Of any dtype, on any device.
    name
        Of the network among those of a measurement.

    Returns
    -------
    dict
        Arrays under ``weights of NAME: PARAMETER``, with torch's own dotted names of
        parameters, such as ``weights of plain: decoder.layers.0.weight``.

    Examples
    --------
    >>> sorted(weights_of(nn.Linear(3, 2), "map"))
    ['weights of map: bias', 'weights of map: weight']

    """
    return {
        _place(name) + part: np.array(value.cpu().numpy(), np.float32, order="C")
        for part, value in module.state_dict().items()
    }


def loaded(module: nn.Module, arrays: Mapping[str, NDArray[Any]], name: str) -> None:
    """Give a module of the same architecture the weights that arrays hold.

    Parameters
    ----------
    module
        Changed in place; it keeps its dtype and device.
    arrays
        Those of :func:`weights_of`, perhaps among others.
    name
        Under which they were kept.

    Raises
    ------
    ValueError
        If the arrays hold none of that name, or those of another architecture.

    """
    place = _place(name)
    state = {
        key.removeprefix(place): torch.tensor(value)
        for key, value in arrays.items()
        if key.startswith(place)
    }
    if not state:
        raise ValueError(f"arrays must hold {place}..., got {sorted(arrays)}.")
    try:
        module.load_state_dict(state)
    except RuntimeError as error:
        raise ValueError(
            f"{place}... must be of the architecture of the module, "
            f"{type(module).__name__}: {str(error).splitlines()[-1].strip()}"
        ) from error


def _place(name: str) -> str:
    return f"weights of {name}: "
