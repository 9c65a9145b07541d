"""A person's claims before they are measured: one that cannot fail is told why."""

from collections.abc import Iterator, Sequence

import numpy as np

from verify.answers import POWER, Answers, arrays_of, certified
from verify.claim import Claim
from verify.own_file import OwnCodeError
from verify.place import located
from verify.report.algebra import UnprintableError
from verify.report.derivations import derivations
from verify.report.prose import unprintable
from verify.trial import Trial


def is_own(claim: Claim) -> bool:
    """Return whether a claim comes from a person's file."""
    return "::" in claim.asked


def refuse_powerless(trials: Sequence[Trial]) -> None:
    """Refuse claims of a person's own that could not turn out false.

    Prediction, rivals and certificates are worked out here; they are not again.

    Raises
    ------
    OwnCodeError
        A line for each thing to mend, in all of them.

    """
    found = [
        f"{trial.claim.name}: {fault}"
        for trial in trials
        if is_own(trial.claim)
        for fault in _faults(trial)
    ]
    if found:
        raise OwnCodeError("\n".join(found))


def refuse_cluster(claims: Sequence[Claim]) -> None:
    """Refuse to send a person's file to a cluster.

    Raises
    ------
    OwnCodeError
        If one of the claims has its experiment there.

    """
    for claim in claims:
        file = located(claim.experiment.function).file
        if file is not None:
            raise OwnCodeError(
                f"{claim.name} cannot be measured on a cluster, whose workers do not "
                f"have {file.name}: leave --cluster out, or put the experiment into a "
                "package that is installed on the workers and here."
            )


def _faults(trial: Trial) -> Iterator[str]:
    claim = trial.claim
    try:
        known = arrays_of(trial)
        certified(claim)
    except OwnCodeError as error:
        yield str(error)
        return
    shapes = list(_shapes(known))
    yield from shapes or _power(known)
    yield from _drawn(known)
    yield from _printed(claim)


def _shapes(known: Answers) -> Iterator[str]:
    """Name answers that cannot be compared with the prediction."""
    if not np.all(np.isfinite(known.prediction)):
        yield "the prediction must be finite: predict gives NaN or infinity."
    shape = known.prediction.shape
    for name, answer in known.rivals.items():
        if answer.shape != shape:
            yield (
                f"the rival {name!r} must have the prediction's shape {shape}, got "
                f"{answer.shape}."
            )
        elif not np.all(np.isfinite(answer)):
            yield f"the rival {name!r} must be finite: it gives NaN or infinity."
    for name, answers in known.sweeps.items():
        if answers.shape[1:] != shape:
            yield (
                f"the answers of the sweep of {name} must have the prediction's shape "
                f"{shape}, got {answers.shape[1:]}."
            )


def _power(known: Answers) -> Iterator[str]:
    """Ask for rivals that are told apart, and for a tolerance that does so."""
    try:
        gaps = known.gaps
    except OwnCodeError as error:
        yield str(error)
        return
    if same := [name for name, gap in gaps.items() if not gap > 0]:
        yield (
            f"the rival {same[0]!r} says the same as the prediction, so that nothing "
            "could refute the claim: give a wrong answer that somebody could believe."
        )
    elif known.weak and not known.trial.setting.pilots:
        name, gap = next(iter(gaps.items()))
        yield (
            f"the tolerance {known.trial.tolerance:g} must be at least 0 and below "
            f"{POWER:g} of {gap:.3g}, the distance to the nearest rival {name!r}, or "
            f"that rival would pass: choose one below {POWER * gap:.3g} on pilot seeds "
            "(python -m verify pilot)."
        )


def _drawn(known: Answers) -> Iterator[str]:
    """Try how the report draws the prediction."""
    view = known.trial.claim.view
    try:
        x, y = map(np.asarray, view.curve(known.prediction))
    except OwnCodeError as error:
        yield str(error)
        return
    except (TypeError, ValueError):
        yield "the view must give two arrays, x and y: curve=lambda a: (x, a)."
        return
    if x.shape != y.shape or x.ndim not in (1, 2):
        yield (
            "the view must give arrays x and y of one shape, with an axis for each "
            f"curve and one along it, got {x.shape} and {y.shape}."
        )


def _printed(claim: Claim) -> Iterator[str]:
    """Try to print derivation and formulas."""
    try:
        derivations([claim])
    except OwnCodeError as error:
        yield str(error)
    except (UnprintableError, AttributeError, TypeError) as error:
        yield f"the derivation cannot be printed ({error}): leave it out."
    texts = [
        claim.statement,
        *(one.says for one in claim.assumptions),
        *(one.because for one in claim.sweeps),
        *(one.name for one in claim.rivals),
        *(one.value for one in claim.checks),
        claim.counterexample.says if claim.counterexample else "",
    ]
    for text, why in unprintable(texts):
        yield (
            f"{text!r} cannot be printed, for what stands between dollar signs is "
            f"mathematics as Typst writes it, such as $sqrt(2) / pi^2$: {why}."
        )
