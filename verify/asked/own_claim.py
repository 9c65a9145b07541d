"""The claim in a person's own file, under the same rules as ours."""

import inspect
import shlex
from collections.abc import Callable, Mapping
from dataclasses import replace
from difflib import get_close_matches
from pathlib import Path
from types import ModuleType
from typing import Any

from verify.asked.own_alive import alive
from verify.asked.own_form import faults, wanted
from verify.asked.own_guard import guarded, kind_of
from verify.claim import Claim
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
        alive(guarded(claim, file), claim.read, file),
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
    if not words.isprintable():
        raise OwnCodeError(
            f"the name of a file must be text that can be printed, got {words!r}: "
            "rename it, or set PYTHONUTF8=1."
        )
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
    file = file.resolve()
    if not str(file).isprintable():
        raise OwnCodeError(f"{str(file)!r} must have a name that can be printed.")
    return file, name


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
            f"{kind_of(found)}."
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
            f"{file.name}: {name} must return a Claim, got {kind_of(found)}."
        )
    return found


def _needed(function: Callable[..., Any]) -> list[str]:
    free = (inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD)
    return [
        p.name
        for p in inspect.signature(function).parameters.values()
        if p.default is p.empty and p.kind not in free
    ]
