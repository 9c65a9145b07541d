"""The latent space of a pretrained generator of faces, organised near one code."""

from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from empirical.experiments.latent import white
from empirical.latent_organiser import LatentOrganiser, Organising
from empirical.models.face_generator import (
    FaceGenerator,
    face_generator,
    installed_weights,
)
from empirical.models.generator import Sphere
from empirical.shelf import Shelf
from empirical.training import Checkpoint, Schedule, choose_device

_STEP = 1e-4


def organised_faces(
    *,
    seed: int,
    device: str,
    checkpoint: Checkpoint | None,
    candidates: int,
    scale: float,
    offsets: int,
    organising: dict[str, Any],
    weights: Callable[[], Path] = installed_weights,
) -> dict[str, NDArray[Any]]:
    """Organise the latent space of the face generator around one code (eq. 16).

    The code z lies on the sphere of radius sqrt(d); of some random ones it is the
    one where the leading singular values of J = dG/dz are furthest apart.

    Parameters
    ----------
    seed
        Draws codes, offsets, starts and batches.
    device, checkpoint
        Where to train, and where to keep the state of an unfinished training.
    candidates
        How many random codes.
    scale
        Standard deviation of a component of eta; that of a random code is 1.
    offsets
        How many to train on, and how many others to look at.
    organising
        Fields of :class:`Organising`, with a dict for the schedule.
    weights
        Says where the weights are.

    Returns
    -------
    dict
        ``jacobian`` (pixels, d) at z; of the offsets looked at, ``offsets`` (m, d) in
        units of the scale, ``codes`` (m, k) and ``errors`` (k,), relative to the
        variance of the images.

    Raises
    ------
    FloatingPointError
        If a loss stops being finite.
    ModuleNotFoundError
        If there are no weights.

    """
    place = choose_device(device)
    fields = {**organising, "schedule": Schedule(**organising["schedule"])}
    plan, draw = Organising(**fields), torch.Generator().manual_seed(seed)
    made = face_generator(weights())
    codes = Sphere()(torch.randn(candidates, made.latent, generator=draw))
    jacobians = [_jacobian(made, code) for code in codes]
    chosen = int(np.argmax([_gap(one, plan.components) for one in jacobians]))
    known, unseen = (
        (scale * white(offsets, made.latent, draw)).to(place) for _ in range(2)
    )
    made = made.to(place, memory_format=torch.channels_last)
    organiser = LatentOrganiser(made, codes[chosen].to(place), scale, plan, seed)
    organiser.fit(known, Shelf(checkpoint, f"organised faces, seed {seed}"))
    found = organiser.codes(unseen)
    return {
        "jacobian": jacobians[chosen],
        "offsets": (unseen / scale).cpu().numpy().astype(float),
        "codes": found.cpu().numpy().astype(float),
        "errors": _errors(organiser, found, unseen),
    }


@torch.no_grad()
def _errors(
    organiser: LatentOrganiser, codes: Tensor, offsets: Tensor
) -> NDArray[np.float64]:
    images = organiser.generator(organiser.centre + offsets)
    spread = (images - images.mean(0)).double().square().sum()
    left = [
        (organiser.images(codes[:, :count]) - images).double().square().sum() / spread
        for count in range(1, codes.shape[1] + 1)
    ]
    return np.array([float(one) for one in left])


def _jacobian(generator: FaceGenerator, code: Tensor) -> NDArray[np.float64]:
    """Return dG/dz (pixels, d) by central differences in float64."""
    exact, middle = deepcopy(generator).double(), code.double()
    moves = _STEP * torch.eye(len(code)).double()
    ahead, behind = exact(middle + moves), exact(middle - moves)
    slopes: NDArray[np.float64] = ((ahead - behind) / (2 * _STEP)).flatten(1).numpy()
    return slopes.T


def _gap(jacobian: NDArray[np.float64], count: int) -> float:
    values = np.linalg.svd(jacobian, compute_uv=False)
    return float((values[:count] / values[1 : count + 1]).min())
