"""CelebA as it is distributed, from a folder that a person names."""

from functools import cache
from hashlib import sha256
from pathlib import Path

import numpy as np
from jaxtyping import Float
from PIL import Image

PARTITION, IMAGES = "list_eval_partition.txt", "img_align_celeba"
LEAST = 20
"""Images that each part must have."""
_PARTS = {"0": "training", "2": "test"}


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
        With ``img_align_celeba/`` and ``list_eval_partition.txt``.
    known, unseen
        How many, at most.
    size
        Pixels along a side.

    Raises
    ------
    ValueError
        If the partition file or an image is missing, damaged or of too few images.

    """
    root = Path(folder)
    names = _partition(root / PARTITION)
    found = []
    for part, most in (("0", known), ("2", unseen)):
        if len(names[part]) < LEAST:
            raise ValueError(
                f"{root / PARTITION} must list at least {LEAST} {_PARTS[part]} images "
                f"(part {part}), got {len(names[part])}."
            )
        paths = [root / IMAGES / name for name in names[part][:most]]
        found.append(np.stack([_grey(path, size) for path in paths]))
    return found[0], found[1]


def content(folder: str, known: int, unseen: int, size: int) -> str:
    """Return the sha256 of what :func:`split` returns for the same arguments."""
    parts = split(folder, known, unseen, size)
    return sha256(b"".join(part.tobytes() for part in parts)).hexdigest()


def _partition(path: Path) -> dict[str, list[str]]:
    """Return the names of the images of each part, in the order of the file."""
    try:
        lines = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise ValueError(
            f"the folder of CelebA must hold {IMAGES}/ and a readable {PARTITION}; "
            f"there is none at {path}."
        ) from error
    names: dict[str, list[str]] = {"0": [], "1": [], "2": []}
    for number, line in enumerate(lines, start=1):
        words = line.split()
        if not words:
            continue
        if len(words) != 2 or words[1] not in names or Path(words[0]).name != words[0]:
            raise ValueError(
                f"{path}, line {number}: must be the name of an image and 0, 1 or 2, "
                f"got {line[:80]!r}."
            )
        names[words[1]].append(words[0])
    return names


def _grey(path: Path, size: int) -> Float[np.ndarray, "n n"]:
    try:
        with Image.open(path) as image:
            grey, white = _grey_levels(image)
    except OSError as error:
        raise ValueError(
            f"{path} must be an image that {PARTITION} lists; it is missing or damaged."
        ) from error
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
