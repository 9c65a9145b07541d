"""Whether a person's claim on networks tells a dead one from one that works."""

import warnings
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np

from verify.answers import answers
from verify.asked.own_form import trained
from verify.asked.own_guard import checked
from verify.budget import BUDGETS
from verify.claim import Array, Arrays, Claim, Measurement, Outcome
from verify.judge import judge
from verify.own_file import guarding
from verify.trial import Setting, Trial


def _zeros(array: Array) -> Array:
    return np.zeros_like(array)


def _average(array: Array) -> Array:
    """Return an array in which all samples, along the first axis, are the average."""
    mean = array.mean(axis=0, keepdims=True) if array.ndim else array
    return np.broadcast_to(mean, array.shape).astype(array.dtype)


DEAD: Mapping[str, Callable[[Array], Array]] = {
    "zeros, as of a network that gives nothing": _zeros,
    "their averages, as of a network that gives everything the same": _average,
}
"""What a network that learned nothing leaves of arrays."""


def alive(claim: Claim, read: Callable[[Arrays], Measurement], file: Path) -> Claim:
    """Return a claim whose reading is INVALID where a dead network would pass.

    Parameters
    ----------
    claim
        As it is judged, guarded.
    read
        Its reading as it was written.
    file
        Where it was.

    """
    if not trained(claim):
        return claim

    def reading(arrays: Arrays) -> Measurement:
        found = claim.read(arrays)
        for what, dead in () if found.invalid else DEAD.items():
            numbers = {n: a for n, a in arrays.items() if a.dtype.kind in "iuf"}
            spoilt = {**arrays, **{n: dead(a) for n, a in numbers.items()}}
            changed = any(np.any(spoilt[n] != a) for n, a in numbers.items())
            if changed and _passes(claim, read, spoilt, file):
                return replace(
                    found,
                    invalid="the claim would be confirmed with all arrays replaced by "
                    f"{what}: add a Check with usable=True that these break",
                )
        return found

    return replace(claim, read=reading)


def _passes(
    claim: Claim, read: Callable[[Arrays], Measurement], arrays: Arrays, file: Path
) -> bool:
    """Return whether arrays would confirm a claim; what cannot be read does not."""
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        try:
            with guarding(file, but=Exception):
                seen = checked(read(arrays), file.name)
        except (Exception, SystemExit):
            return False
        return any(
            _confirmed(seen, Trial(claim=claim, setting=setting))
            for setting in (Setting(budget=budget) for budget in BUDGETS)
        )


def _confirmed(seen: Measurement, trial: Trial) -> bool:
    found = judge(answers(trial), dict.fromkeys(trial.seeds, seen))
    return found.outcome is Outcome.CONFIRMED
