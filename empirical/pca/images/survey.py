"""One look at all training images: their form, their spread, and what tells them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import numpy as np
from jaxtyping import Float
from numpy.typing import NDArray

from empirical.pca.images.form import (
    Form,
    PixelForm,
    VectorForm,
    channel_place,
    checked_shape,
)
from empirical.pca.images.numbers import numbers
from empirical.pca.images.rows import Rows

_MOST, _NUMBERS = 512, 2**21
"""Images, and numbers in them, that are looked at at once."""

_LEAST = 1e-100
"""A difference that is no more has a square of 0."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Survey:
    """What is known of a training set before anything is trained.

    Parameters
    ----------
    form
        How a network sees one image.
    grey
        The mean of all values as a network sees them.
    total
        Sum of squares around the mean image, as a network sees them.
    digest
        The sha256 of the images, so that others are not taken for them.

    """

    form: Form
    grey: float
    total: float
    digest: str


def parts(count: int, size: int) -> Iterator[slice]:
    """Yield the places of images that are looked at at once.

    Parameters
    ----------
    count
        How many images.
    size
        Numbers in one of them.

    """
    some = max(1, min(_MOST, _NUMBERS // size))
    return (slice(k, min(k + some, count)) for k in range(0, count, some))


def surveyed(
    rows: Rows,
    places: NDArray[np.int64],
    least: int,
    missing: float | None,
    seen: Callable[[int], object] = lambda count: None,
) -> Survey:
    """Look at all training images once.

    Parameters
    ----------
    rows, places
        The images, and which of them to look at.
    least
        There must be more images than this.
    missing
        What stands for a value that is not known.
    seen
        Is told how many have been looked at.

    Raises
    ------
    ValueError
        If the images are too few, equal, or no finite numbers.

    """
    if len(places) <= least:
        raise ValueError(
            f"images must be more than the {least} codes, got {len(places)} "
            f"(n_samples = {len(places)})."
        )
    shape = checked_shape((len(places), *np.shape(rows[places[:1]])[1:]))
    sums = _Sums(shape)
    for part in parts(len(places), int(np.prod(shape))):
        raw = rows[places[part]]
        sums.add(raw, numbers(raw, missing, part.start))
        seen(part.stop)
    if sums.spread.max() <= _LEAST:
        raise ValueError(f"images must differ, got {len(places)} equal ones.")
    return _of_vectors(sums, missing) if len(shape) == 1 else _of_pixels(sums, missing)


class _Sums:
    """Of all values of each pixel, around those of the first image."""

    def __init__(self, shape: tuple[int, ...]) -> None:
        self.shape, self.hash = shape, sha256(repr(shape).encode())
        self.origin = np.zeros(shape)
        self.count, self.first, self.second = (np.zeros(shape) for _ in range(3))
        self.low, self.high = np.full(shape, np.inf), np.full(shape, -np.inf)
        self.begun = False

    def add(self, raw: NDArray[Any], values: Float[np.ndarray, "m ..."]) -> None:
        """Take some images in, as they were given and as floats."""
        known = np.isfinite(values)
        self.hash.update(str(raw.dtype).encode())
        plain = np.ascontiguousarray(np.ma.getdata(raw))
        self.hash.update(values.tobytes() if plain.dtype.hasobject else plain.tobytes())
        self.hash.update(b"" if known.all() else np.packbits(known).tobytes())
        if not self.begun:
            self.origin, self.begun = np.nan_to_num(values[0].astype(float)), True
        moved = np.where(known, values - self.origin, 0.0)
        self.count += known.sum(axis=0)
        self.first += moved.sum(axis=0)
        self.second += np.square(moved).sum(axis=0)
        self.low = np.minimum(self.low, np.where(known, values, np.inf).min(axis=0))
        self.high = np.maximum(self.high, np.where(known, values, -np.inf).max(axis=0))

    @property
    def seen(self) -> Float[np.ndarray, "..."]:
        """How often each pixel was known, 1 where it never was."""
        return np.maximum(self.count, 1)

    @property
    def mean(self) -> Float[np.ndarray, "..."]:
        """Of each pixel; that of all where it was never known."""
        mean = self.origin + self.first / self.seen
        return np.where(self.count > 0, mean, self.average)

    @property
    def spread(self) -> Float[np.ndarray, "..."]:
        """Largest less smallest value of each pixel, 0 where it was never known."""
        known = self.count > 0
        return np.where(known, self.high, 0.0) - np.where(known, self.low, 0.0)

    @property
    def average(self) -> float:
        """Of all known values."""
        whole = (self.count * self.origin + self.first).sum()
        return float(whole / self.count.sum())

    @property
    def total(self) -> float:
        """Sum of squares around the mean of each pixel."""
        left = self.second - np.square(self.first) / self.seen
        return float(np.maximum(left, 0).sum())


def _of_pixels(sums: _Sums, missing: float | None) -> Survey:
    low, high = float(sums.low.min()), float(sums.high.max())
    mean = (sums.mean - low) / (high - low)
    if len(sums.shape) == 2:
        mean = mean[None]
    else:
        mean = np.moveaxis(mean, channel_place(sums.shape), 0)
    form = PixelForm(
        shape=sums.shape,
        low=low,
        high=high,
        mean=mean.astype(np.float32),
        missing=missing,
    )
    return Survey(
        form=form,
        grey=(sums.average - low) / (high - low),
        total=sums.total / (high - low) ** 2,
        digest=sums.hash.hexdigest(),
    )


def _of_vectors(sums: _Sums, missing: float | None) -> Survey:
    spread = float(np.sqrt(sums.total / sums.count.sum()))
    form = VectorForm(
        shape=sums.shape, middle=sums.mean, spread=spread, missing=missing
    )
    return Survey(
        form=form,
        grey=0.0,
        total=sums.total / spread**2,
        digest=sums.hash.hexdigest(),
    )
