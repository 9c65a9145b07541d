"""Pictures that lie in a folder, as grey values."""

from pathlib import Path

import numpy as np
from jaxtyping import Float
from PIL import Image, UnidentifiedImageError

KINDS = (".png", ".jpg", ".jpeg", ".bmp", ".gif", ".tif", ".tiff", ".webp", ".pgm")


def pictures_in(
    folder: Path, size: int | None = None, most: int = 4096
) -> Float[np.ndarray, "m h w"]:
    """Return the pictures of a folder and of those in it, in the order of their names.

    Parameters
    ----------
    folder
        Where they lie.
    size
        Pixels along a side to which they are brought, cut to a square in the middle;
        None leaves them as they are.
    most
        How many are read, evenly spread over all.

    Returns
    -------
    array
        Grey values, 0 to 1.

    Raises
    ------
    ValueError
        If there are fewer than eight, one cannot be read, or they differ in size.

    """
    files = sorted(f for f in folder.rglob("*") if f.suffix.lower() in KINDS)
    if len(files) < 8:
        raise ValueError(f"{folder} must hold 8 pictures or more, got {len(files)}.")
    chosen = [
        files[i] for i in np.unique(np.linspace(0, len(files) - 1, most).astype(int))
    ]
    found = [_picture(file, size) for file in chosen]
    for file, picture in zip(chosen, found, strict=True):
        if picture.shape != found[0].shape:
            raise ValueError(
                f"{folder} must hold pictures of one size, or give a size: "
                f"{chosen[0].name} is {found[0].shape}, {file.name} {picture.shape}."
            )
    return np.stack(found)


def _picture(file: Path, size: int | None) -> Float[np.ndarray, "h w"]:
    try:
        with Image.open(file) as opened:
            grey = opened.convert("L")
    except (OSError, UnidentifiedImageError) as error:
        raise ValueError(f"{file} is no picture that can be read.") from error
    if size is not None:
        side = min(grey.size)
        left, top = ((whole - side) // 2 for whole in grey.size)
        cut = grey.crop((left, top, left + side, top + side))
        grey = cut.resize((size, size), Image.Resampling.BILINEAR)
    return np.asarray(grey, dtype=float) / 255
