"""Trainable decoders that start at given weights, or near them."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import torch
from jaxtyping import Float

from empirical.position.models.decoder import given_layer
from empirical.position.models.many_decoders import PositionDecoders


@torch.no_grad()
def decoders_near(
    layers: Sequence[dict[str, Any]],
    noises: Sequence[float],
    starts: int,
    levels: int,
    slope: float,
    rng: np.random.Generator,
) -> PositionDecoders:
    """Return decoders around given weights, a group for each size of noise.

    They read the code over its length, ``(2^L - a) / 2^L``.

    Parameters
    ----------
    layers
        Each with ``weight`` (out, in, taps) and ``bias``, every number a pair of
        numerator and denominator; they read ``2^L - a``, upsample by inserted zeros,
        and all but the last have the same number of channels.
    noises
        Standard deviations of the normal noise added to every number, at least one.
    starts
        How many in each group, at least 1.
    levels, slope
        Of the decoder that is given.
    rng
        Draws the noise.

    Raises
    ------
    ValueError
        If there is no noise or no start.

    """
    if not noises:
        raise ValueError("noises must be one or more, got none.")
    exact = [
        # The code is read over its length, so the first layer makes up for it.
        _given(layer, 1.0 if index else 2.0**levels)
        for index, layer in enumerate(layers)
    ]
    sizes = np.repeat(np.array(noises), starts)[:, None, None]
    channels = len(exact[0][1])
    model = PositionDecoders(len(sizes), levels, channels, slope, "zeros", rng)
    for i, parameters in enumerate(model.layers()):
        for numbers, given in zip(parameters, exact[i], strict=True):
            noise = sizes * rng.normal(size=numbers.shape)
            numbers.copy_(torch.from_numpy(given + noise))
    return model


def _given(
    layer: dict[str, Any], scale: float
) -> tuple[Float[np.ndarray, "inputs wide"], Float[np.ndarray, " outputs"]]:
    """Return a layer as :class:`PositionDecoders` holds one, tap beside tap."""
    weight, bias = given_layer(layer)
    return np.concatenate(list(np.moveaxis(scale * weight, 2, 0)), axis=0).T, bias
