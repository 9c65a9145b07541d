"""How a stranger's network is called, as data."""

from dataclasses import dataclass

import numpy as np

DTYPES = ("float16", "bfloat16", "float32", "float64")

ENCODE, DECODE = "encode", "decode"


class GuestError(ValueError):
    """A stranger's network, file or weights cannot be used; the message says why."""


@dataclass(frozen=True, kw_only=True)
class Form:
    """How a network is called, and in which units its images are.

    Parameters
    ----------
    encode, decode
        Names of its two functions; dotted names reach into what it holds. Where
        ``encode`` or ``decode`` is not there, ``encoder`` or ``decoder`` is taken.
        None where it has no such part.
    cut
        For an ``nn.Sequential``: the layer, by place or name, before which the code is.
    low, high
        What black and white are in its images, such as -1 and 1.
    logits
        Its outputs are logits of values in [0, 1].
    channels
        1, or 3: grey is repeated and the outputs are averaged, colours are given and
        taken as they are; 0 for images without an axis of channels.
    flat
        Each image is one row of numbers.
    largest_batch
        How many images it takes at once, at most.
    dtype
        In which it computes; None for that of its own weights. Only a copy is changed.
    codes
        For a decoder alone: the number of codes or the shape of one image's code; None
        tries what its first layer takes.

    Raises
    ------
    GuestError
        If a value is out of range.

    Examples
    --------
    >>> Form(low=-1.0, channels=3).high
    1.0

    """

    encode: str | None = ENCODE
    decode: str | None = DECODE
    cut: str | int | None = None
    low: float = 0.0
    high: float = 1.0
    logits: bool = False
    channels: int = 1
    flat: bool = False
    largest_batch: int = 256
    dtype: str | None = None
    codes: int | tuple[int, ...] | None = None

    def __post_init__(self) -> None:
        """Refuse what no network can be called by."""
        if not -np.inf < self.low < self.high < np.inf:
            raise GuestError(
                f"low and high must be finite and low the smaller, got {self.low} and "
                f"{self.high}."
            )
        if self.channels not in (0, 1, 3):
            raise GuestError(f"channels must be 1, 3 or 0, got {self.channels}.")
        if self.largest_batch < 1:
            raise GuestError(
                f"largest_batch must be at least 1, got {self.largest_batch}."
            )
        if self.dtype is not None and self.dtype not in DTYPES:
            raise GuestError(
                f"dtype must be one of {', '.join(DTYPES)}, got {self.dtype!r}."
            )
        if self.cut is not None and (self.encode, self.decode) != (ENCODE, DECODE):
            raise GuestError("give a cut, or names of functions, not both.")

    @property
    def tail(self) -> tuple[int, ...] | None:
        """The shape of one image's code, if it is said."""
        return (self.codes,) if isinstance(self.codes, int) else self.codes
