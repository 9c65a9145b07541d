"""A linear generator of two numbers, organised by linear networks and by any."""

from typing import Any

import torch
from jaxtyping import Float
from torch import Tensor, nn

from empirical.arrays import Arrays
from empirical.pca.latent_shapes import plain, planned, white
from empirical.pca.organising import Organiser
from empirical.pca.shelf import Shelf
from empirical.training import Start


class _Plane(nn.Module):
    """Stretch two numbers: singular values 1 and 1 over a ratio."""

    stretch: Tensor

    def __init__(self, ratio: float) -> None:
        super().__init__()
        self.register_buffer("stretch", torch.tensor([1.0, 1 / ratio]))

    def forward(self, latent: Float[Tensor, "m 2"]) -> Float[Tensor, "m 2"]:
        """Map vectors (m, 2) to the images, of two pixels."""
        images: Tensor = latent * self.stretch.to(latent)
        return images


def organised_plane(
    *, start: Start, ratio: float, offsets: int, organising: dict[str, Any]
) -> Arrays:
    """Train one code of a linear generator, by linear networks and by bent ones.

    Parameters
    ----------
    start
        Its seed draws offsets, starts and batches.
    ratio
        Of the singular values, above 1.
    offsets
        How many to train on, and how many others to look at: normal, exactly white.
    organising
        Fields of :class:`Organising` with one component; ``hidden`` is that of the
        bent networks.

    Returns
    -------
    dict
        ``offsets`` (m, 2) looked at; ``codes linear`` and ``codes bent`` (m, 1) of
        these; ``made linear`` and ``made bent`` (m, 2), the images of the codes.

    Raises
    ------
    FloatingPointError
        If a loss stops being finite.
    ValueError
        If an argument is out of range.

    """
    if not 1 < ratio < float("inf"):
        raise ValueError(f"ratio must be above 1, got {ratio}.")
    place, draw = start.place, start.generator()
    known, unseen = (white(offsets, 2, draw).to(place) for _ in range(2))
    shelf = Shelf(start.checkpoint, f"organised plane, seed {start.seed}")
    generator, found = _Plane(ratio).to(place), {"offsets": plain(unseen)}
    for name, hidden in (("linear", 0), ("bent", organising["hidden"])):
        plan = planned({**organising, "hidden": hidden})
        centre = torch.zeros(2, device=place)
        organiser = Organiser(generator, centre, 1.0, plan, start.seed)
        codes = organiser.fit(known, shelf, name).codes(unseen).detach()
        found[f"codes {name}"] = plain(codes)
        found[f"made {name}"] = plain(organiser.images(codes))
    return found
