"""Walks through the latent space of ellipses that change one attribute each."""

from functools import cache

import numpy as np
from jaxtyping import Float

from empirical.pca.images.ellipses import ellipses
from empirical.pca.images.moments import shape_attributes
from tests.exact.pca.ellipse_decoders import held_out
from verify.claim import Arrays

_STARTS, _AXES, _POSITIONS = 16, 3, 9
_CANVAS, _SIZE = 160, 64
"""Sides of what is drawn, so that no ellipse is cut off, and of what is shown."""
_ROUND = 0.5
"""Starts are rounder than held-out ellipses, for walks to both ends to exist."""


@cache
def walks(test: int, seed: int) -> Arrays:
    """Return what is read from images along each axis, and these from the median.

    Each axis moves the area, or one of two components of the anisotropy, from the 5th
    to the 95th percentile of the held-out ellipses. Three codes at once move two.
    """
    held = held_out(test, seed)
    area = np.pi * held.half_axes.prod(axis=1)
    first, second = (held.half_axes**2).T
    elongation = (first - second) / (first + second)
    turn = 2 * held.rotation
    known = np.stack(
        [area, elongation * np.cos(turn), elongation * np.sin(turn)], axis=1
    )
    starts = np.concatenate([np.median(known, axis=0)[None], known[:_STARTS]])
    starts[:, 1:] *= _ROUND
    path = np.tile(starts[:, None, None], (1, _AXES, _POSITIONS, 1))
    for axis in range(_AXES):
        levels = np.percentile(known[:, axis], np.linspace(5, 95, _POSITIONS))
        path[:, axis, :, axis] = levels
    images = _drawn(path.reshape(-1, 3)).reshape(*path.shape[:3], _CANVAS, _CANVAS)
    seen = shape_attributes(images.reshape(-1, _CANVAS, _CANVAS)).reshape(path.shape)
    edge = (_CANVAS - _SIZE) // 2
    pictures = images[0, ..., edge:-edge, edge:-edge]
    return {
        "walk": seen[1:],
        "pictures": pictures,
        "walk plain": seen[1:] + seen[1:, [1, 2, 0]],
        "pictures plain": (pictures + pictures[[1, 2, 0]]) / 2,
    }


def _drawn(known: Float[np.ndarray, "m 3"]) -> Float[np.ndarray, "m n n"]:
    """Return ellipses of an area and an anisotropy with two components."""
    area, level, slanted = known.T
    elongation = np.hypot(level, slanted)
    ratio = np.sqrt((1 + elongation) / (1 - elongation))
    half_axes = np.sqrt(area / np.pi * np.stack([ratio, 1 / ratio])).T
    return ellipses(half_axes, np.arctan2(slanted, level) / 2, _CANVAS)
