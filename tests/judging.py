"""Claims posed as a run would pose them."""

from verify.answers import Answers, answers
from verify.budget import Budget
from verify.claim import Claim
from verify.trial import Setting, Trial


def posed(claim: Claim, budget: Budget = "quick") -> Answers:
    """Return what a claim says before anything is measured, on a budget."""
    return answers(Trial(claim=claim, setting=Setting(budget=budget)))
