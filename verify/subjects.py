"""What a claim is about, as data: disks, impulses or pictures."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, get_args

import numpy as np

from theory.size.law import Law, power

Padding = Literal["zeros", "circular", "reflect", "replicate"]
PADDINGS: tuple[Padding, ...] = get_args(Padding)


@dataclass(frozen=True, kw_only=True)
class Disks:
    """Centred disks of random radii; the talk's own by default.

    Parameters
    ----------
    size
        Pixels along a side of the images, at least 4.
    radius
        The largest radius, pixels, at most half of the size; by default one pixel less
        than that half, and the half itself for images too small for it.
    law
        Of the radii, in shares of the largest; uniform by default.
    blur
        Standard deviation of the Gaussian that the images went through, pixels; 0 for
        sharp disks.
    slope
        Of the LeakyReLU of networks that are trained on them, in [0, 1).
    count
        How many radii stand for the law, at least 4.

    Raises
    ------
    ValueError
        If a value is out of range.

    Examples
    --------
    >>> Disks().largest, Disks(size=63, radius=31.5).largest
    (31.0, 31.5)

    """

    size: int = 64
    radius: float | None = None
    law: Law = field(default_factory=lambda: power(0.0))
    blur: float = 0.0
    slope: float = 0.2
    count: int = 64

    def __post_init__(self) -> None:
        """Refuse what no image can show."""
        _whole("size", self.size, 4)
        _whole("count", self.count, 4)
        if self.radius is not None and not 0 < self.radius <= self.size / 2:
            raise ValueError(
                f"radius must be in (0, {self.size / 2:g}], half of the size, got "
                f"{self.radius}; enlarge the images or shrink the disks."
            )
        if not 0 <= self.blur < np.inf:
            raise ValueError(f"blur must be finite and at least 0, got {self.blur}.")
        if not 0 <= self.slope < 1:
            raise ValueError(f"slope must be in [0, 1), got {self.slope}.")

    @property
    def largest(self) -> float:
        """The largest radius, pixels."""
        half = self.size / 2
        return float(self.radius if self.radius is not None else max(half - 1, 1))


@dataclass(frozen=True, kw_only=True)
class Diracs:
    """Impulses at every place of a line or of a square; the talk's own by default.

    Parameters
    ----------
    length
        Places along each axis, at least 2; the talk has powers of two.
    dimensions
        1 for a line, 2 for a square.
    padding
        What the networks see beyond the ends.
    channels
        Channels of each layer of those that are trained on them, at least 1.
    unseen
        Places that training left out, counted from 0, row by row in the plane.

    Raises
    ------
    ValueError
        If a value is out of range.

    Examples
    --------
    >>> Diracs(length=8).shape, Diracs(length=8, dimensions=2).shape
    ((8,), (8, 8))

    """

    length: int = 32
    dimensions: Literal[1, 2] = 1
    padding: Padding = "zeros"
    channels: int = 1
    unseen: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        """Refuse what has no places."""
        _whole("length", self.length, 2)
        _whole("channels", self.channels, 1)
        if self.dimensions not in (1, 2):
            raise ValueError(f"dimensions must be 1 or 2, got {self.dimensions}.")
        if self.padding not in PADDINGS:
            raise ValueError(
                f"padding must be one of {', '.join(PADDINGS)}, got {self.padding!r}."
            )
        self._check_unseen()

    def _check_unseen(self) -> None:
        count, least = self.length**self.dimensions, self.dimensions + 1
        wrong = [a for a in self.unseen if not 0 <= a < count]
        if wrong:
            raise ValueError(f"unseen must be from 0 to {count - 1}, got {wrong[0]}.")
        if count - len(set(self.unseen)) < least:
            raise ValueError(
                f"unseen must leave {least} places or more that were seen."
            )

    @property
    def left_out(self) -> np.ndarray:
        """Whether training left out each place, row by row."""
        return np.isin(np.arange(self.length**self.dimensions), self.unseen)

    @property
    def shape(self) -> tuple[int, ...]:
        """The shape of one image."""
        return (self.length,) * self.dimensions


@dataclass(frozen=True, kw_only=True)
class Images:
    """Pictures, a person's own or by default the talk's ellipses.

    Parameters
    ----------
    folder
        Where a person's own pictures lie; None for the ellipses.
    size
        Pixels along a side to which they are brought; None leaves them as they are.
    components
        How many codes, at least 1.
    colours
        Red, green and blue of a person's own pictures, and not grey.
    attributes
        A table of numbers for each of a person's own pictures; None for no such table.

    Raises
    ------
    ValueError
        If a value is out of range.

    Examples
    --------
    >>> Images().components
    3

    """

    folder: Path | None = None
    size: int | None = None
    components: int = 3
    colours: bool = False
    attributes: Path | None = None

    def __post_init__(self) -> None:
        """Refuse what holds nothing."""
        _whole("components", self.components, 1)
        if self.size is not None:
            _whole("size", self.size, 2)
        if self.colours and self.folder is None:
            raise ValueError(
                "colours are those of pictures: give a folder; ellipses are grey."
            )
        if self.attributes is not None and self.folder is None:
            raise ValueError(
                "attributes are those of pictures: give a folder; those of ellipses "
                "are known."
            )


def _whole(name: str, value: int, least: int) -> None:
    whole = isinstance(value, int | np.integer) and not isinstance(value, bool)
    if not whole or value < least:
        raise ValueError(
            f"{name} must be a whole number, at least {least}, got {value!r}."
        )
