"""What one image is: its shape, and how a network sees its values."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from jaxtyping import Bool, Float
from numpy.typing import NDArray
from torch import Tensor

Batch = tuple[Float[Tensor, "m ..."], Bool[Tensor, "m ..."] | None]
"""Values as a network sees them, and which are known; None where all are."""


@dataclass(frozen=True, kw_only=True, eq=False)
class PixelForm:
    """Shape and grey values of a set of images, which a network maps to [0, 1].

    Parameters
    ----------
    shape
        Height and width, with a channel (or three) in front or behind, or none.
    low, high
        Smallest and largest value.
    mean
        The mean image, scaled, with the channels in front; it stands where a value is
        not known. None for networks that have seen nothing.
    missing
        What stands for a value that is not known.

    """

    shape: tuple[int, ...]
    low: float
    high: float
    mean: Float[np.ndarray, "c h w"] | None = None
    missing: float | None = None

    @property
    def channels(self) -> int:
        """How many numbers a pixel has."""
        return 1 if len(self.shape) == 2 else self.shape[self._place]

    @property
    def sides(self) -> tuple[int, int]:
        """Height and width."""
        sides = list(self.shape)
        if len(sides) == 3:
            del sides[self._place]
        return sides[0], sides[1]

    @property
    def _place(self) -> int:
        return channel_place(self.shape)

    @property
    def _exact(self) -> bool:
        """Whether single precision would lose what tells images apart."""
        spread, most = self.high - self.low, max(abs(self.low), abs(self.high))
        return not (1e-30 < spread < 1e30 and most < 1e3 * spread)

    @property
    def centre(self) -> Float[np.ndarray, "c h w"]:
        """The mean image, scaled."""
        if self.mean is None:
            return np.zeros((self.channels, *self.sides), np.float32)
        return self.mean

    def scaled(self, values: Float[np.ndarray, "m ..."]) -> Batch:
        """Return values (m, c, h, w), low at 0 and high at 1, and which are known."""
        exact = values.astype(np.float64) if self._exact else values
        grey = _single((exact - self.low) / (self.high - self.low))
        grey = (
            grey[:, None] if len(self.shape) == 2 else np.moveaxis(grey, self._axis, 1)
        )
        known = torch.from_numpy(~np.isnan(grey)) if np.isnan(grey).any() else None
        if known is not None:
            grey = np.where(known.numpy(), grey, self.centre)
        tensor = torch.from_numpy(np.ascontiguousarray(grey))
        return tensor.contiguous(memory_format=torch.channels_last), known

    def restored(self, values: Float[Tensor, "m c h w"]) -> Float[np.ndarray, "m ..."]:
        """Return images with their own range of grey values."""
        grey = values.cpu().numpy()
        grey = grey[:, 0] if len(self.shape) == 2 else np.moveaxis(grey, 1, self._axis)
        if self._exact:
            grey = grey.astype(np.float64)
        return np.asarray(self.low + grey * (self.high - self.low))

    @property
    def _axis(self) -> int:
        return 1 + self._place


@dataclass(frozen=True, kw_only=True, eq=False)
class VectorForm:
    """Means of features, and one scale for all, with which a network sees vectors.

    Parameters
    ----------
    shape
        How many features.
    middle
        Mean of each feature; it stands where a value is not known.
    spread
        Root of the mean variance of a feature.
    missing
        What stands for a value that is not known.

    """

    shape: tuple[int, ...]
    middle: Float[np.ndarray, " f"]
    spread: float
    missing: float | None = None

    @property
    def centre(self) -> Float[np.ndarray, " f"]:
        """The mean vector, scaled: 0."""
        return np.zeros(self.shape, np.float32)

    def scaled(self, values: Float[np.ndarray, "m f"]) -> Batch:
        """Return values (m, f) around 0, of mean variance 1, and which are known."""
        moved = _single((values - self.middle) / self.spread)
        known = torch.from_numpy(~np.isnan(moved)) if np.isnan(moved).any() else None
        return torch.from_numpy(np.nan_to_num(moved, nan=0.0)), known

    def restored(self, values: Float[Tensor, "m f"]) -> Float[np.ndarray, "m f"]:
        """Return vectors with their own means and scale."""
        return np.asarray(self.middle + values.cpu().numpy() * self.spread)


Form = PixelForm | VectorForm
"""How images of one shape are given to a network, and taken from it."""


def form_state(form: Form) -> dict[str, Any]:
    """Return a form as tensors and plain values."""
    kind = "pixels" if isinstance(form, PixelForm) else "vectors"
    fields = {
        name: torch.from_numpy(value) if isinstance(value, np.ndarray) else value
        for name, value in vars(form).items()
    }
    return {"kind": kind, **fields}


def form_of(state: dict[str, Any]) -> Form:
    """Return the form that was kept as tensors and plain values."""
    fields: dict[str, Any] = {
        name: value.numpy() if isinstance(value, Tensor) else value
        for name, value in state.items()
        if name != "kind"
    }
    if state["kind"] == "pixels":
        return PixelForm(**fields)
    return VectorForm(**fields)


def _single(scaled: NDArray[Any]) -> Float[np.ndarray, "m ..."]:
    """Return scaled values in single precision, NaN where they are missing."""
    far = np.abs(scaled) > 1e6
    if far.any():
        raise ValueError(
            "images must have values like those of the training, got one further from "
            f"them than {1e6:g} times their range, in image "
            f"{int(np.argwhere(far)[0, 0])} of those looked at."
        )
    return scaled.astype(np.float32)


def channel_place(shape: tuple[int, ...]) -> int:
    """Return which axis of an image with three axes has the channels: 0 or 2.

    Raises
    ------
    ValueError
        If neither has 1 or 3, or both do.

    """
    front, behind = shape[0] in (1, 3), shape[-1] in (1, 3)
    if front and behind:
        raise ValueError(
            f"images of shape {shape} can be read with their channels in front or "
            "behind; give larger ones, or grey ones without an axis for channels."
        )
    if not front and not behind:
        hint = "; leave the alpha channel out" if 4 in (shape[0], shape[-1]) else ""
        raise ValueError(
            f"images must have 1 or 3 channels, in front or behind, got {shape}{hint}."
        )
    return 0 if front else 2


def checked_shape(whole: tuple[int, ...]) -> tuple[int, ...]:
    """Return the shape of a vector or of an image, from that of many.

    Raises
    ------
    ValueError
        If it is that of nothing that can be learned.

    """
    shape = whole[1:]
    if 0 in shape:
        raise ValueError(
            f"images must have pixels: 0 feature(s) (shape={whole}) while a minimum of "
            "1 is required."
        )
    if not 1 <= len(shape) <= 3:
        raise ValueError(
            "images must be numbers of shape (m, height, width), (m, 3, height, "
            f"width), (m, height, width, 3), or vectors (m, features); got {whole}."
        )
    if len(shape) == 3:
        channel_place(shape)
    return shape
