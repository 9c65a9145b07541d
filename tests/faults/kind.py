"""A kind of fault: how it is provoked, and the rule by which a try is judged."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path


class WrongError(Exception):
    """A try did not end as it should; the message says how it did."""


@dataclass(frozen=True, kw_only=True)
class Bench:
    """What tries start from.

    Parameters
    ----------
    folder
        Empty, the try's own.
    warm
        A folder whose ``reports`` hold everything that the cheap claims need.
    seconds
        Seconds of the processor that the undisturbed run takes with all its workers.
    chance
        Seeded by the kind and the number of the try.

    """

    folder: Path
    warm: Path
    seconds: float
    chance: random.Random = field(default_factory=random.Random)


@dataclass(frozen=True, kw_only=True)
class Kind:
    """Many tries of one fault.

    Parameters
    ----------
    name
        As it is asked for on the command line.
    rule
        What every try must come to, in words.
    tries
        How many.
    provoke
        Makes the try of a number; raises ``WrongError`` if it does not come to that.
    quick
        Whether one try takes a second or two, so that the suite can afford it.

    """

    name: str
    rule: str
    tries: int
    provoke: Callable[[Bench, int], object]
    quick: bool = False


def expect(condition: object, words: str) -> None:
    """Raise ``WrongError`` unless a condition holds."""
    if not condition:
        raise WrongError(words)
