"""The claim in a person's own file, under the same rules as ours."""

import inspect
import shlex
from collections.abc import Callable, Mapping
from dataclasses import replace
from difflib import get_close_matches
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np

from verify.asked.own_form import faults, wanted
from verify.claim import Array, Arrays, Claim, Counterexample, Measurement
from verify.claims import ALL
from verify.own_file import OwnCodeError, guarding, load
from verify.sources import source_hash

BETWEEN = "::"
"""What stands between a file and a name in it."""


def own_claim(words: str) -> Claim:
    """Return the claim at ``FILE.py::NAME``.

    Its code is run here, guarded: whatever it raises later is a sentence.

    Parameters
    ----------
    words
        A file, and the name in it of a claim or of a function that returns one.

    Raises
    ------
    OwnCodeError
        If there is no such claim, its file cannot be run, or it is not written as a
        claim must be; a line for each thing to mend.

    """
    file, name = _split(words)
    sources = f"{file}:{name}"
    try:
        claim = _made(load(file), name, file)
    except OwnCodeError as error:
        raise OwnCodeError(f"{error} {wanted(error.__cause__)}".strip()) from error
    if claim.name in {ours.name for ours in ALL}:
        raise OwnCodeError(
            f"{file.name}: name must be other than that of a claim of the toolkit, got "
            f"{claim.name!r}; own.{claim.name.split('.')[-1]} is free."
        )
    if found := faults(claim, file):
        raise OwnCodeError("\n".join(f"{file.name}: {fault}" for fault in found))
    return replace(
        _guarded(claim, file),
        asked=shlex.quote(f"{file}{BETWEEN}{name}"),
        held={"sources": source_hash(sources)},
    )


def changed(words: str, held: Mapping[str, Any]) -> str:
    """Return why a claim is not the one that was judged; empty where it is.

    Nothing is run.

    Parameters
    ----------
    words
        As for :func:`own_claim`.
    held
        What was kept of it.

    """
    try:
        file, name = _split(words)
        same = source_hash(f"{file}:{name}") == held.get("sources")
    except (SyntaxError, ValueError, OSError) as error:
        return str(error)
    return "" if same else f"{file}, or what it imports, has changed since."


def _split(words: str) -> tuple[Path, str]:
    """Return the file and the name.

    Raises
    ------
    OwnCodeError
        If there is no such file, or no name.

    """
    place, between, name = words.rpartition(BETWEEN)
    file = Path(place if between else words)
    if file.suffix != ".py":
        raise OwnCodeError(f"write FILE.py{BETWEEN}NAME, got {words[:80]!r}.")
    if not file.is_file():
        kind = "is a folder" if file.is_dir() else "is not there"
        beside = [p.name for p in file.absolute().parent.glob("*.py")]
        near = get_close_matches(file.name, beside, n=3)
        hint = f"; beside it there is {', '.join(near)}" if near else ""
        raise OwnCodeError(f"{file} {kind}{hint}.")
    if not name.isidentifier():
        raise OwnCodeError(
            f"say which claim of {file} is meant: {file}{BETWEEN}NAME, where NAME is a "
            "Claim or a function that returns one."
        )
    return file.resolve(), name


def _made(module: ModuleType, name: str, file: Path) -> Claim:
    """Return the claim of a name, or what the function of that name returns."""
    if not hasattr(module, name):
        offered = [n for n, v in vars(module).items() if isinstance(v, Claim)]
        there = f"; it has {', '.join(offered)}" if offered else ""
        raise OwnCodeError(f"{file.name} has no {name}{there}.")
    found: Any = getattr(module, name)
    if isinstance(found, Claim):
        return found
    if not callable(found) or isinstance(found, type):
        raise OwnCodeError(
            f"{file.name}: {name} must be a Claim or a function that returns one, got "
            f"{_kind(found)}."
        )
    with guarding(file, name):
        if needed := _needed(found):
            raise OwnCodeError(
                f"{file.name}: {name} is called without arguments, but needs "
                f"{', '.join(needed)}: give them defaults."
            )
        found = found()
    if not isinstance(found, Claim):
        raise OwnCodeError(
            f"{file.name}: {name} must return a Claim, got {_kind(found)}."
        )
    return found


def _kind(found: Any) -> str:
    """Return in a word or two what something is."""
    return (
        f"class {found.__name__}" if isinstance(found, type) else type(found).__name__
    )


