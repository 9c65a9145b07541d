"""Profiles so near to the one that is claimed that no distance tells them from it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from theory.size import rivals
from verify.claim import Array, Check
from verify.distances import RELATIVE_L2, lean

Function = Callable[[Any], Any]

SHARE = 0.45
"""Largest share of the way to such a profile: less than a mixture of halves goes."""


@dataclass(frozen=True, kw_only=True)
class Near:
    """A closed form that is near to a profile, and how it is written."""

    name: str
    function: Function

    @property
    def lean(self) -> str:
        """The name of the value that says how far the measurement goes towards it."""
        return f"share of the way to {self.name}"


def product(power: int, factor: float) -> Near:
    """Return ``(1 - rho^m) (1 - a rho^m)``, a polynomial with one free number."""
    return Near(
        name=f"(1 - rho^{power})(1 - {factor:g} rho^{power})",
        function=rivals.product(power, factor),
    )


def cosine(power: float) -> Near:
    """Return ``cos(pi rho^m / 2)``."""
    return Near(
        name=f"cos(pi rho^{power:g} / 2)", function=rivals.cosine_of_power(power)
    )


COSINE = cosine(1.428)
"""Of all cosines of a power the nearest to Airy's profile, 0.39 % away."""

POLYNOMIAL = product(3, 0.287)
"""The nearest of its kind to Airy's profile, 0.14 % away."""

OF_AIRY = (COSINE, POLYNOMIAL)


def leans(
    near: Sequence[Near],
    picture: Callable[[Function], Array],
    measured: Array,
    predicted: Array,
    of: str = "",
) -> dict[str, float]:
    """Return how far a measurement goes to each, on either side, as shares of the way.

    ``of`` says of which part of the measurement, where it has several.

    The errors of pixels and of training are spread over all images, so that little of
    them lies along the one difference that is asked for.
    """
    return {
        one.lean + of: abs(
            lean(RELATIVE_L2, measured, predicted, picture(one.function))
        )
        for one in near
    }


def told(near: Sequence[Near], of: str = "") -> tuple[Check, ...]:
    """Return the checks that a measurement is nearer to the prediction than to each."""
    return tuple(
        Check(
            value=one.lean + of,
            at_most=SHARE,
            because="next to the prediction, where the distance alone would let it "
            "pass: projected on the difference of the two, the measurement must go "
            "less than half of the way",
        )
        for one in near
    )
