"""The claim that words on a command line ask for."""

import shlex
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from verify.asked import given_law
from verify.asked.celeba import celeba_claim
from verify.asked.law import SMALL, asked_law
from verify.asked.own_claim import BETWEEN, changed, own_claim
from verify.asked.pgan import pgan_claim
from verify.claim import Claim
from verify.own_file import OwnCodeError
from verify.subjects import Disks

_OF_DISKS: Mapping[str, Callable[[str], Any]] = {
    "--size": int,
    "--radius": float,
    "--slope": float,
    "--blur": float,
}


def asked_claim(words: str, held: Mapping[str, Any] | None = None) -> Claim:
    """Return the claim that :attr:`verify.claim.Claim.asked` describes.

    Parameters
    ----------
    words
        What stands after ``python -m verify``.
    held
        What was kept of a file that they name: numbers that are taken in its place, or
        the checksum without which a person's own code is not run.

    Raises
    ------
    ValueError
        If the words ask for nothing, or what they name is not there any more.

    """
    kind, *given = shlex.split(words)
    if BETWEEN in kind and not given:
        if why := changed(kind, held or {}):
            raise OwnCodeError(why)
        return own_claim(kind)
    makers: dict[str, Callable[[str], Claim]] = {
        "--celeba": lambda path: celeba_claim(Path(path)),
        "--pgan": lambda path: pgan_claim(Path(path)),
    }
    if kind == "law":
        return _law(given, words, held or {})
    if kind not in makers or len(given) != 1:
        raise _nothing(words)
    return makers[kind](given[0])


def _law(given: list[str], words: str, held: Mapping[str, Any]) -> Claim:
    """Return the claim on a law, from its options and its text or file."""
    chosen: dict[str, Any] = {}
    while len(given) > 1 and given[0] in _OF_DISKS:
        option, value, *given = given
        chosen[option[2:]] = _OF_DISKS[option](value)
    disks = Disks(**{"size": SMALL.size, **chosen})
    match given:
        case ["--histogram" | "--radii", _, *_] if held:
            return asked_law(given_law.kept(f"law {shlex.join(given)}", held), disks)
        case ["--histogram", path, *how]:
            return asked_law(given_law.counted(Path(path), **_how(how, words)), disks)
        case ["--radii", path, *how]:
            return asked_law(given_law.listed(Path(path), **_how(how, words)), disks)
        case ["--", text] | [text]:
            return asked_law(given_law.typed(text), disks)
    raise _nothing(words)


def _how(given: list[str], words: str) -> dict[str, Any]:
    """Return how a file is to be read."""
    found = dict(zip(given[::2], given[1::2], strict=False))
    if len(given) % 2 or not set(found) <= {"--columns", "--decimal"}:
        raise _nothing(words)
    return {option[2:]: value for option, value in found.items()}


def _nothing(words: str) -> ValueError:
    return ValueError(f"nothing is asked for by {words[:80]!r}.")
