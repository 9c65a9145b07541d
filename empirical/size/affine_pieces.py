"""Decoders with one hidden layer on disks, and the affine pieces that they have."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import torch
from jaxtyping import Float
from torch import Tensor, nn

from empirical.arrays import Arrays
from empirical.training import Schedule, Start, train

_TURNS = 1e-3
"""Of the typical change of direction: less is no kink."""


class HiddenLayer(nn.Module):
    """A decoder of one number with a hidden layer of LeakyReLU, and codes of its own.

    ``D(z) = c + v z + sum_k w_k phi(a_k z + b_k)``: in z, a line that turns at most
    once for each hidden unit. The codes are free, one for each disk.

    Parameters
    ----------
    hidden
        Units; without any the decoder is one line.
    slope
        Of LeakyReLU, in [0, 1).
    images
        Shape (m, pixels), what is to be decoded.
    generator
        Draws where the units turn, and the weights; codes begin as areas.

    """

    def __init__(
        self,
        hidden: int,
        slope: float,
        images: Float[Tensor, "m pixels"],
        generator: torch.Generator,
    ) -> None:
        super().__init__()
        if hidden < 0:
            raise ValueError(f"hidden must be at least 0, got {hidden}.")
        if not 0 <= slope < 1:
            raise ValueError(f"slope must be in [0, 1), got {slope}.")
        self.slope = slope
        areas = images.square().sum(1)
        first = 2 * areas / areas.max() - 1
        self.codes = nn.Parameter(first)
        places = torch.rand(hidden, generator=generator)
        # One in each of equal parts of the codes' range.
        turns = 2 * (torch.arange(hidden) + places) / hidden - 1
        self.gain = nn.Parameter(torch.ones(hidden, dtype=first.dtype))
        self.shift = nn.Parameter(-turns.to(first.dtype))
        drawn = torch.randn(hidden, images.shape[1], generator=generator)
        scaled = drawn.to(first.dtype) * images.mean(0) / max(1, hidden) ** 0.5
        self.weight = nn.Parameter(scaled)
        self.bias = nn.Parameter(images.mean(0).clone())
        self.line = nn.Parameter(images[-1] / 2)

    def units(self, codes: Float[Tensor, " k"]) -> Float[Tensor, "k hidden"]:
        """Map codes to the hidden layer."""
        return nn.functional.leaky_relu(
            codes[:, None] * self.gain + self.shift, self.slope
        )

    def decode(self, codes: Float[Tensor, " k"]) -> Float[Tensor, "k pixels"]:
        """Map codes to images."""
        line = codes[:, None] * self.line + self.bias
        return line + self.units(codes) @ self.weight


def affine_pieces(
    *,
    start: Start,
    radii: int,
    hidden: Sequence[int],
    starts: int,
    slope: float,
    schedule: dict[str, Any],
) -> Arrays:
    """Train decoders with few hidden units on disks, and count their affine pieces.

    The images are rings of the areas between neighbouring radii, each value times the
    root of the area of its ring.

    Parameters
    ----------
    start
        Its seed draws where the decoders start.
    radii
        How many stand for the uniform law.
    hidden
        Units of the decoders.
    starts
        How many decoders of each number of units, at least 1.
    slope, schedule
        Of the decoders and of their training.

    Returns
    -------
    dict
        ``left`` (hidden, starts): the share of the energy left; ``pieces``, of the
        same shape: affine pieces between the least code of a disk and the greatest.

    Raises
    ------
    FloatingPointError
        If the loss stops being finite.
    ValueError
        If an argument is out of range.

    """
    if radii < 4 or starts < 1:
        raise ValueError(
            f"radii must be at least 4 and starts at least 1, got {radii} and {starts}."
        )
    images = ringed(radii).to(start.place)
    energy = images.square().sum()
    plan = Schedule(batch=radii, **schedule)
    generator = start.generator()
    left, pieces = np.zeros((2, len(hidden), starts))
    for row, column in np.ndindex(left.shape):
        model = HiddenLayer(hidden[row], slope, images, generator).to(start.place)

        def loss(_: Tensor | None, model: HiddenLayer = model) -> Tensor:
            return (model.decode(model.codes) - images).square().sum() / energy

        train(model, loss, radii, plan, start.seed)
        left[row, column] = float(loss(None).detach())
        pieces[row, column] = _pieces(model)
    return {"left": left, "pieces": pieces}


def ringed(radii: int) -> Float[Tensor, "m m"]:
    """Return disks of radii (i + 1/2) / m as values on the rings between them."""
    areas = ((torch.arange(radii, dtype=torch.float64) + 0.5) / radii) ** 2
    rings = torch.diff(areas, prepend=areas.new_zeros(1))
    return torch.ones(radii, radii, dtype=torch.float64).tril() * rings.sqrt()


@torch.no_grad()
def _pieces(model: HiddenLayer) -> int:
    """Return how many affine pieces of a decoder lie between codes of disks."""
    least, most = model.codes.min(), model.codes.max()
    turns = -model.shift / model.gain
    inside = turns[(turns > least) & (turns < most)]
    # What the direction changes by at a kink, from the images on either side.
    step = (most - least) * 1e-6
    bends = model.decode(inside + step) + model.decode(inside - step)
    sizes = (bends - 2 * model.decode(inside)).norm(dim=1)
    return 1 + int((sizes > _TURNS * sizes.max()).sum()) if len(sizes) else 1
