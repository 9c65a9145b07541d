"""Pictures that lie in a folder."""

import warnings
from pathlib import Path

import numpy as np
from jaxtyping import Float
from PIL import Image, ImageOps, UnidentifiedImageError

KINDS = (".png", ".jpg", ".jpeg", ".bmp", ".gif", ".tif", ".tiff", ".webp", ".pgm")

MOST = 4096
"""Pictures that are read at once; of more, as many evenly spread over all."""

_GREY = ("1", "L", "LA", "La", "I", "F")


class FolderImages:
    """The pictures of a folder and of those in it, each read when it is asked for.

    A dataset in the sense of torch: it has a length, and ``[k]`` is the k-th picture
    in the order of the names, float32 with values from 0 to 1, of shape (h, w) or, in
    colour, (h, w, 3).

    Parameters
    ----------
    folder
        Where they lie.
    size
        Pixels along a side to which they are brought, cut to a square in the middle;
        None leaves them as they are.
    colour
        Whether to read them in colour; None does so if the first one has any, and
        refuses a folder that holds both kinds.

    Raises
    ------
    ValueError
        If the folder holds no picture; when one is asked for that cannot be read, or
        that is of another kind or size than the first one.

    """

    def __init__(
        self, folder: Path | str, size: int | None = None, colour: bool | None = None
    ) -> None:
        self.folder, self.size, self.colour = Path(folder), size, colour
        if size is not None and size < 1:
            raise ValueError(f"size must be at least 1, got {size}.")
        if not self.folder.is_dir():
            raise ValueError(f"{folder} must be a folder of pictures; there is none.")
        self.files = _listed(self.folder)
        if not self.files:
            raise ValueError(
                f"{folder} must hold pictures ({', '.join(KINDS)}), got none."
            )
        self._strict = colour is None
        if colour is None:
            self.colour = _coloured(_opened(self.files[0]))
        self._shape: tuple[int, ...] | None = None

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self.files)

    def __getitem__(self, place: int) -> Float[np.ndarray, "h w *c"]:
        """Return one picture, float32."""
        return self.exact(place).astype(np.float32)

    def exact(self, place: int) -> Float[np.ndarray, "h w *c"]:
        """Return one picture, float64."""
        file = self.files[place]
        picture = _opened(file)
        if self._strict and _coloured(picture) != self.colour:
            raise ValueError(
                f"{self.folder} must hold pictures in colour or in grey, not both as "
                f"{self.files[0].name} and {file.name}: give FolderImages(folder, "
                "colour=True), or False."
            )
        found = _values(picture, self.size, bool(self.colour))
        self._shape = self._shape or found.shape
        if found.shape != self._shape:
            one, others = (
                " x ".join(map(str, f[:2])) for f in (found.shape, self._shape)
            )
            raise ValueError(
                f"{self.folder} must hold pictures of one size, or give a size: "
                f"{file.name} is {one}, others are {others}."
            )
        return found


def files_in(folder: Path) -> list[Path]:
    """Return the pictures of a folder and of those in it, in the order of their names.

    Raises
    ------
    ValueError
        If there are fewer than eight.

    """
    files = _listed(folder)
    if len(files) < 8:
        raise ValueError(f"{folder} must hold 8 pictures or more, got {len(files)}.")
    places = np.linspace(0, len(files) - 1, MOST).astype(int)
    return [files[place] for place in np.unique(places)]


def pictures_in(
    folder: Path, size: int | None = None, *, colours: bool = False
) -> Float[np.ndarray, "m ..."]:
    """Return the pictures of :func:`files_in`.

    Parameters
    ----------
    folder, size
        As for :class:`FolderImages`.
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
    chosen, found = files_in(folder), FolderImages(folder, size, colour=colours)
    found.files = chosen
    values = np.stack([found.exact(place) for place in range(len(chosen))])
    return np.moveaxis(values, -1, 1) if colours else values


def _listed(folder: Path) -> list[Path]:
    return sorted(
        file
        for file in folder.rglob("*")
        if file.suffix.lower() in KINDS and not file.name.startswith(".")
    )


def _opened(file: Path) -> Image.Image:
    """Return a picture, the right way up."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(file) as opened:
                return ImageOps.exif_transpose(opened)
    except (
        OSError,
        SyntaxError,
        ValueError,
        Image.DecompressionBombError,
        Image.DecompressionBombWarning,
        UnidentifiedImageError,
    ) as error:
        raise ValueError(f"{file} is no picture that can be read: {error}") from error


def _coloured(picture: Image.Image) -> bool:
    if picture.mode == "P":
        levels = np.asarray(picture.convert("RGB"))
        return bool((levels != levels[..., :1]).any())
    return picture.mode not in _GREY and not picture.mode.startswith("I;")


def _values(
    picture: Image.Image, size: int | None, colour: bool
) -> Float[np.ndarray, "h w *c"]:
    """Return values from 0 to 1, cut and brought to a size."""
    white = 255.0
    if picture.mode.startswith("I"):
        # Of 16 bits; converted to 8, all that is not nearly black becomes white.
        levels = np.asarray(picture, dtype=np.float32)
        picture, white = Image.fromarray(levels), 65535.0
    elif picture.mode == "F":
        white = 1.0
    shown = (
        picture if picture.mode == "F" else picture.convert("RGB" if colour else "L")
    )
    if size is not None:
        side = min(shown.size)
        left, top = ((whole - side) // 2 for whole in shown.size)
        cut = shown.crop((left, top, left + side, top + side))
        shown = cut.resize((size, size), Image.Resampling.BILINEAR)
    found = np.asarray(shown, dtype=float) / white
    return np.repeat(found[..., None], 3, 2) if colour and found.ndim == 2 else found