def _needed(function: Callable[..., Any]) -> list[str]:
    free = (inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD)
    return [
        p.name
        for p in inspect.signature(function).parameters.values()
        if p.default is p.empty and p.kind not in free
    ]


def _guarded(claim: Claim, file: Path) -> Claim:
    """Return a claim whose functions raise nothing but sentences."""

    def told(call: Callable[..., Any], what: str) -> Callable[..., Any]:
        return _told(call, file, what)

    def answer(call: Callable[..., Any], what: str) -> Callable[..., Array]:
        guarded = told(call, what)
        return lambda *given: _array(guarded(*given), f"{file.name}: {what}")

    example, figures = claim.counterexample, claim.certificates
    return replace(
        claim,
        predict=answer(claim.predict, "the prediction"),
        rivals=tuple(
            replace(one, answer=answer(one.answer, f"the rival {one.name!r}"))
            for one in claim.rivals
        ),
        sweeps=tuple(
            replace(one, answer=answer(one.answer, f"the sweep of {one.parameter}"))
            for one in claim.sweeps
        ),
        read=_reading(claim.read, file),
        distance=replace(
            claim.distance, inner=told(claim.distance.inner, "the distance")
        ),
        derivation=told(claim.derivation, "the derivation"),
        view=replace(claim.view, curve=told(claim.view.curve, "the view")),
        certificates=told(figures, "the certificates") if figures else None,
        counterexample=Counterexample(
            says=example.says, holds=told(example.holds, "the counter-example")
        )
        if example
        else None,
    )


def _told(call: Callable[..., Any], file: Path, what: str) -> Callable[..., Any]:
    def guarded(*given: Any) -> Any:
        with guarding(file, what):
            return call(*given)

    return guarded


def _array(given: Any, what: str) -> Array:
    """Return an answer as an array of real numbers.

    Raises
    ------
    OwnCodeError
        If it is none, or has no entry.

    """
    try:
        plain = np.asarray(given)
    except (ValueError, TypeError, RuntimeError):
        plain = np.asarray(None)
    if plain.dtype.kind not in "biuf" or not plain.size:
        got = "an empty array" if plain.dtype.kind in "biuf" else type(given).__name__
        if plain.dtype.kind == "c":
            got = "complex numbers"
        raise OwnCodeError(
            f"{what} must be an array of real numbers, such as np.array([0.5]), got "
            f"{got}."
        )
    return plain.astype(float)


def _reading(read: Callable[[Arrays], Any], file: Path) -> Callable[..., Measurement]:
    """Return a reading that is INVALID, with a sentence, where it cannot be made."""
    guarded = _told(read, file, "the reading")

    def reading(arrays: Arrays) -> Measurement:
        try:
            return _checked(guarded(arrays), f"{file.name}: the reading")
        except OwnCodeError as error:
            return Measurement(answer=np.array(np.nan), invalid=str(error))

    return reading


def _checked(found: Any, what: str) -> Measurement:
    """Return a measurement whose parts are what they should be.

    Raises
    ------
    OwnCodeError
        If one is not.

    """
    if not isinstance(found, Measurement):
        raise OwnCodeError(f"{what} must be a Measurement, got {_kind(found)}.")
    answer = _array(found.answer, f"{what}'s answer")
    extras = {n: _array(e, f"{what}'s extra {n!r}") for n, e in found.extras.items()}
    pictures = {
        n: _array(p, f"{what}'s picture {n!r}") for n, p in found.pictures.items()
    }
    for name, extra in extras.items():
        if extra.shape != answer.shape:
            raise OwnCodeError(
                f"{what}'s extra {name!r} must have the answer's shape {answer.shape}, "
                f"got {extra.shape}."
            )
    for name, picture in pictures.items():
        if picture.ndim != 4:
            raise OwnCodeError(
                f"{what}'s picture {name!r} must have the shape (rows, columns, "
                f"height, width), got {picture.shape}."
            )
    return Measurement(
        answer=answer,
        values={n: _number(v, f"{what}'s {n!r}") for n, v in found.values.items()},
        extras=extras,
        pictures=pictures,
        invalid=str(found.invalid),
    )


def _number(value: Any, what: str) -> float:
    array = _array(value, what)
    if array.size != 1:
        raise OwnCodeError(f"{what} must be one number, got {array.size}.")
    return float(array.ravel()[0])
