"""The filters of a cascade, read from the codes that it gives to Diracs."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import reduce
from itertools import product

import numpy as np
from jaxtyping import Bool, Float
from scipy import sparse
from scipy.optimize import least_squares

_TOLD = 1e-5
"""Share of the codes that a tap must move to be told by them."""

_STARTS = 5

Codes = Float[np.ndarray, "..."]
Basis = Mapping[tuple[int, ...], sparse.csr_array]
"""What a layer of one tap 1 and no other does, by the place of that tap."""


@dataclass(frozen=True, kw_only=True)
class Peeled:
    """Filters of one channel that explain codes.

    Parameters
    ----------
    taps
        Shape (L, 3), or (L, 3, 3) on a square, first layer first, the middle tap of
        each being 1.
    told
        Which of them the codes determine.
    left
        Largest share of the codes that the filters leave unexplained.

    """

    taps: Float[np.ndarray, "levels ..."]
    told: Bool[np.ndarray, "levels ..."]
    left: float


def layer(
    taps: Float[np.ndarray, " 3"], length: int, padding: str = "zeros"
) -> Float[np.ndarray, "length half"]:
    """Return what a layer of stride 2 does to weights, from its outputs to its inputs.

    Output k sees the inputs 2k - 1, 2k and 2k + 1; one beyond the ends is nothing
    (``zeros``), that at the other end (``circular``), the one as far inside
    (``reflect``), or the last one (``replicate``).

    Raises
    ------
    ValueError
        If the length is below 2 or the padding none of these.

    Examples
    --------
    >>> layer(np.array([1.0, 2, 1]), 4).T.tolist()
    [[2.0, 1.0, 0.0, 0.0], [0.0, 1.0, 2.0, 1.0]]

    """
    if length < 2:
        raise ValueError(f"length must be at least 2, got {length}.")
    places = 2 * np.arange((length + 1) // 2)[:, None] + np.arange(-1, 2)
    match padding:
        case "zeros":
            seen = places
        case "circular":
            seen = places % length
        case "reflect":
            seen = length - 1 - np.abs(length - 1 - np.abs(places))
        case "replicate":
            seen = np.clip(places, 0, length - 1)
        case _:
            raise ValueError(
                "padding must be zeros, circular, reflect or replicate, got "
                f"{padding!r}."
            )
    found = np.zeros((length, len(places)))
    for output, row in enumerate(seen):
        inside = (row >= 0) & (row < length)
        np.add.at(found[:, output], row[inside], taps[inside])
    return found


def peeled(codes: Codes, padding: str = "zeros") -> Peeled:
    """Return the filters of the linear layers of one channel that give these codes.

    Layer after layer: with v the weights of those after it, the codes are
    ``layer(t) v``. An even place that meets the middle tap alone gives v there, up to
    the scale of the layer, and one between such a linear equation for the outer taps:
    what has a unique solution is told, and nothing else explains the codes. The
    scales of the layers are not told, only their product.

    Parameters
    ----------
    codes
        Of a Dirac at each place of a line, shape (n,), or of a square, (n, n), less
        the code of no Dirac.
    padding
        As for :func:`layer`.

    Raises
    ------
    ValueError
        If there are fewer than 2 codes along an axis, or they are all 0.

    Examples
    --------
    >>> found = peeled(np.array([4.0, 3, 2, 1]))
    >>> found.taps.round(6).tolist()[0], found.told.tolist()[1], found.left < 1e-9
    ([0.5, 1.0, 0.5], [False, True, True], True)

    """
    sides = set(codes.shape)
    if codes.ndim not in (1, 2) or len(sides) > 1 or min(sides) < 2 or not codes.any():
        raise ValueError(
            "codes must be those of a line or a square, 2 or more along each axis and "
            f"not all 0, got shape {codes.shape}."
        )
    weights, layers, told = codes, [], []
    while weights.size > 1:
        basis = _basis(len(weights), codes.ndim, padding)
        taps, known, weights = _outermost(weights, basis)
        layers.append((basis, taps))
        told.append(known)
    made = weights.ravel()
    for basis, taps in reversed(layers):
        made = _through(basis, taps) @ made
    left = float(np.abs(made - codes.ravel()).max() / np.abs(codes).max())
    return Peeled(
        taps=np.array([taps for _, taps in layers]), told=np.array(told), left=left
    )


def _basis(length: int, dimensions: int, padding: str) -> Basis:
    alone = [sparse.csr_array(layer(one, length, padding)) for one in np.eye(3)]
    return {
        place: reduce(
            lambda a, b: sparse.csr_array(sparse.kron(a, b)), [alone[i] for i in place]
        )
        for place in product(range(3), repeat=dimensions)
    }


def _through(basis: Basis, taps: Float[np.ndarray, "..."]) -> sparse.csr_array:
    """Return what a layer of these taps does to weights."""
    return sum(
        (float(taps[place]) * one for place, one in basis.items()),
        start=0 * next(iter(basis.values())),
    )


def _outermost(
    codes: Codes, basis: Basis
) -> tuple[Float[np.ndarray, "..."], Bool[np.ndarray, "..."], Codes]:
    """Return the taps of the first layer, which are told, and the weights after it."""
    both, odd, plain = _equations(codes, basis)
    outer = np.linalg.lstsq(both, odd, rcond=None)[0]
    squares, axes = np.linalg.eigh(both.T @ both)
    free = axes.T[squares <= (_TOLD * np.abs(codes).max()) ** 2]
    told = ~np.any(np.abs(free) > _TOLD, axis=0)
    if len(free) and not plain:
        outer = _some(codes, basis, outer)
    after = codes[(slice(None, None, 2),) * codes.ndim]
    if not plain:
        filters = _filters(outer, (3,) * codes.ndim)
        after = _after(codes, _through(basis, filters).toarray())
    shape = (3,) * codes.ndim
    middle = told.size // 2
    return (
        _filters(outer, shape),
        np.insert(told, middle, True).reshape(shape),
        after,
    )


def _equations(
    codes: Codes, basis: Basis
) -> tuple[Float[np.ndarray, "m outer"], Float[np.ndarray, " m"], bool]:
    """Return the linear equations for the outer taps, and whether there are no others.

    An even place that meets the middle tap alone shows its weight; another one between
    such places gives an equation.
    """
    center = (1,) * codes.ndim
    outer = [one for place, one in basis.items() if place != center]
    places = np.arange(codes.size).reshape(codes.shape)
    even = places[(slice(None, None, 2),) * codes.ndim].ravel()
    met = _through(basis, 1.0 - _filters(np.zeros(len(outer)), (3,) * codes.ndim))
    shown = met[even].sum(axis=1) == 0
    weights = np.where(shown, codes.ravel()[even], 0)
    unseen = met @ (~shown).astype(float) + basis[center].sum(axis=1)
    usable = np.flatnonzero(unseen == 0)
    both = np.stack([(one @ weights)[usable] for one in outer], axis=1)
    return both, codes.ravel()[usable], bool(shown.all())


def _after(codes: Codes, made: Float[np.ndarray, "n m"]) -> Codes:
    """Return the weights after a layer, a matrix, that explain the codes best."""
    found = np.linalg.lstsq(made, codes.ravel(), rcond=None)[0]
    return np.asarray(found.reshape(((len(codes) + 1) // 2,) * codes.ndim))


def _some(
    codes: Codes, basis: Basis, start: Float[np.ndarray, " outer"]
) -> Float[np.ndarray, " outer"]:
    """Return outer taps, of several, that explain the codes."""
    alone = np.stack([one.toarray() for one in basis.values()])

    def missed(outer: Float[np.ndarray, " outer"]) -> Float[np.ndarray, " n"]:
        taps = _filters(outer, (3,) * codes.ndim)
        made = np.tensordot(taps.ravel(), alone, axes=1)
        return np.asarray(made @ _after(codes, made).ravel() - codes.ravel())

    starts = [start, *np.random.default_rng(0).uniform(0, 2, (_STARTS, len(start)))]
    runs = [
        least_squares(missed, one, xtol=1e-15, ftol=1e-15, gtol=1e-15) for one in starts
    ]
    return np.asarray(min(runs, key=lambda run: float(run.cost)).x)


def _filters(
    outer: Float[np.ndarray, " outer"], shape: tuple[int, ...]
) -> Float[np.ndarray, "..."]:
    """Return taps of which the middle one is 1."""
    return np.insert(outer, len(outer) // 2, 1.0).reshape(shape)
