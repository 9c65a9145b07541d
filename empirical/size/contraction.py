"""Measurements on encoders trained for the least contractive energy."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import torch
from jaxtyping import Float
from torch import Tensor

from empirical.arrays import Arrays
from empirical.size.images.soft_disks import soft_disks
from empirical.size.models.encoders import EdgeEncoder, LinearEncoder
from empirical.training import Schedule, Start, train


def least_contractive_code(
    *,
    start: Start,
    encoder: str,
    given: str,
    law: float,
    size: int,
    radii: Sequence[float],
    count: int,
    softness: float,
    channels: int,
    grid: int,
    schedule: dict[str, Any],
) -> Arrays:
    """Train an encoder alone for the least mean squared gradient, and read its code.

    The energy is the mean of ``|dE/dx|^2`` over disks of all radii, weighed by their
    law. It is divided by the squared range of the code, between the smallest and the
    largest radius, or by its variance: otherwise the code would only shrink. The loss
    is the logarithm of that ratio. Nothing is decoded.

    Parameters
    ----------
    start
        Its seed draws the start and the batches.
    encoder
        ``edge``: sigmoids of pixels, whose gradient can follow the edge; ``linear``.
    given
        Which normalisation: ``range`` or ``variance``.
    law
        Exponent k of the law p ~ r^k, at least 0.
    size, radii, count, softness
        Pixels along a side; smallest and largest radius in pixels; how many radii,
        equally spaced; width of the edge.
    channels
        Sigmoids per pixel of the ``edge`` encoder.
    grid
        At how many radii the code is read, midpoints of equal intervals.
    schedule
        Of the training.

    Returns
    -------
    dict
        ``codes`` (grid,), increasing on the whole; ``energy`` (1,), the mean squared
        gradient over the squared range or the variance; ``history``.

    Raises
    ------
    FloatingPointError
        If the loss stops being finite.
    ValueError
        If an argument is out of range.

    """
    _check(encoder, given, law, radii)
    place, generator = start.place, start.generator()
    model = (
        LinearEncoder(size, generator)
        if encoder == "linear"
        else EdgeEncoder(size, channels, generator)
    ).to(place)

    def picture(radius: Float[np.ndarray, " m"]) -> Tensor:
        drawn = soft_disks(radius, size, softness)
        return torch.from_numpy(drawn)[:, None].to(place)

    trained_on = _midpoints(radii, count)
    images, ends = picture(trained_on), picture(np.array(radii, dtype=float))
    weights = torch.from_numpy(trained_on**law / (trained_on**law).mean()).to(place)

    def loss(batch: Tensor | None) -> Tensor:
        chosen = slice(None) if batch is None else batch.to(place)
        return torch.log(_ratio(model, images[chosen], weights[chosen], ends, given))

    plan = Schedule(**schedule)
    history = train(model, loss, count, plan, start.seed, start.checkpoint)
    with torch.no_grad():
        codes = model(picture(_midpoints(radii, grid))).cpu().numpy()
    return {
        "codes": codes * np.sign(codes[-1] - codes[0]),
        "energy": np.exp([float(loss(None).detach())]),
        "history": np.array(history),
    }


def _ratio(
    model: EdgeEncoder | LinearEncoder,
    images: Tensor,
    weights: Tensor,
    ends: Tensor,
    given: str,
) -> Tensor:
    """Return the contractive energy over the squared range or the variance."""
    dtype = model.weights.dtype
    seen = images.to(dtype).requires_grad_(True)
    codes, weights = model(seen), weights.to(dtype) / weights.sum()
    gradient = torch.autograd.grad(codes.sum(), seen, create_graph=True)[0]
    energy = weights @ gradient.square().flatten(1).sum(1)
    low, high = model(ends.to(dtype))
    spread: Tensor = (
        weights @ (codes - weights @ codes).square()
        if given == "variance"
        else (high - low).square()
    )
    return energy / spread


def _midpoints(radii: Sequence[float], count: int) -> Float[np.ndarray, " count"]:
    low, high = radii
    return low + (np.arange(count) + 0.5) / count * (high - low)


def _check(encoder: str, given: str, law: float, radii: Sequence[float]) -> None:
    if encoder not in ("edge", "linear"):
        raise ValueError(f"encoder must be edge or linear, got {encoder!r}.")
    if given not in ("range", "variance"):
        raise ValueError(f"given must be range or variance, got {given!r}.")
    if not law >= 0:
        raise ValueError(f"law must be at least 0, got {law}.")
    if len(radii) != 2 or not 0 <= radii[0] < radii[1]:
        raise ValueError(
            f"radii must be two, increasing from at least 0, got {tuple(radii)}."
        )
