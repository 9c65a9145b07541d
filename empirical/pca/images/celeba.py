"""Faces of a folder that a person names, grey and small."""

from functools import cache
from hashlib import sha256

import numpy as np
from jaxtyping import Float
from PIL import Image

from empirical.pca.images.face_folder import Faces, faces_in


@cache
def split(
    folder: str, known: int, unseen: int, size: int
) -> tuple[Float[np.ndarray, "a n n"], Float[np.ndarray, "b n n"]]:
    """Return the first training images and the first test images, grey and small.

    The largest square in the middle of each, averaged to ``size`` pixels a side,
    with values in [0, 1].

    Parameters
    ----------
    folder
        In a layout of :func:`empirical.pca.images.face_folder.faces_in`.
    known, unseen
        How many, at most.
    size
        Pixels along a side.

    Raises
    ------
    ValueError
        If it holds no such faces, or one of them cannot be read.

    """
    faces = faces_in(folder)
    parts = (faces.known[:known], faces.unseen[:unseen])
    first, last = (np.stack([_grey(faces, n, size) for n in names]) for names in parts)
    return first, last


def content(folder: str, known: int, unseen: int, size: int) -> str:
    """Return the sha256 of what :func:`split` returns for the same arguments."""
    parts = split(folder, known, unseen, size)
    return sha256(b"".join(part.tobytes() for part in parts)).hexdigest()


def _grey(faces: Faces, name: str, size: int) -> Float[np.ndarray, "n n"]:
    grey, white = _grey_levels(faces.opened(name))
    side = min(grey.size)
    left, top = ((length - side) // 2 for length in grey.size)
    square = grey.crop((left, top, left + side, top + side))
    small = square.resize((size, size), Image.Resampling.BOX)
    return np.asarray(small, dtype=float) / white


def _grey_levels(image: Image.Image) -> tuple[Image.Image, float]:
    """Return an image in grey, and the level that is white."""
    if image.mode.startswith("I"):
        # Of 16 bits; converted to 8, all that is not nearly black becomes white.
        levels = np.asarray(image, dtype=np.float32)
        return Image.fromarray(levels), 65535.0
    return image.convert("L"), 255.0
