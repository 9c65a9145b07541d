"""Measurements on the deck's autoencoder with biases."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from empirical.images.disks import disks, midpoint_radii
from empirical.models.biased import BiasedAutoencoder
from empirical.training import Checkpoint, Schedule, choose_device, train

ArrayDict = dict[str, NDArray[Any]]


def biased_disks(
    *,
    seed: int,
    device: str,
    checkpoint: Checkpoint | None,
    size: int,
    largest_radius: float,
    radii: int,
    hole: Sequence[float] = (),
    decay: float = 0.0,
    channels: Sequence[int],
    slope: float,
    schedule: dict[str, Any],
) -> ArrayDict:
    """Train the autoencoder with biases on disks, and show it others afterwards.

    The unseen radii lie halfway between those of the training, so each is as far
    from every trained one as can be.

    Parameters
    ----------
    seed
        Draws the start and the batches.
    device, checkpoint
        Where to train, and where to keep the state of an unfinished training.
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
        goes in and comes out there; ``codes`` (m - 1,); ``history``.

    Raises
    ------
    FloatingPointError
        If the loss stops being finite.
    ValueError
        If an argument is out of range.

    """
    trained_on = _trained_radii(size, largest_radius, radii, hole, decay, channels)
    place = choose_device(device)
    exact = torch.from_numpy(disks(trained_on, size))[:, None].to(place)
    single = exact.float().contiguous(memory_format=torch.channels_last)
    energy = float(exact.square().flatten(1).sum(1).mean())
    start = torch.Generator().manual_seed(seed)
    model = BiasedAutoencoder(channels, slope, start).to(place)
    model.spread_codes(single)

    def loss(batch: Tensor | None) -> Tensor:
        doubled = next(model.parameters()).dtype == torch.float64
        images = exact if doubled else single
        chosen = images if batch is None else images[batch.to(place)]
        error: Tensor = (model(chosen) - chosen).square().flatten(1).sum(1).mean()
        weights = torch.cat([weight.flatten() for weight in model.encoder])
        return error / energy + decay * weights.square().sum()

    plan = Schedule(**schedule)
    history = train(model, loss, len(exact), plan, seed, checkpoint)
    unseen = np.arange(1, radii) * largest_radius / radii
    pictures = disks(unseen, size)
    with torch.no_grad():
        codes = model.encode(torch.from_numpy(pictures)[:, None].to(place))
        decoded = model.decode(codes)
    return {
        "radii": unseen,
        "images": pictures,
        "decoded": decoded[:, 0].cpu().numpy(),
        "codes": codes[:, 0].cpu().numpy(),
        "history": np.array(history),
    }


def disks_with_a_hole(
    *,
    seed: int,
    device: str,
    checkpoint: Checkpoint | None,
    decays: Sequence[float],
    **shared: Any,
) -> ArrayDict:
    """Train on disks without some radii, once for each weight decay of the encoder.

    Parameters
    ----------
    seed
        Draws the start and the batches, the same for every decay.
    device
        Where to train.
    checkpoint
        Accepted, and not used: the trainings are short, and there are several.
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
    found = [
        biased_disks(seed=seed, device=device, checkpoint=None, decay=decay, **shared)
        for decay in decays
    ]
    return {
        "radii": found[0]["radii"],
        "images": found[0]["images"],
        "decoded": np.stack([one["decoded"] for one in found]),
        "codes": np.stack([one["codes"] for one in found]),
    }


def _trained_radii(
    size: int,
    largest: float,
    count: int,
    hole: Sequence[float],
    decay: float,
    channels: Sequence[int],
) -> NDArray[np.float64]:
    """Return the radii of the training, once the arguments make sense."""
    if size != 2 ** (len(channels) + 1):
        raise ValueError(
            f"size must be 2 to the number of layers, {2 ** (len(channels) + 1)} for "
            f"{len(channels) + 1} layers, got {size}."
        )
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
