"""Trained network in, plain arrays out."""

import numpy as np
import torch
from torch import Tensor

from empirical.arrays import Arrays
from empirical.size.models.bias_free import BiasFreeAutoencoder

MULTIPLIERS = (0.125, 0.5, 0.75, 1.5, 3.0, 10.0)
"""Positive factors at which homogeneity is tried, on both sides of 1."""


@torch.no_grad()
def profile(model: BiasFreeAutoencoder, images: Tensor) -> Arrays:
    """Return the codes of the images and the one image that the decoder scales.

    Returns
    -------
    dict
        ``codes`` (m,), and ``profile`` (n, ...): D(1), or D(-1) if every code is
        negative. When the codes have both signs it is D(1), and the codes tell.

    """
    codes = model.encode(images)[:, 0]
    sign = -1.0 if bool((codes < 0).all()) else 1.0
    picture = model.decode(codes.new_tensor([[sign]]))[0, 0]
    return {"codes": codes.cpu().numpy(), "profile": picture.cpu().numpy()}


@torch.no_grad()
def both_profiles(model: BiasFreeAutoencoder, images: Tensor) -> Arrays:
    """Return the codes of the images and what the decoder makes of either sign.

    Returns
    -------
    dict
        ``codes`` (m,), and ``profiles`` (2, n, ...): D(1) and D(-1).

    """
    codes = model.encode(images)[:, 0]
    pictures = model.decode(codes.new_tensor([[1.0], [-1.0]]))[:, 0]
    return {"codes": codes.cpu().numpy(), "profiles": pictures.cpu().numpy()}


@torch.no_grad()
def reconstructions(model: BiasFreeAutoencoder, images: Tensor, every: int) -> Arrays:
    """Return what comes out of the whole network, ``decoded`` (m / every, n, ...)."""
    return {"decoded": model(images[every - 1 :: every])[:, 0].cpu().numpy()}


@torch.no_grad()
def homogeneity(model: BiasFreeAutoencoder, images: Tensor) -> Arrays:
    """Decode multiples of real codes and compare with multiples of the decoding.

    Every eighth code of the images goes through the plain decoder at each factor
    ``t``. The response is the coefficient of D(tz) along D(z); what is left over is
    measured beside it.

    Returns
    -------
    dict
        ``multipliers`` (t,), ``responses`` (t,) averaged over codes, ``leftover``
        (t,), the largest ``|D(tz) - response D(z)| / |t D(z)|``; the same for
        a decoder whose last layer is given one bias (``biased_...``), and
        ``negative_response`` (1,), the coefficient of D(-z) along D(z).

    """
    codes = model.encode(images)[::8]
    base = model.decode(codes).flatten(1)
    bias = 0.01 * base.abs().amax(1).mean()
    rows = [_response(model.decode(t * codes).flatten(1), base) for t in MULTIPLIERS]
    biased = [
        _response(model.decode(t * codes).flatten(1) + bias, base + bias)
        for t in MULTIPLIERS
    ]
    negative = _response(model.decode(-codes).flatten(1), base)
    return {
        "multipliers": np.array(MULTIPLIERS),
        "responses": np.array([row[0] for row in rows]),
        "leftover": np.array(
            [row[1] / t for row, t in zip(rows, MULTIPLIERS, strict=True)]
        ),
        "biased_responses": np.array([row[0] for row in biased]),
        "negative_response": np.array([negative[0]]),
    }


def _response(decoded: Tensor, base: Tensor) -> tuple[float, float]:
    """Return the mean coefficient along ``base`` and the largest relative leftover."""
    squared = (base * base).sum(1)
    coefficient = (decoded * base).sum(1) / squared
    leftover = (decoded - coefficient[:, None] * base).norm(dim=1) / squared.sqrt()
    return float(coefficient.mean()), float(leftover.max())
