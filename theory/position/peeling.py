"""The filters of a cascade, read from the codes that it gives to Diracs."""

from dataclasses import dataclass

import numpy as np
from jaxtyping import Bool, Float
from scipy.optimize import least_squares

_TOLD = 1e-5
"""Share of the codes that a tap must move to be told by them."""

_STARTS = 5


@dataclass(frozen=True, kw_only=True)
class Peeled:
    """Filters of one channel that explain codes.

    Parameters
    ----------
    taps
        Shape (L, 3), first layer first, the middle tap of each being 1.
    told
        Shape (L, 3): which of them the codes determine.
    left
        Largest share of the codes that the filters leave unexplained.

    """

    taps: Float[np.ndarray, "levels 3"]
    told: Bool[np.ndarray, "levels 3"]
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


def peeled(codes: Float[np.ndarray, " n"], padding: str = "zeros") -> Peeled:
    """Return the filters of the linear layers of one channel that give these codes.

    Layer after layer: with v the weights of those after it, the codes are
    ``layer(t) v``. An even place that meets the middle tap alone gives v there, up to
    the scale of the layer, and an odd one between two such a linear equation for both
    outer taps: what has a unique solution is told, and nothing else explains the
    codes. The scales of the layers are not told, only their product.

    Parameters
    ----------
    codes
        Of a Dirac at each place, shape (n,), less the code of no Dirac.
    padding
        As for :func:`layer`.

    Raises
    ------
    ValueError
        If there are fewer than 2 codes, or they are all 0.

    Examples
    --------
    >>> found = peeled(np.array([4.0, 3, 2, 1]))
    >>> found.taps.round(6).tolist()[0], found.told.tolist()[1], found.left < 1e-9
    ([0.5, 1.0, 0.5], [False, True, True], True)

    """
    if codes.ndim != 1 or len(codes) < 2 or not np.any(codes):
        raise ValueError(f"codes must be 2 or more and not all 0, got {codes!r}.")
    weights, taps, told = codes, [], []
    while len(weights) > 1:
        found, known, weights = _outermost(weights, padding)
        taps.append(found)
        told.append(known)
    made = weights
    for length, filters in zip(_lengths(len(codes))[::-1], taps[::-1], strict=True):
        made = layer(filters, length, padding) @ made
    left = float(np.abs(made - codes).max() / np.abs(codes).max())
    return Peeled(taps=np.array(taps), told=np.array(told), left=left)


def _lengths(length: int) -> list[int]:
    found = []
    while length > 1:
        found.append(length)
        length = (length + 1) // 2
    return found


def _outermost(
    codes: Float[np.ndarray, " n"], padding: str
) -> tuple[Float[np.ndarray, " 3"], Bool[np.ndarray, " 3"], Float[np.ndarray, " half"]]:
    """Return the taps of the first layer, which are told, and the weights after it."""
    both, odd, plain = _equations(codes, padding)
    outer = np.linalg.lstsq(both, odd, rcond=None)[0]
    _, sizes, axes = np.linalg.svd(both)
    free = axes[np.append(sizes, (0, 0))[:2] <= _TOLD * np.abs(codes).max()]
    told = ~np.any(np.abs(free) > _TOLD, axis=0)
    if len(free) and not plain:
        outer = _some(codes, padding, outer)
    return (
        _filters(outer),
        np.array([told[0], True, told[1]]),
        _after(codes, padding, outer),
    )


def _equations(
    codes: Float[np.ndarray, " n"], padding: str
) -> tuple[Float[np.ndarray, "m 2"], Float[np.ndarray, " m"], bool]:
    """Return the linear equations for both outer taps, and whether there are no others.

    An even place that meets the middle tap alone shows its weight; an odd one between
    such places gives an equation.
    """
    left, middle, right = (layer(one, len(codes), padding) for one in np.eye(3))
    shown = ~np.any(left[::2] + right[::2], axis=1)
    weights = np.where(shown, codes[::2], 0)
    unseen = (left + right) @ ~shown + middle.sum(axis=1)
    usable = np.flatnonzero(unseen == 0)
    both = np.stack([left @ weights, right @ weights], axis=1)[usable]
    return both, codes[usable], bool(shown.all())


def _after(
    codes: Float[np.ndarray, " n"], padding: str, outer: Float[np.ndarray, " 2"]
) -> Float[np.ndarray, " half"]:
    """Return the weights after a layer that explain the codes best."""
    made = layer(_filters(outer), len(codes), padding)
    return np.asarray(np.linalg.lstsq(made, codes, rcond=None)[0])


def _some(
    codes: Float[np.ndarray, " n"], padding: str, start: Float[np.ndarray, " 2"]
) -> Float[np.ndarray, " 2"]:
    """Return outer taps, of several, that explain the codes."""

    def missed(outer: Float[np.ndarray, " 2"]) -> Float[np.ndarray, " n"]:
        made = layer(_filters(outer), len(codes), padding)
        return np.asarray(made @ _after(codes, padding, outer) - codes)

    starts = [start, *np.random.default_rng(0).uniform(0, 2, (_STARTS, 2))]
    runs = [
        least_squares(missed, one, xtol=1e-15, ftol=1e-15, gtol=1e-15) for one in starts
    ]
    return np.asarray(min(runs, key=lambda run: float(run.cost)).x)


def _filters(outer: Float[np.ndarray, " 2"]) -> Float[np.ndarray, " 3"]:
    return np.array([outer[0], 1.0, outer[1]])
