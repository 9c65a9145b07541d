"""What is missing in how a person's claim is written: a sentence for each thing."""

import inspect
import json
import re
from collections.abc import Callable, Iterator, Mapping
from numbers import Real
from pathlib import Path
from typing import Any

from verify.budget import BUDGETS
from verify.claim import (
    Assumption,
    Check,
    Claim,
    Distance,
    Evidence,
    Experiment,
    Rival,
    Sweep,
    View,
)
from verify.own_file import OwnCodeError, function_at
from verify.place import located
from verify.sources import source_hash

_WANTED = {
    "name": "name='own.mean-area'",
    "statement": "statement='...', a sentence that can turn out false",
    "predict": "predict=lambda: np.array([...]), what theory says",
    "experiment": "experiment=Experiment(...), what is measured",
    "read": "read=lambda arrays: Measurement(answer=arrays['...'])",
    "rivals": "rivals=(Rival(name='...', answer=lambda: np.array([...]), "
    "because='...'),), wrong answers that somebody could believe",
    "distance": "distance=RMS, from verify.distances",
    "tolerance": "tolerance=..., the largest distance from the prediction that fits, "
    "below 0.9 of that to the nearest rival",
    "because": "because='...', why it is that number",
    "seeds": "seeds=(0, 1, 2), those that are judged",
    "function": "function=place_of(NAME), from verify.place",
    "configurations": "configurations={'quick': {}, 'full': {}}, what the function is "
    "called with beside the seed",
    "seconds": "seconds=1.0, how long one seed takes",
    "answer": "answer=..., an array of the prediction's shape",
    "value": "value='...', the name of a value that read gives",
    "at_most": "at_most=..., the largest value that is allowed",
    "says": "says='...', a sentence",
    "without": "without='open', or the claim that shows what happens then",
}
"""What a claim and its parts cannot do without, and how it is written."""

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*\.[a-z0-9]+(-[a-z0-9]+)*")


def faults(claim: Claim, file: Path) -> list[str]:
    """Return what is to be mended before a claim can be looked at any further.

    Parameters
    ----------
    claim
        As it was written.
    file
        In which it was.

    """
    if kinds := list(_kinds(claim)):
        return kinds
    looks: tuple[Callable[[Claim], Iterator[str]], ...] = (
        _texts,
        _evidence,
        _budgets,
        _usable,
    )
    found = [fault for look in looks for fault in look(claim)]
    return found + list(_experiment(claim.experiment, file))


def wanted(error: BaseException | None) -> str:
    """Return what to add where a part of a claim lacks something; else nothing.

    Examples
    --------
    >>> try:
    ...     Check(value="error", at_most=0.1)
    ... except TypeError as error:
    ...     print(wanted(error))
    Check needs because='...', why it is that number.

    """
    told = re.match(r"(\w+)\.__init__\(\) missing [^:]*: (.*)", str(error))
    names = re.findall(r"'(\w+)'", told[2]) if told else []
    if not told or not isinstance(error, TypeError) or not set(names) <= set(_WANTED):
        return ""
    return f"{told[1]} needs {'; '.join(_WANTED[name] for name in names)}."


def trained(claim: Claim) -> bool:
    """Return whether a claim rests on networks that were trained."""
    return claim.experiment.trains or Evidence.TRAINING in claim.evidence


def _kinds(claim: Claim) -> Iterator[str]:
    """Name fields that are something else than they should be."""
    single: dict[str, type] = {
        "experiment": Experiment,
        "distance": Distance,
        "view": View,
    }
    several: dict[str, type] = {
        "rivals": Rival,
        "checks": Check,
        "sweeps": Sweep,
        "assumptions": Assumption,
    }
    for name, kind in single.items():
        if not isinstance(getattr(claim, name), kind):
            yield f"{name} must be of {kind.__name__}, from verify.claim."
    for name, kind in several.items():
        given = getattr(claim, name)
        if not isinstance(given, tuple | list) or not all(
            isinstance(one, kind) for one in given
        ):
            yield (
                f"{name} must be a tuple of {kind.__name__}, such as "
                f"({kind.__name__}(...),) with its comma."
            )
    for name in ("predict", "read", "derivation"):
        if not callable(getattr(claim, name)):
            yield f"{name} must be a function, such as lambda: np.array([0.5])."
    evidence = claim.evidence
    if not isinstance(evidence, frozenset | set) or not all(
        isinstance(one, Evidence) for one in evidence
    ):
        yield "evidence must be a set, such as frozenset({Evidence.COMPUTATION})."


