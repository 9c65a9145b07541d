"""Sweeps over profiles: how well images tell the law, and how well the form."""

from collections.abc import Callable
from functools import partial
from typing import Any

from theory.size import power, rivals
from verify.claim import Array, Sweep

Picture = Callable[[Callable[[Any], Any]], Array]


def about(middle: float, step: float) -> tuple[float, ...]:
    """Return values on either side of one, ten each."""
    return tuple(round(middle + step * i, 6) for i in range(-10, 11))


def exponents(
    picture: Picture, exponent: float = 0.0, step: float = 0.02, dimension: float = 2.0
) -> Sweep:
    """Return the profiles under the laws p ~ r^q, q on either side of an exponent."""

    def answer(value: float) -> Array:
        return picture(partial(power.profile, exponent=value, dimension=dimension))

    return Sweep(
        parameter="exponent q of the law p ~ r^q",
        values=about(exponent, step),
        answer=answer,
        because=f"{exponent:g} is the law of the sizes: how well the image tells it",
    )


def cosines(
    picture: Picture,
    middle: float = 1.43,
    because: str = "no m gives Airy's profile; 1.428 comes nearest, 0.39 %",
) -> Sweep:
    """Return the cosines of powers around one; none is Airy's profile."""
    return Sweep(
        parameter="m of the profile cos(pi rho^m / 2)",
        values=about(middle, 0.005),
        answer=lambda m: picture(rivals.cosine_of_power(m)),
        because=because,
    )
