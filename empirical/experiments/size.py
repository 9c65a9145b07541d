"""Measurements on scaled disks and other scaled bodies."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from empirical.images.bodies import scaled_copies
from empirical.images.disks import disks, midpoint_radii
from empirical.losses import homogeneous_reconstruction
from empirical.models.autoencoder import BiasFreeAutoencoder
from empirical.probes import both_profiles, homogeneity, profile, reconstructions
from empirical.training import Checkpoint, Loss, Schedule, choose_device, train

DECODER_STEPS = 200
"""L-BFGS iterations on the decoder alone, before a two-signed training."""

ArrayDict = dict[str, NDArray[Any]]


def bias_free_disks(
    *,
    seed: int,
    device: str,
    checkpoint: Checkpoint | None,
    size: int,
    largest_radius: float,
    radii: int,
    channels: Sequence[int],
    slope: float,
    schedule: dict[str, Any],
) -> ArrayDict:
    """Train the deck's autoencoder without biases on disks and probe it.

    Parameters
    ----------
    seed
        Draws the start and the batches.
    device, checkpoint
        Where to train, and where to keep the state of an unfinished training.
    size, largest_radius, radii
        Pixels along a side (a power of two), largest radius in pixels, and how many
        radii stand for the uniform law.
    channels, slope, schedule
        Of the network and of its training.

    Returns
    -------
    dict
        ``images`` (m, n, n), ``radii`` (m,), ``codes`` (m,), ``profile`` (n, n) =
        D(+-1) for the sign of the codes, ``decoded`` (4, n, n), what becomes of every
        quarter of the radii, ``history``, and the arrays of
        :func:`empirical.probes.homogeneity`.

    Raises
    ------
    FloatingPointError
        If the loss stops being finite.
    ValueError
        If the network does not map an image of this size to one number.

    """
    _check_size(size, channels)
    radius = midpoint_radii(radii, largest_radius)
    pictures = disks(radius, size)
    model, exact, history = _trained(
        pictures, None, seed, device, checkpoint, channels, slope, schedule
    )
    return {
        "images": pictures,
        "radii": radius,
        "history": np.array(history),
        **profile(model, exact),
        **reconstructions(model, exact, radii // 4),
        **homogeneity(model, exact),
    }


def scaled_bodies(
    *,
    seed: int,
    device: str,
    checkpoint: Checkpoint | None,
    body: str,
    dimension: int,
    size: int,
    sizes: Sequence[float],
    weights: Sequence[float] | None = None,
    split: float | None = None,
    channels: Sequence[int],
    slope: float,
    schedule: dict[str, Any],
) -> ArrayDict:
    """Train the autoencoder without biases on copies of one body under any law.

    The law of the sizes is in the list itself (quantiles of the law), or in weights
    beside it. A weight multiplies the squared error of its image; a network without
    biases is told of it by scaling the image with the root of the weight, since
    ``|D(E(s x)) - s x|^2 = s^2 |D(E(x)) - x|^2``.

    Parameters
    ----------
    seed
        Draws the start and the batches.
    device, checkpoint
        Where to train, and where to keep the state of an unfinished training.
    body, dimension
        A name in ``empirical.images.bodies.BODIES``, and the number of axes.
    size
        Pixels along an axis, 2 to the number of layers.
    sizes, weights
        Of the copies, in pixels; weights of at least 0, None for equal ones.
    split
        None for the averaging start, whose codes are all positive; a size for the
        start whose codes are positive for smaller copies only.
    channels, slope, schedule
        Of the network and of its training.

    Returns
    -------
    dict
        ``images`` (m, n, ...), scaled by the roots of the weights over their mean,
        ``sizes`` (m,), ``codes`` (m,), ``profiles`` (2, n, ...) = D(1) and D(-1),
        ``history``.

    Raises
    ------
    FloatingPointError
        If the loss stops being finite.
    ValueError
        If an argument is out of range.

    """
    _check_size(size, channels)
    copies = scaled_copies(body, sizes, size, dimension)
    roots = np.sqrt(_relative_weights(len(sizes), weights))
    pictures = copies * roots.reshape(-1, *[1] * dimension)
    signed = None if split is None else (np.asarray(sizes, dtype=float), split)
    model, exact, history = _trained(
        pictures, signed, seed, device, checkpoint, channels, slope, schedule
    )
    return {
        "images": pictures,
        "sizes": np.asarray(sizes, dtype=float),
        "history": np.array(history),
        **both_profiles(model, exact),
    }


def _trained(
    pictures: NDArray[np.float64],
    signed: tuple[NDArray[np.float64], float] | None,
    seed: int,
    device: str,
    checkpoint: Checkpoint | None,
    channels: Sequence[int],
    slope: float,
    schedule: dict[str, Any],
) -> tuple[BiasFreeAutoencoder, torch.Tensor, list[float]]:
    """Return the trained model, the images that it saw and its loss history."""
    place, dimension = choose_device(device), pictures.ndim - 1
    exact = torch.from_numpy(pictures)[:, None].to(place)
    single = exact.float()
    if dimension == 2:
        single = single.contiguous(memory_format=torch.channels_last)
    energy = float(exact.square().sum(tuple(range(1, exact.ndim))).mean())
    start = torch.Generator().manual_seed(seed)
    model = BiasFreeAutoencoder(channels, slope, start, dimension).to(place)
    if signed is None:
        model.make_averaging(single)
    else:
        model.make_two_signed(single, torch.from_numpy(signed[0]), signed[1])

    def loss(batch: torch.Tensor | None) -> torch.Tensor:
        doubled = next(model.parameters()).dtype == torch.float64
        images = exact if doubled else single
        chosen = images if batch is None else images[batch.to(place)]
        return homogeneous_reconstruction(model, chosen, energy)

    plan = Schedule(**schedule)
    if signed is not None:
        _fit_decoder(model, loss, len(pictures), DECODER_STEPS, seed)
    return model, exact, train(model, loss, len(pictures), plan, seed, checkpoint)


def _fit_decoder(
    model: BiasFreeAutoencoder, loss: Loss, samples: int, steps: int, seed: int
) -> None:
    """Train the decoder alone, so that the start is below the one-signed floor.

    L-BFGS only descends: from below that floor it cannot end at one sign.
    """
    model.encoder.requires_grad_(False)
    plan = Schedule(adam_steps=0, learning_rate=1.0, batch=samples, lbfgs_steps=steps)
    train(model, loss, samples, plan, seed)
    model.encoder.requires_grad_(True)


def _relative_weights(
    count: int, weights: Sequence[float] | None
) -> NDArray[np.float64]:
    """Return the weights over their mean."""
    given = np.ones(count) if weights is None else np.asarray(weights, dtype=float)
    if given.shape != (count,):
        raise ValueError(
            f"weights must be {count}, one for each size, got {given.size}."
        )
    bad = ~(np.isfinite(given) & (given >= 0))
    if bad.any() or not given.any():
        worst = given[bad][0] if bad.any() else 0
        raise ValueError(
            f"weights must be finite, at least 0 and not all 0, got {worst:g}."
        )
    return np.asarray(given / given.mean())


def _check_size(size: int, channels: Sequence[int]) -> None:
    if size != 2 ** (len(channels) + 1):
        raise ValueError(
            f"size must be 2 to the number of layers, {2 ** (len(channels) + 1)} for "
            f"{len(channels) + 1} layers, got {size}."
        )
