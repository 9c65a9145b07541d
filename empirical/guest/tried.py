"""What a stranger's network does that its owner may not know: tried, and said."""

from collections.abc import Callable, Iterator, Sequence

import torch
from torch import Tensor, nn

from empirical.guest.form import GuestError
from empirical.guest.settling import drawn
from empirical.guest.untouched import reseed

Function = Callable[[Tensor], Tensor]
"""From rows to rows, in double precision: codes (m, k) or flattened images."""

_ROUNDING = 4
_SAME = 1e-6
_DROPOUT = nn.modules.dropout._DropoutNd
_NORM = nn.modules.batchnorm._BatchNorm


def of_modes(modules: Sequence[nn.Module]) -> Iterator[str]:
    """Yield which layers were in training mode, and which were never trained."""
    layers = [layer for top in modules for layer in top.modules()]
    for kind, name in ((_NORM, "BatchNorm"), (_DROPOUT, "dropout")):
        if any(isinstance(layer, kind) and layer.training for layer in layers):
            yield f"{name} was in training mode and was put in evaluation mode"
    for layer in layers:
        seen = getattr(layer, "num_batches_tracked", None)
        if isinstance(layer, _NORM) and seen is not None and int(seen) == 0:
            yield "BatchNorm has never seen a batch: it normalizes by 0 and 1"
            return


def of_encoder(name: str, encode: Function, images: Tensor, eps: float) -> list[str]:
    """Return what is wrong with an encoder, as far as these images show it.

    Parameters
    ----------
    name
        As its owner knows it.
    encode
        The encoder.
    images
        Shape (m, ...), unlike one another.
    eps
        The rounding of its dtype.
    """
    codes, again = _twice(encode, images)
    scale = float(codes.abs().max())
    spread = _norm(codes - codes.mean(0))
    rounding = _ROUNDING * eps * scale * codes.numel() ** 0.5
    apart = _norm(again - codes)
    if spread <= min(rounding, _SAME * scale):
        return ["the code is constant: the same for every image"]
    if apart > rounding:
        said = [
            f"its {name} is random: the same image twice gives codes "
            f"{_percent(apart / spread)} apart"
        ]
        if apart > spread:
            said.append(
                "the code ignores the image: it differs as much on one as on two"
            )
        return said
    least = min(_ROUNDING * eps, _SAME) * scale
    dead = (codes.std(0) <= least) & (codes.shape[1] > 1)
    said = []
    if bool(dead.any()):
        said.append(f"{int(dead.sum())} of {codes.shape[1]} codes are constant")
    return said + _of_neighbours(f"the code of its {name}", encode, images, codes, eps)


def of_decoder(name: str, decode: Function, codes: Tensor, eps: float) -> list[str]:
    """Return what is wrong with a decoder, as far as these codes show it."""
    if _norm(codes - codes.mean(0)) == 0:
        codes = codes + drawn(*codes.shape)
    images, again = _twice(decode, codes)
    scale = float(images.abs().max())
    spread = _norm(images - images.mean(0))
    rounding = _ROUNDING * eps * scale * images.numel() ** 0.5
    if spread <= min(rounding, _SAME * scale):
        return [f"the image is constant: its {name} gives the same for every code"]
    apart = _norm(again - images)
    if apart > rounding:
        return [
            f"its {name} is random: the same code twice gives images "
            f"{_percent(apart / spread)} apart"
        ]
    return _of_neighbours(f"the image of its {name}", decode, codes, images, eps)


def past_the_code(
    encode: Function, decode: Function, images: Tensor, eps: float
) -> list[str]:
    """Return whether a decoder sees more than the code: what was last encoded."""
    codes = encode(images)
    reseed(0)
    after = decode(codes)
    encode(images[len(images) // 2 :].repeat_interleave(2, 0)[: len(images)])
    said = "its decoder sees past the code: the same codes give "
    try:
        reseed(0)
        other = decode(codes)
    except GuestError as error:
        return [f"{said}no images once others were encoded ({error})"]
    apart = _norm(other - after)
    if apart <= eps**0.5 * _norm(after):
        return []
    return [
        f"{said}images {_percent(apart / _norm(after))} apart once others were encoded"
    ]


def _of_neighbours(
    what: str, function: Function, given: Tensor, found: Tensor, eps: float
) -> list[str]:
    """Return whether a row's answer depends on the rows beside it, or their order."""
    if len(given) < 3:
        return []
    scale = eps**0.5 * _norm(found)
    turned = function(given.flip(0))
    if _norm(turned - found) <= scale < _norm(turned.flip(0) - found):
        return [f"{what} ignores what is shown: it goes by the place in the batch"]
    fewer = function(given[:-2])
    apart = max(_norm(turned.flip(0) - found), _norm(fewer - found[:-2]))
    if apart <= scale:
        return []
    share = _percent(apart / _norm(found))
    return [f"{what} depends on what else is in the batch, by {share}"]


def _twice(function: Function, given: Tensor) -> tuple[Tensor, Tensor]:
    """Return two answers, the global generators moved between them."""
    reseed(1)
    first = function(given)
    reseed(2)
    return first, function(given)


def _norm(values: Tensor) -> float:
    return float(torch.linalg.vector_norm(values))


def _percent(share: float) -> str:
    digits = "2g" if share < 1 else "0f"
    return f"{100 * share:.{digits}} %"
