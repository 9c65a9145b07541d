"""How tolerances stand to the pilot seeds that they were chosen on."""

from verify.piloted import measured_by, recorded
from verify.report.numerals import measured
from verify.trial import Trial


def piloted(trial: Trial) -> str:
    """Return in a sentence how the tolerance of a trial stands to its pilots.

    Empty where no pilot seed of the present configuration is recorded.
    """
    budget = trial.setting.budget
    pilots = recorded(trial.claim.name).get(budget)
    if pilots is None or pilots.measured != measured_by(trial.claim, budget):
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
