"""The function that one number learns from a shape of any outline, scaled.

No star, no gauge, no equation: f is the first uncentred principal axis of the family
``x_s(u) = x(u / s)``. It is found through scales, not pixels: the Gram kernel
``G(s, t) = <x_s, x_t>`` at Gauss nodes of s gives h, and f is the mean of h(s) x_s.
"""

from collections.abc import Callable

import numpy as np
import sympy as sp
from jaxtyping import Float
from numpy.polynomial.legendre import leggauss
from scipy.linalg import eigvalsh

from theory.derivation import Kind, Step, equal
from theory.size.bodies import Gauge, rays

SCALES = 256
_STEPS = 2000
_ANGLES = 1440


def overlaps(
    side: int, scales: Float[np.ndarray, " m"], pixels: int
) -> Float[np.ndarray, "m pixels side"]:
    """Return the lengths that new pixels share with the pixels of a scaled picture.

    Exact: two intervals on one axis overlap in an interval. A picture x that is
    constant on its pixels has the exact means ``A x A^T`` on the new ones.

    Parameters
    ----------
    side
        Pixels along the side of the picture.
    scales
        Half its side after scaling, in new pixels, positive.
    pixels
        New pixels along a side, the picture's centre in their middle.

    Examples
    --------
    >>> overlaps(2, np.array([1.0]), 4)[0].sum(axis=0).tolist()
    [1.0, 1.0]

    """
    edges = np.linspace(-1, 1, side + 1) * np.asarray(scales, float)[:, None]
    new = np.arange(pixels + 1) - pixels / 2
    low = np.maximum(edges[:, None, :-1], new[:-1, None])
    high = np.minimum(edges[:, None, 1:], new[1:, None])
    return np.asarray(np.maximum(high - low, 0.0))


def family(
    picture: Float[np.ndarray, "n n"], scales: Float[np.ndarray, " m"], pixels: int
) -> Float[np.ndarray, "m pixels pixels"]:
    """Return a picture scaled about its centre, the exact mean on every pixel.

    Parameters
    ----------
    picture
        Shape (n, n), finite and at least 0.
    scales
        Half its side after scaling, in new pixels, each in (0, pixels / 2].
    pixels
        Along a side.

    Raises
    ------
    ValueError
        If the picture is negative, not finite or blank, or a scale is out of range.

    """
    if not (np.all(np.isfinite(picture)) and np.all(picture >= 0) and picture.any()):
        raise ValueError("picture must be finite, at least 0 and not 0 everywhere.")
    scales = np.asarray(scales, dtype=float)
    bad = ~((scales > 0) & (scales <= pixels / 2))
    if bad.any():
        raise ValueError(
            f"scales must be in (0, {pixels / 2:g}], got {scales[bad][0]}."
        )
    across = overlaps(len(picture), scales, pixels)
    return np.asarray(across @ picture @ across.transpose(0, 2, 1))


def eigenimage(
    picture: Float[np.ndarray, "n n"],
    pixels: int,
    largest: float,
    density: Callable[[Float[np.ndarray, " m"]], Float[np.ndarray, " m"]] | None = None,
) -> Float[np.ndarray, "pixels pixels"]:
    """Return the unit image that a code of one number learns from the scaled family.

    The scales run through (0, largest] under the density (None for the uniform law),
    at 256 Gauss nodes; twice as many move f by less than 1e-4 on real shapes.

    Parameters
    ----------
    picture
        Shape (n, n), at least 0.
    pixels, largest
        Pixels along a side, and half the side of the largest copy in pixels.
    density
        Of the scale as a share of the largest.

    Raises
    ------
    ValueError
        As for :func:`family`.

    """
    scales, weight = _nodes(largest)
    if density is not None:
        weight = weight * density(scales / largest)
    root = np.sqrt(weight)
    copies = family(picture, scales, pixels).reshape(len(scales), -1)
    gram = root[:, None] * (copies @ copies.T) * root
    code = np.linalg.eigh(gram)[1][:, -1]
    found = np.abs(code * root) @ copies
    return np.asarray((found / np.linalg.norm(found)).reshape(pixels, pixels))


def pair_at(
    picture: Float[np.ndarray, "n n"], pixels: int, largest: float, split: float
) -> Float[np.ndarray, "2 pixels pixels"]:
    """Return the images that a code of either sign learns, for copies split by scale.

    The eigenimage of the copies below the split, a share of the largest scale, and that
    of those above it, each of norm 1.

    Raises
    ------
    ValueError
        As for :func:`family`.

    """
    return np.stack(
        [
            eigenimage(picture, pixels, largest, lambda share: (share < split) * 1.0),
            eigenimage(picture, pixels, largest, lambda share: (share >= split) * 1.0),
        ]
    )


def best_split(
    picture: Float[np.ndarray, "n n"], pixels: int, largest: float
) -> tuple[float, float]:
    """Return where two images serve scales uniform on (0, largest] best.

    Every boundary between two of the 256 Gauss nodes is tried, which places the split
    within 0.7 %.

    Returns
    -------
    tuple
        The split, a share of the largest scale, and the share of the energy that two
        images leave there.

    Raises
    ------
    ValueError
        As for :func:`family`.

    """
    scales, weight = _nodes(largest)
    root = np.sqrt(weight)
    copies = family(picture, scales, pixels).reshape(len(scales), -1)
    gram = root[:, None] * (copies @ copies.T) * root

    def kept(cut: int) -> float:
        parts = gram[:cut, :cut], gram[cut:, cut:]
        last = [eigvalsh(g, subset_by_index=(len(g) - 1, len(g) - 1)) for g in parts]
        return float(last[0][0] + last[1][0])

    best = max(range(1, len(scales)), key=kept)
    split = (scales[best - 1] + scales[best]) / 2 / largest
    return float(split), float(1 - kept(best) / np.trace(gram))


