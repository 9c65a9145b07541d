"""Which part of the detail of images a few codes can keep, frequency by frequency."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import sympy as sp
from jaxtyping import Float

from theory.derivation import Kind, Step, equal
from theory.size import linear_codes

Images = Float[np.ndarray, "_ n n"]


def kept(
    images: Images,
    rebuilt: Images,
    average: Float[np.ndarray, "n n"],
    edges: Sequence[float],
) -> Float[np.ndarray, " bands"]:
    """Return the share of the images' own variation that is found again, per band.

    ``<y, x> / <x, x>`` in each ring of frequencies, for what x and y differ by from
    the average image: 1 for the images themselves, 0 for the average and for
    texture that has nothing to do with the image. For y = E[x|z] it is also
    ``|y|^2 / |x|^2`` and ``1 - |x - y|^2 / |x|^2``.

    Parameters
    ----------
    images, rebuilt
        Shape (m, n, n).
    average
        The average image of the training set.
    edges
        Increasing, in cycles per image side; a band holds its lower edge.

    Raises
    ------
    ValueError
        If the shapes differ, the edges do not increase, or a band is empty.

    """
    if images.shape != rebuilt.shape:
        raise ValueError(
            f"images and rebuilt must have one shape, got {images.shape} and "
            f"{rebuilt.shape}."
        )
    steps = np.fft.fftfreq(images.shape[-1]) * images.shape[-1]
    radius = np.hypot(steps[:, None], steps)
    x, y = (np.fft.fft2(values - average) for values in (images, rebuilt))
    shares = []
    for low, high in pairwise(edges):
        ring = (radius >= low) & (radius < high)
        energy = float((np.abs(x[:, ring]) ** 2).sum())
        if not energy > 0:
            raise ValueError(f"band {low:g} to {high:g} holds nothing of the images.")
        shares.append(float((x[:, ring].conj() * y[:, ring]).real.sum()) / energy)
    return np.array(shares)


def kept_by_axes(
    known: Images, images: Images, count: int, edges: Sequence[float]
) -> Float[np.ndarray, " bands"]:
    """Return what linear PCA of ``count`` codes keeps of images, per band.

    Parameters
    ----------
    known
        The images that the axes are made for.
    images
        The images that they are tried on.
    count
        How many codes; 0 for the average image.
    edges
        Of the bands.

    """
    rebuilt = linear_codes.affine(known, images, count)
    return kept(images, rebuilt, known.mean(axis=0), edges)


def derivation() -> tuple[Step, ...]:
    """Return why the best decoder blurs: its energy is the data's less its error.

    One frequency of two images x_1 and x_2 that share a code; sums over pairs and
    frequencies give it for all. Hypothesis: the decoder is the best one.
    """
    first, second, y = sp.symbols("x_1 x_2 y", real=True)
    mean = (first + second) / 2
    wrong = ((first - y) ** 2 + (second - y) ** 2) / 2
    share, energy = sp.symbols("S X", positive=True)
    error = sp.Symbol("E", nonnegative=True)
    return (
        Step(
            says="Two images x_1 and x_2 with one code are decoded alike, as y; the "
            "mean squared error at one frequency is least at their mean:",
            relation=equal(wrong, (first - second) ** 2 / 4 + (y - mean) ** 2),
            kind=Kind.IDENTITY,
        ),
        Step(
            says="With y the mean, the energy of y is that of the images less the "
            "error (Pythagoras).",
            relation=equal(mean**2, (first**2 + second**2) / 2 - wrong.subs(y, mean)),
            kind=Kind.IDENTITY,
        ),
        Step(
            says="It is also what y has in common with the images.",
            relation=equal(mean**2, (first * mean + second * mean) / 2),
            kind=Kind.IDENTITY,
        ),
        Step(
            says="So the share S of a band that is kept is 1 less its relative error: "
            "detail that the codes do not tell is not drawn, and blur is no accident.",
            relation=equal(share, 1 - error / energy),
            kind=Kind.CONCLUSION,
        ),
    )
