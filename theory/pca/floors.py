"""How well images of ellipses can be restored from a code: ``E |x - E[x | z]|^2``.

The best decoder in squared error gives the mean of all images that share a code. A
code that carries some attributes and nothing else leaves at least the variance of the
images given these attributes. Errors are means over pixels whose values lie in [0, 1].
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from jaxtyping import Float, Int

from theory.pca import ellipses
from theory.pca.ellipses import SIZE, Ellipses

Code = Callable[[Ellipses], Float[np.ndarray, " m"]]
FAMILY = 19
"""Neighbours are found among 2^19 ellipses."""
_STRIPS = (1, 1, 2**9, 2**6)


@dataclass(frozen=True, kw_only=True)
class Floor:
    """A mean squared error per pixel that no decoder of a code can go below.

    Parameters
    ----------
    value
        In squared grey values; an empty image against a full one would be 1.
    error
        Its standard error.

    """

    value: float
    error: float


def in_order(e: Ellipses, codes: Sequence[Code], strips: int) -> Int[np.ndarray, " m"]:
    """Return an order in which ellipses side by side have nearly the same codes.

    Sorted by the first code, cut into strips of equal numbers, each strip sorted by
    the second code; with three codes the strips are cut once more.
    """
    order = np.arange(len(e.first))
    pieces = 1
    for code in codes:
        values = code(e.at(order)).reshape(pieces, -1)
        within = np.argsort(values, axis=1, kind="stable")
        order = np.take_along_axis(order.reshape(pieces, -1), within, 1).ravel()
        pieces *= strips
    return order


def floor(codes: Sequence[Code], *, seed: int = 0, pairs: int = 2**16) -> Floor:
    """Return the floor of a code from pairs of ellipses that share it.

    ``E |x - x'|^2 / 2`` for x and x' independent given the code is the variance given
    the code, with no decoder and no bins. Pairs are neighbours among 2^19 random
    ellipses, 2^19 / 2 of which could be pairs: a code differs by about 1e-6 of its
    range between them, two codes by about 1e-3 each, and as the images move by
    less than 1/30 of a pixel that adds less than 1e-5 to the floor.

    Parameters
    ----------
    codes
        Functions of the ellipses, at most three; none for the mean image.
    seed
        Draws the ellipses and the pairs.
    pairs
        How many of the pairs are drawn and looked at, at least 2.

    Raises
    ------
    ValueError
        If there are more than three codes or ``pairs`` is not in 2 to 2^18.

    Examples
    --------
    >>> found = floor([ellipses.area], pairs=2**8)
    >>> abs(found.value - 0.0359) < 4 * found.error
    True

    """
    if len(codes) > 3:
        raise ValueError(f"codes must be at most 3, got {len(codes)}.")
    if not 2 <= pairs <= 2 ** (FAMILY - 1):
        raise ValueError(f"pairs must be in 2 to {2 ** (FAMILY - 1)}, got {pairs}.")
    e = ellipses.drawn(2**FAMILY, seed)
    order = in_order(e, codes, _STRIPS[len(codes)]).reshape(-1, 2)
    chosen = np.random.default_rng((seed, 1)).permutation(len(order))[:pairs]
    found = variances(e.at(order[chosen].ravel()), 2)
    return Floor(value=float(found.mean()), error=float(found.std() / pairs**0.5))


def variances(e: Ellipses, members: int) -> Float[np.ndarray, " groups"]:
    """Return the variance of the images within groups of consecutive ellipses.

    Parameters
    ----------
    e
        The ellipses, group after group.
    members
        In each group, at least 2 and a divisor of the number of ellipses.

    Raises
    ------
    ValueError
        If ``members`` is not such a number.

    """
    count = len(e.first)
    if members < 2 or count % members:
        raise ValueError(
            f"members must be at least 2 and divide {count}, got {members}."
        )
    # The compiler is loaded by what needs it, and not by every command.
    from theory.pca.kernels import group_variances

    found = np.zeros(count // members)
    group_variances(*e, SIZE // 2, SIZE, found)
    return found


def signed_size(e: Ellipses) -> Float[np.ndarray, " m"]:
    """Return the harmonic mean of the semi-axes, negative where vertical exceeds.

    One number that orders the lying ellipses by size on one side of 0 and the standing
    ones on the other: less is lost than with any code of size alone.
    """
    sign = np.sign(ellipses.horizontal_vertical(e))
    return np.asarray(sign * ellipses.harmonic_mean(e))


def named_codes() -> Mapping[str, tuple[Code, ...]]:
    """Return codes that a careful reader could believe a network to find, by name."""
    area, size = ellipses.area, ellipses.harmonic_mean
    level, slanted = ellipses.horizontal_vertical, ellipses.diagonal
    root = partial(ellipses.power_code, exponent=0.5)
    between = partial(ellipses.anisotropy, direction=np.pi / 8)
    return {
        "nothing": (),
        "angle": (ellipses.angle,),
        "orientation": (ellipses.orientation,),
        "elongation": (ellipses.elongation,),
        "horizontal / vertical": (level,),
        "horizontal extent": (ellipses.half_width,),
        "long axis": (ellipses.long_axis,),
        "a + b": (ellipses.sum_of_axes,),
        "area": (area,),
        "short axis": (ellipses.short_axis,),
        "harmonic mean": (size,),
        "short * sqrt(long)": (root,),
        "signed harmonic mean": (signed_size,),
        "short axis, long axis": (ellipses.short_axis, ellipses.long_axis),
        "area, elongation": (area, ellipses.elongation),
        "area, horizontal / vertical": (area, level),
        "area, diagonal": (area, slanted),
        "area, pi / 8": (area, between),
        "area, orientation": (area, ellipses.orientation),
        "harmonic mean, horizontal / vertical": (size, level),
        "harmonic mean, orientation": (size, ellipses.orientation),
        "short * sqrt(long), angle": (root, ellipses.angle),
        "area, horizontal / vertical, diagonal": (area, level, slanted),
    }
