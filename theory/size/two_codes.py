"""Why a second code stands for the biases, in a decoder that has none."""

import numpy as np
import sympy as sp

from theory.derivation import Kind, Step, equal, identity
from theory.size import homogeneity


def left_by_images(images: int, radii: int) -> float:
    """Return the share left of uniform radii by sums of so many images.

    What two linear codes do: the second mode of the energy beside the first.

    Parameters
    ----------
    images
        At least 0 and at most the radii.
    radii
        How many stand for the uniform law.

    Examples
    --------
    >>> round(left_by_images(1, 200), 3), round(left_by_images(2, 200), 3)
    (0.234, 0.127)

    """
    values = np.linalg.eigvalsh(_gram(radii))[::-1]
    return float(1 - values[:images].sum() / values.sum())


def left_by_two_signs(images: int, radii: int) -> float:
    """Return the share left where each side of the best split has so many images."""
    gram = _gram(radii)
    least = [
        sum(
            float(np.sum(np.linalg.eigvalsh(part)[: max(0, len(part) - images)]))
            for part in (gram[:cut, :cut], gram[cut:, cut:])
        )
        for cut in range(1, radii)
    ]
    return min(least) / float(np.trace(gram))


def _gram(radii: int) -> np.ndarray:
    areas = ((np.arange(radii) + 0.5) / radii) ** 2
    return np.minimum.outer(areas, areas)


def derivation() -> tuple[Step, ...]:
    """Return both ways of writing a decoder, and what is left in the end."""
    return homogeneity.derivation() + _equivalence_steps()


def _equivalence_steps() -> tuple[Step, ...]:
    z, n = sp.Symbol("z", real=True), sp.Symbol("n", integer=True, positive=True)
    s, (b, w) = sp.Symbol("s", positive=True), sp.symbols("b w", real=True)
    two, one = sp.Function("D_2"), sp.Function("D_b")
    given, made = sp.Function("B"), sp.Function("B_2")
    error = sp.Function("e")
    return (
        identity(
            "With two codes z and s, a unit of the first layer sees w z + b s. For "
            "s > 0 that is s times what a unit with the bias b sees of z / s.",
            w * z + b * s,
            s * (w * (z / s) + b),
        ),
        Step(
            says="So a decoder without biases makes of two codes s times what one with "
            "biases makes of their ratio, s being positive.",
            relation=equal(two(z, s), s * one(z / s)),
            kind=Kind.CONCLUSION,
        ),
        Step(
            says="And the other way round: in any dense decoder B with biases, one "
            "unit more in each layer hands s on, which is positive and so passes "
            "LeakyReLU, and the biases become its weights. The decoder B_2 of two "
            "codes that this makes has none.",
            relation=equal(made(z, s), s * given(z / s)),
            kind=Kind.CONCLUSION,
        ),
        Step(
            says="One hidden layer with biases draws n chords between disks, which "
            "leave less than any share in the end: there is no least value but 0.",
            relation=sp.Le(error(n), sp.Rational(4, 9) / n, evaluate=False),
            kind=Kind.CONCLUSION,
        ),
    )
