"""The PCA-like autoencoder: codes added one packet at a time, uncorrelated."""

import io
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np
import torch
from jaxtyping import Float
from torch import Tensor, nn

from empirical.covariance import covariance_loss
from empirical.images.pictures import Pictures
from empirical.models.pca_autoencoder import Step, reconstruction_error
from empirical.shelf import Shelf, loaded
from empirical.training import Checkpoint, Schedule, choose_device, train

_PART = 512
"""Images passed through a network at once."""


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
        ``k``, or ``k-1`` to average over the earlier codes.
    channels, hidden
        Of the networks.
    steps, learning_rate, batch
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
    divisor: Literal["k", "k-1"] = "k"
    channels: tuple[int, ...] = (8, 16, 32, 32)
    hidden: int = 64
    steps: int = 1000
    learning_rate: float = 1e-2
    batch: int = 64
    seed: int = 0

    def __post_init__(self) -> None:
        """Refuse what could not be trained."""
        object.__setattr__(self, "channels", tuple(self.channels))
        if not 0 <= self.penalty < float("inf"):
            raise ValueError(f"penalty must be at least 0, got {self.penalty}.")
        for name, known in (
            ("error", ("squared", "cross-entropy")),
            ("divisor", ("k", "k-1")),
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
            adam_steps=self.steps,
            learning_rate=self.learning_rate,
            batch=self.batch,
            lbfgs_steps=0,
        )


class PCAAutoencoder(nn.Module):
    """A non-linear PCA of images: ordered codes, as uncorrelated as the penalty makes.

    Codes come in packets, usually of one. Each packet has its own encoder, trained
    together with a new decoder that reads all codes so far (deck, eqs. 14 and 15),
    and is then frozen for good: weights, and mean and variance of its codes.
    Decoders are kept, so that images can be made from the first codes alone.

    Parameters
    ----------
    components
        How many codes.
    packets
        Sizes of the packets, with that sum; ones where it is None.
    device
        ``auto``, ``cpu`` or ``cuda``.
    recipe
        The fields of :class:`Recipe`: ``penalty``, ``steps``, ``seed`` and more.

    Attributes
    ----------
    explained_
        Fraction of the variance of the training images explained after each packet.
    codes_
        Codes of the training images, (m, d), each as it was when its packet froze.

    Raises
    ------
    ValueError
        If an argument is out of range.

    Examples
    --------
    >>> images = np.random.default_rng(0).random((20, 12, 9))
    >>> model = PCAAutoencoder(components=2, steps=5, channels=(4, 4)).fit(images)
    >>> codes = model.transform(images)
    >>> codes.shape, model.inverse_transform(codes[:, :1]).shape, len(model.explained_)
    ((20, 2), (20, 12, 9), 2)

    """

    def __init__(
        self,
        components: int = 3,
        packets: Sequence[int] | None = None,
        *,
        device: str = "cpu",
        **recipe: Any,
    ) -> None:
        super().__init__()
        packets = (1,) * components if packets is None else tuple(packets)
        if components < 1:
            raise ValueError(f"components must be at least 1, got {components}.")
        if min(packets, default=0) < 1 or sum(packets) != components:
            raise ValueError(
                f"packets must each be at least 1 and have the sum {components}, "
                f"got {packets}."
            )
        self.packets, self.recipe = packets, Recipe(**recipe)
        self.device = choose_device(device)
        self.steps = nn.ModuleList()
        self.explained_: list[float] = []
        self.codes_: Float[np.ndarray, "m d"] = np.empty((0, 0), np.float32)
        self._pictures: Pictures | None = None

    def fit(
        self,
        images: Float[np.ndarray, "m h w"],
        checkpoint: Checkpoint | None = None,
    ) -> "PCAAutoencoder":
        """Train all packets, one after the other, and return the model itself.

        Parameters
        ----------
        images
            Shape (m, h, w), any finite values; more images than codes.
        checkpoint
            Where the state of an unfinished training is kept; a training that is
            killed and started again ends with the same bits as one that never
            stopped.

        Raises
        ------
        ValueError
            If the images do not vary, are not finite, or are too few; or if the
            checkpoint belongs to another training.
        FloatingPointError
            If the loss stops being finite.

        """
        self.steps, self.explained_ = nn.ModuleList(), []
        self._pictures = Pictures.of(images, sum(self.packets))
        self.codes_ = np.empty((len(images), 0), np.float32)
        about = f"{asdict(self.recipe)} on images {np.shape(images)}"
        shelf = Shelf(checkpoint, about)
        for place, packet in enumerate(self.packets):
            self._grow(images, packet, shelf, place)
        return self

    def grow(
        self,
        images: Float[np.ndarray, "m h w"],
        packet: int = 1,
        checkpoint: Checkpoint | None = None,
    ) -> "PCAAutoencoder":
        """Add one more packet, trained on the images of the fit; nothing else moves."""
        ...
