"""A linear PCA-like autoencoder on disks, trained code after code."""

from typing import Any

import numpy as np
import torch
from jaxtyping import Float
from torch import Tensor

from empirical.arrays import Arrays
from empirical.disks import disks, midpoint_radii
from empirical.pca.covariance_loss import covariance_loss
from empirical.pca.models.linear_step import LinearStep
from empirical.training import Schedule, Start, train

RIDGE = 1e-10


def progressive_axes(
    *,
    start: Start,
    size: int,
    radius: float,
    count: int,
    codes: int,
    centred: bool,
    weight: float,
    schedule: dict[str, Any],
) -> Arrays:
    """Train a linear autoencoder of disks code after code, and one all at once.

    At each step the encoder's earlier rows are fixed, one row is new, the decoder
    starts anew, and the loss is the squared error over the energy of the images plus
    ``weight`` times the covariance loss; a further term keeps the scale of the new code
    before normalisation, which is free. What the last decoder makes of each code is
    the code's axis. Networks see where images lie in the space that these span, a few
    numbers in place of all pixels. Always in float64 on the CPU, whatever the device:
    the matrices are small and the tolerances tight.

    Parameters
    ----------
    start
        Its seed draws the starts.
    size, radius, count
        Pixels along a side; largest radius in pixels; how many radii, midpoints
        of equal intervals.
    codes
        How many codes, at least 2.
    centred
        Whether codes are standardised and the decoder has a bias.
    weight
        Of the covariance loss, at least 0.
    schedule
        Of each step; batches are refused, as codes are normalised over the whole set.

    Returns
    -------
    dict
        ``axes`` (codes, size, size), of unit norm and any sign; ``joint_axes``
        (codes, size, size) of the autoencoder that is trained on all codes at once,
        with the same loss; ``errors`` (codes,), the error over the energy after
        each step; ``overlaps`` (1,), the largest mean product of two codes;
        ``images`` (count, size, size).

    Raises
    ------
    FloatingPointError
        If the loss stops being finite.
    ValueError
        If ``codes`` or ``weight`` is out of range, or the schedule has batches.

    """
    plan = Schedule(**schedule)
    if codes < 2:
        raise ValueError(f"codes must be at least 2, got {codes}.")
    if not weight >= 0:
        raise ValueError(f"weight must be at least 0, got {weight}.")
    if plan.adam_steps:
        raise ValueError(f"adam_steps must be 0, got {plan.adam_steps}.")
    drawn = disks(midpoint_radii(count, radius), size)
    span, images = in_their_span(torch.from_numpy(drawn).flatten(1))
    basis = _dual(images)
    draw = start.generator()

    def trained(earlier: Tensor, new: int) -> LinearStep:
        model = LinearStep(earlier, basis, new, centred, draw)
        train(model, lambda _: _loss(model, images, weight), count, plan, start.seed)
        return model

    rows, errors = images[:0], []
    for _ in range(codes):
        model = trained(rows, 1)
        errors.append(float(_error(model, images)))
        rows = model.rows().detach()
    joint = trained(images[:0], codes)
    return {
        "axes": _axes(model, span, size),
        "joint_axes": _axes(joint, span, size),
        "errors": np.array(errors),
        "overlaps": np.array([_largest_overlap(model, images)]),
        "images": drawn,
    }


def in_their_span(
    images: Float[Tensor, "m pixels"],
) -> tuple[Float[Tensor, "pixels r"], Float[Tensor, "m r"]]:
    """Return an orthonormal basis of a space that holds all images, and their places.

    What a linear decoder makes outside this space only adds to its error, and inside
    it lengths are the same.

    Parameters
    ----------
    images
        Shape (m, pixels); r is the lesser of both numbers.

    """
    basis, places = torch.linalg.qr(images.T)
    return basis, places.T.contiguous()


def _dual(images: Float[Tensor, "m pixels"]) -> Float[Tensor, "m pixels"]:
    """Return rows that give one image the code 1 and the others nearly 0.

    A slight ridge, because two of the smallest disks may be one image.
    """
    products = images @ images.T
    ridge = RIDGE * products.diagonal().mean() * torch.eye(len(images)).double()
    dual: Tensor = torch.linalg.solve(products + ridge, images)
    return dual


def _error(model: LinearStep, images: Float[Tensor, "m pixels"]) -> Float[Tensor, ""]:
    """Return the squared error over the energy, that of centred images if centred."""
    with torch.no_grad():
        return _relative_error(model, images, model.codes(images))


def _loss(
    model: LinearStep, images: Float[Tensor, "m pixels"], weight: float
) -> Float[Tensor, ""]:
    codes = model.codes(images)
    fixed = len(model.earlier)
    penalty = covariance_loss(codes[:, fixed:], codes[:, :fixed])
    error = _relative_error(model, images, codes)
    return error + weight * penalty + model.excess(images)


def _relative_error(
    model: LinearStep,
    images: Float[Tensor, "m pixels"],
    codes: Float[Tensor, "m k"],
) -> Float[Tensor, ""]:
    middle = images.mean(0) if model.centred else torch.zeros_like(images[0])
    energy = (images - middle).square().sum()
    error: Tensor = (images - model(codes)).square().sum() / energy
    return error


def _axes(
    model: LinearStep, span: Float[Tensor, "pixels r"], size: int
) -> Float[np.ndarray, "k size size"]:
    columns = model.decoder.detach() @ span.T
    unit = columns / columns.norm(dim=1, keepdim=True)
    return np.asarray(unit.reshape(-1, size, size).numpy())


def _largest_overlap(model: LinearStep, images: Float[Tensor, "m pixels"]) -> float:
    with torch.no_grad():
        codes = model.codes(images)
    products = codes.T @ codes / len(images)
    return float(products.triu(1).abs().max())
