"""Images of a user, checked, with the range of grey values that they span."""

from dataclasses import dataclass

import numpy as np
import torch
from jaxtyping import Float
from torch import Tensor


@dataclass(frozen=True, kw_only=True)
class GreyRange:
    """Shape and grey values of a set of images, which a network maps to [0, 1].

    Parameters
    ----------
    shape
        Height and width.
    low, high
        Smallest and largest value.

    """

    shape: tuple[int, int]
    low: float
    high: float

    def scaled(self, images: Float[np.ndarray, "m h w"]) -> Float[Tensor, "m 1 h w"]:
        """Return images as a float32 tensor, low at 0 and high at 1.

        Raises
        ------
        ValueError
            If the images are not finite or have another shape.

        """
        checked = _checked(images)
        if checked.shape[1:] != self.shape:
            raise ValueError(
                f"images must be {self.shape[0]} x {self.shape[1]} as in the training, "
                f"got {checked.shape[1]} x {checked.shape[2]}."
            )
        grey = (checked - self.low) / (self.high - self.low)
        tensor = torch.from_numpy(grey.astype(np.float32))[:, None]
        return tensor.contiguous(memory_format=torch.channels_last)

    def restored(self, images: Float[Tensor, "m 1 h w"]) -> Float[np.ndarray, "m h w"]:
        """Return images with their own range of grey values."""
        grey = images[:, 0].cpu().numpy()
        return np.asarray(self.low + grey * (self.high - self.low))


def grey_range(images: Float[np.ndarray, "m h w"], least: int) -> GreyRange:
    """Return the range of a training set, once it can be trained on.

    Parameters
    ----------
    images
        Shape (m, h, w).
    least
        There must be more images than this.

    Raises
    ------
    ValueError
        If the images are not finite, do not differ, or are too few.

    """
    checked = _checked(images)
    if len(checked) <= least:
        raise ValueError(
            f"images must be more than the {least} codes, got {len(checked)}."
        )
    if np.all(checked == checked[0]):
        raise ValueError(f"images must differ, got {len(checked)} equal ones.")
    height, width = checked.shape[1:]
    low, high = float(checked.min()), float(checked.max())
    return GreyRange(shape=(height, width), low=low, high=high)


def _checked(images: Float[np.ndarray, "m h w"]) -> Float[np.ndarray, "m h w"]:
    checked = np.asarray(images)
    if checked.ndim != 3 or 0 in checked.shape or checked.dtype.kind not in "buif":
        raise ValueError(
            "images must be numbers of shape (m, height, width), got "
            f"{checked.dtype} of shape {checked.shape}."
        )
    if checked.dtype.kind != "f":
        checked = checked.astype(np.float32)
    if not np.isfinite(checked).all():
        where = int(np.argwhere(~np.isfinite(checked))[0, 0])
        raise ValueError(
            f"images must be finite, got NaN or infinity in image {where}."
        )
    return checked
