"""Two networks that do the same, one with a small penalty on its encoder."""

from collections.abc import Sequence
from copy import deepcopy

import numpy as np
import torch
from torch import Tensor

from empirical.arrays import Arrays
from empirical.disks import disks, midpoint_radii
from empirical.size.models.bias_free import check_depth
from empirical.size.models.biased import BiasedAutoencoder


@torch.no_grad()
def decay_escapes(
    *,
    seed: int,
    size: int,
    largest_radius: float,
    radii: int,
    channels: Sequence[int],
    slope: float,
    factors: Sequence[float],
) -> Arrays:
    """Shrink the encoder of a random network with biases, and make up for it.

    The weights of the encoder are multiplied by c, the biases of its layer l by c to
    the l, and the first weights of the decoder are divided by c to the depth. No
    network is trained.

    Parameters
    ----------
    seed
        Draws the network.
    size, largest_radius, radii
        Pixels along a side, brought to one by as many halvings, rounded up, as there
        are layers; largest radius in pixels, and of how many disks.
    channels, slope
        Of the network.
    factors
        The factors c, in (0, 1).

    Returns
    -------
    dict
        ``factors`` (f,); ``penalties`` (f,), the squared weights of the encoder over
        those before; ``codes`` (f,), the codes over those before, along them;
        ``changes`` (f,), the largest change of a pixel over the largest pixel.

    Raises
    ------
    ValueError
        If a factor or the size is out of range.

    """
    check_depth(size, channels)
    bad = [c for c in factors if not 0 < c < 1]
    if bad:
        raise ValueError(f"factors must be in (0, 1), got {bad[0]:g}.")
    generator = torch.Generator().manual_seed(seed)
    model = BiasedAutoencoder(channels, slope, generator, size).double()
    pictures = disks(midpoint_radii(radii, largest_radius), size)
    images = torch.from_numpy(pictures)[:, None]
    codes, drawn = model.encode(images), model(images)
    others = [_shrunk(model, c) for c in factors]
    found = [other.encode(images) for other in others]
    return {
        "factors": np.array(factors),
        "penalties": np.array([_penalty(m) / _penalty(model) for m in others]),
        "codes": np.array(
            [float((z * codes).sum() / codes.square().sum()) for z in found]
        ),
        "changes": np.array(
            [float((m(images) - drawn).abs().max() / drawn.abs().max()) for m in others]
        ),
    }


def _shrunk(model: BiasedAutoencoder, factor: float) -> BiasedAutoencoder:
    other = deepcopy(model)
    pairs = zip(other.encoder, other.encoder_biases, strict=True)
    for layer, (weight, bias) in enumerate(pairs, start=1):
        weight.mul_(factor)
        bias.mul_(factor**layer)
    other.decoder[0].div_(factor ** len(other.encoder))
    return other


def _penalty(model: BiasedAutoencoder) -> float:
    squares: list[Tensor] = [weight.square().sum() for weight in model.encoder]
    return float(sum(squares))
