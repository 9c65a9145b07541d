"""The latent space of a generator, organised near one code and as a whole."""

from collections.abc import Iterable, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from empirical.arrays import Arrays
from empirical.pca.models.generator import Sphere
from empirical.pca.organising import Organiser, Organising
from empirical.pca.shape_generator import shape_generator
from empirical.pca.shelf import Shelf
from empirical.training import Schedule, Start

_CANDIDATES = 128
_AMONG = 32
_OFFSETS = 512


@dataclass(frozen=True, kw_only=True)
class _Family:
    """Offsets to learn from and to look at, around a centre, with their scale."""

    centre: Tensor
    known: Tensor
    unseen: Tensor
    scale: float


def organised_shapes(
    *,
    start: Start,
    generator: dict[str, Any],
    scale: float,
    farther: Sequence[float],
    offsets: int,
    organising: dict[str, Any],
    whole: dict[str, Any],
) -> Arrays:
    """Make a generator of shapes, and organise its latent space.

    First around one code z of its sphere, with offsets eta of mean 0 and covariance
    ``scale^2 I``: 1 is the spread of a component of the codes themselves. Then as a
    whole: uniform codes on the sphere in place of z + eta.

    Of 128 random codes, z is the one where the leading singular values of the
    generator's derivative J are furthest apart, so that each axis has a name.

    Parameters
    ----------
    start
        Its seed draws shapes, codes, starts and batches.
    generator
        Arguments of :func:`shape_generator`.
    scale, farther
        Of eta, above 0: to learn from, and others at which the axes of J are tried.
    offsets
        How many to train on, and how many others to look at.
    organising
        Fields of :class:`Organising`, with a dict for the schedule.
    whole
        Fields that differ for the whole space, which takes longer to learn.

    Returns
    -------
    dict
        ``jacobian`` (pixels, d) at z; ``jacobians`` (32, pixels, d) at other codes;
        for both families, around z and the whole: ``offsets`` (2, m, d) looked at, in
        units of the scale, their ``codes`` (2, m, k), ``errors`` (2, k) of images
        made from the first codes, relative to the variance of the images, and
        ``linear`` (2, k), those of k principal components of the images to learn
        from; ``carried`` (32, s, k), the errors of images from offsets along the
        singular vectors of J at each of these codes, at the scale and farther;
        ``quality`` (2,), of the generator; ``pictures`` (2, k, 9, 1, n, n), along
        each axis.

    Raises
    ------
    FloatingPointError
        If a loss stops being finite.
    ValueError
        If an argument is out of range.

    """
    place, seed = start.place, start.seed
    shelf = Shelf(start.checkpoint, f"organised shapes, seed {seed}")
    made, *quality = shape_generator(
        **{**generator, "schedule": Schedule(**generator["schedule"])},
        seed=seed,
        device=place,
        checkpoint=shelf.slot("generator"),
    )
    plan, longer = planned(organising), planned({**organising, **whole})
    jacobians, centre, candidates = chosen_code(made, plan.components, seed)
    draw = start.generator()
    near = _local(candidates[centre].to(place), scale, offsets, draw)
    sphere = _whole(made.latent, offsets, draw, place)
    found = [
        _organised(made, near, plan, seed, shelf, "near"),
        _organised(made, sphere, longer, seed, shelf, "whole"),
    ]
    reaches = (scale, *farther)
    return {
        "jacobian": jacobians[centre],
        "jacobians": jacobians[:_AMONG],
        "carried": _carried(
            made, candidates[:_AMONG].to(place), jacobians, reaches, plan
        ),
        "quality": np.array(quality),
        **{name: np.stack([one[name] for one in found]) for name in found[0]},
    }


def planned(fields: dict[str, Any]) -> Organising:
    """Return how to organise, from fields that hold a dict for the schedule."""
    return Organising(**{**fields, "schedule": Schedule(**fields["schedule"])})


def chosen_code(
    generator: nn.Module, components: int, seed: int
) -> tuple[NDArray[np.float64], int, Tensor]:
    """Return J at random codes, and at which its singular values are furthest apart.

    Parameters
    ----------
    generator
        With ``latent``, the length d of its codes; on any device.
    components
        How many singular values must be apart from the next one.
    seed
        Draws 128 codes, uniform on the sphere of radius sqrt(d).

    Returns
    -------
    tuple
        J (128, pixels, d) in float64; the number of the chosen code, the one with
        the largest smallest ratio; the codes (128, d).

    """
    latent = int(generator.latent)  # type: ignore[arg-type]
    draw = torch.Generator().manual_seed(seed)
    codes = Sphere()(torch.randn(_CANDIDATES, latent, generator=draw))
    exact = deepcopy(generator).cpu().double()
    derivative = torch.func.jacfwd(lambda code: exact(code[None]).flatten())
    jacobians = torch.func.vmap(derivative)(codes.double()).detach().numpy()
    values = np.linalg.svd(jacobians, compute_uv=False)
    ratios = values[:, :components] / values[:, 1 : components + 1]
    return jacobians, int(ratios.min(axis=1).argmax()), codes


