"""How tolerances stand to the pilot seeds that they were chosen on."""

import math

from verify.piloted import Pilots, measured_by, recorded
from verify.report.numerals import measured
from verify.trial import Trial


def piloted(trial: Trial) -> str:
    """Return in a sentence how the tolerance of a trial stands to its pilots.

    Empty where no pilot seed of the present configuration is recorded.
    """
    pilots = _pilots(trial)
    if pilots is None:
        return ""
    where = f"On {len(pilots.seeds)} pilot seeds, from {pilots.seeds[0]} up"
    if not pilots.misfit:
        return f"{where}, there was no usable result."
    least, worst = min(pilots.misfit), max(pilots.misfit)
    if worst > trial.tolerance:
        return f"{where}, misfits were {measured(least, 2)} to {measured(worst, 2)}."
    times = trial.tolerance / worst if worst else 0
    told = f": the tolerance is {measured(times, 2)} times that" if worst else ""
    return f"{where}, the worst misfit was {measured(worst, 2)}{told}."


def used(trial: Trial) -> float | None:
    """Return which share of the tolerance the worst recorded pilot seed used.

    Infinite where the tolerance is 0 and the misfit is not. None where no pilot seed of
    the present configuration gave a usable result.
    """
    pilots = _pilots(trial)
    if pilots is None or not pilots.misfit:
        return None
    worst = max(pilots.misfit)
    return worst / trial.tolerance if trial.tolerance else math.inf if worst else 0.0


def _pilots(trial: Trial) -> Pilots | None:
    """Return the pilots of the present configuration, if any are recorded."""
    budget = trial.setting.budget
    pilots = recorded(trial.claim.name).get(budget)
    fresh = pilots and pilots.measured == measured_by(trial.claim, budget)
    return pilots if fresh else None
