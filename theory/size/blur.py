"""The profile of disks under a Gaussian blur, as the deck's images have it.

A blurred disk has a closed form: its value at distance rho from the centre is the
probability that a Gaussian point about there lands in the disk, a non-central
chi-square law with two degrees of freedom.
"""

import numpy as np
import sympy as sp
from jaxtyping import Float
from numpy.polynomial.legendre import leggauss
from scipy.special import chndtr

from theory.derivation import Kind, Step, equal

SCALES = 160


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
    copies = blurred_disks(radii, pixels, sigma, points).reshape(SCALES, -1)
    root = np.sqrt(weight)[:, None]
    code = np.linalg.eigh((root * copies) @ (root * copies).T)[1][:, -1]
    found = np.abs(code) @ (root * copies)
    return np.asarray((found / np.linalg.norm(found)).reshape(pixels, pixels))


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
