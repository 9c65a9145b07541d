"""Two codes without biases beside one code with them, on disks made of rings."""

from typing import Any

import numpy as np
import torch
from jaxtyping import Float
from torch import Tensor, nn

from empirical.arrays import Arrays
from empirical.size.affine_pieces import ringed
from empirical.training import Schedule, Start, train

KINDS = ("two codes, no biases", "one code, biases", "one code, no biases")


class DenseAutoencoder(nn.Module):
    """A linear encoder, and a decoder of one hidden layer of LeakyReLU.

    Parameters
    ----------
    images
        Shape (m, pixels), what is to be coded.
    codes, biases
        How many codes, and whether the decoder has biases.
    hidden, slope
        Units of the hidden layer, at least 1, and the slope of LeakyReLU, in [0, 1).
    generator
        Draws the start; codes begin as areas, the second one as 1.

    Raises
    ------
    ValueError
        If an argument is out of range.

    """

    def __init__(
        self,
        images: Float[Tensor, "m pixels"],
        *,
        codes: int,
        biases: bool,
        hidden: int,
        slope: float,
        generator: torch.Generator,
    ) -> None:
        super().__init__()
        if hidden < 1 or not 0 <= slope < 1:
            raise ValueError(
                "hidden must be at least 1 and slope in [0, 1), got "
                f"{hidden} and {slope}."
            )
        self.slope = slope
        rings = images[-1]
        areas = 2 * images @ rings / rings.square().sum() - 1
        # Every disk covers the first ring: a filter of that alone gives 1.
        ones = images[:, 0] / rings[0]
        wanted = torch.stack([areas, ones], 1)[:, :codes]
        start = torch.linalg.solve(images, wanted).contiguous()
        self.encoder = nn.Parameter(start)
        turns = 2 * torch.rand(hidden, generator=generator) - 1
        turns = turns.to(images.dtype)
        first = torch.stack([torch.ones_like(turns), -turns])
        self.first = nn.Parameter(first[:codes].clone())
        self.last = nn.Parameter(
            0.1
            * torch.randn(hidden, images.shape[1], generator=generator).to(rings.dtype)
            * rings
        )
        self.biases = nn.ParameterList(
            [first[1].clone(), images.mean(0).clone()] if biases else []
        )

    def encode(self, images: Float[Tensor, "m pixels"]) -> Float[Tensor, "m codes"]:
        """Map images to codes."""
        return images @ self.encoder

    def decode(self, codes: Float[Tensor, "k codes"]) -> Float[Tensor, "k pixels"]:
        """Map codes to images."""
        before = codes @ self.first
        if len(self.biases):
            before = before + self.biases[0]
        after = nn.functional.leaky_relu(before, self.slope) @ self.last
        return after + self.biases[1] if len(self.biases) else after


def two_codes(
    *,
    start: Start,
    radii: int,
    hidden: int,
    slope: float,
    schedule: dict[str, Any],
) -> Arrays:
    """Train two codes without biases, one with biases and one without, on disks.

    Then write each decoder in the other's form: the weights of the second code of the
    first are the biases of a decoder of one code; and a decoder with biases becomes one
    without when a second code, and one unit more, carries them.

    Parameters
    ----------
    start
        Its seed draws the starts.
    radii
        How many stand for the uniform law, at least 4.
    hidden, slope, schedule
        Of the networks and of their training.

    Returns
    -------
    dict
        ``left`` (3,): the share of the energy left by two codes without biases, by one
        code with biases, and by one code without; ``second`` (m,), the second code;
        ``rewritten`` (2,): by how much a decoder differs from itself in the other form,
        over the norm of the images.

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
    energy = images.square().sum()
    plan, generator = Schedule(batch=radii, **schedule), start.generator()
    models, left = [], []
    for codes, biases in ((2, False), (1, True), (1, False)):
        model = DenseAutoencoder(
            images,
            codes=codes,
            biases=biases,
            hidden=hidden,
            slope=slope,
            generator=generator,
        ).to(start.place)

        def loss(_: Tensor | None, model: DenseAutoencoder = model) -> Tensor:
            return (model.decode(model.encode(images)) - images).square().sum() / energy

        train(model, loss, radii, plan, start.seed)
        models.append(model)
        left.append(float(loss(None).detach()))
    return {
        "left": np.array(left),
        "second": models[0].encode(images)[:, 1].detach().cpu().numpy(),
        "rewritten": np.array(
            [_with_biases(models[0], images), _without(models[1], images)]
        ),
    }


@torch.no_grad()
def _with_biases(model: DenseAutoencoder, images: Float[Tensor, "m pixels"]) -> float:
    """Return by how much ``s D_b(z / s)`` differs from D(z, s), D_b having biases."""
    codes = model.encode(images)
    z, s = codes[:, :1], codes[:, 1:].abs()
    biased = z / s * model.first[0] + codes[:, 1:].sign() * model.first[1]
    found = s * (nn.functional.leaky_relu(biased, model.slope) @ model.last)
    return float((found - model.decode(codes)).norm() / images.norm())


@torch.no_grad()
def _without(model: DenseAutoencoder, images: Float[Tensor, "m pixels"]) -> float:
    """Return by how much D(z, 1), without biases, differs from the decoder with them.

    At any other second code it must be that many times the decoder of the ratio.
    """
    z = model.encode(images)
    s = torch.linspace(0.5, 2.0, len(z), dtype=z.dtype, device=z.device)[:, None]
    first = torch.cat([model.first, model.biases[0][None]])
    # One unit more sees the second code alone, and hands it on: it is positive.
    first = torch.cat([first, first.new_tensor([[0.0], [1.0]])], 1)
    last = torch.cat([model.last, model.biases[1][None]])
    both = torch.cat([s * z, s], 1)
    found = nn.functional.leaky_relu(both @ first, model.slope) @ last
    return float((found - s * model.decode(z)).norm() / images.norm())
