"""Translated disks, learned one code at a time and by a packet of two."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from empirical.images.translated import drawn_centres, translated_disks
from empirical.progressive import PCAAutoencoder
from empirical.shelf import Shelf
from empirical.training import Checkpoint


def translated_codes(
    *,
    seed: int,
    device: str,
    checkpoint: Checkpoint | None,
    size: int,
    radius: float,
    reach: float,
    train: int,
    test: int,
    penalty: float,
    recipe: dict[str, Any],
) -> dict[str, NDArray[Any]]:
    """Train on disks at random places: two codes one by one, and both together.

    The first code of ``ones`` trains as long as each of the others, so ``ones`` has
    twice the training of ``packet``.

    Parameters
    ----------
    seed
        Draws places, starts and batches.
    device, checkpoint
        Where to train, and where to keep the state of an unfinished training.
    size, radius, reach
        Of the images, the disk, and the square of its centres; pixels.
    train, test
        How many disks to train on, and how many others to look at.
    penalty
        Factor of the covariance loss, in both arms.
    recipe
        Of all the networks.

    Returns
    -------
    dict
        ``centres`` (m, 2), held out; ``codes ones`` and ``codes packet`` (m, 2);
        ``errors`` (4, m), squared per pixel: of the mean image, of one code, of two
        one by one, of two together.

    Raises
    ------
    FloatingPointError
        If a loss stops being finite.
    ValueError
        If an argument is out of range.

    """
    known = translated_disks(drawn_centres(train, seed, "train", reach), radius, size)
    centres = drawn_centres(test, seed, "test", reach)
    unseen = translated_disks(centres, radius, size)
    shelf = Shelf(checkpoint, f"translated disks, seed {seed}")
    found, guesses = {}, [np.broadcast_to(known.mean(axis=0), unseen.shape)]
    for name, packets in (("ones", (1, 1)), ("packet", (2,))):
        model = PCAAutoencoder(
            2, packets, penalty=penalty, seed=seed, device=device, **recipe
        )
        codes = model.fit(known, shelf.slot(name)).transform(unseen)
        found[f"codes {name}"] = codes
        sizes = np.cumsum(packets)
        guesses += [model.inverse_transform(codes[:, :count]) for count in sizes]
    errors = [((g - unseen) ** 2).mean(axis=(1, 2), dtype=float) for g in guesses]
    return {"centres": centres, "errors": np.stack(errors), **found}
