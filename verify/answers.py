"""What a trial says before anything is measured: prediction, rivals, certificates."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from types import MappingProxyType

import numpy as np

from verify.claim import Array, Claim, Sweep
from verify.distances import distance
from verify.trial import Trial

POWER = 0.9
"""The tolerance must stay below this share of the distance to the nearest rival."""


@dataclass(frozen=True, kw_only=True)
class Answers:
    """The prediction of a trial and its rivals as arrays, and its certificates.

    ``sweeps`` are the answers at the values of each sweep, along a first axis.
    """

    trial: Trial
    prediction: Array
    rivals: Mapping[str, Array]
    sweeps: Mapping[str, Array] = field(default_factory=dict)
    certificates: Mapping[str, float] = field(default_factory=dict)

    @cached_property
    def gaps(self) -> Mapping[str, float]:
        """How far each rival is from the prediction, the nearest first."""
        metric = self.trial.claim.distance
        found = {
            name: distance(metric, self.prediction, rival)
            for name, rival in self.rivals.items()
        }
        return dict(sorted(found.items(), key=lambda item: item[1]))

    @cached_property
    def weak(self) -> str:
        """Why the trial cannot tell its rivals apart; empty where it can.

        A tolerance of 0.9 of the nearest rival's distance or more, or one that is not
        a finite number of at least 0, cannot reject that rival.
        """
        tolerance = self.trial.tolerance
        everything = [self.prediction, *self.rivals.values()]
        if not all(np.all(np.isfinite(array)) for array in everything):
            return "the prediction or a rival is not finite"
        if not all(np.isfinite(gap) for gap in self.gaps.values()):
            return "the distance to a rival is not finite"
        name, gap = next(iter(self.gaps.items()))
        if np.isfinite(tolerance) and 0 <= tolerance < POWER * gap:
            return ""
        return (
            f"no power: the tolerance {tolerance:g} must be at least 0 and below "
            f"{POWER:g} of the distance {gap:.3g} to the nearest rival, {name}"
        )


def answers(trial: Trial) -> Answers:
    """Return what a trial says before anything is measured, certificates included.

    Each part is worked out once in a process, whichever claims share it.
    """
    return replace(arrays_of(trial), certificates=certified(trial.claim))


def arrays_of(trial: Trial) -> Answers:
    """Return the prediction and all the rivals of a trial, without certificates."""
    return Answers(
        trial=trial,
        prediction=_answer(trial.claim.predict),
        rivals={rival.name: _answer(rival.answer) for rival in trial.claim.rivals},
        sweeps={sweep.parameter: _swept(sweep) for sweep in trial.claim.sweeps},
    )


STANDS = "counter-example stands"
"""The certificate, 1 or 0, that a claim with a counter-example has."""


def certified(claim: Claim) -> Mapping[str, float]:
    """Return the figures that a claim certifies."""
    found = _certified(claim.certificates) if claim.certificates else {}
    if claim.counterexample is None:
        return found
    return {**found, STANDS: float(_stands(claim.counterexample.holds))}


@cache
def _answer(work_out: Callable[[], Array]) -> Array:
    answer = np.array(work_out(), dtype=float)
    answer.flags.writeable = False
    return answer


@cache
def _swept(sweep: Sweep) -> Array:
    answers = np.array([sweep.answer(value) for value in sweep.values], dtype=float)
    answers.flags.writeable = False
    return answers


@cache
def _stands(holds: Callable[[], bool]) -> bool:
    return bool(holds())


@cache
def _certified(work_out: Callable[[], Mapping[str, float]]) -> Mapping[str, float]:
    return MappingProxyType(dict(work_out()))
