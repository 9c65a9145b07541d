"""A progressively grown generator (PGAN), rebuilt from a checkpoint of its weights."""

from collections.abc import Mapping
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from typing import Any

import torch
from jaxtyping import Float
from torch import Tensor, nn

from empirical.pca.models.checkpoint_file import weights_in
from empirical.pca.shelf import fill

_SETTINGS = "models.utils.config.BaseConfig"
"""Under this name a checkpoint of pytorch_GAN_zoo keeps its settings, plain values."""
_ASKED = {
    "perChannelNormalization": True,
    "equalizedlR": True,
    "lossCriterion": "WGANGP",
    "alpha": 0,
}
"""Settings that the architecture below stands for, as that checkpoint names them."""
_SLOPE = "leakyReluLeak"


class Settings:
    """Stands in for the class of settings in a checkpoint: attributes, no code."""


class Equalised(nn.Module):
    """A layer whose weights are scaled by sqrt(2 / inputs) when it runs.

    As there, the bias is scaled too.

    Parameters
    ----------
    layer
        Linear or convolution.

    """

    def __init__(self, layer: nn.Linear | nn.Conv2d) -> None:
        super().__init__()
        self.module = layer
        self.gain = (2 / layer.weight[0].numel()) ** 0.5

    def forward(self, values: Tensor) -> Tensor:
        """Map what the layer maps."""
        mapped: Tensor = self.module(values) * self.gain
        return mapped


class Normalise(nn.Module):
    """Divide by the root mean square over channels: a latent vector to its sphere."""

    def forward(self, values: Float[Tensor, "m c ..."]) -> Float[Tensor, "m c ..."]:
        """Map values (m, c, ...) to values of mean square 1 over c."""
        scaled: Tensor = values * (values.square().mean(1, True) + 1e-8).rsqrt()
        return scaled


class ProgressiveGenerator(nn.Module):
    """Latent vectors to images of 4 x 4 pixels doubled once for each further depth.

    Karras et al., Progressive growing of GANs, as in pytorch_GAN_zoo after its last
    growth. The input is scaled to the sphere of radius sqrt(d).

    Parameters
    ----------
    latent
        Length d of the latent vectors.
    depths
        Channels at each resolution, 4 x 4 first.
    colours
        Channels of the images.
    slope
        Of the LeakyReLU.

    """

    def __init__(
        self, latent: int, depths: tuple[int, ...], colours: int, slope: float
    ) -> None:
        super().__init__()
        self.latent = latent
        first = depths[0]
        self.formatLayer = Equalised(nn.Linear(latent, 16 * first))
        self.groupScale0 = nn.ModuleList([_convolution(first, first)])
        self.scaleLayers = nn.ModuleList(
            nn.ModuleList([_convolution(before, after), _convolution(after, after)])
            for before, after in pairwise(depths)
        )
        self.toRGBLayers = nn.ModuleList(
            Equalised(nn.Conv2d(depth, colours, 1)) for depth in depths
        )
        self.bend, self.normalise = nn.LeakyReLU(slope), Normalise()

    def forward(self, latent: Float[Tensor, "m d"]) -> Float[Tensor, "m c n n"]:
        """Map latent vectors (m, d) to images (m, c, n, n), mostly in (-1, 1)."""
        flat = self.bend(self.formatLayer(self.normalise(latent)))
        features = self.normalise(flat.unflatten(1, (-1, 4, 4)))
        features = self._passed(self.groupScale0, features)
        for layers in self.scaleLayers:
            larger = nn.functional.interpolate(features, scale_factor=2.0)
            features = self._passed(layers, larger)
        images: Tensor = self.toRGBLayers[-1](features)
        return images

    def _passed(self, layers: Any, features: Tensor) -> Tensor:
        for layer in layers:
            features = self.normalise(self.bend(layer(features)))
        return features


def progressive_generator(path: Path) -> ProgressiveGenerator:
    """Return the frozen generator in a checkpoint of pytorch_GAN_zoo.

    The averaged generator where there is one, and else the last one.

    Raises
    ------
    ValueError
        If the file holds another architecture, or a pickle of anything but weights
        and settings; no code in it is ever run.

    """
    with torch.serialization.safe_globals([(Settings, _SETTINGS)]):
        saved = weights_in(path)
    if "netG" not in saved or not isinstance(saved.get("config"), Settings):
        raise ValueError(
            f"{path} must hold a PGAN checkpoint with 'config' and 'netG', got "
            "something else."
        )
    slope = _checked(vars(saved["config"]), path)
    weights = _named(saved.get("avgG") or saved["netG"])
    generator = _empty(weights, slope, path)
    fill(generator, weights, str(path))
    return generator.requires_grad_(False).eval()


def checksum(path: Path) -> str:
    """Return the sha256 of a file."""
    return sha256(path.read_bytes()).hexdigest()


def _checked(settings: Mapping[str, Any], path: Path) -> float:
    """Return the slope among settings, once the others are those that are rebuilt."""
    for name, value in _ASKED.items():
        if settings.get(name, value) != value:
            raise ValueError(f"{path}: {name} must be {value}, got {settings[name]}.")
    return float(settings.get(_SLOPE, 0.2))


def _named(weights: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """Return weights by the names here; some versions leave ``module`` out of them."""
    return {
        name if ".module." in name else ".module.".join(name.rsplit(".", 1)): value
        for name, value in weights.items()
    }


def _empty(
    weights: Mapping[str, Tensor], slope: float, path: Path
) -> ProgressiveGenerator:
    """Return a generator of the sizes that the weights have."""
    try:
        latent = weights["formatLayer.module.weight"].shape[1]
        outputs = sorted(k for k in weights if k.startswith("toRGBLayers."))
        count = len(outputs) // 2
        shapes = [weights[f"toRGBLayers.{k}.module.weight"].shape for k in range(count)]
        depths = tuple(shape[1] for shape in shapes)
        return ProgressiveGenerator(latent, depths, shapes[0][0], slope)
    except (KeyError, IndexError) as error:
        raise ValueError(
            f"{path} must hold the weights of a PGAN generator, got others: {error}"
        ) from error


def _convolution(before: int, after: int) -> Equalised:
    return Equalised(nn.Conv2d(before, after, 3, padding=1))
