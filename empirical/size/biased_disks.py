"""Measurements on the deck's autoencoder with biases."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from empirical.arrays import Arrays
from empirical.disks import disks, midpoint_radii
from empirical.size.losses import TrainingImages
from empirical.size.models.bias_free import check_size
from empirical.size.models.biased import BiasedAutoencoder
from empirical.training import Schedule, Start, train
from empirical.weights import weights_of

NAME = "biases"
"""Of the network whose weights a measurement on disks keeps."""


def biased_disks(
    *,
    start: Start,
    size: int,
    largest_radius: float,
    radii: int,
    hole: Sequence[float] = (),
    decay: float = 0.0,
    channels: Sequence[int],
    slope: float,
    schedule: dict[str, Any],
) -> Arrays:
    """Train the autoencoder with biases on disks, and show it others afterwards.

    The unseen radii lie halfway between those of the training, so each is as far
    from every trained one as can be.

    Parameters
    ----------
    start
        Its seed draws the start and the batches.
    size, largest_radius, radii
        Pixels along a side (a power of two), largest radius in pixels, and how many
        radii stand for the uniform law.
    hole
        Two radii between which nothing is trained on; empty for none.
    decay
        Factor of the squared weights of the encoder in the loss, biases apart; at
        least 0.
    channels, slope, schedule
        Of the network and of its training.

    Returns
    -------
    dict
        ``radii`` (m - 1,), unseen; ``images`` and ``decoded`` (m - 1, n, n), what
        goes in and comes out there; ``codes`` (m - 1,); ``history``; the weights.

    Raises
    ------
    FloatingPointError
        If the loss stops being finite.
    ValueError
        If an argument is out of range.

    """
    trained_on = _trained_radii(size, largest_radius, radii, hole, decay, channels)
    images = TrainingImages(disks(trained_on, size), start.place)
    model = BiasedAutoencoder(channels, slope, start.generator()).to(start.place)
    model.spread_codes(images.single)

    def loss(batch: Tensor | None) -> Tensor:
        left = images.share_left(model, batch)
        if not decay:
            return left
        weights = torch.cat([weight.flatten() for weight in model.encoder])
        return left + decay * weights.square().sum()

    plan, samples = Schedule(**schedule), len(trained_on)
    with _plain_convolutions():
        history = train(model, loss, samples, plan, start.seed, start.checkpoint)
    unseen = np.arange(1, radii) * largest_radius / radii
    pictures = disks(unseen, size)
    with torch.no_grad():
        codes = model.encode(torch.from_numpy(pictures)[:, None].to(start.place))
        decoded = model.decode(codes)
    return {
        "radii": unseen,
        "images": pictures,
        "decoded": decoded[:, 0].cpu().numpy(),
        "codes": codes[:, 0].cpu().numpy(),
        "history": np.array(history),
        **weights_of(model, NAME),
    }


def disks_with_a_hole(
    *,
    start: Start,
    decays: Sequence[float],
    **shared: Any,
) -> Arrays:
    """Train on disks without some radii, once for each weight decay of the encoder.

    Parameters
    ----------
    start
        Its seed draws the start and the batches, the same for every decay.
    decays
        Each as ``decay`` of :func:`biased_disks`.
    shared
        The other arguments of :func:`biased_disks`.

    Returns
    -------
    dict
        ``radii`` (m,) and ``images`` (m, n, n), unseen; for each decay ``decoded``
        (d, m, n, n) and ``codes`` (d, m).

    """
    each = replace(start, checkpoint=None)
    found = [biased_disks(start=each, decay=decay, **shared) for decay in decays]
    return {
        "radii": found[0]["radii"],
        "images": found[0]["images"],
        "decoded": np.stack([one["decoded"] for one in found]),
        "codes": np.stack([one["codes"] for one in found]),
    }


@contextmanager
def _plain_convolutions() -> Iterator[None]:
    """Convolve by torch's own products of matrices.

    For batches as small as these oneDNN takes longer to prepare than to compute.
    """
    before = torch.backends.mkldnn.enabled
    torch.backends.mkldnn.enabled = False  # type: ignore[assignment]
    try:
        yield
    finally:
        torch.backends.mkldnn.enabled = before


def _trained_radii(
    size: int,
    largest: float,
    count: int,
    hole: Sequence[float],
    decay: float,
    channels: Sequence[int],
) -> NDArray[np.float64]:
    """Return the radii of the training, once the arguments make sense."""
    check_size(size, channels)
    if not decay >= 0:
        raise ValueError(f"decay must be at least 0, got {decay}.")
    radius = midpoint_radii(count, largest)
    if not hole:
        return radius
    low, high = hole
    kept = radius[(radius < low) | (radius > high)]
    if not 0 < low < high < largest or len(kept) < 2:
        raise ValueError(
            f"hole must be two increasing radii in (0, {largest:g}), got {hole}."
        )
    return np.asarray(kept)
