"""The PCA-like autoencoder on real faces, shown others."""

from typing import Any

import numpy as np
from jaxtyping import Float

from empirical.arrays import Arrays
from empirical.pca.autoencoder import PCAAutoencoder
from empirical.pca.images.faces import split
from empirical.pca.shelf import Shelf
from empirical.training import Checkpoint, Start


def rebuilt_faces(
    *,
    start: Start,
    components: int,
    plain_steps: int,
    recipe: dict[str, Any],
) -> Arrays:
    """Train on 75 faces and their mirror images, and rebuild 25 others.

    Once with codes that come one by one, and once with as many at once.

    Parameters
    ----------
    start
        Its seed draws starts and batches.
    components
        How many codes.
    plain_steps
        Of Adam for the codes that are learned at once, without covariance loss.
    recipe
        Of the networks and their training; its ``adam_steps`` are for each code.

    Returns
    -------
    dict
        ``unseen`` (25, n, n); ``rebuilt`` (components, 25, n, n) from the first 1, 2,
        ... codes; ``explained`` (components,) on the training set; ``plain``
        (25, n, n) from all codes learned at once.

    Raises
    ------
    FloatingPointError
        If the loss stops being finite.
    ModuleNotFoundError
        If scikit-image is not installed.

    """
    known, unseen = split()
    shared = {**recipe, "random_state": start.seed, "device": start.device}
    shelf = Shelf(start.checkpoint, f"faces, seed {start.seed}")
    model = PCAAutoencoder(components, **shared)
    rebuilt = rebuilt_in_steps(model, known, unseen, shelf.slot("ordered"))
    once = {**shared, "penalty": 0.0, "adam_steps": plain_steps}
    plain = PCAAutoencoder(components, (components,), **once)
    codes = plain.fit(known, checkpoint=shelf.slot("plain")).transform(unseen)
    return {
        "unseen": unseen,
        "plain": plain.inverse_transform(codes).astype(float),
        **rebuilt,
    }


def rebuilt_in_steps(
    model: PCAAutoencoder,
    known: Float[np.ndarray, "k n n"],
    unseen: Float[np.ndarray, "m n n"],
    checkpoint: Checkpoint | None,
) -> Arrays:
    """Train a model whose codes come one by one, and rebuild images it never saw.

    Parameters
    ----------
    model
        Not trained yet.
    known, unseen
        Images to train on, and to rebuild.
    checkpoint
        Where to keep the state of an unfinished training.

    Returns
    -------
    dict
        ``rebuilt`` (components, m, n, n) from the first 1, 2, ... codes;
        ``explained`` (components,) on the training set.

    """
    codes = model.fit(known, checkpoint=checkpoint).transform(unseen)
    rebuilt = [
        model.inverse_transform(codes[:, :count])
        for count in range(1, codes.shape[1] + 1)
    ]
    return {
        "rebuilt": np.stack(rebuilt).astype(float),
        "explained": np.array(model.explained_),
    }
