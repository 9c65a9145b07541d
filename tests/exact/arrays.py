"""Arrays of an exact measurement, and of dead ones made from them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial

import numpy as np

from verify.claim import Arrays, Claim


@dataclass(frozen=True, kw_only=True)
class Exact:
    """What an experiment would return if the prediction of a claim were exact.

    Parameters
    ----------
    given
        What the experiment draws or is told: images, sizes, labels. No network and no
        kernel enters it.
    made
        What the network or the kernel that is judged made of it.
    instead
        By kind of ``DEAD``: the arrays, of those made, in which such a network differs,
        where the general rule would make what no network can. None where none can be
        dead in this way.

    """

    given: Arrays
    made: Arrays
    instead: Mapping[str, Arrays | None] = field(default_factory=dict)

    @property
    def arrays(self) -> Arrays:
        """All that the experiment returns."""
        return {**self.given, **self.made}


Maker = Callable[[Claim, int], Exact]
"""Makes the exact arrays of a claim's experiment, quick budget, for a seed."""


def zeros(maker: Maker, claim: Claim) -> Arrays | None:
    """Return the arrays of a network that gives nothing."""
    exact = maker(claim, 0)
    return {**exact.given, **{n: np.zeros_like(a) for n, a in exact.made.items()}}


def constant(maker: Maker, claim: Claim) -> Arrays | None:
    """Return the arrays of a network that gives every sample the average answer."""
    exact = maker(claim, 0)
    flat = {n: _averaged(np.asarray(a)) for n, a in exact.made.items()}
    return {**exact.given, **flat}


def copies(maker: Maker, claim: Claim) -> Arrays | None:
    """Return arrays in which the network's outputs are the data themselves.

    None where nothing that is made has the shape of something given.
    """
    exact = maker(claim, 0)
    shown = {np.shape(a): a for a in exact.given.values() if np.ndim(a)}
    copied = {
        n: shown[np.shape(a)] for n, a in exact.made.items() if np.shape(a) in shown
    }
    return {**exact.arrays, **copied} if copied else None


def shifted(maker: Maker, claim: Claim) -> Arrays | None:
    """Return arrays in which every sample has the answer of its neighbour.

    None where no array that is made has samples.
    """
    exact = maker(claim, 0)
    if not any(np.ndim(a) and len(a) > 1 for a in exact.made.values()):
        return None
    rolled = {
        n: np.roll(a, 1, axis=0) if np.ndim(a) else a for n, a in exact.made.items()
    }
    return {**exact.given, **rolled}


def another(maker: Maker, claim: Claim) -> Arrays | None:
    """Return the data of one seed with what the network of another seed made.

    None where all seeds are given the same.
    """
    first, second = maker(claim, 0), maker(claim, 1)
    if all(np.array_equal(a, second.given[n]) for n, a in first.given.items()):
        return None
    return {**first.given, **second.made}


_GENERAL: dict[str, Callable[[Maker, Claim], Arrays | None]] = {
    "zeros": zeros,
    "constant": constant,
    "copies": copies,
    "shifted": shifted,
    "another": another,
}


def _dead(kind: str, maker: Maker, claim: Claim) -> Arrays | None:
    """Return what the maker says of a kind, or else what the general rule makes.

    None where that is the exact measurement itself.
    """
    exact = maker(claim, 0)
    if kind not in exact.instead:
        arrays = _GENERAL[kind](maker, claim)
    else:
        own = exact.instead[kind]
        arrays = None if own is None else {**exact.arrays, **own}
    if arrays is None or _same(arrays, exact.arrays):
        return None
    return arrays


DEAD: dict[str, Callable[[Maker, Claim], Arrays | None]] = {
    kind: partial(_dead, kind) for kind in _GENERAL
}
"""Ways in which a measurement can come from no working network."""


def _same(arrays: Arrays, others: Arrays) -> bool:
    return all(np.array_equal(array, others[name]) for name, array in arrays.items())


def _averaged(array: np.ndarray) -> np.ndarray:
    if not array.ndim or array.dtype.kind not in "fiu":
        return array
    return np.broadcast_to(array.mean(axis=0), array.shape).astype(array.dtype)
