"""The card of a network: which claims one network fits, and by how much."""

from importlib import import_module
from pathlib import Path
from typing import Any

from empirical.coder import Coder
from verify.asked import card_diracs, card_disks, card_images
from verify.asked.card_lines import Card
from verify.subjects import Diracs, Disks, Images

_GUESTS = "empirical.guest"
"""What makes coders of strangers' networks; by name, because it loads torch."""

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
        return card_diracs.card(_asked(network, subject.shape, form), subject)
    if isinstance(subject, Images):
        pictures = card_images.pictures_of(subject)
        size = (card_images.SIZE,) * 2 if pictures is None else pictures.shape[1:]
        return card_images.card(_asked(network, size, form), subject, pictures)
    shape = (subject.size, subject.size)
    return card_disks.card(_asked(network, shape, form), subject)


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


def _asked(network: Any, shape: tuple[int, ...], form: dict[str, Any]) -> Coder:
    """Return a network as one that takes and gives arrays."""
    if all(hasattr(network, name) for name in _CODER):
        coder: Coder = network
        return coder
    guest = import_module(_GUESTS)
    found: Coder = guest.guest(network, shape, guest.Form(**form))
    return found
