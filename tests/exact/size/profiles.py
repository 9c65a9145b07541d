"""The profile of a law of sizes from its differential equation, drawn on pixels."""

from collections.abc import Callable

import numpy as np

from theory.size import shooting
from theory.size.law import Law, power
from verify.claim import Array

UNIFORM = power(0.0)
LAYERS = 256
"""Copies in a pile."""


def drawn(
    draw: Callable[[Array], Array], largest: float, law: Law, dimension: float = 2.0
) -> Array:
    """Return the profile of a law as a pile of copies of the body, each a layer thick.

    A function of the gauge that falls from f(0) to 0 is the integral of the copies
    over their sizes, each weighed by how much f falls there. ``draw`` makes the images
    of copies of given sizes; so no gauge and no closed form is used.
    """
    edges = np.linspace(0.0, 1.0, LAYERS + 1)
    falls = -np.diff(shooting.profile(law, edges, dimension))
    sizes = largest * (edges[1:] + edges[:-1]) / 2
    return np.asarray(np.tensordot(falls, draw(sizes), 1))


def trained(images: Array, steps: int = 200) -> Array:
    """Return the unit image that least squares fits to images, strength by strength.

    Strengths for an image, then the image for the strengths, and again: where training
    ends that knows no local minimum.
    """
    flat = images.reshape(len(images), -1)
    image = flat.mean(axis=0)
    for _ in range(steps):
        image = (flat @ image) @ flat
        image /= np.linalg.norm(image)
    return image.reshape(images.shape[1:])


def strengths(images: Array, picture: Array) -> Array:
    """Return how strong a picture is in each image, ``<f, x> / |f|^2``."""
    axes = tuple(range(1, images.ndim))
    return np.asarray(np.sum(images * picture, axis=axes) / np.sum(picture**2))


def left(images: Array, decoded: Array) -> float:
    """Return the squared error over the energy of the images."""
    return float(np.sum((decoded - images) ** 2) / np.sum(images**2))


def losses(images: Array, decoded: Array) -> Array:
    """Return the history of a training that starts with nothing and ends with this."""
    return np.array([1.0, left(images, decoded)])
