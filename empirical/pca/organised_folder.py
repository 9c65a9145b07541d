"""A folder of pictures, organised by a PCA-like autoencoder of its own."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from jaxtyping import Float, Int

from empirical.arrays import Arrays
from empirical.pca.autoencoder import PCAAutoencoder
from empirical.pca.images.folder import FolderImages
from empirical.pca.plan import Plan
from empirical.pca.shown_pictures import pictures_through

SHOWN = 2048
"""Most pictures on which errors are measured, and linear components are taken."""


@dataclass(frozen=True, kw_only=True)
class Organised:
    """What was made of a folder.

    Parameters
    ----------
    model
        Fitted to those pictures that were not held out.
    files
        Of all pictures, relative to the folder.
    codes
        Of all pictures, in the order of the files.
    arrays
        Of pictures that were held out; see
        :func:`empirical.pca.shown_pictures.pictures_through`.
    held_out
        How many were.

    """

    model: PCAAutoencoder
    files: tuple[str, ...]
    codes: Float[np.ndarray, "m k"]
    arrays: Arrays
    held_out: int


class Fitted:
    """A fitted model as a coder whose decoder takes the first codes alone, too.

    Pictures in colours have them first here, and last in the folder.
    """

    def __init__(self, model: PCAAutoencoder) -> None:
        self.model = model
        height, width, *colours = model.image_shape_
        self.coloured = bool(colours)
        self.shape: tuple[int, ...] = (*colours, height, width)
        self.codes: int = model.n_components

    def encode(self, images: Float[np.ndarray, "m ..."]) -> Float[np.ndarray, "m k"]:
        """Return the codes of images, float64."""
        given = np.moveaxis(images, 1, -1) if self.coloured else images
        return np.asarray(self.model.transform(given), dtype=float)

    def decode(self, codes: Float[np.ndarray, "m k"]) -> Float[np.ndarray, "m ..."]:
        """Return the images of codes, of all or of the first ones, float64."""
        made = np.asarray(self.model.inverse_transform(codes), dtype=float)
        return np.moveaxis(made, -1, 1) if self.coloured else made


def organised_folder(
    folder: Path,
    *,
    components: int = 3,
    size: int | None = None,
    steps: int = 1000,
    held_out: float = 0.2,
    seed: int = 0,
    device: str = "cpu",
    checkpoint: Path | None = None,
    notify: Callable[[str], object] | None = None,
) -> Organised:
    """Train on the pictures of a folder, and measure on those that were held out.

    Parameters
    ----------
    folder, size
        As for :class:`empirical.pca.images.folder.FolderImages`.
    components, steps, held_out, seed, device
        How many codes, steps of Adam for each, the share of the pictures that is held
        out, and what :class:`empirical.pca.autoencoder.PCAAutoencoder` calls
        ``random_state`` and ``device``.
    checkpoint, notify
        As for its ``fit``.

    Raises
    ------
    ValueError
        If a value is out of range, a picture cannot be read, they differ in size, or
        there are too few; if the checkpoint is of another training.
    FloatingPointError
        If the training diverges.

    """
    pictures = FolderImages(folder, size)
    model = PCAAutoencoder(
        components,
        adam_steps=steps,
        validation_fraction=held_out,
        random_state=seed,
        device=device,
    )
    known, unseen = Plan.of(model.get_params()).held_out.split(len(pictures))
    if len(unseen) < 2:
        raise ValueError(
            f"held_out must leave out at least 2 pictures, got {held_out:g} of "
            f"{len(pictures)}."
        )
    model.fit(pictures, checkpoint=checkpoint, notify=notify)
    some, others = (_read(pictures, places) for places in (known, unseen))
    return Organised(
        model=model,
        files=tuple(
            file.relative_to(pictures.folder).as_posix() for file in pictures.files
        ),
        codes=np.asarray(model.transform(pictures), dtype=float),
        arrays=pictures_through(Fitted(model), some, others, seed, alone=True),
        held_out=len(unseen),
    )


def _read(
    pictures: FolderImages, places: Int[np.ndarray, " m"]
) -> Float[np.ndarray, "m ..."]:
    """Return pictures, evenly spread over some places, colours first."""
    chosen = places[np.unique(np.linspace(0, len(places) - 1, SHOWN).astype(int))]
    found = np.stack([pictures.exact(int(place)) for place in chosen])
    return np.moveaxis(found, -1, 1) if pictures.colour else found
