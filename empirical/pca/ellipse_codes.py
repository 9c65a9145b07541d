"""PCA-like, plain and linear autoencoders on ellipses, and what their codes hold."""

from typing import Any

import numpy as np
from jaxtyping import Float

from empirical.arrays import Arrays
from empirical.pca.autoencoder import PCAAutoencoder
from empirical.pca.images.ellipses import drawn_ellipses, even_ellipses
from empirical.pca.images.moments import shape_attributes
from empirical.pca.principal_images import principal_images
from empirical.pca.shelf import Shelf
from empirical.training import Start
from empirical.weights import weights_of

Images = Float[np.ndarray, "m n n"]
COMPONENTS = 3
"""Of the arms that the PCA-like autoencoder is compared with."""

POSITIONS = 9
"""Along each axis, from the 5th to the 95th percentile of its codes."""

_WALKS = 16


def ellipse_codes(
    *,
    start: Start,
    train: int,
    test: int,
    even: int,
    components: int,
    penalty: float,
    first_steps: int,
    plain_steps: int,
    recipe: dict[str, Any],
) -> Arrays:
    """Train on random ellipses, and show the networks others.

    The arms: ``ordered``, one code at a time with the covariance loss, the first from
    a start that sums its features; ``plain``, three at once without the loss, from any
    start; ``linear``, principal components.

    Parameters
    ----------
    start
        Its seed draws ellipses, starts and batches.
    train, test
        How many ellipses to train on, and how many others to look at.
    even
        How many ellipses, evenly spread over the family, to look at for correlations.
    components
        Codes of the PCA-like autoencoder, at least 3.
    penalty
        Its factor of the covariance loss.
    first_steps, plain_steps
        Of Adam for the first code, which the others are built on, and for three codes
        at once.
    recipe
        Of all the networks; its ``adam_steps`` are for each later code.

    Returns
    -------
    dict
        ``half_axes`` (m, 2), ``rotation`` (m,) and ``attributes`` (m, 3: area,
        horizontal over vertical, diagonal) of the held-out ellipses; for each
        arm its ``codes`` (m, d) and squared ``errors`` per pixel (steps, m), those
        of the PCA-like and linear arms from no code on; ``moved`` (d - 1,), how far
        the earlier codes went while each later one was trained; ``explained`` (d,)
        on the training set; ``even ordered`` and ``even plain`` (e, d), codes of
        evenly spread ellipses;
        ``walk`` and ``walk plain`` (walks, 3, positions, 3), attributes of images
        along each axis; ``pictures`` and ``pictures plain`` (3, positions, n, n);
        the weights of the networks ``ordered`` and ``plain``, as
        :func:`empirical.weights.weights_of` names them.

    Raises
    ------
    FloatingPointError
        If a loss stops being finite.
    ValueError
        If an argument is out of range.

    """
    if components < COMPONENTS:
        raise ValueError(f"components must be at least 3, got {components}.")
    known, unseen = (
        drawn_ellipses(count, start.seed, split)
        for count, split in ((train, "train"), (test, "test"))
    )
    shelf = Shelf(start.checkpoint, f"ellipses, seed {start.seed}")
    shared = {**recipe, "random_state": start.seed, "device": start.device}

    first = {**shared, "adam_steps": first_steps, "first": "sum"}
    ordered = PCAAutoencoder(1, **first).fit(
        known.images, checkpoint=shelf.slot("first")
    )
    codes = [ordered.transform(unseen.images)]
    for size in range(2, components + 1):
        model = PCAAutoencoder(size, penalty=penalty, **shared)
        ordered = model.fit(
            known.images, checkpoint=shelf.slot(f"ordered {size}"), start=ordered
        )
        codes.append(ordered.transform(unseen.images))
    once = {**shared, "adam_steps": plain_steps, "penalty": 0.0}
    plain = PCAAutoencoder(COMPONENTS, (COMPONENTS,), **once)
    plain.fit(known.images, checkpoint=shelf.slot("plain"))
    plain_codes = plain.transform(unseen.images)
    nothing = _squared(known.images.mean(axis=0), unseen.images)
    linear_codes, linear_errors = _linear(known.images, unseen.images, start.seed)
    return {
        "half_axes": unseen.half_axes,
        "rotation": unseen.rotation,
        "attributes": unseen.attributes,
        "codes ordered": codes[-1],
        "codes plain": plain_codes,
        "codes linear": linear_codes,
        "errors ordered": np.stack([nothing, *_errors(ordered, codes[-1], unseen)]),
        "errors plain": np.stack(_errors(plain, plain_codes, unseen)),
        "errors linear": np.stack([nothing, *linear_errors]),
        "moved": np.array(
            [np.abs(codes[-1][:, : c.shape[1]] - c).max() for c in codes[:-1]]
        ),
        "explained": np.array(ordered.explained_),
        **_evenly(even, ordered=ordered, plain=plain),
        **_walks("", ordered, codes[-1]),
        **_walks(" plain", plain, plain_codes),
        **weights_of(ordered.module_, "ordered"),
        **weights_of(plain.module_, "plain"),
    }


def _squared(
    guess: Float[np.ndarray, "*m n n"], images: Images
) -> Float[np.ndarray, " _"]:
    """Return the error of one guess for all images, or of one for each."""
    return np.asarray(((guess - images) ** 2).mean(axis=(1, 2), dtype=float))


def _errors(
    model: PCAAutoencoder, codes: Float[np.ndarray, "m d"], unseen: Any
) -> list[Float[np.ndarray, " m"]]:
    """Return the error of each image after each packet."""
    return [
        _squared(model.inverse_transform(codes[:, :size]), unseen.images)
        for size in model.module_.sizes
    ]


def _linear(
    known: Float[np.ndarray, "k n n"], unseen: Images, seed: int
) -> tuple[Float[np.ndarray, "m d"], list[Float[np.ndarray, " m"]]]:
    mean, axes = principal_images(known, COMPONENTS, seed)
    flat = unseen.reshape(len(unseen), -1)
    codes = (flat - mean) @ axes.T
    left = [
        ((flat - mean - codes[:, :k] @ axes[:k]) ** 2).mean(axis=1)
        for k in range(1, COMPONENTS + 1)
    ]
    return codes, left


def _evenly(count: int, **models: PCAAutoencoder) -> Arrays:
    images = even_ellipses(count).images
    return {f"even {name}": model.transform(images) for name, model in models.items()}


def _walks(
    suffix: str, model: PCAAutoencoder, codes: Float[np.ndarray, "m d"]
) -> Arrays:
    """Move along one axis at a time, from held-out codes and from their median."""
    levels = np.linspace(5, 95, POSITIONS)
    starts = np.concatenate([np.median(codes, axis=0)[None], codes[:_WALKS]])
    path = np.tile(starts[:, None, None, :], (1, COMPONENTS, POSITIONS, 1))
    for axis in range(COMPONENTS):
        path[:, axis, :, axis] = np.percentile(codes[:, axis], levels)
    images = model.inverse_transform(path.reshape(-1, codes.shape[1]))
    read = shape_attributes(images).reshape(*path.shape[:3], 3)
    pictures = images.reshape(*path.shape[:3], *images.shape[1:])[0]
    return {f"walk{suffix}": read[1:], f"pictures{suffix}": pictures}
