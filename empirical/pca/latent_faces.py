"""The latent space of a generator that others trained, organised around one code."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from jaxtyping import Float
from numpy.typing import NDArray
from torch import Tensor, nn

from empirical.arrays import Arrays
from empirical.pca.latent_shapes import plain, planned, relative_error, white
from empirical.pca.models.face_generator import pretrained_faces
from empirical.pca.models.generator import Sphere
from empirical.pca.models.latent_step import LatentStep
from empirical.pca.models.progressive_generator import checksum, progressive_generator
from empirical.pca.organising import Organiser, Organising
from empirical.pca.shelf import Shelf
from empirical.training import Checkpoint, Start

_TOGETHER = 32
"""Images made, or derivatives taken, at once."""
_LOOKED_AT = 32
_REACH = 0.2
"""Ends of the walks, as a share of the length of z."""


def organised_faces(
    *,
    start: Start,
    gap: float,
    candidates: int,
    scale: float,
    farther: Sequence[float],
    offsets: int,
    organising: dict[str, Any],
    pgan: str = "",
    digest: str = "",
) -> Arrays:
    """Organise the latent space of a pretrained generator around one code.

    Offsets eta of mean 0 and covariance ``(scale |z|)^2 I / d`` around a code z on the
    sphere of radius sqrt(d): a scale of 1 is the spread of the codes themselves. Of
    random codes, z is the first where the leading singular values of the generator's
    derivative J are apart, so that each axis has a name.

    Parameters
    ----------
    start
        Its seed draws codes, offsets, starts and batches.
    gap, candidates
        By which factor, and how many codes to try at most.
    scale, farther
        Of the offsets to learn from, and others at which the axes of J are tried.
    offsets
        How many to train on, and how many others to look at.
    organising
        Fields of :class:`Organising`, with a dict for the schedule.
    pgan
        A file with a PGAN checkpoint; the face generator of the installed package
        where it is empty.
    digest
        The sha256 of that file, so that another one is measured anew.

    Returns
    -------
    dict
        ``triangle`` (d, d), R of J = QR at z, with its singular values and right
        singular vectors; ``offsets`` (m, d) looked at, in units of the scale;
        ``codes`` (m, k) of these; ``errors`` (k,) of images made from the first
        codes, relative to the variance of the images; ``axes`` (s, k), the same for
        the offsets' parts along the first k singular vectors of J, at the scale and
        at the farther ones; ``found`` (k, 7, c, n, n) and ``raw``, images on
        straight lines through z along each code that was found, and along as many
        axes of the latent space.

    Raises
    ------
    FloatingPointError
        If a loss stops being finite.
    ValueError
        If an argument is out of range, or the file holds something else.

    """
    place, seed = start.place, start.seed
    shelf = Shelf(start.checkpoint, f"pretrained generator {digest}, seed {seed}")
    made = _progressive(Path(pgan), digest) if pgan else pretrained_faces()
    made.to(place, memory_format=torch.channels_last)  # type: ignore[call-overload]
    plan = planned(organising)
    triangle, centre = chosen_code(made, plan.components, gap, candidates, seed, place)
    axes = np.linalg.svd(triangle)[2]
    draw = start.generator()
    known, unseen = (white(offsets, len(centre), draw).to(place) for _ in range(2))
    organiser = _Sloping(made, centre, scale, plan, seed)
    organiser.fit(scale * known, shelf)
    with torch.no_grad():
        return {
            "triangle": triangle,
            "offsets": plain(unseen),
            "codes": plain(organiser.codes(scale * unseen)),
            "errors": _errors(organiser, unseen),
            "axes": np.stack(
                [
                    _along(made, centre, s * unseen, axes, plan)
                    for s in (scale, *farther)
                ]
            ),
            "found": _lines(made, centre, _directions(organiser)),
            "raw": _lines(made, centre, torch.eye(len(centre))[: plan.components]),
        }


def _progressive(file: Path, digest: str) -> nn.Module:
    if checksum(file) != digest:
        raise ValueError(f"{file} has changed; ask for the claim again.")
    return progressive_generator(file)


class _Sloping(Organiser):
    """An organiser whose networks start roughly right, where d is large.

    Each new encoder starts along the slope of what the images have in common with one
    of them, after what the earlier codes say is taken out; decoders start as the
    transpose of the encoders. Drawn anew they would be nearly at right angles to each
    other, and to what matters.
    """

    def _train(
        self,
        step: LatentStep,
        inputs: Tensor,
        known: Tensor,
        images: Tensor,
        slot: Checkpoint | None,
    ) -> None:
        with torch.no_grad():
            left = images - (self.images(known) if len(self.steps) else images.mean(0))
            slope = inputs.T @ (left.flatten(1) @ left[known.shape[1]].flatten())
            step.layers.linear.weight.copy_(slope / slope.norm())
            codes = [one.layers.linear.weight for one in (*self._steps(), step)]
            rows = torch.nn.functional.normalize(torch.cat(codes))
            step.decoder.linear.weight.copy_(rows.T)
        super()._train(step, inputs, known, images, slot)


def chosen_code(
    generator: nn.Module,
    components: int,
    gap: float,
    candidates: int,
    seed: int,
    place: torch.device,
) -> tuple[Float[np.ndarray, "d d"], Float[Tensor, " d"]]:
    """Return R of J = QR at a code whose singular values are apart.

    Parameters
    ----------
    generator
        With ``latent``, the length d of its codes.
    components
        How many singular values must be apart from the next one.
    gap
        By which factor.
    candidates, seed
        How many codes to try, uniform on the sphere of radius sqrt(d), and what
        draws them.
    place
        Where the generator is.

    Returns
    -------
    tuple
        R (d, d) in float64, and the code (d,): the first one that will do, or else
        the one with the largest smallest ratio of neighbouring singular values.

    """
    latent = int(generator.latent)  # type: ignore[arg-type]
    draw = torch.Generator().manual_seed(seed)
    codes = Sphere()(torch.randn(candidates, latent, generator=draw)).to(place)
    tried: list[tuple[float, NDArray[np.float64], Tensor]] = []
    for code in codes:
        triangle = _triangle(generator, code)
        values = np.linalg.svd(triangle, compute_uv=False)
        ratio = float(np.min(values[:components] / values[1 : components + 1]))
        tried.append((ratio, triangle, code))
        if ratio >= gap:
            break
    return max(tried, key=lambda one: one[0])[1:]


def _triangle(generator: nn.Module, code: Tensor) -> Float[np.ndarray, "d d"]:
    def image(latent: Tensor) -> Tensor:
        made: Tensor = generator(latent[None])
        return made.flatten()

    def moved(tangent: Tensor) -> Tensor:
        change: Tensor = torch.func.jvp(image, (code,), (tangent,))[1]
        return change

    with torch.no_grad():
        each = torch.func.vmap(moved, chunk_size=_TOGETHER)
        rows = each(torch.eye(len(code), device=code.device)).cpu().double().numpy()
    return np.asarray(np.linalg.qr(rows.T, mode="r"))


def _errors(organiser: Organiser, unseen: Tensor) -> NDArray[np.float64]:
    """Return what the images of the first 1, 2, ... codes leave, over the variance."""
    offsets = organiser.scale * unseen
    images = _made(organiser.generator, organiser.centre + offsets)
    codes = organiser.codes(offsets)
    sizes = range(1, codes.shape[1] + 1)
    made = (_made(organiser.images, codes[:, :size]) for size in sizes)
    return np.array([relative_error(one, images) for one in made])


def _along(
    generator: nn.Module,
    centre: Tensor,
    offsets: Tensor,
    axes: NDArray[np.float64],
    plan: Organising,
) -> NDArray[np.float64]:
    """Return what images of the offsets' parts along the first axes leave."""
    some = offsets[:_LOOKED_AT]
    images = _made(generator, centre + some)
    found = []
    for size in range(1, plan.components + 1):
        first = torch.from_numpy(axes[:size]).to(some)
        found.append(
            relative_error(_made(generator, centre + some @ first.T @ first), images)
        )
    return np.array(found)


def _directions(organiser: Organiser) -> Float[Tensor, "k d"]:
    """Return unit vectors from the image of all codes at 0 to that of one code at 1."""
    count = len(organiser.steps)
    decoder: Any = organiser.steps[-1].decoder
    codes = torch.eye(count, device=organiser.centre.device)
    moved: Tensor = decoder(codes) - decoder(torch.zeros_like(codes))
    return torch.nn.functional.normalize(moved)


def _lines(
    generator: nn.Module, centre: Tensor, directions: Float[Tensor, "k d"]
) -> NDArray[np.float64]:
    """Return images (k, 7, c, n, n) on straight lines through the centre."""
    path = torch.linspace(-_REACH, _REACH, 7, device=centre.device) * centre.norm()
    moved = path[:, None] * directions.to(centre)[:, None]
    images = _made(generator, (centre + moved).flatten(0, 1))
    return plain(images.reshape(*moved.shape[:2], *images.shape[1:]))


def _made(generator: Any, codes: Tensor) -> Tensor:
    """Return images of many codes, a few at a time."""
    return torch.cat([generator(part) for part in torch.split(codes, _TOGETHER)])