def _local(centre: Tensor, scale: float, count: int, draw: torch.Generator) -> _Family:
    known, unseen = (
        (scale * white(count, len(centre), draw)).to(centre.device) for _ in range(2)
    )
    return _Family(centre=centre, known=known, unseen=unseen, scale=scale)


def _whole(
    latent: int, count: int, draw: torch.Generator, place: torch.device
) -> _Family:
    sphere = Sphere()
    known, unseen = (
        sphere(torch.randn(count, latent, generator=draw)).to(place) for _ in range(2)
    )
    origin = torch.zeros(latent, device=place)
    return _Family(centre=origin, known=known, unseen=unseen, scale=1.0)


def white(count: int, size: int, draw: torch.Generator) -> Tensor:
    """Return normal vectors (count, size) of mean 0 and covariance I, exactly so.

    Without this, the captured variances would carry the noise of the draw.
    """
    drawn = torch.randn(count, size, generator=draw, dtype=torch.float64)
    centred = drawn - drawn.mean(0)
    root = torch.linalg.cholesky(centred.T @ centred / count)
    scaled: Tensor = torch.linalg.solve_triangular(root, centred.T, upper=False)
    return scaled.T.float()


@torch.no_grad()
def _organised(
    generator: nn.Module,
    family: _Family,
    plan: Organising,
    seed: int,
    shelf: Shelf,
    name: str,
) -> Arrays:
    """Organise one family, and look at offsets that it was not trained on."""
    organiser = Organiser(generator, family.centre, family.scale, plan, seed)
    with torch.enable_grad():
        organiser.fit(family.known, shelf, name)
    codes = organiser.codes(family.unseen)
    known, images = (
        generator(family.centre + some) for some in (family.known, family.unseen)
    )
    sizes = range(1, plan.components + 1)
    return {
        "offsets": plain(family.unseen / family.scale),
        "codes": plain(codes),
        "errors": np.array(
            [relative_error(organiser.images(codes[:, :k]), images) for k in sizes]
        ),
        "linear": _tails(plain(known.flatten(1)), plain(images.flatten(1)), sizes),
        "pictures": _walks(organiser, codes),
    }


@torch.no_grad()
def _carried(
    generator: nn.Module,
    codes: Tensor,
    jacobians: NDArray[np.float64],
    scales: Sequence[float],
    plan: Organising,
) -> NDArray[np.float64]:
    """Return what offsets along the singular vectors of each J leave, per scale."""
    drawn = white(_OFFSETS, codes.shape[1], torch.Generator().manual_seed(0))
    found = np.empty((len(codes), len(scales), plan.components))
    for place, code in enumerate(codes):
        axes = np.linalg.svd(jacobians[place], full_matrices=False)[2]
        for row, scale in enumerate(scales):
            offsets = scale * drawn.to(codes)
            images = generator(code + offsets)
            for size in range(1, plan.components + 1):
                first = torch.from_numpy(axes[:size]).to(codes)
                made = generator(code + offsets @ first.T @ first)
                found[place, row, size - 1] = relative_error(made, images)
    return found


def _walks(organiser: Organiser, codes: Tensor) -> NDArray[np.float64]:
    """Return images along each axis, from -2 to 2, the other codes at 0."""
    count = codes.shape[1]
    path = torch.zeros(count, 9, count, device=codes.device)
    for axis in range(count):
        path[axis, :, axis] = torch.linspace(-2, 2, 9)
    images = organiser.images(path.reshape(-1, count))
    return plain(images).reshape(count, 9, *images.shape[1:])


def relative_error(made: Tensor, images: Tensor) -> float:
    """Return the squared error over the variance of the images."""
    spread = (images - images.mean(0)).double().square().sum()
    return float((made - images).double().square().sum() / spread)


def _tails(
    known: NDArray[np.float64], flat: NDArray[np.float64], sizes: Iterable[int]
) -> NDArray[np.float64]:
    """Return which share of the variance principal components of others leave."""
    middle = known.mean(axis=0)
    axes = np.linalg.eigh(np.cov(known.T, bias=True))[1].T[::-1]
    moved, spread = flat - middle, np.sum((flat - flat.mean(axis=0)) ** 2)
    left = [np.sum((moved - moved @ axes[:k].T @ axes[:k]) ** 2) for k in sizes]
    return np.asarray(np.array(left) / spread)


def plain(tensor: Tensor) -> NDArray[np.float64]:
    """Return a tensor as an array of NumPy, in double precision."""
    return tensor.detach().cpu().numpy().astype(float)
