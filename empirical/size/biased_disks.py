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
from empirical.size.models.bias_free import check_depth
from empirical.size.models.biased import AveragingAutoencoder, BiasedAutoencoder
from empirical.training import Schedule, Start, train
from empirical.weights import weights_of

NAME = "biases"
"""Of the network whose weights a measurement on disks keeps."""

ENCODERS = {"learned": BiasedAutoencoder, "averaging": AveragingAutoencoder}


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
    encoder: str = "learned",
) -> Arrays:
    """Train the autoencoder with biases on disks, and show it others afterwards.

    The unseen radii lie halfway between those of the training, so each is as far
    from every trained one as can be.

    Parameters
    ----------
    start
        Its seed draws the start and the batches.
    size, largest_radius, radii
        Pixels along a side, brought to one by as many halvings, rounded up, as there
        are layers; largest radius in pixels, and how many radii stand for the uniform
        law.
    hole
        Two radii between which nothing is trained on; empty for none.
    decay
        Factor of the squared weights of the encoder in the loss, biases apart; at
        least 0.
    channels, slope, schedule
        Of the network and of its training.
    encoder
        ``learned``, or ``averaging``: one that never learns.

    Returns
    -------
    dict
        ``radii`` (m - 1,), unseen; ``images`` and ``decoded`` (m - 1, n, n), what
        goes in and comes out there; ``codes`` (m - 1,); ``between`` (m - 2, n, n),
        what the decoder draws of a code alone, halfway between two of these;
        ``history``; the weights.

    Raises
    ------
    FloatingPointError
        If the loss stops being finite.
    ValueError
        If an argument is out of range.

    """
    trained_on = _trained_radii(size, largest_radius, radii, hole, decay, channels)
    images = TrainingImages(disks(trained_on, size), start.place)
    if encoder not in ENCODERS:
        raise ValueError(f"encoder must be one of {list(ENCODERS)}, got {encoder!r}.")
    network = ENCODERS[encoder]
    model = network(channels, slope, start.generator(), size).to(start.place)
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
        between = model.decode((codes[1:] + codes[:-1]) / 2)
    return {
        "radii": unseen,
        "images": pictures,
        "decoded": decoded[:, 0].cpu().numpy(),
        "codes": codes[:, 0].cpu().numpy(),
        "between": between[:, 0].cpu().numpy(),
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
        (d, m, n, n), ``codes`` (d, m) and ``between`` (d, m - 1, n, n).

    """
    return _side_by_side(start, [{**shared, "decay": decay} for decay in decays])


def averaging_encoder(*, start: Start, **shared: Any) -> Arrays:
    """Train two networks on disks: an encoder that averages, and one that learns.

    The first has nothing to learn but its decoder: its code is the mean of the image,
    in another unit.

    Parameters
    ----------
    start
        Its seed draws the starts and the batches, alike for both.
    shared
        The arguments of :func:`biased_disks` but the encoder.

    Returns
    -------
    dict
        ``radii`` (m,) and ``images`` (m, n, n), unseen; for the averaging encoder and
        then for the other ``decoded`` (2, m, n, n), ``codes`` (2, m) and ``between``
        (2, m - 1, n, n).

    """
    each = [{**shared, "encoder": name} for name in ("averaging", "learned")]
    return _side_by_side(start, each)


def _side_by_side(start: Start, settings: list[dict[str, Any]]) -> Arrays:
    """Train once for each setting, and return what they show beside one another."""
    each = replace(start, checkpoint=None)
    found = [biased_disks(start=each, **setting) for setting in settings]
    return {
        **{name: found[0][name] for name in ("radii", "images")},
        **{
            name: np.stack([one[name] for one in found])
            for name in ("decoded", "codes", "between")
        },
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
    check_depth(size, channels)
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
