"""Why a contractive penalty chooses no code for sharp disks."""

import numpy as np
import sympy as sp

from theory.derivation import Kind, Step, equal

ORDER = 2.0
"""Of the change of the code at a disk in the distance from it."""


def change_bound(lipschitz: float, steepness: float) -> float:
    """Return C with ``|E(x) - E(x_a)| <= C |x - x_a|^2`` at every sharp disk x_a.

    ``max(M, K M / (M - K))`` for the encoder of :func:`derivation`.

    Parameters
    ----------
    lipschitz
        K, the Lipschitz constant of the code in the area, positive.
    steepness
        M, above K.

    Raises
    ------
    ValueError
        If the steepness is not above the Lipschitz constant, or that is not positive.

    Examples
    --------
    >>> change_bound(1.0, 2.0)
    2.0

    """
    if not 0 < lipschitz < steepness:
        raise ValueError(
            f"lipschitz and steepness must be positive and increase, got {lipschitz} "
            f"and {steepness}."
        )
    return float(np.maximum(steepness, lipschitz * steepness / (steepness - lipschitz)))


def derivation() -> tuple[Step, ...]:
    """Return an encoder that gives sharp disks any code, with gradient 0 at each.

    Hypotheses: the disks are sharp, and the code G is Lipschitz in the area, of
    constant K < M.
    """
    q, t, shift = sp.symbols("q t eta", positive=True)
    code, other, here, there = sp.symbols("G_a G_b E_a E_x", real=True)
    gap, y, delta, k, m = sp.symbols("D_b y delta K M", positive=True)
    low = k * m / (m - k)
    return (
        Step(
            says="The squared distance between two sharp disks is the difference of "
            "their areas, however near they are.",
            relation=equal(
                sp.Integral(2 * sp.pi * t, (t, q, q + shift)),
                sp.pi * (q + shift) ** 2 - sp.pi * q**2,
            ),
            kind=Kind.IDENTITY,
        ),
        Step(
            says="A code G that changes by at most K for a unit of area therefore "
            "changes by at most K y^2 between two disks at a distance y.",
            relation=sp.Le(sp.Abs(code - other), k * y**2),
            kind=Kind.CONCLUSION,
        ),
        Step(
            says="Let the encoder give any image x the least of G_b + M D_b^2 over all "
            "disks b, D_b being the distance from x to that disk. At a disk a it is "
            "the code.",
            relation=equal(here, code),
            kind=Kind.CONCLUSION,
        ),
        Step(
            says="At an image at a distance delta from disk a it is no more than",
            relation=sp.Le(there, code + m * delta**2),
            kind=Kind.CONCLUSION,
        ),
        Step(
            says="because disk a is one of all. For any other, D_b is at least the "
            "difference of y and delta.",
            relation=sp.Ge(other + m * gap**2, code - k * y**2 + m * (y - delta) ** 2),
            kind=Kind.CONCLUSION,
        ),
        Step(
            says="The square is completed:",
            relation=equal(
                m * (y - delta) ** 2 - k * y**2,
                (m - k) * (y - m * delta / (m - k)) ** 2 - low * delta**2,
            ),
            kind=Kind.IDENTITY,
        ),
        Step(
            says="So the code changes by no more than the square of the distance: the "
            "gradient at every disk is 0, and the penalty with it, for every such "
            "code.",
            relation=sp.Le(sp.Abs(there - here), sp.Max(m, low) * delta**2),
            kind=Kind.CONCLUSION,
        ),
    )
