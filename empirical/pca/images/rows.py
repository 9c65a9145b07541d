"""Images one after the other: from an array, a file mapped to one, or a dataset."""

import os
from pathlib import Path
from typing import Any, Protocol, runtime_checkable

import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image
from torch import Tensor
from torch.utils.data import DataLoader, IterableDataset

from empirical.pca.images.folder import FolderImages

_PLAIN = ("1", "L", "I", "F", "RGB", "RGBA", "I;16", "I;16B", "I;16L", "I;16N")
"""Modes of pictures whose numbers are grey values or colours."""


@runtime_checkable
class Rows(Protocol):
    """Images that can be asked for by their numbers."""

    def __len__(self) -> int:
        """Return how many there are."""

    def __getitem__(self, places: NDArray[np.int64]) -> NDArray[Any]:
        """Return these images, as they were given, along a first axis."""


class DatasetRows:
    """The images of a dataset, read when they are asked for.

    Parameters
    ----------
    dataset
        With a length; ``dataset[k]`` is an image, or begins with one.

    """

    def __init__(self, dataset: Any) -> None:
        self.dataset = dataset
        self.shape: tuple[int, ...] | None = None

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self.dataset)

    def __getitem__(self, places: NDArray[np.int64]) -> NDArray[Any]:
        """Return these images along a first axis.

        Raises
        ------
        ValueError
            If the dataset fails, or its images are none or differ in shape.

        """
        return np.stack([self._one(int(place)) for place in places])

    def _one(self, place: int) -> NDArray[Any]:
        try:
            item = self.dataset[place]
        except ValueError:
            raise
        except Exception as error:
            raise ValueError(
                f"the dataset must give item {place}, it raised "
                f"{type(error).__name__}: {error}"
            ) from error
        if isinstance(item, tuple | list) and item and not np.isscalar(item[0]):
            item = item[0]
        if isinstance(item, Tensor):
            item = _plain(item)
        if not isinstance(item, np.ndarray | Image.Image):
            raise ValueError(
                "each item of the dataset must be an image (array, tensor or picture) "
                f"or begin with one, got {type(item).__name__} as item {place}."
            )
        if isinstance(item, Image.Image) and item.mode not in _PLAIN:
            item = item.convert("RGB")
        array: NDArray[Any] = np.asanyarray(item)
        self.shape = self.shape or array.shape
        if array.shape != self.shape:
            raise ValueError(
                f"images must have one shape, got {array.shape} as item {place} and "
                f"{self.shape} before."
            )
        return array


def rows_of(data: Any) -> Rows:
    """Return the images in what a person gives.

    Parameters
    ----------
    data
        An array (also masked, or mapped to a file), a tensor, lists of numbers, a
        dataset of torch with a length, or the path of a folder of pictures.

    Raises
    ------
    ValueError
        If it is none of these.
    TypeError
        If it is a sparse array.

    """
    if isinstance(data, str | os.PathLike):
        return DatasetRows(FolderImages(Path(data)))
    if isinstance(data, DataLoader):
        raise ValueError("give the dataset of a DataLoader: fit(loader.dataset).")
    if isinstance(data, IterableDataset):
        raise ValueError(
            "a dataset must have a length and be asked by number; an IterableDataset "
            "can be written to a folder of pictures or a .npy file first."
        )
    if isinstance(data, Tensor):
        return _array(_plain(data))
    if hasattr(data, "toarray") and not isinstance(data, np.ndarray):
        raise TypeError("images must be dense, got a sparse array; give toarray().")
    plain = isinstance(data, list | tuple)
    if plain and len(data) and isinstance(data[0], Image.Image | Tensor):
        return DatasetRows(data)
    listed = plain or hasattr(data, "__array__")
    if not listed and hasattr(data, "__len__") and hasattr(data, "__getitem__"):
        return DatasetRows(data)
    return _array(data)


def _array(data: Any) -> Rows:
    try:
        found: NDArray[Any] = np.asanyarray(data)
    except ValueError as error:
        raise ValueError(f"images must have one shape: {error}") from error
    if found.ndim < 2:
        raise ValueError(
            "images must be numbers of shape (m, height, width), (m, 3, height, width) "
            f"or (m, height, width, 3), or vectors (m, features); got {found.dtype} of "
            f"shape {found.shape}. Reshape your data: a vector with "
            "array.reshape(1, -1), one feature with array.reshape(-1, 1)."
        )
    return found


def _plain(tensor: Tensor) -> NDArray[Any]:
    values = tensor.detach().cpu()
    if values.dtype == torch.bfloat16:
        values = values.float()
    return np.asarray(values.numpy())
