"""Measurements on the network of the authors' published code."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np
import torch
from jaxtyping import Float
from torch import Tensor

from empirical.arrays import Arrays
from empirical.disks import disks, midpoint_radii
from empirical.size.images.blur import blurred
from empirical.size.losses import TrainingImages
from empirical.size.models.unpadded import UnpaddedAutoencoder
from empirical.training import Schedule, Start, train


def published_network(
    *,
    start: Start,
    size: int,
    largest_radius: float,
    radii: int,
    sigma: float,
    starts: int,
    trial_steps: int,
    channels: Sequence[int],
    slope: float,
    schedule: dict[str, Any],
) -> Arrays:
    """Train the autoencoder without padding on blurred disks, and show it others.

    So narrow a network often starts where training gets stuck: of several starts the
    one that is best after a short trial goes on.

    The unseen radii lie halfway between those of the training, so each is as far
    from every trained one as can be.

    Parameters
    ----------
    start
        Its seed draws the starts and the batches.
    size, largest_radius, radii
        Pixels along a side, one less than a power of two; largest radius in pixels,
        and how many radii stand for the uniform law.
    sigma
        Of the blur, in pixels, at least 0.
    starts, trial_steps
        How many starts are tried, at least 1, and Adam steps of a trial.
    channels, slope, schedule
        Of the network and of its training.

    Returns
    -------
    dict
        ``radii`` (m - 1,), unseen; ``images`` and ``decoded`` (m - 1, n, n), what
        goes in and comes out there; ``codes`` (m - 1,); ``between`` (m - 2, n, n), what
        the decoder draws of a code alone, halfway between two of these; ``trials``
        (starts,), the losses after the trials; ``history``; ``first_filters`` and
        ``last_filters`` (c, 3, 3), of the first and the last layer.

    Raises
    ------
    FloatingPointError
        If the loss stops being finite.
    ValueError
        If an argument is out of range.

    """
    layers = len(channels) + 1
    if size != 2 ** (layers + 1) - 1:
        raise ValueError(
            f"size must be {2 ** (layers + 1) - 1} for {layers} layers without "
            f"padding, got {size}."
        )
    if starts < 1:
        raise ValueError(f"starts must be at least 1, got {starts}.")
    pictures = blurred(disks(midpoint_radii(radii, largest_radius), size), sigma)
    images = TrainingImages(pictures, start.place)
    plan = Schedule(**schedule)
    trial = replace(plan, adam_steps=trial_steps, lbfgs_steps=0)
    generator = start.generator()
    models = [
        _started(channels, slope, generator, images.single) for _ in range(starts)
    ]
    for model in models:
        train(model, partial(images.share_left, model), radii, trial, start.seed)
    with torch.no_grad():
        trials = [float(images.share_left(model, None)) for model in models]
    model = models[int(np.argmin(trials))].float()
    loss = partial(images.share_left, model)
    history = train(model, loss, radii, plan, start.seed, start.checkpoint)
    unseen = np.arange(1, radii) * largest_radius / radii
    shown = blurred(disks(unseen, size), sigma)
    return {
        "radii": unseen,
        "images": shown,
        "trials": np.array(trials),
        "history": np.array(history),
        **_probed(model, torch.from_numpy(shown)[:, None].to(start.place)),
    }


def _started(
    channels: Sequence[int],
    slope: float,
    generator: torch.Generator,
    images: Float[Tensor, "m 1 n n"],
) -> UnpaddedAutoencoder:
    model = UnpaddedAutoencoder(channels, slope, generator).to(images.device)
    model.to(memory_format=torch.channels_last)  # type: ignore[call-overload]
    model.spread_codes(images)
    return model


@torch.no_grad()
def _probed(model: UnpaddedAutoencoder, images: Float[Tensor, "m 1 n n"]) -> Arrays:
    """Return codes, what is made of them, and the filters next to the images."""
    codes = model.encode(images)
    return {
        "codes": codes[:, 0].cpu().numpy(),
        "decoded": model.decode(codes)[:, 0].cpu().numpy(),
        "between": model.decode((codes[1:] + codes[:-1]) / 2)[:, 0].cpu().numpy(),
        "first_filters": model.encoder[0][:, 0].cpu().numpy(),
        "last_filters": model.decoder[-1][:, 0].cpu().numpy(),
    }
