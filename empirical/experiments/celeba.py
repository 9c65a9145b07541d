"""The PCA-like autoencoder on CelebA, shown faces of its test set."""

from typing import Any

from numpy.typing import NDArray

from empirical.experiments.faces import rebuilt_in_steps
from empirical.images.celeba import content, split
from empirical.progressive import PCAAutoencoder
from empirical.training import Checkpoint


def rebuilt_celeba(
    *,
    seed: int,
    device: str,
    checkpoint: Checkpoint | None,
    faces: dict[str, Any],
    digest: str,
    components: int,
    recipe: dict[str, Any],
) -> dict[str, NDArray[Any]]:
    """Train on the first faces of the training set, and rebuild some of the test set.

    Parameters
    ----------
    seed
        Draws starts and batches.
    device, checkpoint
        Where to train, and where to keep the state of an unfinished training.
    faces
        Arguments of :func:`empirical.images.celeba.split`.
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
    model = PCAAutoencoder(components, device=device, seed=seed, **recipe)
    return rebuilt_in_steps(model, known, unseen, checkpoint)
