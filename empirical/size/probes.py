"""Trained network in, plain arrays out."""

from typing import Protocol, runtime_checkable

import numpy as np
import torch
from torch import Tensor

from empirical.arrays import Arrays
from empirical.size.models.bias_free import BiasFreeAutoencoder

MULTIPLIERS = (0.125, 0.5, 0.75, 1.5, 3.0, 10.0)
"""Positive factors at which homogeneity is tried, on both sides of 1."""


@runtime_checkable
class Probed(Protocol):
    """What probes ask of a network, ours or a stranger's: tensors in, tensors out.

    Images have shape (m, 1, n, ...), codes (m, k).
    """

    def encode(self, images: Tensor, /) -> Tensor:
        """Return the codes of images."""
        ...

    def decode(self, codes: Tensor, /) -> Tensor:
        """Return the images of codes."""
        ...


@torch.no_grad()
def profile(model: Probed, images: Tensor) -> Arrays:
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
def both_profiles(model: Probed, images: Tensor) -> Arrays:
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
def homogeneity(model: Probed, images: Tensor) -> Arrays:
    """Decode multiples of real codes and compare with multiples of the decoding.

    Every eighth code of the images goes through the plain decoder at each factor
    ``t``, and so does its negative. The response is the coefficient of D(tz) along
    D(z); what is left over is measured beside it.

    Returns
    -------
    dict
        ``multipliers`` (t,), ``responses`` (t,) averaged over codes, and
        ``negated_responses`` over their negatives; ``leftover`` (t,), the largest
        ``|D(tz) - response D(z)| / |t D(z)|`` of all; ``biased_responses`` for
        a decoder whose last layer is given one bias; ``negative_response`` (1,), the
        coefficient of D(-z) along D(z); ``at_zero`` (1,), the largest of D(0).

    """
    codes = model.encode(images)[::8]
    base = model.decode(codes).flatten(1)
    bias = 0.01 * base.abs().amax(1).mean()
    below = model.decode(-codes).flatten(1)
    rows, negated = (
        [_response(model.decode(t * z).flatten(1), of) for t in MULTIPLIERS]
        for z, of in ((codes, base), (-codes, below))
    )
    biased = [
        _response(model.decode(t * codes).flatten(1) + bias, base + bias)
        for t in MULTIPLIERS
    ]
    negative = _response(below, base)
    off = np.array([[row[1] for row in part] for part in (rows, negated)])
    return {
        "multipliers": np.array(MULTIPLIERS),
        "responses": np.array([row[0] for row in rows]),
        "negated_responses": np.array([row[0] for row in negated]),
        "leftover": off.max(axis=0) / MULTIPLIERS,
        "biased_responses": np.array([row[0] for row in biased]),
        "negative_response": np.array([negative[0]]),
        "at_zero": np.array([float(model.decode(0 * codes).abs().max())]),
    }


def _response(decoded: Tensor, base: Tensor) -> tuple[float, float]:
    """Return the mean coefficient along ``base`` and the largest relative leftover."""
    squared = (base * base).sum(1)
    coefficient = (decoded * base).sum(1) / squared
    leftover = (decoded - coefficient[:, None] * base).norm(dim=1) / squared.sqrt()
    return float(coefficient.mean()), float(leftover.max())
