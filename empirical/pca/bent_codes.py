"""The loss of eq. (15) on codes that carry a curve of earlier ones."""

from collections.abc import Sequence

import torch
from jaxtyping import Float
from torch import Tensor

from empirical.arrays import Arrays
from empirical.pca.covariance_loss import covariance_loss, standardised

_ALONG = 401
"""Positions along an axis."""


def bent_codes(*, seed: int, bends: Sequence[float], samples: int) -> Arrays:
    """Measure eq. (15), and what moves along the first axis, for some curved codes.

    The image is two independent numbers u and v; the codes are u and v + c (u^2 - m), m
    the mean of u^2, standardised, and the decoder takes the curve off again.

    Parameters
    ----------
    seed
        Draws signs and scales of the codes, and the order of the samples.
    bends
        The c to try.
    samples
        Different values of u, evenly on (-1, 1); each meets v = -1 and v = 1.

    Returns
    -------
    dict
        ``errors`` and ``penalties`` (c,), the two terms of eq. (15); ``moved`` (c, 2),
        the variance of u and of v along the first axis, from the least to the largest
        code, over that in the data; ``codes`` (c, m, 2), of all images.

    Raises
    ------
    ValueError
        If there are fewer than three samples.

    """
    if samples < 3:
        raise ValueError(f"samples must be at least 3, got {samples}.")
    draw = torch.Generator().manual_seed(seed)
    u = (torch.arange(samples, dtype=torch.float64) + 0.5) / samples * 2 - 1
    images = torch.cartesian_prod(u, torch.tensor([-1.0, 1.0], dtype=torch.float64))
    images = images[torch.randperm(len(images), generator=draw)]
    found = [_looked_at(images, c, draw) for c in bends]
    names = ("errors", "penalties", "moved", "codes")
    return {
        name: torch.stack(values).numpy()
        for name, values in zip(names, zip(*found, strict=True), strict=True)
    }


def _looked_at(
    images: Float[Tensor, "m 2"], c: float, draw: torch.Generator
) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Return error, penalty, what moves along the first axis, and the codes."""
    middle = images[:, 0].square().mean()
    scale = torch.exp(torch.randn(2, generator=draw, dtype=torch.float64))
    sign = torch.where(torch.rand(2, generator=draw) < 0.5, -1.0, 1.0)
    factor = scale * sign

    def encoded(x: Float[Tensor, "m 2"]) -> Float[Tensor, "m 2"]:
        second = x[:, 1] + c * (x[:, 0].square() - middle)
        return torch.stack([x[:, 0], second], 1) * factor

    def decoded(codes: Float[Tensor, "m 2"]) -> Float[Tensor, "m 2"]:
        u, second = (codes / factor).T
        return torch.stack([u, second - c * (u.square() - middle)], 1)

    codes = encoded(images)
    error = (decoded(codes) - images).square().sum(1).mean()
    normal = standardised(codes)
    penalty = covariance_loss(normal[:, 1:], normal[:, :1])
    walk = codes.mean(0).repeat(_ALONG, 1)
    low, high = float(codes[:, 0].min()), float(codes[:, 0].max())
    walk[:, 0] = torch.linspace(low, high, _ALONG)
    moved = decoded(walk).var(0, correction=0) / images.var(0, correction=0)
    return error, penalty, moved, codes
