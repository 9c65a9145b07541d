"""The best that codes without a non-linear decoder do on given images."""

import numpy as np
import sympy as sp
from jaxtyping import Float

from theory.derivation import Kind, Step, equal

Images = Float[np.ndarray, "_ ..."]


def affine(known: Images, images: Images, numbers: int) -> Images:
    """Return images as the best affine code of ``known`` ones would decode them.

    The mean plus the projection on the first principal axes.

    Parameters
    ----------
    known
        Shape (m, ...), what the code is made for.
    images
        Shape (l, ...), what it is tried on.
    numbers
        Numbers in the code, 0 for the mean alone.

    Raises
    ------
    ValueError
        If there are more numbers than images, or fewer than none.

    Examples
    --------
    >>> known = np.array([[0.0, 0.0], [2.0, 0.0]])
    >>> affine(known, np.array([[1.5, 9.0]]), 1)
    array([[1.5, 0. ]])

    """
    _check_numbers(numbers, len(known))
    mean = known.mean(axis=0).ravel()
    axes = _first_axes(known.reshape(len(known), -1) - mean, numbers)
    flat = images.reshape(len(images), -1) - mean
    return np.asarray((mean + flat @ axes.T @ axes).reshape(images.shape))


def linear(known: Images, images: Images, numbers: int = 1) -> Images:
    """Return images as the best linear code of ``known`` ones would decode them.

    The projection on the first singular vectors, without a mean: for one number, what
    a network without biases can do at best when its code keeps one sign.

    Raises
    ------
    ValueError
        If there are more numbers than images, or fewer than none.

    Examples
    --------
    >>> linear(np.array([[2.0, 0.0]]), np.array([[1.5, 9.0]]))
    array([[1.5, 0. ]])

    """
    _check_numbers(numbers, len(known))
    axes = _first_axes(known.reshape(len(known), -1), numbers)
    flat = images.reshape(len(images), -1)
    return np.asarray((flat @ axes.T @ axes).reshape(images.shape))


def between(
    small: Float[np.ndarray, "..."], large: Float[np.ndarray, "..."], images: Images
) -> Images:
    """Return images as the best mixtures of two others: a grey ring between disks.

    Each image is projected on the line through ``small`` and ``large``.

    Parameters
    ----------
    small, large
        Two different images.
    images
        Shape (l, ...).

    Raises
    ------
    ValueError
        If the two images are the same.

    Examples
    --------
    >>> between(np.zeros(2), np.array([1.0, 0.0]), np.array([[0.5, 3.0]]))
    array([[0.5, 0. ]])

    """
    step = (large - small).ravel()
    if not step.any():
        raise ValueError("small and large must differ, or no line joins them.")
    shares = (images - small).reshape(len(images), -1) @ step / (step @ step)
    return np.asarray(small + np.multiply.outer(shares, large - small))


def two_signed(known: Images, images: Images) -> Images:
    """Return images as the best bias-free code with two signs would decode them.

    The known images, in the order given, are split in two where it serves best, and
    each part has a linear code of its own; an image goes to the part that fits better.

    Raises
    ------
    ValueError
        If fewer than two images are known.

    """
    if len(known) < 2:
        raise ValueError(f"known must be at least 2 images, got {len(known)}.")
    gram = known.reshape(len(known), -1) @ known.reshape(len(known), -1).T

    def kept(part: slice) -> float:
        return float(np.linalg.eigvalsh(gram[part, part])[-1])

    splits = range(1, len(known))
    split = max(splits, key=lambda s: kept(slice(0, s)) + kept(slice(s, None)))
    both = np.stack([linear(part, images) for part in np.split(known, [split])])
    errors = ((both - images) ** 2).reshape(2, len(images), -1).sum(axis=2)
    return np.asarray(both[errors.argmin(axis=0), np.arange(len(images))])


def _first_axes(
    flat: Float[np.ndarray, "m n"], numbers: int
) -> Float[np.ndarray, "numbers n"]:
    """Return the first right singular vectors as rows."""
    return np.asarray(np.linalg.svd(flat, full_matrices=False)[2][:numbers])


def _check_numbers(numbers: int, known: int) -> None:
    if not 0 <= numbers <= known:
        raise ValueError(
            f"numbers must be in 0 to the {known} known images, got {numbers}."
        )


def derivation() -> tuple[Step, ...]:
    """Return why no affine code of finite length is exact, and why one number can be.

    Distances between disks grow as the root of the difference of their areas, so the
    curve of disks has no tangent that a plane could hold; a threshold has no such
    limit.
    """
    r, q, t, shift = sp.symbols("r q t delta", positive=True)
    i, j, m = sp.symbols("i j m", integer=True, positive=True)
    step = sp.Heaviside(r - t, sp.Rational(1, 2))

    def overlap(first: sp.Expr, second: sp.Expr) -> sp.Expr:
        return sp.Min(first, second, evaluate=False)

    rings = (
        overlap(i, j) - overlap(i - 1, j) - overlap(i, j - 1) + overlap(i - 1, j - 1)
    )
    return (
        Step(
            says="The squared distance between two disks is the ring between them.",
            relation=equal(
                sp.Integral(2 * sp.pi * t, (t, q, q + shift)),
                sp.pi * (q + shift) ** 2 - sp.pi * q**2,
            ),
            kind=Kind.IDENTITY,
        ),
        Step(
            says="Cut a disk into m rings of area 1. Two disks of areas i and j "
            "overlap in the smaller one, and ring i is disk i less the disk before, so "
            "that rings i and j have the overlap",
            relation=equal(rings, sp.KroneckerDelta(i, j)),
            kind=Kind.IDENTITY,
        ),
        Step(
            says="The rings are orthogonal: d, the number of axes that m disks and "
            "their mean need, grows with m, and no code of fewer numbers holds them "
            "without a threshold.",
            relation=equal(sp.Function("d")(m), m),
            kind=Kind.CONCLUSION,
        ),
        Step(
            says="Yet one number fixes the disk: the threshold at 0 of r - t.",
            relation=equal(sp.Function("x")(r), step),
            kind=Kind.DEFINITION,
        ),
    )


def mixture() -> tuple[Step, ...]:
    """Return how well a mixture of two disks stands for a disk between them."""
    q, r, p, share = sp.symbols("q r p theta", positive=True)

    def ring(inner: sp.Symbol, outer: sp.Symbol) -> sp.Expr:
        return sp.pi * (outer**2 - inner**2)

    error = (1 - share) ** 2 * ring(q, r) + share**2 * ring(r, p)
    best = sp.solve(sp.diff(error, share), share)[0]
    return (
        Step(
            says="Between disks of radii q and p, a ring of grey theta stands for the "
            "disk of radius r. The derivative of the squared error in theta:",
            relation=equal(
                sp.Derivative(error, share), 2 * ring(q, p) * (share - best)
            ),
            kind=Kind.IDENTITY,
        ),
        Step(
            says="It vanishes at the best grey, the share of the ring that the disk "
            "covers.",
            relation=equal(
                sp.Subs(sp.Derivative(error, share), share, ring(q, r) / ring(q, p)), 0
            ),
            kind=Kind.IDENTITY,
        ),
        Step(
            says="The squared error that is left.",
            relation=equal(
                sp.Subs(error, share, best), ring(q, r) * ring(r, p) / ring(q, p)
            ),
            kind=Kind.IDENTITY,
        ),
    )
