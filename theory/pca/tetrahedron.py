"""Four images as far from each other: the second bit gains more than the best first.

Exact rationals. The images are the corners (1, 1, 1), (1, -1, -1), (-1, 1, -1) and
(-1, -1, 1) of a cube, all alike likely.
"""

from fractions import Fraction
from itertools import combinations

import sympy as sp

from theory.derivation import Kind, Step, equal

IMAGES = ((1, 1, 1), (1, -1, -1), (-1, 1, -1), (-1, -1, 1))
Group = tuple[int, ...]


def left(groups: tuple[Group, ...]) -> Fraction:
    """Return the share of the variance that a code leaves.

    Parameters
    ----------
    groups
        The images, by number, that share a value of the code.

    Examples
    --------
    >>> left(((0, 1), (2, 3))), left(((0,), (1, 2, 3))), left(((0, 1, 2, 3),))
    (Fraction(2, 3), Fraction(2, 3), Fraction(1, 1))

    """
    return sum(map(_scatter, groups), Fraction(0)) / _scatter((0, 1, 2, 3))


def second_gains_more() -> bool:
    """Return whether the second of the best codes of one bit gains more."""
    everything = range(len(IMAGES))
    splits = [
        (chosen, tuple(i for i in everything if i not in chosen))
        for size in (1, 2)
        for chosen in combinations(everything, size)
    ]
    first = 1 - min(left(split) for split in splits)
    second = left(((0, 1), (2, 3))) - left(((0,), (1,), (2,), (3,)))
    return first == Fraction(1, 3) and second == Fraction(2, 3)


def steps() -> tuple[Step, ...]:
    """Return the gains of two bits, one after the other."""
    x, y = sp.symbols("x y", real=True)
    gain, more = sp.symbols("G_1 G_2", positive=True)
    third = sp.Rational(1, 3)
    return (
        Step(
            says="Each of the three pixels of the four images is 1 twice and -1 twice, "
            "so its variance about a level x is",
            relation=equal((2 * (1 - x) ** 2 + 2 * (1 + x) ** 2) / 4, 1 + x**2),
            kind=Kind.IDENTITY,
        ),
        Step(
            says="at least 1. A bit that parts the images two and two tells one pixel "
            "and leaves the other two as they were. One that parts a single image, x "
            "in a pixel, from three with the mean y takes off as much, a third of each "
            "pixel, for x = 1 and y = -1/3:",
            relation=equal(
                (x**2 + 3 * y**2) / 4 - (x + 3 * y) ** 2 / 16, 3 * (x - y) ** 2 / 16
            ),
            kind=Kind.IDENTITY,
        ),
        Step(
            says="so that the best first bit gains",
            relation=equal(gain, third),
            kind=Kind.CONCLUSION,
        ),
        Step(
            says="of the variance. A second bit that parts both pairs, uncorrelated "
            "with the first, leaves nothing: it gains twice as much.",
            relation=equal(more, 2 * third),
            kind=Kind.CONCLUSION,
        ),
    )


def _scatter(group: Group) -> Fraction:
    """Return the sum of squared distances from the mean image of a group."""
    total = Fraction(0)
    for pixel in zip(*(IMAGES[i] for i in group), strict=True):
        mean = Fraction(sum(pixel), len(group))
        total += sum((value - mean) ** 2 for value in pixel)
    return total
