"""Which claims the names on a command line stand for."""

import re
from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from fnmatch import fnmatch

import click

from verify.asked.own_claim import BETWEEN, own_claim
from verify.claim import Claim
from verify.claims import ALL
from verify.own_file import OwnCodeError
from verify.talk import sentences_of


def chosen(names: Sequence[str], commands: Iterable[str] = ()) -> list[Claim]:
    """Return the claims that the names stand for, in the order of the deck.

    Parameters
    ----------
    names
        ``all``, slugs, groups such as ``size``, patterns such as ``'size.*'``, or
        ``FILE.py::NAME`` for a claim in a person's file; these come last.
    commands
        Words that somebody who misspelt one may have meant instead.

    Raises
    ------
    click.UsageError
        If a name stands for no claim; the message suggests the nearest one.

    """
    known = [claim.name for claim in ALL]
    wanted: set[str] = set()
    places = dict.fromkeys(name for name in names if _is_own(name))
    for name in (name for name in names if name not in places):
        matches = [k for k in known if _stands_for(name, k)]
        if not matches:
            near = _nearest(name, [*known, *sorted(commands)])
            raise click.UsageError(f"no claim is called {name!r}.{near}")
        wanted.update(matches)
    return [claim for claim in ALL if claim.name in wanted] + _own(places)


def _is_own(name: str) -> bool:
    """Return whether a name stands for a claim in a person's file."""
    return BETWEEN in name or re.search(r"\.py\b", name) is not None


def _own(places: Iterable[str]) -> list[Claim]:
    """Return the claims in a person's files, each once."""
    found: dict[str, Claim] = {}
    for place in places:
        try:
            claim = own_claim(place)
        except OwnCodeError as error:
            raise click.UsageError(str(error)) from error
        other = found.setdefault(claim.name, claim)
        if other.asked != claim.asked:
            raise click.UsageError(
                f"{other.asked} and {claim.asked} are both called {claim.name}: give "
                "one of them another name."
            )
    return list(found.values())


def containing(word: str, claims: Sequence[Claim]) -> list[Claim]:
    """Return the claims with a word, in any case, in name, statement or the talk.

    Raises
    ------
    click.UsageError
        If none does.

    """
    found = [
        claim
        for claim in claims
        if any(word.casefold() in text.casefold() for text in _texts(claim))
    ]
    if not found:
        raise click.UsageError(f"none of {len(claims)} claims contains {word!r}.")
    return found


def _texts(claim: Claim) -> list[str]:
    words = (sentence.words for sentence in sentences_of(claim.name))
    return [claim.name, claim.statement, *words]


def _stands_for(name: str, slug: str) -> bool:
    return name == "all" or fnmatch(slug, name) or slug.startswith(f"{name}.")


def _nearest(name: str, words: Sequence[str]) -> str:
    groups = {word.split(".")[0] for word in words}
    near = get_close_matches(name, [*words, *sorted(groups), "all"], n=1, cutoff=0.5)
    if near:
        return f" Did you mean {near[0]}?"
    return " python -m verify list names them all."
