"""Small autoencoders without biases, with one code, for slopes of LeakyReLU."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import torch
from jaxtyping import Float
from torch import Tensor, nn

from empirical.arrays import Arrays
from empirical.size.affine_pieces import ringed
from empirical.training import Schedule, Start, train

_SOME = 1e-3
"""Of the energy: what images of the other sign carry at least."""


class ManySmall(nn.Module):
    """Autoencoders of three layers without biases, side by side, not mixed.

    The code is a filter through LeakyReLU; the decoder has a hidden layer, and
    LeakyReLU after both of its layers. Any slope is allowed.

    Parameters
    ----------
    starts, hidden
        How many autoencoders, and units of their hidden layers; at least 1.
    slope
        Of LeakyReLU, any number.
    activated
        Whether the code goes through LeakyReLU.
    images
        Shape (m, pixels); the starts are scaled to them.
    generator
        Draws the starts. The codes begin as the areas, with one sign below a radius
        that is drawn and the other above. The weights of the decoder are normal, those
        of the last layer made positive, so that no pixel is dark for good.

    Raises
    ------
    ValueError
        If a number is out of range.

    """

    def __init__(
        self,
        starts: int,
        hidden: int,
        slope: float,
        activated: bool,
        images: Float[Tensor, "m pixels"],
        generator: torch.Generator,
    ) -> None:
        super().__init__()
        if starts < 1 or hidden < 1:
            raise ValueError(
                f"starts and hidden must be at least 1, got {starts} and {hidden}."
            )
        self.slope, self.activated = slope, activated
        pixels = images.shape[1]

        def drawn(*shape: int) -> nn.Parameter:
            normal = torch.randn(*shape, generator=generator)
            return nn.Parameter(normal.to(images.dtype))

        areas = images.square().sum(1) / images.square().sum(1).max()
        # Radii at which the sign of the code changes at the start, one in each part.
        changes = (torch.arange(starts) + torch.rand(starts, generator=generator)) / (
            starts
        )
        codes = torch.where(areas.sqrt() < changes[:, None], -areas, areas)
        self.encoder = nn.Parameter(torch.linalg.solve(images, codes.T).T.contiguous())
        self.first, self.last = drawn(starts, hidden), drawn(starts, hidden, pixels)
        with torch.no_grad():
            self.last.abs_().mul_(images.mean(0) / hidden**0.5)

    def rise(self, u: Tensor) -> Tensor:
        """Return LeakyReLU, of any slope."""
        return torch.where(u > 0, u, self.slope * u)

    def encode(self, images: Float[Tensor, "m pixels"]) -> Float[Tensor, "s m"]:
        """Map images to the codes that each autoencoder gives them."""
        found = self.encoder @ images.T
        return self.rise(found) if self.activated else found

    def decode(self, codes: Float[Tensor, "s m"]) -> Float[Tensor, "s m pixels"]:
        """Map codes of each autoencoder to its images."""
        hidden = self.rise(codes[:, :, None] * self.first[:, None])
        return self.rise(hidden @ self.last)


def left_by_slope(
    *,
    start: Start,
    cases: Sequence[Sequence[float | bool]],
    starts: int,
    radii: int,
    hidden: int,
    schedule: dict[str, Any],
) -> Arrays:
    """Train small autoencoders from random starts, for each slope of LeakyReLU.

    Parameters
    ----------
    start
        Its seed draws the starts.
    cases
        Slopes, each with whether the code goes through LeakyReLU.
    starts, hidden
        Autoencoders for each case, and the units of their hidden layers.
    radii
        How many stand for the uniform law, at least 4.
    schedule
        Of the training, by Adam on the whole set.

    Returns
    -------
    dict
        ``left`` (cases, starts), the share of the energy left, and ``signs``, of the
        same shape: 2 where images with a positive code and others carry at least a
        thousandth of the energy each, and 1 elsewhere.

    Raises
    ------
    FloatingPointError
        If the loss stops being finite.
    ValueError
        If an argument is out of range.

    """
    if radii < 4:
        raise ValueError(f"radii must be at least 4, got {radii}.")
    images = ringed(radii).to(start.place)
    plan = Schedule(batch=radii, lbfgs_steps=0, **schedule)
    generator, left, signs = start.generator(), [], []
    for slope, activated in cases:
        model = ManySmall(starts, hidden, slope, bool(activated), images, generator)
        model = model.to(start.place)

        def shares(model: ManySmall = model) -> Float[Tensor, " s"]:
            off = model.decode(model.encode(images)) - images
            return off.square().sum((1, 2)) / images.square().sum()

        def loss(_: Tensor | None, model: ManySmall = model) -> Tensor:
            return shares(model).sum()

        train(model, loss, radii, plan, start.seed)
        with torch.no_grad():
            left.append(shares().cpu().numpy())
            signs.append(_signs(model.encode(images), images))
    return {"left": np.array(left), "signs": np.array(signs)}


def _signs(
    codes: Float[Tensor, "s m"], images: Float[Tensor, "m pixels"]
) -> Float[np.ndarray, " s"]:
    """Return 2 where the images of either sign carry some of the energy, else 1."""
    energy = images.square().sum(1)
    positive = ((codes > 0).to(energy.dtype) @ energy) / energy.sum()
    both = (positive > _SOME) & (positive < 1 - _SOME)
    return np.asarray(1.0 + both.double().cpu().numpy())
