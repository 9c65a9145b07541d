"""Claims posed as a run would pose them."""

import os
from dataclasses import replace
from functools import cache
from pathlib import Path

from verify.answers import Answers, answers
from verify.budget import Budget
from verify.claim import Claim
from verify.claims import ALL
from verify.known import answers_of, certificates_of
from verify.store import Store
from verify.trial import Setting, Trial

SHARED = "SHARED_ANSWERS"
"""The variable with the folder where test processes side by side keep answers."""


def posed(claim: Claim, budget: Budget = "quick") -> Answers:
    """Return what a claim says before anything is measured, on a budget.

    What the toolkit lists is worked out once for all processes of a session.
    """
    trial = Trial(claim=claim, setting=Setting(budget=budget))
    if not any(claim is listed for listed in ALL):
        return answers(trial)
    return replace(_shared(claim.name), trial=trial)


@cache
def _shared(name: str) -> Answers:
    (claim,) = (claim for claim in ALL if claim.name == name)
    trial = Trial(claim=claim)
    if SHARED not in os.environ:
        return answers(trial)
    # One store for each claim: whoever comes second waits for that one alone.
    with Store(Path(os.environ[SHARED]) / name) as store:
        known = answers_of(trial, store)
        return replace(known, certificates=certificates_of(claim, store))