def mean_image(
    picture: Float[np.ndarray, "n n"], pixels: int, largest: float
) -> Float[np.ndarray, "pixels pixels"]:
    """Return the mean of the family at unit norm, a rival of its eigenimage."""
    scales, weight = _nodes(largest)
    found = np.tensordot(weight, family(picture, scales, pixels), 1)
    return np.asarray(found / np.linalg.norm(found))


def centred_axis(
    picture: Float[np.ndarray, "n n"], pixels: int, largest: float
) -> Float[np.ndarray, "pixels pixels"]:
    """Return the first axis of ordinary PCA, mean taken off first; a rival too."""
    scales, weight = _nodes(largest)
    copies = family(picture, scales, pixels).reshape(len(scales), -1)
    centred = np.sqrt(weight)[:, None] * (copies - weight @ copies / weight.sum())
    found = np.linalg.eigh(centred @ centred.T)[1][:, -1] @ centred
    found = found * np.sign(found.sum()) / np.linalg.norm(found)
    return np.asarray(found.reshape(pixels, pixels))


def star_hull(picture: Float[np.ndarray, "n n"]) -> Gauge:
    """Return the gauge of the smallest star-shaped body that holds a shape.

    On each ray from the centre everything up to the farthest point of the shape
    (above 1/2) belongs to it; the picture's half side has length 1. A ray that meets
    nothing keeps 1/1000, so that there is a gauge.

    Parameters
    ----------
    picture
        Shape (n, n).

    """
    angles = 2 * np.pi * np.arange(_ANGLES) / _ANGLES
    reach = np.sqrt(2) * (np.arange(_STEPS) + 0.5) / _STEPS
    side = len(picture)
    rows, columns = (
        np.floor((np.outer(turn(angles), reach) + 1) * side / 2).astype(int)
        for turn in (np.cos, np.sin)
    )
    inside = (rows >= 0) & (rows < side) & (columns >= 0) & (columns < side)
    clipped = np.clip(rows, 0, side - 1), np.clip(columns, 0, side - 1)
    covered = inside & (picture[clipped] > 0.5)
    farthest = np.where(covered, reach, 1e-3).max(axis=1)
    turned = np.append(angles, 2 * np.pi), np.append(farthest, farthest[0])
    return rays(lambda angle: np.interp(np.mod(angle, 2 * np.pi), *turned))


def _nodes(
    largest: float,
) -> tuple[Float[np.ndarray, " m"], Float[np.ndarray, " m"]]:
    place, weight = leggauss(SCALES)
    return largest * (place + 1) / 2, weight / 2


def derivation() -> tuple[Step, ...]:
    """Return why f is the first uncentred principal axis of the scaled family.

    Integrals run along one ray from the centre, or over the scales.
    """
    return _error_steps() + _axis_steps()


def _error_steps() -> tuple[Step, ...]:
    s, t, h = sp.symbols("s t h", positive=True)
    a, b, n = sp.symbols("A F_s N", positive=True)
    x, scaled = sp.Function("x"), sp.Function("x_s")
    parabola = h**2 * n - 2 * h * b + a
    return (
        Step(
            says="The copy of scale s along one ray from the centre, x being the "
            "shape on that ray: any shape, star or not.",
            relation=equal(scaled(t), x(t / s)),
            kind=Kind.DEFINITION,
        ),
        Step(
            says="Without biases a code of one sign decodes to h f; the squared error "
            "of the copy, with A its energy, F_s its overlap with f and N the squared "
            "norm of f, is least at h = F_s / N.",
            relation=equal(parabola - (a - b**2 / n), n * (h - b / n) ** 2),
            kind=Kind.IDENTITY,
        ),
    )


def _axis_steps() -> tuple[Step, ...]:
    s, t, low, high = sp.symbols("s t s_0 R", positive=True)
    u, v, eps = sp.symbols("u v epsilon", real=True)
    size = sp.Abs(u) * sp.Abs(v)
    x, f, g, p = (sp.Function(name) for name in ("x", "f", "g", "p"))

    def overlap(function: Callable[..., sp.Expr]) -> sp.Expr:
        return sp.Integral(t * x(t / s) * function(t), (t, 0, 1))

    upper = high + low
    varied = (overlap(f) + eps * overlap(g)) ** 2
    mixed = overlap(f) * overlap(g)
    image = sp.Integral(p(s) * x(t / s) * sp.Symbol("F_s"), (s, low, upper))
    return (
        Step(
            says="So f keeps most when the mean of the squared overlaps is greatest, "
            "over scales of any law p from s_0 up. Its first variation in the "
            "direction g:",
            relation=equal(
                sp.Subs(
                    sp.Derivative(sp.Integral(p(s) * varied, (s, low, upper)), eps),
                    eps,
                    0,
                ),
                2 * sp.Integral(p(s) * mixed, (s, low, upper)),
            ),
            kind=Kind.IDENTITY,
        ),
        Step(
            says="At unit norm it vanishes for every g when f is an eigenfunction of "
            "the second moment of the images, which is their uncentred principal axis.",
            relation=equal(image, sp.Symbol("mu") * f(t)),
            kind=Kind.CONDITION,
        ),
        Step(
            says="Images without negative values have overlaps of at least 0 with each "
            "other, so replacing codes u and v by their sizes loses nothing: the"
            " bracket on the right has a square on the left;",
            relation=equal((size - u * v) ** 2, 2 * size * (size - u * v)),
            kind=Kind.IDENTITY,
        ),
        Step(
            says="the best code has one sign, and f has no negative value.",
            relation=sp.Ge(f(t), 0),
            kind=Kind.CONCLUSION,
        ),
    )
