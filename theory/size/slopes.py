"""For which slopes of LeakyReLU Airy's function is the best, whatever the signs."""

import sympy as sp

from theory.derivation import Kind, Step, equal, identity
from theory.size import general, two_codes


def two_images(slope: float, activated: bool) -> bool:
    """Return whether a decoder can make unlike images of the codes 1 and -1.

    And whether an encoder can give codes of both signs: not where the code goes through
    LeakyReLU of a slope that is not positive. Without biases, with two hidden units or
    more.

    Parameters
    ----------
    slope
        Of LeakyReLU, any number.
    activated
        Whether the code goes through it.

    Examples
    --------
    >>> [two_images(a, True) for a in (-0.5, 0.0, 0.5, 1.0, 2.0)]
    [False, False, True, False, True]
    >>> [two_images(a, False) for a in (-1.0, -0.5, 0.0, 1.0)]
    [False, True, True, False]

    """
    if activated and slope <= 0:
        return False
    return abs(slope) != 1


def left(slope: float, activated: bool, radii: int) -> float:
    """Return the least share of the energy left of uniform radii, one code, no biases.

    Parameters
    ----------
    slope, activated
        As for :func:`two_images`.
    radii
        How many stand for the uniform law.

    Examples
    --------
    >>> round(left(0.2, True, 200), 4), round(left(0.0, True, 200), 4)
    (0.1485, 0.2344)

    """
    if two_images(slope, activated):
        return two_codes.left_by_two_signs(1, radii)
    return two_codes.left_by_images(1, radii)


def derivation() -> tuple[Step, ...]:
    """Return which slopes allow two images, and that these keep more than one."""
    return one_or_two_steps() + general.gain_steps()


def one_or_two_steps() -> tuple[Step, ...]:
    """Return for which slopes the codes 1 and -1 may have unlike images."""
    alpha = sp.Symbol("alpha", real=True)
    v = sp.Symbol("v", positive=True)
    decoder, linear, even = (sp.Function(f"D_{n}") for n in ("alpha", "1", "e"))
    return (
        Step(
            says="A code that goes through LeakyReLU of a slope beta <= 0 is not "
            "negative: the decoder is used for one sign, and scales one image.",
            relation=sp.Ge(sp.Symbol("z_beta", real=True), 0, evaluate=False),
            kind=Kind.CONCLUSION,
        ),
        Step(
            says="With the slope 1 all is linear, and the image of a negative code is "
            "the same, negated.",
            relation=equal(linear(-v), -linear(v)),
            kind=Kind.CONCLUSION,
        ),
        Step(
            says="With the slope -1, LeakyReLU is the absolute value, and the image of "
            "a negative code is the same.",
            relation=equal(even(-v), even(v)),
            kind=Kind.CONCLUSION,
        ),
        identity(
            "Any other slope: two units that see v and -v pass on (v, -alpha v), and "
            "of the code -v they pass on the same, exchanged. The determinant of both:",
            v**2 - (-alpha * v) ** 2,
            (1 - alpha) * (1 + alpha) * v**2,
        ),
        Step(
            says="It is not 0, so that weights of the next layer give the code 1 any "
            "image f that is not negative, here at one pixel,",
            relation=equal(decoder(1), sp.Symbol("f_1")),
            kind=Kind.CONCLUSION,
        ),
        Step(
            says="and the code -1 any other one. A linear filter gives finitely many "
            "disks of different radii any codes, for none is a sum of others. For all "
            "radii codes are continuous, and come as near as one likes to such a jump.",
            relation=equal(decoder(-1), sp.Symbol("f_2")),
            kind=Kind.CONCLUSION,
        ),
    )
