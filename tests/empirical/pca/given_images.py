"""Images in the forms, types, shapes and containers in which people have them."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch.utils.data import Dataset

from empirical.pca.autoencoder import PCAAutoencoder

HOOKED = "SHAPE_CHECKS" in os.environ
"""Whether a hook checks types first, with other words."""

COUNT = 9
SHAPES = ((16, 16), (13, 10), (5, 33))
DTYPES = (
    *("bool", "uint8", "int8", "uint16", "int32", "int64", "uint64"),
    *("float16", "float32", "float64", "longdouble"),
)
FORMS: dict[str, Callable[[np.ndarray], np.ndarray]] = {
    "grey": lambda colour: colour[:, 0],
    "one channel in front": lambda colour: colour[:, :1],
    "one channel behind": lambda colour: colour[:, 0, :, :, None],
    "three in front": lambda colour: colour,
    "three behind": lambda colour: np.moveaxis(colour, 1, -1),
    "vectors": lambda colour: colour[:, 0].reshape(len(colour), -1),
}


def levels(shape: tuple[int, int], dtype: str) -> np.ndarray:
    """Return random pictures (m, 3, h, w) of 0, 1, ... 100, or of 0 and 1."""
    most = 2 if dtype == "bool" else 101
    drawn = np.random.default_rng(sum(shape)).integers(0, most, (COUNT, 3, *shape))
    return drawn.astype(dtype)


class Pictures(Dataset):
    """A dataset of torch, whose items may be pairs."""

    def __init__(self, images: Any, pairs: bool = False) -> None:
        self.images, self.pairs = images, pairs

    def __len__(self) -> int:
        return len(self.images)

    def __getitem__(self, place: int) -> Any:
        image = self.images[place]
        return (image, place) if self.pairs else image


class Plain:
    """A dataset that is not torch's."""

    def __init__(self, images: Any) -> None:
        self.images = images

    def __len__(self) -> int:
        return len(self.images)

    def __getitem__(self, place: int) -> Any:
        return self.images[place]


def tensor(images: np.ndarray) -> torch.Tensor:
    """Return a tensor; torch knows no longer double."""
    wide = images.astype(float) if images.dtype == np.longdouble else images
    return torch.from_numpy(np.ascontiguousarray(wide))


def mapped(images: np.ndarray, folder: Path) -> np.ndarray:
    """Return images mapped to a file."""
    np.save(folder / "images.npy", images)
    return np.load(folder / "images.npy", mmap_mode="r")


CONTAINERS: dict[str, Callable[[np.ndarray, Path], Any]] = {
    "array": lambda images, _: images,
    "read-only": lambda images, _: np.broadcast_to(images, images.shape),
    "other order": lambda images, _: np.asfortranarray(images),
    "view": lambda images, _: np.repeat(images, 2, axis=0)[::2],
    "list": lambda images, _: images.tolist(),
    "list of arrays": lambda images, _: list(images),
    "masked": lambda images, _: np.ma.masked_array(images, mask=False),
    "mapped": mapped,
    "tensor": lambda images, _: tensor(images),
    "tensor that learns": lambda images, _: tensor(images).double().requires_grad_(),
    "dataset": lambda images, _: Pictures(images),
    "dataset of tensors": lambda images, _: Pictures(tensor(images)),
    "dataset of pairs": lambda images, _: Pictures(images, pairs=True),
    "list of tensors": lambda images, _: list(tensor(images)),
    "sequence": lambda images, _: Plain(images),
}
SMALL: dict[str, Any] = {"adam_steps": 2, "channels": (2, 3), "hidden": 3, "batch": 5}


def model(**changes: Any) -> PCAAutoencoder:
    """Return two codes, hardly trained."""
    return PCAAutoencoder(**{"n_components": 2, **SMALL, **changes})
