"""The only place where a verdict is decided."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from types import MappingProxyType

import numpy as np

from verify.claim import (
    Array,
    Budget,
    Claim,
    Measurement,
    Outcome,
    Placement,
    Verdict,
)
from verify.distances import distance, lean

LEAN = 0.25
"""A measurement that goes further than this towards a rival does not fit."""

POWER = 0.9
"""The tolerance must stay below this share of the distance to the nearest rival."""


@dataclass(frozen=True, kw_only=True)
class Answers:
    """The prediction of a claim and its rivals as arrays, and its certificates."""

    prediction: Array
    rivals: Mapping[str, Array]
    certificates: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Judged:
    """A claim with everything behind its verdict: what the report shows.

    ``missing`` says that required data is not there, so that nothing is behind it.
    """

    claim: Claim
    known: Answers
    measurements: Mapping[int, Measurement]
    verdict: Verdict
    budget: Budget
    missing: bool = False

    @property
    def expected(self) -> Outcome:
        """The outcome that the authors of the claim expect with this budget."""
        return self.claim.expects(self.budget)


def without_data(claim: Claim, budget: Budget, reason: str) -> Judged:
    """Return a claim whose data is not there: INVALID, with nothing worked out."""
    nothing = Answers(prediction=np.array(np.nan), rivals={})
    verdict = Verdict(
        name=claim.name,
        outcome=Outcome.INVALID,
        reason=reason,
        tolerance=claim.tolerance[budget],
        seeds=(),
        misfit=(),
        rivals={},
        values={},
    )
    return Judged(
        claim=claim,
        known=nothing,
        measurements={},
        verdict=verdict,
        budget=budget,
        missing=True,
    )


def answers(claim: Claim) -> Answers:
    """Return what a claim says before anything is measured, certificates included.

    Each part is worked out once in a process, whichever claims share it.
    """
    return replace(arrays_of(claim), certificates=certified(claim))


def arrays_of(claim: Claim) -> Answers:
    """Return the prediction and all the rivals of a claim, without certificates."""
    return Answers(
        prediction=_answer(claim.predict),
        rivals={rival.name: _answer(rival.answer) for rival in claim.rivals},
    )


def certified(claim: Claim) -> Mapping[str, float]:
    """Return the figures that a claim certifies."""
    return _certified(claim.certificates) if claim.certificates else {}


@cache
def _answer(work_out: Callable[[], Array]) -> Array:
    answer = np.array(work_out(), dtype=float)
    answer.flags.writeable = False
    return answer


@cache
def _certified(work_out: Callable[[], Mapping[str, float]]) -> Mapping[str, float]:
    return MappingProxyType(dict(work_out()))


def nearest_rival(claim: Claim, known: Answers) -> tuple[str, float]:
    """Return the rival nearest to the prediction, with its distance."""
    distances = {
        name: distance(claim.distance, known.prediction, rival)
        for name, rival in known.rivals.items()
    }
    name = min(distances, key=lambda key: distances[key])
    return name, distances[name]


def powerless(claim: Claim, known: Answers, budget: Budget) -> str:
    """Return why the claim cannot tell its rivals apart, or an empty string.

    A tolerance of 0.9 of the nearest rival's distance or more, or one that is not a
    finite number of at least 0, cannot reject that rival.
    """
    tolerance = claim.tolerance[budget]
    everything = [known.prediction, *known.rivals.values()]
    if not all(np.all(np.isfinite(array)) for array in everything):
        return "the prediction or a rival is not finite"
    name, gap = nearest_rival(claim, known)
    if np.isfinite(tolerance) and 0 <= tolerance < POWER * gap:
        return ""
    return (
        f"no power: the tolerance {tolerance:g} must be at least 0 and below "
        f"{POWER:g} of the distance {gap:.3g} to the nearest rival, {name}"
    )


def judge(
    claim: Claim,
    known: Answers,
    measurements: Mapping[int, Measurement],
    budget: Budget,
    seconds: float = 0.0,
) -> Verdict:
    """Decide a claim from its measurements.

    Parameters
    ----------
    claim
        What is judged; its tolerance and checks for ``budget`` apply.
    known
        Prediction, rivals and certificates, from :func:`answers`.
    measurements
        One for each judged seed; none may be dropped. Only a claim without power,
        which is never measured, may have none.
    budget
        Which tolerance applies.
    seconds
        How long the measurements took.

    Returns
    -------
    Verdict
        CONFIRMED if the prediction fits every seed and every check holds; REFUTED if
        it fits none and a rival fits all, or a counter-example is attached; INVALID
        if any seed gave no usable result; UNRESOLVED otherwise.

    Raises
    ------
    ValueError
        If no measurement is given for a claim that has power.

    """
    weak = powerless(claim, known, budget)
    if not measurements and not weak:
        raise ValueError(f"{claim.name}: at least one measurement is needed, got none.")
    faults = _faults(known, measurements)
    usable = {} if faults else measurements
    misfit = tuple(
        distance(claim.distance, m.answer, known.prediction) for m in usable.values()
    )
    placements = {
        name: _placement(claim, known.prediction, rival, usable)
        for name, rival in known.rivals.items()
    }
    outcome, reason = (
        (Outcome.UNRESOLVED, weak)
        if weak
        else (Outcome.INVALID, "; ".join(faults))
        if faults
        else _decide(claim, known, usable, budget)
    )
    return Verdict(
        name=claim.name,
        outcome=outcome,
        reason=reason,
        tolerance=claim.tolerance[budget],
        seeds=tuple(measurements),
        misfit=misfit,
        rivals=placements,
        values=_values(known, usable),
        seconds=seconds,
    )


def _faults(known: Answers, measurements: Mapping[int, Measurement]) -> list[str]:
    """Name every seed without a usable result."""
    faults = []
    for seed, measured in measurements.items():
        answer = np.asarray(measured.answer, dtype=float)
        if measured.invalid:
            faults.append(f"seed {seed}: {measured.invalid}")
        elif answer.shape != known.prediction.shape:
            faults.append(
                f"seed {seed}: the measurement has shape {answer.shape}, the "
                f"prediction {known.prediction.shape}"
            )
        elif not np.all(np.isfinite(answer)):
            faults.append(f"seed {seed}: the measurement is not finite")
    return faults


def _placement(
    claim: Claim, prediction: Array, rival: Array, usable: Mapping[int, Measurement]
) -> Placement:
    return Placement(
        misfit=tuple(
            distance(claim.distance, m.answer, rival) for m in usable.values()
        ),
        lean=tuple(
            lean(claim.distance, m.answer, prediction, rival) for m in usable.values()
        ),
    )


def _values(
    known: Answers, usable: Mapping[int, Measurement]
) -> dict[str, tuple[float, ...]]:
    """Return every seed's figures by name; the certified ones are the same for all."""
    if not usable:
        return {}
    names = {name: None for m in usable.values() for name in m.values}
    measured = {
        name: tuple(float(m.values.get(name, np.nan)) for m in usable.values())
        for name in names
    }
    return measured | {
        name: (value,) * len(usable) for name, value in known.certificates.items()
    }


