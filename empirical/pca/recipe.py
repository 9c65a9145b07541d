"""How a PCA-like autoencoder is built and trained."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from numbers import Integral, Real
from typing import Literal

from empirical.training import Schedule

_NUMBERS = (
    ("penalty", Real, "number"),
    ("learning_rate", Real, "number"),
    ("hidden", Integral, "whole number"),
    ("adam_steps", Integral, "whole number"),
    ("batch", Integral, "whole number"),
)


@dataclass(frozen=True, kw_only=True)
class Recipe:
    """How each step of a PCA-like autoencoder is built and trained.

    Parameters
    ----------
    penalty
        The deck's lambda, at least 0, for an error per pixel: the deck's own, which
        sums over pixels, is larger by their number.
    error
        ``squared`` as in the deck, or ``cross-entropy``.
    divisor
        ``k``, or ``k - 1`` to average over the earlier codes.
    first
        How the first packet starts: as ``any`` weights of its features, or as a
        ``sum``, with weights of one sign.
    channels, hidden
        Of the networks.
    adam_steps, learning_rate, batch
        Of Adam, for each packet.
    seed
        Draws starts and batches.

    Raises
    ------
    ValueError
        If a value is out of range.

    """

    penalty: float = 0.1
    error: Literal["squared", "cross-entropy"] = "squared"
    divisor: Literal["k", "k - 1"] = "k"
    first: Literal["any", "sum"] = "any"
    channels: Sequence[int] = (8, 16, 32, 32)
    hidden: int = 64
    adam_steps: int = 1000
    learning_rate: float = 1e-2
    batch: int = 64
    seed: int = 0

    def __post_init__(self) -> None:
        """Refuse what could not be trained."""
        for name, kind, said in _NUMBERS:
            value = getattr(self, name)
            if not isinstance(value, kind) or isinstance(value, bool):
                raise ValueError(f"{name} must be a {said}, got {value!r}.")
        listed = isinstance(self.channels, Iterable)
        if not listed or not all(isinstance(one, Integral) for one in self.channels):
            raise ValueError(
                f"channels must be whole numbers, such as (8, 16), got "
                f"{self.channels!r}."
            )
        object.__setattr__(self, "channels", tuple(self.channels))
        if not 0 <= self.penalty < float("inf"):
            raise ValueError(f"penalty must be at least 0, got {self.penalty}.")
        for name, known in (
            ("error", ("squared", "cross-entropy")),
            ("divisor", ("k", "k - 1")),
            ("first", ("any", "sum")),
        ):
            if getattr(self, name) not in known:
                raise ValueError(
                    f"{name} must be {' or '.join(known)}, got {getattr(self, name)!r}."
                )
        if not self.channels or min((*self.channels, self.hidden)) < 1:
            raise ValueError(
                "channels and hidden must be at least 1 everywhere, got "
                f"{self.channels} and {self.hidden}."
            )
        if self.batch < 2:
            raise ValueError(f"batch must be at least 2, got {self.batch}.")
        self.schedule()

    def schedule(self) -> Schedule:
        """Return the schedule of one packet."""
        return Schedule(
            adam_steps=self.adam_steps,
            learning_rate=self.learning_rate,
            batch=self.batch,
            lbfgs_steps=0,
        )
