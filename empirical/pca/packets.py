"""Translated disks, learned one code at a time and by a packet of two."""

from typing import Any

import numpy as np

from empirical.arrays import Arrays
from empirical.pca.autoencoder import PCAAutoencoder
from empirical.pca.images.translated_disks import drawn_centres, translated_disks
from empirical.pca.shelf import Shelf
from empirical.training import Start


def translated_codes(
    *,
    start: Start,
    size: int,
    radius: float,
    reach: float,
    train: int,
    test: int,
    penalty: float,
    recipe: dict[str, Any],
) -> Arrays:
    """Train on disks at random places: two codes one by one, and both together.

    The first code of ``ones`` trains as long as each of the others, so ``ones`` has
    twice the training of ``packet``.

    Parameters
    ----------
    start
        Its seed draws places, starts and batches.
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
    sets = (("train", train), ("test", test))
    places, centres = (drawn_centres(m, start.seed, name, reach) for name, m in sets)
    known = translated_disks(places, radius, size)
    unseen = translated_disks(centres, radius, size)
    shared = {**recipe, "random_state": start.seed, "device": start.device}
    shelf = Shelf(start.checkpoint, f"translated disks, seed {start.seed}")
    found, guesses = {}, [np.broadcast_to(known.mean(axis=0), unseen.shape)]
    for name, packets in (("ones", (1, 1)), ("packet", (2,))):
        model = PCAAutoencoder(2, packets, penalty=penalty, **shared)
        codes = model.fit(known, checkpoint=shelf.slot(name)).transform(unseen)
        found[f"codes {name}"] = codes
        sizes = np.cumsum(packets)
        guesses += [model.inverse_transform(codes[:, :count]) for count in sizes]
    errors = [((g - unseen) ** 2).mean(axis=(1, 2), dtype=float) for g in guesses]
    return {"centres": centres, "errors": np.stack(errors), **found}
