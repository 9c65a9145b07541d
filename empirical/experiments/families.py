"""Measurements on the same network trained on one family of shapes after another."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import torch
from jaxtyping import Float
from torch import Tensor

from empirical.experiments.size import scaled_bodies
from empirical.images.outlines import outlined_copies
from empirical.images.real import picture
from empirical.losses import homogeneous_reconstruction
from empirical.models.autoencoder import BiasFreeAutoencoder
from empirical.probes import both_profiles
from empirical.training import Checkpoint, Schedule, choose_device, train

ArrayDict = dict[str, Float[np.ndarray, "..."]]


def several_families(
    *,
    seed: int,
    device: str,
    checkpoint: Checkpoint | None,
    families: Sequence[Mapping[str, Any]],
    **shared: Any,
) -> ArrayDict:
    """Train the autoencoder without biases on each family, always from one start.

    Parameters
    ----------
    seed
        Draws the start and the batches, the same for every family.
    device
        Where to train.
    checkpoint
        Accepted, and not used: the trainings are short, and there are several.
    families
        What each adds to the shared arguments: those of
        :func:`empirical.experiments.size.scaled_bodies`, or of
        :func:`outlined_digit` if it has a ``digit``.
    shared
        What all have in common; each family has as many copies.

    Returns
    -------
    dict
        ``images`` (k, m, n, n), ``sizes`` (k, m), ``codes`` (k, m), ``profiles``
        (k, 2, n, n) = D(1) and D(-1), and ``history``, of the k families.

    """
    found = []
    for family in families:
        measured = outlined_digit if "digit" in family else scaled_bodies
        arguments = {**shared, **family}
        found.append(measured(seed=seed, device=device, checkpoint=None, **arguments))
    return {name: np.stack([one[name] for one in found]) for name in found[0]}


def outlined_digit(
    *,
    seed: int,
    device: str,
    checkpoint: Checkpoint | None,
    digit: int,
    size: int,
    sizes: Sequence[float],
    channels: Sequence[int],
    slope: float,
    schedule: dict[str, Any],
) -> ArrayDict:
    """Train the autoencoder without biases on copies of a digit's filled outline.

    Parameters
    ----------
    seed
        Draws the start, an averaging filter, and the batches.
    device, checkpoint
        Where to train, and where to keep the state of an unfinished training.
    digit
        Its number, as for :func:`empirical.images.real.picture`.
    size, sizes
        Pixels along a side, 2 to the number of layers; half the side of each copy's
        square, in pixels.
    channels, slope, schedule
        Of the network and of its training.

    Returns
    -------
    dict
        As for :func:`empirical.experiments.size.scaled_bodies`.

    Raises
    ------
    FloatingPointError
        If the loss stops being finite.
    ValueError
        If the network does not map an image of this size to one number.

    """
    layers = len(channels) + 1
    if size != 2**layers:
        raise ValueError(
            f"size must be 2 to the number of layers, {2**layers} for {layers} layers, "
            f"got {size}."
        )
    copies = outlined_copies(picture("digit", digit), np.asarray(sizes, float), size)
    exact = torch.from_numpy(copies)[:, None].to(choose_device(device))
    single = exact.float().contiguous(memory_format=torch.channels_last)
    energy = float(exact.square().sum((1, 2, 3)).mean())
    start = torch.Generator().manual_seed(seed)
    model = BiasFreeAutoencoder(channels, slope, start).to(exact.device)
    model.make_averaging(single)

    def loss(batch: Tensor | None) -> Tensor:
        doubled = next(model.parameters()).dtype == torch.float64
        images = exact if doubled else single
        chosen = images if batch is None else images[batch.to(exact.device)]
        return homogeneous_reconstruction(model, chosen, energy)

    history = train(model, loss, len(copies), Schedule(**schedule), seed, checkpoint)
    return {
        "images": copies,
        "sizes": np.asarray(sizes, dtype=float),
        "history": np.array(history),
        **both_profiles(model, exact),
    }
