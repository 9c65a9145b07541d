"""Images in [0, 1] as a network takes them, and back."""

import math

import numpy as np
import torch
from jaxtyping import Float
from torch import Tensor

from empirical.guest.form import Form, GuestError


def shown(images: Tensor, form: Form) -> Tensor:
    """Return images (m, ...) in the range, channels and shape of a form.

    Examples
    --------
    >>> shown(torch.zeros(2, 4, 4), Form(channels=3, low=-1.0))[0, :, 0, 0].tolist()
    [-1.0, -1.0, -1.0]

    """
    if (form.low, form.high) != (0, 1):
        images = form.low + (form.high - form.low) * images
    if form.channels and images.ndim < 4:
        images = torch.stack([images] * form.channels, dim=1)
    return images.flatten(1) if form.flat else images


def as_shown(shape: tuple[int, ...], form: Form) -> tuple[int, ...]:
    """Return the shape of one image as a network takes it."""
    whole = (form.channels, *shape) if form.channels and len(shape) < 3 else shape
    return (math.prod(whole),) if form.flat else whole


def seen(outputs: Tensor, shape: tuple[int, ...], form: Form, mean: bool) -> Tensor:
    """Return what a network gave as images ``(m, *shape)`` in [0, 1].

    Parameters
    ----------
    outputs
        Shape (m, ...): with or without channels, flat or not, channels first or last;
        colours stay where the shape has them.
    shape, form
        Of one image, and of the network.
    mean
        They are means of a distribution, no logits.

    Raises
    ------
    GuestError
        If they are no images of that shape.

    """
    count, channels = len(outputs), max(form.channels, 1)
    grey, pixels = tuple(outputs.shape[1:]), math.prod(shape)
    colours = len(shape) == 3
    one = {shape, (pixels,)} if colours else _grey(shape)
    if form.logits and not mean:
        outputs = torch.sigmoid(outputs)
    elif (form.low, form.high) != (0, 1):
        outputs = (outputs - form.low) / (form.high - form.low)
    if grey in one:
        return outputs.reshape(count, *shape)
    if colours and grey == (*shape[1:], channels):
        return outputs.movedim(-1, 1)
    if (
        channels > 1
        and not colours
        and grey in {(channels, *shape), (channels * pixels,)}
    ):
        return outputs.reshape(count, channels, *shape).mean(1)
    if channels > 1 and not colours and grey == (*shape, channels):
        return outputs.mean(-1)
    raise GuestError(
        f"must return images of shape {(count, *as_shown(shape, form))} here, got "
        f"{tuple(outputs.shape)}"
    )


def _grey(shape: tuple[int, ...]) -> set[tuple[int, ...]]:
    return {shape, (1, *shape), (*shape, 1), (math.prod(shape),)}


def rows(values: Float[np.ndarray, "..."], shape: tuple[int, ...], name: str) -> Tensor:
    """Return what the toolkit gives to a network, if it has the shape.

    Raises
    ------
    GuestError
        If it has another shape, or is not finite.

    """
    array = np.array(values, dtype=float)
    if array.shape[1:] != shape or array.ndim == 0:
        raise GuestError(
            f"{name} must have shape (m, {', '.join(map(str, shape))}), got "
            f"{array.shape}."
        )
    if not np.isfinite(array).all():
        raise GuestError(f"{name} must be finite, got NaN or infinity.")
    return torch.from_numpy(array)
