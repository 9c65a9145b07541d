"""Pictures and ellipses through a network that somebody else has built and trained."""

from typing import Any

import numpy as np
from jaxtyping import Float

from empirical.arrays import Arrays
from empirical.coder import Coder
from empirical.pca.images.ellipses import drawn_ellipses, even_ellipses
from empirical.pca.images.moments import shape_attributes
from empirical.pca.principal_images import principal_images

POSITIONS, WALKS = 9, 16
"""Along each axis, from the 5th to the 95th percentile; held-out starts of walks."""

Known = Float[np.ndarray, "k *shape"]
Pictures = Float[np.ndarray, "m *shape"]
"""Grey, (h, w) each, or in colours, (3, h, w)."""


def pictures_through(
    coder: Coder, known: Known, unseen: Pictures, seed: int = 0, *, alone: bool = False
) -> Arrays:
    """Show pictures to a network, beside as many linear principal components.

    Parameters
    ----------
    coder
        Of such pictures.
    known, unseen
        Pictures on which principal components are taken, and those that are shown.
    seed
        Of the linear components.
    alone
        Whether its decoder takes the first codes alone; else the others are held at
        their mean.

    Returns
    -------
    dict
        ``codes ordered`` (m, k), ``errors ordered`` (k + 1, m), squared errors per
        pixel with no code, and with the first 1, 2, ... codes; ``codes linear`` and
        ``errors linear``, the same of principal components; ``variance``, of a pixel;
        ``shown`` and ``decoded`` (8, h, w); ``pictures ordered`` (k, positions, h, w),
        walks from the median code.

    """
    codes = coder.encode(unseen)
    mean, count = known.mean(axis=0), codes.shape[1]
    held = np.tile(codes.mean(axis=0), (len(codes), 1))
    errors = [_squared(mean, unseen)]
    for place in range(count):
        held[:, place] = codes[:, place]
        first = codes[:, : place + 1] if alone else held
        errors.append(_squared(coder.decode(first), unseen))
    some = np.linspace(0, len(unseen) - 1, 8).astype(int)
    path = _paths(codes, np.median(codes, axis=0)[None])
    walked = coder.decode(path.reshape(-1, count))
    return {
        "codes ordered": codes,
        "errors ordered": np.stack(errors),
        **_linear(known, unseen, count, seed),
        "variance": np.array([np.square(unseen - unseen.mean(axis=0)).mean()]),
        "shown": unseen[some],
        "decoded": coder.decode(codes[some]),
        "pictures ordered": walked.reshape(count, POSITIONS, *unseen.shape[1:]),
    }


def ellipses_through(
    coder: Coder, *, train: int, test: int, even: int, seed: int = 0
) -> Arrays:
    """Show ellipses to a network, and return what the claims on ellipses read.

    Parameters
    ----------
    coder
        Of images of 64 x 64 pixels.
    train, test, even
        How many ellipses linear components are taken on, how many others are shown,
        and how many evenly spread ones.
    seed
        Draws the ellipses.

    Returns
    -------
    dict
        Those of :func:`pictures_through`; ``half_axes``, ``rotation``,
        ``attributes``, ``even ordered`` and ``walk`` as
        :func:`empirical.pca.ellipse_codes.ellipse_codes` gives them.

    """
    known, unseen = (
        drawn_ellipses(count, seed, split)
        for count, split in ((train, "train"), (test, "test"))
    )
    found = pictures_through(coder, known.images, unseen.images, seed)
    codes = found["codes ordered"]
    path = _paths(codes, codes[:WALKS])
    walked = coder.decode(path.reshape(-1, codes.shape[1]))
    # A decoder may give values that no picture has, and moments of nothing.
    with np.errstate(all="ignore"):
        moved = shape_attributes(walked)
    return {
        **found,
        "half_axes": unseen.half_axes,
        "rotation": unseen.rotation,
        "attributes": unseen.attributes,
        "even ordered": coder.encode(even_ellipses(even).images),
        "walk": moved.reshape(*path.shape[:3], 3),
    }


def _squared(guess: Any, images: Pictures) -> Float[np.ndarray, " m"]:
    squares = ((guess - images) ** 2).reshape(len(images), -1)
    return np.asarray(squares.mean(axis=1, dtype=float))


def _linear(known: Known, unseen: Pictures, count: int, seed: int) -> Arrays:
    # One less than there are pictures and pixels, and at least the three of theory.
    most = min(len(known), known[0].size) - 1
    mean, axes = principal_images(known, min(max(count, 3), most), seed)
    flat = unseen.reshape(len(unseen), -1)
    codes = (flat - mean) @ axes.T
    left = [
        ((flat - mean - codes[:, :k] @ axes[:k]) ** 2).mean(axis=1)
        for k in range(len(axes) + 1)
    ]
    return {"codes linear": codes, "errors linear": np.stack(left)}


def _paths(
    codes: Float[np.ndarray, "m k"], starts: Float[np.ndarray, "w k"]
) -> Float[np.ndarray, "w k p k"]:
    """Return codes along each axis, one at a time, from some of them."""
    levels = np.linspace(5, 95, POSITIONS)
    count = codes.shape[1]
    path = np.tile(starts[:, None, None, :], (1, count, POSITIONS, 1))
    for axis in range(count):
        path[:, axis, :, axis] = np.percentile(codes[:, axis], levels)
    return path
