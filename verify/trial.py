"""A claim with its budget, device and seeds chosen: below it nobody knows budgets."""

import platform
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from verify.budget import PILOT, Budget, of_budget
from verify.claim import Claim, Experiment, Outcome
from verify.environment import version_of, versions_of
from verify.neighbours import reached
from verify.place import located
from verify.sealed import checksum
from verify.sources import source_hash


@dataclass(frozen=True, kw_only=True)
class Setting:
    """What a person chooses for all claims of a run.

    Parameters
    ----------
    budget
        Which configurations, tolerances, bounds and seeds apply.
    device
        Where networks are trained, ``cpu`` or ``cuda``.
    offset
        Added to every judged seed.
    pilots
        How many pilot seeds to take in place of the judged ones; 0 for the judged.

    """

    budget: Budget = "quick"
    device: str = "cpu"
    offset: int = 0
    pilots: int = 0


@dataclass(frozen=True, kw_only=True)
class Task:
    """One experiment at one seed, whichever claims read it.

    ``repeated`` where the same was measured before: to see whether it gives the same.
    """

    experiment: Experiment
    configuration: Mapping[str, Any]
    seed: int
    device: str
    seconds: float
    repeated: bool = False

    @property
    def name(self) -> str:
        """The bare name of the experiment's function."""
        return located(self.experiment.function).name

    @cached_property
    def identity(self) -> Mapping[str, Any]:
        """All that determines what is measured, as JSON values."""
        return identity_of(self)

    @cached_property
    def key(self) -> str:
        """The name under which the measurement is kept."""
        return checksum(self.identity)


def identity_of(task: Task) -> dict[str, Any]:
    """Return what determines a measurement if it is made here and now.

    A worker that finds another identity than the one asked for has other sources or
    other versions: its result is no answer to the question.
    """
    experiment = task.experiment
    where = located(experiment.function)
    found: dict[str, Any] = {
        "function": where.short,
        "configuration": dict(task.configuration),
        "seed": task.seed,
        "sources": source_hash(experiment.function),
        "python": ".".join(platform.python_version_tuple()[:2]),
        **{name: version_of(name) for name in ("numpy", "scipy")},
    }
    if experiment.packages:
        found["data"] = {name: version_of(name) for name in experiment.packages}
    if experiment.trains:
        found |= {"torch": version_of("torch"), "device": task.device, "threads": 1}
    if where.file:
        found["imported"] = versions_of(reached(where.file).others)
        found["repeated"] = task.repeated
    return found


@dataclass(frozen=True, kw_only=True, eq=False)
class Trial:
    """A claim as it is judged in one run.

    Parameters
    ----------
    claim
        What is judged.
    setting
        What was chosen for the run.

    """

    claim: Claim
    setting: Setting = field(default_factory=Setting)

    @property
    def tolerance(self) -> float:
        """The largest misfit that still fits."""
        return of_budget(self.claim.tolerance, self.setting.budget)

    @property
    def bounds(self) -> dict[str, float]:
        """The largest value that each check allows, by the name of the value."""
        budget = self.setting.budget
        return {c.value: of_budget(c.at_most, budget) for c in self.claim.checks}

    @property
    def expected(self) -> Outcome:
        """The outcome that the authors of the claim expect."""
        return of_budget(self.claim.expected, self.setting.budget)

    @property
    def seeds(self) -> tuple[int, ...]:
        """The seeds that are measured."""
        if self.setting.pilots:
            return tuple(range(PILOT, PILOT + self.setting.pilots))
        judged = of_budget(self.claim.seeds, self.setting.budget)
        return tuple(seed + self.setting.offset for seed in judged)

    @property
    def seconds(self) -> float:
        """The expected seconds of all its measurements on one core."""
        return sum(task.seconds for task in self.measured)

    @cached_property
    def repeats(self) -> tuple[Task, ...]:
        """What is measured a second time, of an experiment in a person's file."""
        first = next(iter(self.tasks.values()))
        own = located(self.claim.experiment.function).file
        return (replace(first, repeated=True),) if own else ()

    @property
    def measured(self) -> tuple[Task, ...]:
        """All that has to be measured."""
        return (*self.tasks.values(), *self.repeats)

    @cached_property
    def tasks(self) -> Mapping[int, Task]:
        """What is judged, by seed."""
        experiment, budget = self.claim.experiment, self.setting.budget
        return {
            seed: Task(
                experiment=experiment,
                configuration=experiment.configurations[budget],
                seed=seed,
                device=self.setting.device,
                seconds=of_budget(experiment.seconds, budget),
            )
            for seed in self.seeds
        }
