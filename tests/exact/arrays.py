"""Arrays of an exact measurement, and of dead ones made from them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
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
    shown
        Names of what is given that the network sees, and so could copy; None for all.
        Labels are given, and no network sees them.
    axes
        The axis of the samples, by the name of an array where it is not the first.
    returned
        What the experiment returns of both, where it works errors out of answers, say:
        a dead network spoils the answers, and the errors only through them.
    instead
        By kind of ``DEAD``: the arrays, of those made, in which such a network differs,
        where the general rule would make what no network can. None where none can be
        dead in this way.

    """

    given: Arrays
    made: Arrays
    shown: tuple[str, ...] | None = None
    axes: Mapping[str, int] = field(default_factory=dict)
    returned: Callable[[Arrays], Arrays] = dict
    instead: Mapping[str, Arrays | None] = field(default_factory=dict)

    @property
    def arrays(self) -> Arrays:
        """All that the experiment returns."""
        return self.returned({**self.given, **self.made})

    def dead(self, made: Arrays) -> Arrays | None:
        """Return what the experiment returns if other answers are made.

        None where that is the same: such answers are not dead.
        """
        exact, spoiled = self.arrays, replace(self, made={**self.made, **made}).arrays
        same = all(_equal(array, spoiled[name]) for name, array in exact.items())
        return None if same else spoiled


Maker = Callable[[Claim, int], Exact]
"""Makes the exact arrays of a claim's experiment, quick budget, for a seed."""


def _zeros(exact: Exact) -> Arrays:
    """Return the answers of a network that gives nothing."""
    return {n: np.zeros_like(a) for n, a in exact.made.items()}


def _constant(exact: Exact) -> Arrays:
    """Return the answers of a network that gives every sample the average answer."""
    return {
        n: _averaged(np.asarray(a), exact.axes.get(n, 0)) for n, a in exact.made.items()
    }


def _copies(exact: Exact) -> Arrays:
    """Return answers that are the data themselves, where they have its shape."""
    names = exact.given if exact.shown is None else exact.shown
    shown = {np.shape(exact.given[n]): exact.given[n] for n in names}
    return {
        n: np.broadcast_to(shown[shape], np.shape(a))
        for n, a in exact.made.items()
        if (shape := np.shape(a)[exact.axes.get(n, 0) :]) and shape in shown
    }


def _shifted(exact: Exact) -> Arrays:
    """Return the answers when every sample has that of its neighbour."""
    return {
        n: np.roll(a, 1, axis=exact.axes.get(n, 0)) if np.ndim(a) else a
        for n, a in exact.made.items()
    }


_ANSWERS: dict[str, Callable[[Exact], Arrays]] = {
    "zeros": _zeros,
    "constant": _constant,
    "copies": _copies,
    "shifted": _shifted,
}


def _dead(kind: str, maker: Maker, claim: Claim) -> Arrays | None:
    """Return what the maker says of a kind, or else what the general rule makes.

    None where that is the exact measurement itself.
    """
    exact = maker(claim, 0)
    if kind not in exact.instead:
        return exact.dead(_ANSWERS[kind](exact))
    own = exact.instead[kind]
    return None if own is None else exact.dead(own)


def _another(maker: Maker, claim: Claim) -> Arrays | None:
    """Return the data of one seed with what the network of another seed made.

    None where all seeds are given the same.
    """
    first, second = maker(claim, 0), maker(claim, 1)
    if all(_equal(a, second.given[n]) for n, a in first.given.items()):
        return None
    return first.dead(second.made)


DEAD: dict[str, Callable[[Maker, Claim], Arrays | None]] = {
    **{kind: partial(_dead, kind) for kind in _ANSWERS},
    "another": _another,
}
"""Ways in which a measurement can come from no working network."""


def _equal(one: np.ndarray, other: np.ndarray) -> bool:
    return np.array_equal(one, other, equal_nan=np.asarray(one).dtype.kind == "f")


def _averaged(array: np.ndarray, axis: int) -> np.ndarray:
    if not array.ndim or not array.size or array.dtype.kind not in "fiu":
        return array
    mean = array.mean(axis=axis, keepdims=True)
    return np.broadcast_to(mean, array.shape).astype(array.dtype)