def _texts(claim: Claim) -> Iterator[str]:
    """Name texts that are missing."""
    if not isinstance(claim.name, str) or not _SLUG.fullmatch(claim.name):
        yield (
            "name must be a part and a name in it, of small letters, digits and "
            f"hyphens, such as 'own.mean-area', got {claim.name!r}."
        )
    wanted = [
        ("statement must be a sentence that can turn out false", claim.statement),
        ("because must say why the tolerance is what it is", claim.because),
    ]
    for rival in claim.rivals:
        who = f"the rival {rival.name!r} must say in because who could believe it"
        wanted.append((who, rival.because))
    for check in claim.checks:
        why = f"the check of {check.value!r} must say in because why it is so"
        wanted.append((why, check.because))
    for one in claim.assumptions:
        wanted.append(("says of an assumption must be a sentence", one.says))
    for sentence, text in wanted:
        if not isinstance(text, str) or not text.strip():
            yield f"{sentence}, got {text!r}."


def _evidence(claim: Claim) -> Iterator[str]:
    """Ask on what a verdict rests, and what a statement on networks assumes."""
    if not claim.evidence:
        yield (
            "evidence must say on what the verdict rests: "
            f"{', '.join(f'Evidence.{kind.name}' for kind in Evidence)}."
        )
    if trained(claim) and not claim.assumptions:
        yield (
            "assumptions must list what the statement needs, for it rests on trained "
            "networks: add Assumption(says='...', without='open') for each thing, such "
            "as the law of the data, the architecture or the training."
        )


def _usable(claim: Claim) -> Iterator[str]:
    """Ask for a check that tells a dead network from one that works."""
    if trained(claim) and not any(check.usable for check in claim.checks):
        yield (
            "checks must tell a dead network from one that learned something, for the "
            "claim rests on training: add Check(value='...', at_most=..., "
            "because='...', usable=True) on a value that read gives, such as the error "
            "on images that were never seen as a share of that of their average."
        )


def _budgets(claim: Claim) -> Iterator[str]:
    """Name what does not say something for every budget."""
    given: dict[str, Any] = {
        "tolerance": claim.tolerance,
        "seeds": claim.seeds,
        "expected": claim.expected,
        "seconds of the experiment": claim.experiment.seconds,
        **{f"at_most of the check of {c.value!r}": c.at_most for c in claim.checks},
    }
    whole = {"configurations of the experiment": claim.experiment.configurations}
    for name, value in {**given, **whole}.items():
        by_budget = isinstance(value, Mapping)
        if name in whole and not by_budget:
            yield f"{name} must be a mapping with {' and '.join(BUDGETS)}."
        elif by_budget and not set(BUDGETS) <= set(value):
            yield f"{name} must be there for {' and '.join(BUDGETS)}, got {value!r}."
    for name, value in given.items():
        values = value.values() if isinstance(value, Mapping) else [value]
        number = name not in ("seeds", "expected")
        if number and not all(isinstance(each, Real) for each in values):
            yield f"{name} must be a number, got {value!r}."


def _experiment(experiment: Experiment, file: Path) -> Iterator[str]:
    """Try to find an experiment as a worker would, and what it would be called with."""
    where = located(experiment.function)
    top = where.module.partition(".")[0]
    beside = where.file is None and (file.parent / f"{top}.py").exists()
    if beside or not where.module or not where.name:
        yield (
            "function of the experiment must say where it lives, got "
            f"{experiment.function!r}: write function=place_of(NAME), from "
            "verify.place import place_of."
        )
        return
    try:
        source_hash(experiment.function)
        found = function_at(experiment.function) if where.file else None
    except OwnCodeError as error:
        yield str(error)
        return
    except (ValueError, OSError, SyntaxError):
        yield (
            f"function of the experiment, {experiment.function!r}, cannot be found: "
            f"write function=place_of({where.name}) for a function of {file.name}."
        )
        return
    configurations = experiment.configurations
    for budget in BUDGETS if isinstance(configurations, Mapping) else ():
        yield from _called(found, experiment, configurations.get(budget, {}), budget)


def _called(
    function: Callable[..., Any] | None,
    experiment: Experiment,
    configuration: Any,
    budget: str,
) -> Iterator[str]:
    """Name what a configuration gives and an experiment does not take."""
    try:
        plain = json.loads(json.dumps(configuration, allow_nan=False))
    except (TypeError, ValueError):
        plain = None
    if not isinstance(plain, dict):
        yield (
            f"the {budget} configuration must be a mapping of names to numbers, texts "
            "and lists of these, finite ones, for it is kept as JSON."
        )
        return
    if function is None:
        return
    given = {"start" if experiment.trains else "seed": 0, **plain}
    try:
        inspect.signature(function).bind(**given)
    except TypeError as error:
        takes = ", ".join(inspect.signature(function).parameters)
        trains = "" if experiment.trains else "; trains=True gives start for seed"
        yield (
            f"{located(experiment.function).name} takes ({takes}), but is called with "
            f"{', '.join(given)} for the {budget} budget ({error}){trains}."
        )
    except ValueError:
        return
