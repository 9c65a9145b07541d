"""How far towards its nearest rival a wrong answer may go and still pass."""

from dataclasses import dataclass

import numpy as np

from verify.answers import Answers
from verify.distances import distance, lean
from verify.judge import LEAN


@dataclass(frozen=True, kw_only=True)
class Passing:
    """The nearest answer that would still pass, of those that somebody could believe.

    Parameters
    ----------
    rival
        The rival that is nearest to the prediction.
    away
        Its distance from the prediction, in tolerances; above 1 / 0.9.
    share
        How far an answer may go from the prediction, at 0, straight to that rival, at
        1, and still fit.
    entry
        Where prediction and rivals are whole numbers: how far from the prediction, in
        tolerances, an answer is of which one entry is off by 1. None elsewhere, and
        where the tolerance is 0.

    """

    rival: str
    away: float
    share: float
    entry: float | None


def passing(known: Answers) -> Passing | None:
    """Return the nearest answer that would still pass; None where nothing is judged.

    The nearest rival has the largest share of all: every other is further away, and
    nothing on the way to it leans more to another than to itself.
    """
    if known.weak:
        return None
    tolerance = known.trial.tolerance
    rival, gap = next(iter(known.gaps.items()))
    away = gap / tolerance if tolerance else np.inf
    share = share_towards(known, rival)
    return Passing(rival=rival, away=away, share=share, entry=_entry(known))


def share_towards(known: Answers, name: str) -> float:
    """Return how far on the straight line to a rival an answer may go and still fit.

    The least of two shares, of the tolerance in the distance of the rival, and of a
    quarter in how far the rival itself leans to any rival: on a straight line misfit
    and leans grow in proportion, as every distance comes from an inner product. What
    is certified or checked besides may stop an answer earlier.

    Parameters
    ----------
    known
        A trial that has power.
    name
        The rival.

    Returns
    -------
    float
        From 0 to 0.25.

    """
    metric, rival = known.trial.claim.distance, known.rivals[name]
    leans = [
        lean(metric, rival, known.prediction, other) for other in known.rivals.values()
    ]
    return min(known.trial.tolerance / known.gaps[name], LEAN / max(leans))


def _entry(known: Answers) -> float | None:
    """Return how far, in tolerances, whole numbers with one entry off by 1 are."""
    arrays = [known.prediction, *known.rivals.values()]
    tolerance = known.trial.tolerance
    if not tolerance or not all(np.array_equal(a, np.round(a)) for a in arrays):
        return None
    # Every entry weighs the same in every distance.
    other = known.prediction.copy()
    other.flat[0] += 1
    return distance(known.trial.claim.distance, other, known.prediction) / tolerance
