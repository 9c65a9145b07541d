"""The card of a network: which claims one network fits, and by how much."""

from dataclasses import dataclass
from importlib import import_module
from math import prod
from pathlib import Path
from typing import Any

import numpy as np

from empirical.coder import Coder
from verify.asked import card_diracs, card_disks, card_images
from verify.asked.card_lines import Card
from verify.claim import Array
from verify.claims.size.families import of_disks
from verify.subjects import Diracs, Disks, Images

_GUESTS = "empirical.guest"
"""What makes coders of strangers' networks; by name, because it loads torch."""

_TRIED = 16
"""Images on which a network is tried."""

_CODER = ("encode", "decode", "shape", "codes")


def card(network: Any, subject: Disks | Diracs | Images, **form: Any) -> Card:
    """Return what can be said of one network.

    It is one seed: it fits a claim or does not, and confirms nothing.

    Parameters
    ----------
    network
        A torch module, or anything with ``encode``, ``decode``, ``shape`` and
        ``codes`` that takes and gives arrays (:class:`empirical.coder.Coder`).
    subject
        What it was made for.
    form
        Of a module that is not plain: the fields of :class:`empirical.guest.Form`.

    Raises
    ------
    ValueError
        If the network cannot be asked, is one of other images, or these cannot be
        read.

    """
    if isinstance(subject, Diracs):
        impulses = np.eye(prod(subject.shape)).reshape(-1, *subject.shape)
        return card_diracs.card(_asked(network, impulses, form), subject)
    if isinstance(subject, Images):
        pictures = card_images.pictures_of(subject)
        shown = card_images.some_ellipses() if pictures is None else pictures
        return card_images.card(_asked(network, shown, form), subject, pictures)
    shown = of_disks.drawing(subject)(of_disks.shown_radii(subject))
    return card_disks.card(_asked(network, shown, form), subject)


def network_in(place: str, weights: Path | None = None) -> Any:
    """Return the network that a factory in a file makes, with weights of its own.

    Parameters
    ----------
    place
        ``FILE.py:factory``.
    weights
        A file of tensors and of nothing else.

    Raises
    ------
    ValueError
        If there is none.

    """
    return import_module(_GUESTS).load(place, weights)


@dataclass(frozen=True)
class _Called:
    """A stranger's network as a card asks it: a part that it lacks is None."""

    guest: Any

    @property
    def shape(self) -> tuple[int, ...]:
        """Of one image."""
        return tuple(self.guest.shape)

    @property
    def codes(self) -> int:
        """How many numbers stand for an image."""
        return int(self.guest.codes)

    @property
    def encode(self) -> Any:
        """From images to codes."""
        return self.guest.encode if self.guest.encodes else None

    @property
    def decode(self) -> Any:
        """From codes to images."""
        return self.guest.decode if self.guest.decodes else None

    @property
    def precision(self) -> float:
        """Of the coarser of its numbers."""
        return float(self.guest.precision)

    @property
    def findings(self) -> tuple[str, ...]:
        """What was noticed of it so far."""
        return tuple(self.guest.findings)


def _asked(network: Any, images: Array, form: dict[str, Any]) -> Coder:
    """Return a network as one that takes and gives arrays, tried on some images."""
    if all(hasattr(network, name) for name in _CODER):
        coder: Coder = network
        return coder
    made = import_module(_GUESTS)
    if images.ndim == 4:
        form = {"channels": 3, **form}
    spread = np.linspace(0, len(images) - 1, min(_TRIED, len(images))).astype(int)
    some = images[np.unique(spread)]
    return _Called(made.guest(network, images.shape[1:], made.Form(**form), some))
