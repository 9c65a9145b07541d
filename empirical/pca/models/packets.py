"""The networks of a PCA-like autoencoder, packet after packet."""

from collections.abc import Iterable, Sequence

import numpy as np
import torch
from jaxtyping import Float
from torch import Tensor, nn

from empirical.pca.images.form import Form, PixelForm
from empirical.pca.models.image_step import Step
from empirical.pca.models.vector_step import VectorStep
from empirical.pca.recipe import Recipe

AnyStep = Step | VectorStep


class Packets(nn.Module):
    """Encoders whose codes come in packets, and a decoder for those after each.

    Images are scaled, of shape (m, c, h, w); vectors (m, f).

    Parameters
    ----------
    packets
        How many codes each packet adds.
    steps
        Of the packets that are trained; at most as many.

    """

    def __init__(self, packets: Sequence[int], steps: Iterable[AnyStep] = ()) -> None:
        super().__init__()
        self.packets = tuple(packets)
        self.steps = nn.ModuleList(steps)

    @property
    def sizes(self) -> list[int]:
        """Numbers of codes after each trained packet."""
        return [int(n) for n in np.cumsum(self.packets[: len(self.steps)])]

    @property
    def each(self) -> list[AnyStep]:
        """The trained steps."""
        return [step for step in self.steps if isinstance(step, AnyStep)]

    def encode(self, images: Float[Tensor, "m ..."]) -> Float[Tensor, "m d"]:
        """Map scaled images to the codes of all packets."""
        packets = [step.encoder(images) for step in self.each]
        return torch.cat(packets, 1) if packets else images.new_empty(len(images), 0)

    def decode(self, codes: Float[Tensor, "m d"]) -> Float[Tensor, "m ..."]:
        """Map the first codes, as many as some packets have, to scaled images.

        Raises
        ------
        ValueError
            If no whole number of packets has so many codes.

        """
        sizes = self.sizes
        if codes.ndim != 2 or codes.shape[1] not in sizes:
            raise ValueError(
                f"codes must have shape (m, d) with d one of {sizes}, got "
                f"{tuple(codes.shape)}."
            )
        decoded: Tensor = self.each[sizes.index(codes.shape[1])].decoder(codes)
        return decoded

    def forward(self, images: Float[Tensor, "m ..."]) -> Float[Tensor, "m ..."]:
        """Encode and decode scaled images."""
        return self.decode(self.encode(images))


def untrained(
    packets: Sequence[int], place: int, form: Form, recipe: Recipe
) -> AnyStep:
    """Return the networks of one packet as they are before their training.

    Parameters
    ----------
    packets, place
        How many codes each packet adds, and which packet is asked for.
    form
        Of the images.
    recipe
        How they are built, with the seed that draws the start.

    """
    earlier, new = sum(packets[:place]), packets[place]
    draw = torch.Generator().manual_seed(recipe.seed * 1000 + place)
    if not isinstance(form, PixelForm):
        return VectorStep(earlier, new, form.shape[0], recipe.hidden, draw)
    step = Step(
        earlier,
        new,
        form.sides,
        recipe.channels,
        recipe.hidden,
        draw,
        form.channels,
    )
    if place == 0 and recipe.first == "sum":
        step.encoder.start_summing()
    return step


@torch.no_grad()
def freeze(step: AnyStep, codes: Float[Tensor, "m p"]) -> None:
    """Stop all learning; standardise with the statistics of these codes."""
    step.requires_grad_(False).eval()
    step.encoder.standardise.fix(codes)
