"""The PCA-like autoencoder on CelebA, shown faces of its test set."""

from typing import Any

from empirical.arrays import Arrays
from empirical.pca.autoencoder import PCAAutoencoder
from empirical.pca.images.celeba import content, split
from empirical.pca.rebuilt_faces import rebuilt_in_steps
from empirical.training import Start


def rebuilt_celeba(
    *,
    start: Start,
    faces: dict[str, Any],
    digest: str,
    components: int,
    recipe: dict[str, Any],
) -> Arrays:
    """Train on the first faces of the training set, and rebuild some of the test set.

    Parameters
    ----------
    start
        Its seed draws starts and batches.
    faces
        Arguments of :func:`empirical.pca.images.celeba.split`.
    digest
        Of these images, so that others are measured anew.
    components
        How many codes.
    recipe
        Of the networks and their training.

    Returns
    -------
    dict
        ``rebuilt`` (components, m, n, n) from the first 1, 2, ... codes;
        ``explained`` (components,) on the training set.

    Raises
    ------
    FloatingPointError
        If the loss stops being finite.
    ValueError
        If the images are not those of the digest.

    """
    known, unseen = split(**faces)
    if content(**faces) != digest:
        raise ValueError(f"{faces['folder']} has changed; ask for the claim again.")
    model = PCAAutoencoder(
        components, device=start.device, random_state=start.seed, **recipe
    )
    return rebuilt_in_steps(model, known, unseen, start.checkpoint)
