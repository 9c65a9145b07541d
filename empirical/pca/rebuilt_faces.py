"""The PCA-like autoencoder on real faces, shown others."""

from typing import Any

import numpy as np
from jaxtyping import Float

from empirical.arrays import Arrays
from empirical.pca.autoencoder import PCAAutoencoder
from empirical.pca.images.faces import split
from empirical.training import Checkpoint, Start


def rebuilt_faces(
    *,
    start: Start,
    components: int,
    recipe: dict[str, Any],
) -> Arrays:
    """Train on 75 faces and their mirror images, and rebuild 25 others.

    Parameters
    ----------
    start
        Its seed draws starts and batches.
    components
        How many codes.
    recipe
        Of the networks and their training.

    Returns
    -------
    dict
        ``unseen`` (25, n, n); ``rebuilt`` (components, 25, n, n) from the first 1, 2,
        ... codes; ``explained`` (components,) on the training set.

    Raises
    ------
    FloatingPointError
        If the loss stops being finite.
    ModuleNotFoundError
        If scikit-image is not installed.

    """
    known, unseen = split()
    model = PCAAutoencoder(components, device=start.device, seed=start.seed, **recipe)
    rebuilt = rebuilt_in_steps(model, known, unseen, start.checkpoint)
    return {"unseen": unseen, **rebuilt}


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
    codes = model.fit(known, checkpoint).transform(unseen)
    rebuilt = [
        model.inverse_transform(codes[:, :count])
        for count in range(1, codes.shape[1] + 1)
    ]
    return {
        "rebuilt": np.stack(rebuilt).astype(float),
        "explained": np.array(model.explained_),
    }
