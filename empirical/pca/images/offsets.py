"""Offsets of a latent space that a person gives, and the point they are added to."""

from hashlib import sha256
from typing import Any

import numpy as np
import torch
from jaxtyping import Float
from torch import Tensor

from empirical.pca.estimator import finite_tensor
from empirical.pca.images.numbers import numbers
from empirical.pca.images.rows import rows_of


def offsets_of(offsets: Any, least: int) -> Float[Tensor, "m d"]:
    """Return offsets of a latent space, in single precision.

    Parameters
    ----------
    offsets
        An array, tensor, dataset or list of shape (m, d).
    least
        There must be more than this.

    Raises
    ------
    ValueError
        If they are too few, or not finite numbers of that shape.

    """
    rows = rows_of(offsets)
    array = numbers(rows[np.arange(len(rows))], name="offsets")
    if array.ndim != 2:
        raise ValueError(
            f"offsets must be numbers of shape (m, d), got shape {array.shape}."
        )
    if not array.shape[1]:
        raise ValueError(
            f"offsets must have components: 0 feature(s) (shape={array.shape}) while a "
            "minimum of 1 is required."
        )
    if len(array) <= least:
        raise ValueError(
            f"offsets must be more than {least}, got {len(array)}: "
            f"{len(array)} sample(s) (shape={array.shape}) while a minimum of "
            f"{least + 1} is required; n_samples = {len(array)}."
        )
    return torch.from_numpy(array.astype(np.float32))


def centre_of(given: Any, offsets: Float[Tensor, "m d"]) -> Float[Tensor, " d"]:
    """Return the point that offsets are added to; the origin where none is given.

    Raises
    ------
    ValueError
        If it has another length.

    """
    if given is None:
        return torch.zeros_like(offsets[0])
    centre = finite_tensor("centre", given)
    if centre.shape != offsets.shape[1:]:
        raise ValueError(
            f"centre must have shape ({offsets.shape[1]},) as the offsets, got "
            f"{tuple(centre.shape)}."
        )
    return centre.to(offsets.device)


def digest(*tensors: Tensor) -> str:
    """Return the first part of the sha256 of tensors."""
    data = b"".join(tensor.cpu().numpy().tobytes() for tensor in tensors)
    return sha256(data).hexdigest()[:16]