def fits(
    claim: Claim,
    answer: Array,
    others: Mapping[str, Array],
    measured: Array,
    budget: Budget,
) -> bool:
    """Return whether an answer fits one measurement, whichever slot it came from.

    Its misfit is at most the tolerance, and the measurement goes no further than a
    quarter of the way to any other answer. A NaN fits nothing.
    """
    close = distance(claim.distance, measured, answer) <= claim.tolerance[budget]
    return close and all(
        lean(claim.distance, measured, answer, other) <= LEAN
        for other in others.values()
    )


def _decide(
    claim: Claim,
    known: Answers,
    usable: Mapping[int, Measurement],
    budget: Budget,
) -> tuple[Outcome, str]:
    candidates = {"the prediction": known.prediction, **known.rivals}
    fitted = {
        name: [
            fits(claim, answer, _without(candidates, name), m.answer, budget)
            for m in usable.values()
        ]
        for name, answer in candidates.items()
    }
    ours = fitted.pop("the prediction")
    winners = [name for name, seeds in fitted.items() if all(seeds)]
    if all(ours):
        broken = _broken_checks(claim, known, usable, budget)
        if broken:
            return Outcome.UNRESOLVED, "; ".join(broken)
        seeds = "the one seed" if len(ours) == 1 else f"all {len(ours)} seeds"
        return Outcome.CONFIRMED, f"the prediction fits {seeds}"
    if not any(ours) and winners:
        return Outcome.REFUTED, f"every seed fits a rival instead: {winners[0]}"
    if not any(ours) and claim.counterexample:
        return Outcome.REFUTED, claim.counterexample
    some = f"{sum(ours)} of {len(ours)} seeds" if any(ours) else "no seed"
    return Outcome.UNRESOLVED, f"the prediction fits {some}, and no rival fits all"


def _without(candidates: Mapping[str, Array], name: str) -> dict[str, Array]:
    return {key: array for key, array in candidates.items() if key != name}


def _broken_checks(
    claim: Claim,
    known: Answers,
    usable: Mapping[int, Measurement],
    budget: Budget,
) -> list[str]:
    """Name the checks that a certificate or a seed breaks.

    A NaN or a missing value breaks its check.
    """
    broken = []
    for check in claim.checks:
        name, bound = check.value, check.at_most[budget]
        found = (
            {"certificate": known.certificates[name]}
            if name in known.certificates
            else {f"seed {s}": m.values.get(name, np.nan) for s, m in usable.items()}
        )
        broken += [
            f"{where}: {name} must be at most {bound:g}, got {value:.3g}"
            for where, value in found.items()
            if not value <= bound
        ]
    return broken
