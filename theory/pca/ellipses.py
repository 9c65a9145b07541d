"""The family of centred ellipses: its law, its attributes, and its images."""

from typing import NamedTuple

import numpy as np
from jaxtyping import Float

SIZE = 64
SMALLEST, LARGEST = 2.0, 31.0
Values = Float[np.ndarray, "*m"]


class Ellipses(NamedTuple):
    """Parameters of ellipses, arrays of one shape.

    Parameters
    ----------
    first, second
        Semi-axes in pixels: ``first`` points along the angle, ``second`` across.
    angle
        Of the first semi-axis against the horizontal, radians.

    """

    first: Values
    second: Values
    angle: Values

    def at(self, places: "np.ndarray | slice") -> "Ellipses":
        """Return the ellipses at some places."""
        return Ellipses(*(parameter[places] for parameter in self))


def spread(cube: Float[np.ndarray, "m 3"]) -> Ellipses:
    """Return the ellipses that belong to points of the unit cube.

    Semi-axes uniform on (2, 31) pixels, angles on (0, pi/2), all independent. Because
    the two semi-axes have one law, the long axis then points in every direction
    alike: the family is invariant under rotations.
    """
    reach = LARGEST - SMALLEST
    return Ellipses(
        first=SMALLEST + reach * cube[:, 0],
        second=SMALLEST + reach * cube[:, 1],
        angle=np.pi / 2 * cube[:, 2],
    )


def drawn(count: int, seed: int) -> Ellipses:
    """Return independent random ellipses."""
    return spread(np.random.default_rng(seed).random((count, 3)))


def area(e: Ellipses) -> Values:
    """Return the area, ``pi a b``, in square pixels."""
    return np.asarray(np.pi * e.first * e.second)


def short_axis(e: Ellipses) -> Values:
    """Return the smaller semi-axis, pixels."""
    return np.asarray(np.minimum(e.first, e.second))


def long_axis(e: Ellipses) -> Values:
    """Return the larger semi-axis, pixels."""
    return np.asarray(np.maximum(e.first, e.second))


def sum_of_axes(e: Ellipses) -> Values:
    """Return ``a + b``, pixels."""
    return np.asarray(e.first + e.second)


def harmonic_mean(e: Ellipses) -> Values:
    """Return ``2 / (1/a + 1/b)``, pixels."""
    return np.asarray(2 / (1 / e.first + 1 / e.second))


def power_code(e: Ellipses, exponent: float) -> Values:
    """Return ``short * long^exponent``: 0 the short axis, 1 the area up to pi."""
    return np.asarray(short_axis(e) * long_axis(e) ** exponent)


def half_width(e: Ellipses, direction: float = 0.0) -> Values:
    """Return half the extent of the ellipse along a direction, pixels.

    ``sqrt(a^2 cos^2(theta - phi) + b^2 sin^2(theta - phi))``: half the side of the
    box around the ellipse whose sides have the direction phi and the one across.
    """
    turned = e.angle - direction
    along, across = e.first * np.cos(turned), e.second * np.sin(turned)
    return np.asarray(np.hypot(along, across))


def anisotropy(e: Ellipses, direction: float = 0.0) -> Values:
    """Return the logarithm of the extent along a direction over that across.

    Direction 0 is horizontal over vertical, pi/4 one diagonal over the other. With A
    and B the two squared half-widths, ``tanh(log(A/B)/2) = (A - B)/(A + B)
    = (a^2 - b^2)/(a^2 + b^2) cos 2(theta - phi)``: up to a monotone change of variable
    it is the projection of one vector of the plane on the direction 2 phi.
    """
    across = half_width(e, direction + np.pi / 2)
    return np.asarray(np.log(half_width(e, direction) / across))


def horizontal_vertical(e: Ellipses) -> Values:
    """Return the anisotropy of horizontal against vertical."""
    return anisotropy(e, 0.0)


def diagonal(e: Ellipses) -> Values:
    """Return the anisotropy of one diagonal (pi/4) against the other."""
    return anisotropy(e, np.pi / 4)


def elongation(e: Ellipses) -> Values:
    """Return ``log(long / short)``."""
    return np.asarray(np.log(long_axis(e) / short_axis(e)))


def orientation(e: Ellipses) -> Values:
    """Return the direction of the long axis in [0, pi), radians."""
    return np.where(e.first >= e.second, e.angle, e.angle + np.pi / 2) % np.pi


def angle(e: Ellipses) -> Values:
    """Return the rotation that the ellipse was drawn with, in (0, pi/2), radians."""
    return e.angle


def covered_half(e: Ellipses) -> Float[np.ndarray, "m half size"]:
    """Return the lower half of the images: the share of each pixel that is covered.

    The images are 64 x 64 with the centre of the ellipse in their middle, so the upper
    half is the lower one turned by pi, and a mean over one half is a mean over all.
    Exact along x, the midpoint rule on eight lines per pixel along y; for that the
    semi-axes must be at most 32 pixels.

    Raises
    ------
    ValueError
        If a semi-axis is not in (0, 32].

    """
    axes = np.concatenate([e.first, e.second])
    bad = axes[~((axes > 0) & (axes <= SIZE / 2))]
    if bad.size:
        raise ValueError(f"semi-axes must be in (0, {SIZE / 2:g}], got {bad[0]:g}.")
    # The compiler is loaded by what needs it, and not by every command.
    from theory.pca.kernels import cover_half

    images = np.zeros((len(e.first), SIZE // 2, SIZE))
    for image, a, b, theta in zip(images, *e, strict=True):
        cover_half(float(a), float(b), float(theta), image)
    return images


def covered(e: Ellipses) -> Float[np.ndarray, "m size size"]:
    """Return whole images, each pixel the share that the ellipse covers of it."""
    lower = covered_half(e)
    return np.concatenate([lower[:, ::-1, ::-1], lower], axis=1)
