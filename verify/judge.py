"""The only place where a verdict is decided."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from verify.answers import STANDS, Answers
from verify.claim import (
    Array,
    Claim,
    Interval,
    Measurement,
    Outcome,
    Placement,
    Sweep,
    Verdict,
)
from verify.distances import distance, lean
from verify.trial import Trial

LEAN = 0.25
"""A measurement that goes further than this towards a rival does not fit."""

Measurements = Mapping[int, Measurement]


@dataclass(frozen=True, kw_only=True)
class Judged:
    """A trial with everything behind its verdict: what the report shows.

    ``missing`` says that required data is not there, so that nothing is behind it;
    ``at`` when the newest of the measurements was made, in seconds since 1970.
    """

    known: Answers
    measurements: Measurements
    verdict: Verdict
    missing: bool = False
    at: int = 0

    @property
    def trial(self) -> Trial:
        """What was judged."""
        return self.known.trial

    @property
    def claim(self) -> Claim:
        """The claim that was judged."""
        return self.trial.claim

    @property
    def pictures(self) -> Mapping[str, Array]:
        """The grids of images of the first usable seed, by caption."""
        usable = (m for m in self.measurements.values() if not m.invalid)
        first = next(usable, None)
        return {} if first is None else first.pictures

    @property
    def as_expected(self) -> bool:
        """Whether the outcome is the one that the authors of the claim expect."""
        return self.verdict.outcome is self.trial.expected


def judge(known: Answers, measurements: Measurements, seconds: float = 0.0) -> Verdict:
    """Decide a trial from its measurements.

    Parameters
    ----------
    known
        The trial with its prediction, rivals and certificates.
    measurements
        One for each judged seed; none may be dropped. Only a trial without power,
        which is never measured, may have none.
    seconds
        How long the measurements took.

    Returns
    -------
    Verdict
        CONFIRMED if the prediction fits every seed, every check holds and no
        counter-example stands; REFUTED if it fits none, and a rival fits all or a
        counter-example stands; INVALID if any seed gave no usable result; UNRESOLVED
        otherwise.

    Raises
    ------
    ValueError
        If no measurement is given for a trial that has power.

    """
    claim = known.trial.claim
    if not measurements and not known.weak:
        raise ValueError(f"{claim.name}: at least one measurement is needed, got none.")
    faults = _faults(known, measurements)
    usable = {} if faults else measurements
    outcome, reason = _decided(known, usable, faults)
    return Verdict(
        name=claim.name,
        outcome=outcome,
        reason=reason,
        tolerance=known.trial.tolerance,
        seeds=tuple(measurements),
        misfit=_misfits(known, known.prediction, usable),
        rivals={
            name: Placement(
                misfit=_misfits(known, rival, usable),
                lean=tuple(
                    lean(claim.distance, m.answer, known.prediction, rival)
                    for m in usable.values()
                ),
            )
            for name, rival in known.rivals.items()
        },
        values=_values(known, usable),
        sweeps={s.parameter: _interval(known, s, usable) for s in claim.sweeps},
        seconds=seconds,
    )


def _decided(
    known: Answers, usable: Measurements, faults: list[str]
) -> tuple[Outcome, str]:
    """Return the outcome and its reason: the whole of the rule."""
    if known.weak:
        return Outcome.UNRESOLVED, known.weak
    if faults:
        return Outcome.INVALID, "; ".join(faults)
    ours = [fits(known, None, m.answer) for m in usable.values()]
    disproof = _disproof(known)
    if all(ours):
        if disproof:
            return Outcome.UNRESOLVED, f"the prediction fits, and yet: {disproof}"
        if broken := _broken_checks(known, usable, usable=False):
            return Outcome.UNRESOLVED, "; ".join(broken)
        seeds = "the one seed" if len(ours) == 1 else f"all {len(ours)} seeds"
        return Outcome.CONFIRMED, f"the prediction fits {seeds}"
    for name in () if any(ours) else known.rivals:
        if all(fits(known, name, m.answer) for m in usable.values()):
            return Outcome.REFUTED, f"every seed fits a rival instead: {name}"
    if not any(ours) and disproof:
        return Outcome.REFUTED, disproof
    some = f"{sum(ours)} of {len(ours)} seeds" if any(ours) else "no seed"
    return Outcome.UNRESOLVED, f"the prediction fits {some}, and no rival fits all"


def fits(known: Answers, rival: str | None, measured: Array) -> bool:
    """Return whether a rival, or with None the prediction, fits a measurement.

    Its misfit is at most the tolerance, and the measurement goes no further than a
    quarter of the way to any other answer. A NaN fits nothing.
    """
    metric = known.trial.claim.distance
    others = {None: known.prediction} | dict(known.rivals.items())
    answer = others.pop(rival)
    return distance(metric, measured, answer) <= known.trial.tolerance and all(
        lean(metric, measured, answer, other) <= LEAN for other in others.values()
    )


def _faults(known: Answers, measurements: Measurements) -> list[str]:
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
    return faults or _broken_checks(known, measurements, usable=True)


def _disproof(known: Answers) -> str:
    """Return what the counter-example of a claim says, if it has one that stands."""
    example = known.trial.claim.counterexample
    return example.says if example and known.certificates.get(STANDS) == 1 else ""


def _interval(known: Answers, sweep: Sweep, usable: Measurements) -> Interval:
    """Return which values of a sweep are within the tolerance on every seed."""
    worst = [
        max(_misfits(known, answer, usable), default=np.nan)
        for answer in known.sweeps[sweep.parameter]
    ]
    fit = [i for i, misfit in enumerate(worst) if misfit <= known.trial.tolerance]
    if not fit:
        return Interval(least=np.nan, most=np.nan, ends=(True, True))
    first, last = min(fit), max(fit)
    return Interval(
        least=sweep.values[first],
        most=sweep.values[last],
        ends=(first > 0, last < len(worst) - 1),
    )


def _misfits(known: Answers, answer: Array, usable: Measurements) -> tuple[float, ...]:
    metric = known.trial.claim.distance
    return tuple(distance(metric, m.answer, answer) for m in usable.values())


def _broken_checks(
    known: Answers, measurements: Measurements, *, usable: bool
) -> list[str]:
    """Name the checks of one kind that a certificate or a seed breaks.

    A NaN or a missing value breaks its check.
    """
    broken = []
    kind = {c.value for c in known.trial.claim.checks if c.usable == usable}
    for name, bound in known.trial.bounds.items():
        if name not in kind:
            continue
        found = (
            {"certificate": known.certificates[name]}
            if name in known.certificates
            else {
                f"seed {seed}": measured.values.get(name, np.nan)
                for seed, measured in measurements.items()
            }
        )
        broken += [
            f"{where}: {name} must be at most {bound:g}, got {value:.3g}"
            for where, value in found.items()
            if not value <= bound
        ]
    return broken


def _values(known: Answers, usable: Measurements) -> dict[str, tuple[float, ...]]:
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


def without_data(trial: Trial, reason: str) -> Judged:
    """Return a trial whose data is not there: INVALID, with nothing worked out."""
    verdict = Verdict(
        name=trial.claim.name,
        outcome=Outcome.INVALID,
        reason=reason,
        tolerance=trial.tolerance,
        seeds=(),
        misfit=(),
        rivals={},
        values={},
    )
    nothing = Answers(trial=trial, prediction=np.array(np.nan), rivals={})
    return Judged(known=nothing, measurements={}, verdict=verdict, missing=True)
