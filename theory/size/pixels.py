"""Disks on a pixel grid: their images, and how well pixels count the area."""

import numpy as np
import sympy as sp
from jaxtyping import Float

from theory.derivation import Kind, Step, equal

SLICES = 64


def covered(
    radii: Float[np.ndarray, " m"], size: int
) -> Float[np.ndarray, "m size size"]:
    """Return the share of each pixel that a centred disk covers.

    Exact along one axis, where a disk is an interval; the midpoint rule on 64 slices
    of each pixel along the other. Within 2e-3 of the exact share.

    Parameters
    ----------
    radii
        Shape (m,), pixels, each in (0, size / 2].
    size
        Pixels along one side.

    Raises
    ------
    ValueError
        If a radius is not in (0, size / 2].

    """
    radii = np.asarray(radii, dtype=float)
    bad = ~((radii > 0) & (radii <= size / 2))
    if bad.any():
        raise ValueError(f"radii must be in (0, {size / 2:g}], got {radii[bad][0]:g}.")
    slices = (np.arange(size * SLICES) + 0.5) / SLICES - size / 2
    reach = np.sqrt(np.maximum(radii[:, None] ** 2 - slices**2, 0.0))[:, :, None]
    edges = np.arange(size + 1) - size / 2
    length = np.diff(np.clip(edges, -reach, reach), axis=2)
    return np.asarray(length.reshape(len(radii), size, SLICES, size).mean(axis=2))


def area_error(radius: float, spacing: float) -> float:
    """Return a bound on how far counting points is off the area of a disk.

    ``pi (sqrt(2) r h + h^2 / 2)``, for points on a square lattice of spacing h, each
    standing for the area h^2 around it.

    Parameters
    ----------
    radius, spacing
        In one unit; the radius is at least half the diagonal of a cell.

    Raises
    ------
    ValueError
        If the spacing is not positive or the radius too small.

    Examples
    --------
    >>> round(area_error(31.0, 1 / 8) / (np.pi * 31.0**2), 4)
    0.0057

    """
    if not spacing > 0:
        raise ValueError(f"spacing must be positive, got {spacing}.")
    if not radius >= spacing / np.sqrt(2):
        raise ValueError(
            f"radius must be at least spacing / sqrt(2) = {spacing / np.sqrt(2):.3g}, "
            f"got {radius}."
        )
    return float(np.pi * (np.sqrt(2) * radius * spacing + spacing**2 / 2))


def derivation() -> tuple[Step, ...]:
    """Return why the sum of the pixels is the area, and how far off it can be."""
    r, t, h = sp.symbols("r t h", positive=True)
    a, b = sp.symbols("a b", real=True)
    count, code = sp.Function("N"), sp.Function("z")
    half = h / sp.sqrt(2)
    return (
        Step(
            says="The sum of all pixels, each holding the share that the disk covers.",
            relation=equal(sp.Integral(2 * sp.pi * t, (t, 0, r)), sp.pi * r**2),
            kind=Kind.IDENTITY,
        ),
        Step(
            says="Where N points of spacing h are counted instead, the cells of the "
            "points in the disk cover the disk of radius r - h / sqrt(2) and lie in "
            "that of radius r + h / sqrt(2). The outer one is larger by",
            relation=equal(
                sp.pi * (r + half) ** 2 - sp.pi * r**2,
                sp.pi * (sp.sqrt(2) * r * h + h**2 / 2),
            ),
            kind=Kind.IDENTITY,
        ),
        Step(
            says="and the inner one is smaller by less.",
            relation=equal(
                sp.pi * r**2 - sp.pi * (r - half) ** 2,
                sp.pi * (sp.sqrt(2) * r * h - h**2 / 2),
            ),
            kind=Kind.IDENTITY,
        ),
        Step(
            says="So the count differs from the area by no more than that.",
            relation=sp.Le(
                sp.Abs(h**2 * count(r) - sp.pi * r**2),
                sp.pi * (sp.sqrt(2) * r * h + h**2 / 2),
            ),
            kind=Kind.CONCLUSION,
        ),
        Step(
            says="The code of an averaging encoder, up to scale and shift.",
            relation=equal(code(r), a * sp.pi * r**2 + b),
            kind=Kind.CONCLUSION,
        ),
    )


def freedom() -> tuple[Step, ...]:
    """Return why a squared error cannot tell which function of the radius a code is."""
    y, z, r = sp.symbols("y z r", positive=True)
    bend, decoder = sp.Function("psi"), sp.Function("D")
    return (
        Step(
            says="Bend the code z of every image by an increasing function, here the "
            "power 3 / 2, which turns an area into a volume.",
            relation=equal(bend(z), z ** sp.Rational(3, 2)),
            kind=Kind.DEFINITION,
        ),
        Step(
            says="A decoder that first bends it back gives the same image.",
            relation=equal(
                sp.Subs(decoder(y ** sp.Rational(2, 3)), y, z ** sp.Rational(3, 2)),
                decoder(z),
            ),
            kind=Kind.IDENTITY,
        ),
        Step(
            says="So the same error belongs to a code that is no longer the area.",
            relation=equal(
                sp.Subs(z ** sp.Rational(3, 2), z, sp.pi * r**2),
                sp.pi ** sp.Rational(3, 2) * r**3,
            ),
            kind=Kind.IDENTITY,
        ),
    )
