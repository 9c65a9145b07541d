"""Which starts of bias-free autoencoders end with codes of one sign."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import torch
from jaxtyping import Float
from torch import Tensor

from empirical.arrays import Arrays
from empirical.disks import disks, midpoint_radii
from empirical.size.models.bias_free import check_depth
from empirical.size.models.many_bias_free import ManyAutoencoders
from empirical.training import Schedule, Start, train

LEAST = 20
"""Fewer starts are no success rate."""


def signs_by_start(
    *,
    start: Start,
    cases: Sequence[Sequence[str]],
    starts: int,
    size: int,
    largest_radius: float,
    radii: int,
    channels: Sequence[int],
    slope: float,
    schedule: dict[str, Any],
) -> Arrays:
    """Train blocks of small networks on disks and return the codes that they end with.

    Parameters
    ----------
    start
        Its seed draws the starts.
    cases
        Pairs of upsampling and start, as for
        :class:`empirical.size.models.many_bias_free.ManyAutoencoders`.
    starts
        How many for each pair, at least 20.
    size, largest_radius, radii
        Pixels along a side, largest radius in pixels, and how many radii stand for the
        uniform law.
    channels, slope, schedule
        Of the networks and of their training by Adam on the whole set, all starts of a
        block at once: it treats every number by itself, so none notices the others.

    Returns
    -------
    dict
        ``images`` (m, n, n), ``codes`` (cases, starts, m), ``first_codes``, the same
        before training, and ``left`` (cases, starts), the share of the energy left.

    Raises
    ------
    FloatingPointError
        If a loss stops being finite.
    ValueError
        If a number is out of range.

    """
    if starts < LEAST:
        raise ValueError(f"starts must be at least {LEAST}, got {starts}.")
    check_depth(size, channels)
    place, generator = start.place, start.generator()
    pictures = disks(midpoint_radii(radii, largest_radius), size)
    images = torch.from_numpy(pictures).float().to(place)
    plan = Schedule(batch=radii, lbfgs_steps=0, **schedule)
    blocks = []
    for upsampling, kind in cases:
        model = ManyAutoencoders(
            starts, channels, slope, upsampling, kind, generator, size
        )
        blocks.append(_block(model.to(place), images, plan))
    stacked = {name: np.stack([b[name] for b in blocks]) for name in blocks[0]}
    return {"images": pictures, **stacked}


def _block(
    model: ManyAutoencoders, images: Float[Tensor, "m n n"], plan: Schedule
) -> Arrays:
    """Return what becomes of one block of starts."""
    match_gain(model, images)
    with torch.no_grad():
        first = model.encode(images).double().cpu().numpy()
    # Adam steps by the sign and the size of past gradients, network by network.
    train(model, lambda batch: shares_left(model, images).sum(), len(images), plan, 0)
    with torch.no_grad():
        exact = images.double()
        codes, left = model.encode(exact), shares_left(model, exact)
    return {
        "codes": codes.cpu().numpy(),
        "first_codes": first,
        "left": left.cpu().numpy(),
    }


@torch.no_grad()
def match_gain(model: ManyAutoencoders, images: Float[Tensor, "m n n"]) -> None:
    """Scale every decoder, which is homogeneous, to the size of the images.

    Its sign is left alone: the mean of the squared outputs becomes that of the images.
    """
    decoded = model.decode(model.encode(images))
    gain = (images.square().sum() / decoded.square().sum((1, 2, 3))).sqrt()
    for weight in model.decoder:
        weight.mul_(gain.reshape(-1, 1, 1, 1, 1) ** (1 / len(model.decoder)))


def shares_left(
    model: ManyAutoencoders, images: Float[Tensor, "m n n"]
) -> Float[Tensor, " s"]:
    """Return the squared error of every network over the energy of the images.

    Two decodings serve the whole set: z becomes z D(1) or -z D(-1).
    """
    codes = model.encode(images)
    gains = codes.new_tensor([1.0, -1.0])
    atoms = model.decode(gains.expand(len(codes), 2)).flatten(2)
    parts = (codes[:, :, None] * gains).clamp(min=0)
    flat = images.flatten(1)
    overlap = (parts * (flat @ atoms.transpose(1, 2))).sum((1, 2))
    fitted = (parts.square().sum(1) * atoms.square().sum(2)).sum(1)
    return 1 + (fitted - 2 * overlap) / flat.square().sum()
