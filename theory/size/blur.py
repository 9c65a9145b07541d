"""The profile of disks under a Gaussian blur, as the deck's images have it.

A blurred disk has a closed form: its value at distance rho from the centre is the
probability that a Gaussian point about there lands in the disk, a non-central
chi-square law with two degrees of freedom.
"""

from dataclasses import dataclass

import numpy as np
import sympy as sp
from jaxtyping import Float
from numpy.polynomial.legendre import leggauss
from scipy.special import chndtr

from theory.derivation import Kind, Step, equal
from theory.size.law import Law, nodes, panels

SCALES = 160
_CELLS = 320


def blurred_disk(
    distance: Float[np.ndarray, "..."],
    radius: Float[np.ndarray, "..."],
    sigma: float,
) -> Float[np.ndarray, "..."]:
    """Return a disk convolved with a Gaussian, at a distance from its centre.

    Parameters
    ----------
    distance, radius
        At least 0, in one unit; they broadcast.
    sigma
        Standard deviation of the Gaussian along either axis, positive.

    Raises
    ------
    ValueError
        If sigma is not positive and finite.

    Examples
    --------
    >>> float(blurred_disk(np.array(0.0), np.array(2.0), 1.0).round(6))
    0.864665

    """
    if not 0 < sigma < np.inf:
        raise ValueError(f"sigma must be positive and finite, got {sigma}.")
    return np.asarray(chndtr((radius / sigma) ** 2, 2, (distance / sigma) ** 2))


def blurred_disks(
    radii: Float[np.ndarray, " m"], pixels: int, sigma: float, points: int = 2
) -> Float[np.ndarray, "m pixels pixels"]:
    """Return centred disks under a Gaussian blur as images.

    Each pixel holds the mean over ``points`` points along either axis. What the blur
    carries out of the frame is lost.

    Parameters
    ----------
    radii
        Shape (m,), in pixels, at least 0.
    pixels, points
        Along one side of the image, and of a pixel.
    sigma
        In pixels, positive.

    Raises
    ------
    ValueError
        If sigma is not positive and finite.

    """
    axis = (np.arange(pixels * points) + 0.5) / points - pixels / 2
    squared = axis[:, None] ** 2 + axis**2
    # A disk takes one value at each distance, and distances repeat eightfold.
    distinct, where = np.unique(np.round(squared, 9), return_inverse=True)
    values = blurred_disk(np.sqrt(distinct), np.asarray(radii)[:, None], sigma)
    fine = values[:, where.ravel()].reshape(len(radii), pixels, points, pixels, points)
    return np.asarray(fine.mean(axis=(2, 4)))


def eigenimage(
    pixels: int,
    largest: float,
    sigma: float,
    points: int = 2,
    exponent: float = 0.0,
) -> Float[np.ndarray, "pixels pixels"]:
    """Return the unit image that a code of one number learns from blurred disks.

    Radii in (0, largest] of law p ~ r^exponent, at 160 Gauss nodes; each pixel holds
    the mean over ``points`` points along either axis. What the blur carries out of the
    frame is lost.

    Parameters
    ----------
    pixels, points
        Along one side of the image, and of a pixel; at least 1.
    largest
        Radius in pixels, in (0, pixels / 2].
    sigma
        In pixels, positive.
    exponent
        Above -1; 0 is the uniform law.

    Raises
    ------
    ValueError
        If a number is out of range.

    """
    if pixels < 1 or points < 1:
        raise ValueError(
            f"pixels and points must be at least 1, got {pixels} and {points}."
        )
    if not 0 < largest <= pixels / 2:
        raise ValueError(f"largest must be in (0, {pixels / 2:g}], got {largest}.")
    if not exponent > -1:
        raise ValueError(f"exponent must be above -1, got {exponent}.")
    place, weight = leggauss(SCALES)
    weight = weight * ((place + 1) / 2) ** exponent
    radii = largest * (place + 1) / 2
    return _first_axis(radii, weight, pixels, sigma, points)[0]


@dataclass(frozen=True, kw_only=True)
class BlurredProfile:
    """The first principal axis of blurred disks under a law of radii.

    Parameters
    ----------
    image
        Of unit norm.
    strengths
        How much of each blurred disk is in the axis, up to a factor.
    radii
        Of these disks, in pixels.
    sigma
        Of the blur, in pixels.

    """

    image: Float[np.ndarray, "pixels pixels"]
    strengths: Float[np.ndarray, " m"]
    radii: Float[np.ndarray, " m"]
    sigma: float

    def __call__(self, distance: Float[np.ndarray, " n"]) -> Float[np.ndarray, " n"]:
        """Return f at distances from the centre in pixels, f(0) = 1."""
        return np.asarray(self._at(distance) / self._at(np.zeros(1)))

    def overlap(self, radius: Float[np.ndarray, " n"]) -> Float[np.ndarray, " n"]:
        """Return ``<f, x_r> / |f|^2`` for disks of radii in pixels (eq. 5)."""
        pixels = len(self.image)
        copies = blurred_disks(radius, pixels, self.sigma)
        scale = self._at(np.zeros(1)) / self._norm
        return np.asarray(np.tensordot(copies, self.image, 2) * scale)

    @property
    def _norm(self) -> float:
        copies = blurred_disks(self.radii, len(self.image), self.sigma)
        return float(np.linalg.norm(np.tensordot(self.strengths, copies, 1)))

    def _at(self, distance: Float[np.ndarray, " n"]) -> Float[np.ndarray, " n"]:
        disks = blurred_disk(distance[:, None], self.radii, self.sigma)
        return np.asarray(disks @ self.strengths)


