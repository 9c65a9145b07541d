"""Pictures that lie in a folder, as grey values or in colours."""

from pathlib import Path

import numpy as np
from jaxtyping import Float
from PIL import Image, UnidentifiedImageError

KINDS = (".png", ".jpg", ".jpeg", ".bmp", ".gif", ".tif", ".tiff", ".webp", ".pgm")


MOST = 4096
"""Pictures that are read; of more, as many evenly spread over all."""


def files_in(folder: Path) -> list[Path]:
    """Return the pictures of a folder and of those in it, in the order of their names.

    Raises
    ------
    ValueError
        If there are fewer than eight.

    """
    files = sorted(f for f in folder.rglob("*") if f.suffix.lower() in KINDS)
    if len(files) < 8:
        raise ValueError(f"{folder} must hold 8 pictures or more, got {len(files)}.")
    places = np.linspace(0, len(files) - 1, MOST).astype(int)
    return [files[i] for i in np.unique(places)]


def pictures_in(
    folder: Path,
    size: int | None = None,
    *,
    colours: bool = False,
) -> Float[np.ndarray, "m ..."]:
    """Return the pictures of :func:`files_in`.

    Parameters
    ----------
    folder
        Where they lie.
    size
        Pixels along a side to which they are brought, cut to a square in the middle;
        None leaves them as they are.
    colours
        Read red, green and blue instead of grey.

    Returns
    -------
    array
        Shape (m, h, w), or (m, 3, h, w) in colours; values from 0 to 1.

    Raises
    ------
    ValueError
        If there are fewer than eight, one cannot be read, or they differ in size.

    """
    chosen = files_in(folder)
    found = [_picture(file, size, colours) for file in chosen]
    for file, picture in zip(chosen, found, strict=True):
        if picture.shape != found[0].shape:
            raise ValueError(
                f"{folder} must hold pictures of one size, or give a size: "
                f"{chosen[0].name} is {found[0].shape}, {file.name} {picture.shape}."
            )
    return np.stack(found)


def _picture(file: Path, size: int | None, colours: bool) -> Float[np.ndarray, "..."]:
    try:
        with Image.open(file) as opened:
            whole = _eight_bits(opened).convert("RGB" if colours else "L")
    except (OSError, UnidentifiedImageError) as error:
        raise ValueError(f"{file} is no picture that can be read.") from error
    if size is not None:
        side = min(whole.size)
        left, top = ((length - side) // 2 for length in whole.size)
        cut = whole.crop((left, top, left + side, top + side))
        whole = cut.resize((size, size), Image.Resampling.BILINEAR)
    values = np.asarray(whole, dtype=float) / 255
    return np.moveaxis(values, -1, 0) if colours else values


def _eight_bits(picture: Image.Image) -> Image.Image:
    """Return a picture of 16 bits with 8, which ``convert`` would clip."""
    if not picture.mode.startswith("I"):
        return picture
    values = np.asarray(picture, dtype=float) / 65535
    return Image.fromarray((255 * np.clip(values, 0, 1)).round().astype(np.uint8))
