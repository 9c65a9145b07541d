"""Images as a network sees them: all in memory, or read when they are asked for."""

from collections.abc import Iterator
from typing import Any, Protocol, runtime_checkable

import numpy as np
import torch
from jaxtyping import Float
from numpy.typing import NDArray
from PIL import Image
from torch import Tensor

from empirical.pca.images.form import Batch, Form
from empirical.pca.images.numbers import numbers
from empirical.pca.images.rows import Rows, rows_of
from empirical.pca.images.survey import Survey, parts

Places = Tensor | slice
HELD = 2**30
"""Bytes of images that are kept in memory; more are read again each time."""


@runtime_checkable
class ImageSet(Protocol):
    """A number of images, all of them checked."""

    def __len__(self) -> int:
        """Return how many there are."""

    def __getitem__(self, places: Places) -> Batch:
        """Return some of them, and which values are known."""


class Held:
    """Images that are kept in memory, on the device that trains.

    Parameters
    ----------
    values, known
        All of them, and which values are known; None where all are.

    """

    def __init__(self, values: Float[Tensor, "m ..."], known: Tensor | None) -> None:
        self.values, self.known = values, known

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self.values)

    def __getitem__(self, places: Places) -> Batch:
        """Return some of them, and which values are known."""
        known = None if self.known is None else self.known[places]
        return self.values[places], known


class Streamed:
    """Images that are read whenever they are asked for.

    Parameters
    ----------
    rows, places
        The images, and which of them these are.
    form
        How a network sees them.
    device
        Where it is.

    """

    def __init__(
        self,
        rows: Rows,
        places: NDArray[np.int64],
        form: Form,
        device: torch.device,
    ) -> None:
        self.rows, self.places, self.form, self.device = rows, places, form, device

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self.places)

    def __getitem__(self, places: Places) -> Batch:
        """Return some of them, and which values are known."""
        chosen = places if isinstance(places, slice) else places.cpu().numpy()
        asked = self.places[chosen]
        first = int(asked[0]) if len(asked) else 0
        values = numbers(self.rows[asked], self.form.missing, first)
        found, known = self.form.scaled(checked_like(values, self.form))
        return (
            found.to(self.device),
            None if known is None else known.to(self.device),
        )


def image_set(
    rows: Rows, places: NDArray[np.int64], form: Form, device: torch.device
) -> Held | Streamed:
    """Return images, in memory where there is room for them."""
    streamed = Streamed(rows, places, form, device)
    size = int(np.prod(form.shape))
    if not len(places) or 4 * size * len(places) > HELD:
        return streamed
    found = [streamed[part] for part in parts(len(places), size)]
    values = torch.cat([one for one, _ in found])
    if values.ndim == 4:
        values = values.contiguous(memory_format=torch.channels_last)
    if all(known is None for _, known in found):
        return Held(values, None)
    masks = [torch.ones_like(v, dtype=torch.bool) if k is None else k for v, k in found]
    return Held(values, torch.cat(masks))


def given(data: Any, form: Form, device: torch.device) -> Streamed:
    """Return images of a known form, or one of them, whatever they come in.

    Raises
    ------
    ValueError
        If there is none.

    """
    data = np.asarray(data) if isinstance(data, Image.Image) else data
    shape = getattr(data, "shape", None)
    if len(form.shape) > 1 and shape is not None and tuple(shape) == form.shape:
        data = data[None]
    rows = rows_of(data)
    if not len(rows):
        raise ValueError(
            f"images must be at least one, got none: 0 sample(s) (shape={shape}) while "
            "a minimum of 1 is required."
        )
    return Streamed(rows, np.arange(len(rows)), form, device)


def checked_like(
    values: Float[np.ndarray, "m ..."], form: Form
) -> Float[np.ndarray, "m ..."]:
    """Return values that have the shape of the training images.

    Raises
    ------
    ValueError
        If they have another one.

    """
    if values.shape[1:] == form.shape:
        return values
    if len(form.shape) == 1 and values.ndim == 2:
        raise ValueError(
            f"X has {values.shape[1]} features, but PCAAutoencoder is expecting "
            f"{form.shape[0]} features as input."
        )
    asked, given = (
        " x ".join(map(str, shape)) for shape in (form.shape, values.shape[1:])
    )
    raise ValueError(f"images must be {asked} as in the training, got {given}.")


def total_of(images: ImageSet, survey: Survey) -> float:
    """Return the sum of squares around the mean image."""
    if isinstance(images, Held) and images.known is None:
        values = images.values
        return float((values - values.mean(0)).double().square().sum())
    return survey.total


def grey_of(images: ImageSet, survey: Survey) -> float:
    """Return the mean of all values."""
    if isinstance(images, Held) and images.known is None:
        return float(images.values.mean())
    return survey.grey


def in_parts(images: ImageSet) -> Iterator[tuple[slice, Batch]]:
    """Yield all images, a few at a time."""
    size = images[slice(0, 1)][0].numel()
    return ((part, images[part]) for part in parts(len(images), size))