def under_law(
    law: Law, pixels: int, largest: float, sigma: float, points: int = 2
) -> BlurredProfile:
    """Return the principal axis of blurred disks whose radii have any law.

    The law's mass in 320 equal cells, each at its mean radius; the rest as for
    :func:`eigenimage`.

    Parameters
    ----------
    law
        In shares of the largest radius.
    pixels, largest, sigma, points
        As for :func:`eigenimage`.

    Raises
    ------
    ValueError
        If a number is out of range, or the density is none.

    """
    if not 0 < largest <= pixels / 2:
        raise ValueError(f"largest must be in (0, {pixels / 2:g}], got {largest}.")
    place, width = nodes(np.union1d(panels(law), np.linspace(0, 1, _CELLS + 1)), 6)
    mass = (law.at(place) * width).ravel()
    cell = np.minimum((place.ravel() * _CELLS).astype(int), _CELLS - 1)
    held = np.bincount(cell, mass, _CELLS)
    moment = np.bincount(cell, mass * place.ravel(), _CELLS)
    radii = largest * moment[held > 0] / held[held > 0]
    weight = held[held > 0] / held.sum()
    image, strengths = _first_axis(radii, weight, pixels, sigma, points)
    return BlurredProfile(image=image, strengths=strengths, radii=radii, sigma=sigma)


def _first_axis(
    radii: Float[np.ndarray, " m"],
    weight: Float[np.ndarray, " m"],
    pixels: int,
    sigma: float,
    points: int,
) -> tuple[Float[np.ndarray, "pixels pixels"], Float[np.ndarray, " m"]]:
    """Return the unit axis of weighted blurred disks, and its part of each disk."""
    copies = blurred_disks(radii, pixels, sigma, points).reshape(len(radii), -1)
    root = np.sqrt(weight)[:, None]
    code = np.linalg.eigh((root * copies) @ (root * copies).T)[1][:, -1]
    found = np.abs(code) @ (root * copies)
    image = (found / np.linalg.norm(found)).reshape(pixels, pixels)
    return np.asarray(image), np.abs(code) * root[:, 0]


def derivation() -> tuple[Step, ...]:
    """Return the closed form of a blurred disk, and what it does to the problem."""
    s, t, rho, sigma, z = sp.symbols("s t rho sigma z", positive=True)
    theta = sp.Symbol("theta", real=True)
    blurred, f, overlap = (sp.Function(name) for name in ("x_s", "f", "F"))
    ring = (
        t
        / sigma**2
        * sp.exp(-(t**2 + rho**2) / (2 * sigma**2))
        * sp.besseli(0, rho * t / sigma**2)
    )
    angle = sp.Integral(sp.exp(z * sp.cos(theta)), (theta, 0, 2 * sp.pi))
    squares = (t * sp.cos(theta) - rho) ** 2 + (t * sp.sin(theta)) ** 2
    centre = sp.Integral(t / sigma**2 * sp.exp(-(t**2) / (2 * sigma**2)), (t, 0, s))
    return (
        Step(
            says="A point of the disk, in polar coordinates, is this far, squared, "
            "from a point at distance rho from the centre.",
            relation=equal(squares, t**2 + rho**2 - 2 * rho * t * sp.cos(theta)),
            kind=Kind.IDENTITY,
        ),
        Step(
            says="The integral over the angle is a Bessel function.",
            relation=equal(angle, 2 * sp.pi * sp.besseli(0, z)),
            kind=Kind.CONCLUSION,
        ),
        Step(
            says="So this is the blurred disk: the non-central chi-square law.",
            relation=equal(blurred(rho), sp.Integral(ring, (t, 0, s))),
            kind=Kind.CONCLUSION,
        ),
        Step(
            says="At the centre it is elementary.",
            relation=equal(centre, 1 - sp.exp(-(s**2) / (2 * sigma**2))),
            kind=Kind.IDENTITY,
        ),
        Step(
            says="The overlap with f is taken with the blurred disk, over the plane.",
            relation=equal(
                overlap(s),
                sp.Integral(2 * sp.pi * rho * f(rho) * blurred(rho), (rho, 0, sp.oo)),
            ),
            kind=Kind.DEFINITION,
        ),
        Step(
            says="Everything else stands: the best f is the first uncentred principal "
            "axis of the blurred disks.",
            relation=equal(
                sp.Integral(overlap(s) * blurred(rho), (s, 0, sp.Symbol("R"))),
                sp.Symbol("mu") * f(rho),
            ),
            kind=Kind.CONDITION,
        ),
    )
