"""Impulses through a network that somebody else has built and trained."""

from collections.abc import Callable

import numpy as np
from jaxtyping import Float

from empirical.arrays import Arrays
from empirical.position.images.diracs import (
    continuous_diracs,
    diracs,
    plane_diracs,
    shared_plane_diracs,
)

Encode = Callable[[np.ndarray], np.ndarray]
Places = Float[np.ndarray, "m d"]


def places_of(length: int, dimensions: int) -> Places:
    """Return all whole places of a line or of a square, row by row."""
    return np.argwhere(np.ones((length,) * dimensions)).astype(float)


def codes_through(encode: Encode, length: int, dimensions: int) -> Arrays:
    """Show an impulse at every place, and halfway between places.

    Parameters
    ----------
    encode
        Takes images of shape (m, length) or (m, length, length), and returns codes
        (m, k).
    length, dimensions
        Places along each axis, and 1 for a line or 2 for a square.

    Returns
    -------
    dict
        ``places`` (m, d) and ``codes`` (m, k); ``half places`` and ``half codes``,
        those halfway to the next along each axis; ``not additive`` (1,): how far the
        code of two impulses, one at the mirrored place or at the next, is from what
        theirs add up to, over the range of the codes, at most; ``at nothing`` (k,),
        the code of no impulse.

    """
    whole = places_of(length, dimensions)
    half = places_of(length - 1, dimensions) + 0.5
    if dimensions == 1:
        images = diracs(length)
        between = continuous_diracs(half[:, 0], length)
    else:
        images = plane_diracs(whole.astype(int), length)
        between = shared_plane_diracs(half, length)
    codes = encode(images)
    nothing = encode(np.zeros_like(images[:1]))
    others = [np.arange(len(images))[::-1], np.roll(np.arange(len(images)), -1)]
    off = max(
        np.abs(encode(images + images[other]) + nothing - codes - codes[other]).max()
        for other in others
    )
    return {
        "places": whole,
        "codes": codes,
        "half places": half,
        "half codes": encode(between),
        "not additive": np.array([off / max(np.ptp(codes), 1e-300)]),
        "at nothing": nothing[0],
    }
