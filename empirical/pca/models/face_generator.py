"""A generator of 64 x 64 colour faces that others trained, from an optional package."""

from collections.abc import Sequence
from importlib.metadata import distribution
from itertools import pairwise
from pathlib import Path
from typing import Any

import torch
from jaxtyping import Float
from torch import Tensor, nn
from torch.nn.utils.fusion import fuse_conv_bn_eval

from empirical.pca.models.checkpoint_file import weights_in
from empirical.pca.shelf import fill

PACKAGE = "gan-face-generate"
"""What brings the weights; they are read, and none of its code is run."""
LATENT = 100
_CHANNELS = (512, 256, 128, 64)
_KEY = "netG_state_dict"
_TOGETHER = 64
"""Images made at once: more would not fit into a processor's cache."""


class FaceGenerator(nn.Module):
    """Normal latent vectors to colour images (Radford et al., DCGAN).

    In 100 dimensions normal vectors lie near the sphere of radius 10. The input is
    taken as it is: unlike PGAN this generator scales nothing.

    Parameters
    ----------
    latent
        Length d of the latent vectors.
    channels
        Before each transposed convolution but the first.

    """

    def __init__(
        self, latent: int = LATENT, channels: Sequence[int] = _CHANNELS
    ) -> None:
        super().__init__()
        self.latent = latent
        layers: list[nn.Module] = [
            nn.ConvTranspose2d(latent, channels[0], 4, bias=False)
        ]
        for before, after in pairwise([*channels, 3]):
            layers += [
                nn.BatchNorm2d(before),
                nn.ReLU(),
                nn.ConvTranspose2d(before, after, 4, stride=2, padding=1, bias=False),
            ]
        self.main = nn.Sequential(*layers, nn.Tanh())

    def forward(self, latent: Float[Tensor, "m d"]) -> Float[Tensor, "m 3 n n"]:
        """Map latent vectors (m, d) to images (m, 3, n, n) with values in (-1, 1)."""
        parts = torch.split(latent[:, :, None, None], _TOGETHER)
        return torch.cat([self.main(part) for part in parts])

    def frozen(self) -> "FaceGenerator":
        """Return the generator itself, never to learn again.

        Its normalisations, constant from now on, move into the filters before them:
        the same map to rounding, sooner.
        """
        self.requires_grad_(False).eval()
        layers: list[nn.Module] = []
        for layer in self.main:
            if isinstance(layer, nn.BatchNorm2d):
                filters: Any = layers.pop()
                layer = fuse_conv_bn_eval(filters, layer, transpose=True)
            layers.append(layer)
        self.main = nn.Sequential(*layers)
        return self


def pretrained_faces() -> FaceGenerator:
    """Return the frozen generator of the installed package.

    Raises
    ------
    PackageNotFoundError
        If the package is not installed.
    ValueError
        If the file of weights is not what it was.

    """
    inside = f"{PACKAGE.replace('-', '_')}/weights.tar"
    return face_generator(Path(str(distribution(PACKAGE).locate_file(inside))))


def face_generator(path: Path) -> FaceGenerator:
    """Return the frozen generator whose weights are in a file.

    Raises
    ------
    ValueError
        If the file holds weights of another architecture, or a pickle; nothing in
        it is ever unpickled.

    """
    saved = weights_in(path)
    if _KEY not in saved:
        raise ValueError(f"{path} must hold weights under {_KEY!r}, got none.")
    generator = FaceGenerator()
    fill(generator, saved[_KEY], str(path))
    return generator.frozen()
