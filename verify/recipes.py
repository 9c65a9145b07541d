"""How the networks behind a claim are trained: words declared, trainings observed.

``python -m tests.recipes`` observes every experiment that trains, at the quick budget,
and writes ``recipes.json``; a test holds the file to the experiments.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, TypeGuard

from verify.claim import Claim
from verify.piloted import measured_by
from verify.recipe_words import ONE_SIGN, TWO_SIGNS, WORDS, Words

PATH = Path(__file__).with_name("recipes.json")


@dataclass(frozen=True, kw_only=True)
class Phase:
    """What one optimiser does in a training.

    Parameters
    ----------
    optimiser
        Its name.
    steps
        How many it takes.
    most
        Whether it may take fewer.
    rate
        The learning rate that it starts from; 0 where it has none.
    batch
        Examples in a step; 0 for all of them.

    """

    optimiser: str
    steps: int
    most: bool = False
    rate: float = 0.0
    batch: int = 0


@dataclass(frozen=True, kw_only=True)
class Training:
    """Trainings of one experiment at one seed that differ in nothing but their size.

    Parameters
    ----------
    network
        The class of what is trained.
    parameters
        The fewest and the most parameters that are trained together.
    times
        How many trainings.
    phases
        One after the other.

    """

    network: str
    parameters: tuple[int, int]
    times: int
    phases: tuple[Phase, ...]


def key(claim: Claim) -> str:
    """Return under which name a claim's trainings are recorded."""
    return measured_by(claim, "quick")


def trained(claim: Claim) -> tuple[Training, ...]:
    """Return what was observed of a claim's experiment; nothing if it trains nothing.

    Raises
    ------
    LookupError
        If it trains, but was never observed.

    """
    if not claim.experiment.trains:
        return ()
    return tuple(map(_read, _recorded()[key(claim)]["trainings"]))


def sources(claim: Claim) -> str:
    """Return the hash of the sources of a claim's experiment when it was observed."""
    return str(_recorded()[key(claim)]["sources"])


def known(claim: Claim) -> bool:
    """Return whether there is a recipe: of a person's own claim there is none."""
    return claim.experiment.function in WORDS and key(claim) in _recorded()


def words(claim: Claim) -> Words:
    """Return data, networks and starts in words, with the numbers of the quick budget.

    Raises
    ------
    LookupError
        If the experiment has no words, or they name what it is not told.

    """
    options = claim.experiment.configurations["quick"]
    named = {name: _named(value) for name, value in options.items()}
    named |= {"copies": _copies(options), "signs": _signs(options)}
    return Words(*(one.format_map(named) for one in WORDS[claim.experiment.function]))


def told(claim: Claim) -> list[str]:
    """Return the recipe of a claim, a line for each thing; nothing if it has none."""
    if not known(claim):
        return []
    data, networks, start = words(claim)
    lines = [f"Data: {data}.", f"Networks: {networks}.", f"Start: {start}."]
    return [*lines, *(f"{subject(one)}: {method(one)}." for one in trained(claim))]


def subject(one: Training) -> str:
    """Return in words what is trained, and how often at one seed."""
    least, most = (f"{count:,}" for count in one.parameters)
    count = most if least == most else f"{least} to {most}"
    times = f"{one.times} times " if one.times > 1 else ""
    return f"{times}{one.network}, {count} parameters"


def method(one: Training) -> str:
    """Return in words how it is trained."""
    return ", then ".join(map(_phase, one.phases))


def _phase(one: Phase) -> str:
    most = "up to " if one.most else ""
    rate = f" from a rate of {one.rate:g}" if one.rate else ""
    batch = f"batches of {one.batch}" if one.batch else "the whole set"
    return f"{most}{one.steps} steps of {one.optimiser}{rate} on {batch}"


def _named(value: object) -> object:
    """Return lists as people write them; names of a mapping keep their values."""
    if isinstance(value, Mapping):
        return {name: _named(part) for name, part in value.items()}
    if not isinstance(value, list | tuple):
        return value
    inner = [" and ".join(v) if _words(v) else v for v in value]
    return ", ".join(map(str, inner))


def _words(value: object) -> TypeGuard[Sequence[str]]:
    """Return whether it is a list of words."""
    return isinstance(value, list | tuple) and all(isinstance(v, str) for v in value)


def _copies(options: Mapping[str, Any]) -> int:
    """Return how many sizes a shape is shown in, where it is given a list of them."""
    return len(options.get("sizes", ()))


def _signs(options: Mapping[str, Any]) -> str:
    """Return which signs the codes of an autoencoder without biases start with."""
    families = [options, *options.get("families", ())]
    if any(one.get("split") is not None for one in families):
        return TWO_SIGNS
    return ONE_SIGN


@cache
def _recorded() -> Mapping[str, Mapping[str, Any]]:
    found: dict[str, dict[str, Any]] = json.loads(PATH.read_bytes())
    return found


def _read(one: Mapping[str, Any]) -> Training:
    least, most = one["parameters"]
    phases = tuple(Phase(**part) for part in one["phases"])
    return Training(**{**one, "parameters": (least, most), "phases": phases})
