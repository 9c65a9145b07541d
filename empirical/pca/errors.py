"""What codes do not give back of images, summed over known values."""

from collections.abc import Callable

import torch
from jaxtyping import Bool, Float
from torch import Tensor, nn
from torch.nn import functional

from empirical.pca.images.form import Form
from empirical.pca.images.image_set import ImageSet, in_parts
from empirical.pca.models.image_step import Decoder
from empirical.pca.models.packets import Packets


def codes_of(module: Packets, images: ImageSet) -> Float[Tensor, "m d"]:
    """Return the codes of all packets; nothing is read where there is none."""
    if not len(module.steps):
        return torch.empty(len(images), 0)
    return of_parts(module.encode, images)


@torch.no_grad()
def share_explained(module: Packets, images: ImageSet, form: Form) -> float:
    """Return the share of the variance of images that all codes give back.

    Raises
    ------
    ValueError
        If they do not differ from the mean image of the training set.

    """
    total = scatter(images, form)
    if total == 0:
        raise ValueError("images must differ from the mean of the training images.")
    codes = of_parts(module.encode, images)
    return 1 - residual(module.decode, codes, images) / total


@torch.no_grad()
def residual(
    decoder: Callable[[Tensor], Tensor], codes: Float[Tensor, "m d"], images: ImageSet
) -> float:
    """Return the sum of squares of what codes do not give back of known values."""
    left = 0.0
    for part, (some, known) in in_parts(images):
        missed = decoder(codes[part]) - some
        missed = missed if known is None else missed * known
        left += float(missed.double().square().sum())
    return left


@torch.no_grad()
def scatter(images: ImageSet, form: Form) -> float:
    """Return the sum of squares around the mean image of the training set."""
    middle = torch.as_tensor(form.centre)
    found = 0.0
    for _, (some, known) in in_parts(images):
        moved = some - middle.to(some.device)
        moved = moved if known is None else moved * known
        found += float(moved.double().square().sum())
    return found


@torch.no_grad()
def of_parts(
    function: Callable[[Tensor], Tensor], images: ImageSet
) -> Float[Tensor, "m d"]:
    """Apply a function to a few images at a time; the same ones give the same bits."""
    return torch.cat([function(some) for _, (some, _) in in_parts(images)])


def reconstruction_error(
    decoder: nn.Module,
    codes: Float[Tensor, "m d"],
    images: Float[Tensor, "m ..."],
    kind: str,
    known: Bool[Tensor, "m ..."] | None = None,
) -> Float[Tensor, ""]:
    """Return the mean error per pixel, squared or as cross-entropy.

    Parameters
    ----------
    decoder, codes, images
        What is decoded, from what, and what it should be, with values in [0, 1] where
        the error is cross-entropy.
    kind
        ``squared`` (the deck's eq. 15, over the number of pixels) or
        ``cross-entropy``.
    known
        Which pixels count; all where it is None.

    """
    error: Callable[..., Tensor] = functional.mse_loss
    made: Callable[[Tensor], Tensor] = decoder
    if kind != "squared" and isinstance(decoder, Decoder):
        error, made = functional.binary_cross_entropy_with_logits, decoder.logits
    if known is None:
        return error(made(codes), images)
    return (error(made(codes), images, reduction="none") * known).sum() / known.sum()
