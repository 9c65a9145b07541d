"""Claims posed as a run would pose them."""

import os
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np

from verify.answers import STANDS, Answers, answers
from verify.budget import Budget
from verify.claim import Claim, Measurement
from verify.claims import ALL
from verify.drawn import drawing_of
from verify.judge import Judged, judge
from verify.known import answers_of, certificates_of
from verify.report.drawing import Drawing
from verify.store import Store
from verify.trial import Setting, Trial

SHARED = "SHARED_ANSWERS"
"""The variable with the folder where test processes side by side keep answers."""

PICTURES = {"Two rows of three images.": np.random.default_rng(1).random((2, 3, 4, 5))}


def posed(claim: Claim, budget: Budget = "quick") -> Answers:
    """Return what a claim says before anything is measured, on a budget.

    What the toolkit lists is worked out once for all processes of a session, whichever
    variant of a claim says it.
    """
    trial = Trial(claim=claim, setting=Setting(budget=budget))
    listed = next((one for one in ALL if one.name == claim.name), None)
    if listed is None:
        return answers(trial)
    known = _shared(claim.name)
    if claim is listed:
        return replace(known, trial=trial)
    arrays = {one.answer: known.rivals[one.name] for one in listed.rivals}
    arrays[listed.predict] = known.prediction
    said = {claim.predict, *(rival.answer for rival in claim.rivals)}
    kept = claim.sweeps is listed.sweeps and claim.certificates is listed.certificates
    stands = claim.counterexample is listed.counterexample
    if not kept or said - arrays.keys() or (claim.counterexample and not stands):
        return answers(trial)
    certified = known.certificates.items()
    return replace(
        known,
        trial=trial,
        prediction=arrays[claim.predict],
        rivals={rival.name: arrays[rival.answer] for rival in claim.rivals},
        certificates={n: v for n, v in certified if stands or n != STANDS},
    )


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


def judged(claim: Claim, measurements: Mapping[int, Measurement]) -> Judged:
    """Return a claim with the verdict on measurements that took 12 seconds."""
    known = posed(claim)
    verdict = judge(known, measurements, 12.0)
    return Judged(known=known, measurements=measurements, verdict=verdict)


def near(claim: Claim) -> dict[int, Measurement]:
    """Return measurements a fifth of the tolerance away, with every check met."""
    known = posed(claim)
    rng = np.random.default_rng(0)
    found = {}
    for seed in known.trial.seeds:
        noise = rng.normal(size=known.prediction.shape)
        size = np.sqrt(claim.distance.inner(noise, noise))
        away = known.trial.tolerance / 5 * noise / size
        found[seed] = Measurement(
            answer=known.prediction + away,
            values={n: bound / 2 for n, bound in known.trial.bounds.items()},
            extras={"another route": known.prediction},
            pictures=PICTURES,
        )
    return found


def drawn(one: Judged) -> Drawing:
    """Return what is drawn of a claim, once for all processes of a session."""
    with Store(Path(os.environ[SHARED]) / one.claim.name) as store:
        return drawing_of(one, store)
