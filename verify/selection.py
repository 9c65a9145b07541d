"""Which claims the names on a command line stand for."""

from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from fnmatch import fnmatch

import click

from verify.claim import Claim
from verify.claims import ALL


def chosen(names: Iterable[str], commands: Iterable[str] = ()) -> list[Claim]:
    """Return the claims that the names stand for, in the order of the deck.

    Parameters
    ----------
    names
        ``all``, slugs, groups such as ``size``, or patterns such as ``'size.*'``.
    commands
        Words that somebody who misspelt one may have meant instead.

    Raises
    ------
    click.UsageError
        If a name stands for no claim; the message suggests the nearest one.

    """
    known = [claim.name for claim in ALL]
    wanted: set[str] = set()
    for name in names:
        matches = [k for k in known if _stands_for(name, k)]
        if not matches:
            near = _nearest(name, [*known, *sorted(commands)])
            raise click.UsageError(f"no claim is called {name!r}.{near}")
        wanted.update(matches)
    return [claim for claim in ALL if claim.name in wanted]


def containing(word: str, claims: Sequence[Claim]) -> list[Claim]:
    """Return the claims whose name, statement or source holds a word, in any case.

    Raises
    ------
    click.UsageError
        If none does.

    """
    found = [
        claim
        for claim in claims
        if word.casefold()
        in f"{claim.name}\n{claim.statement}\n{claim.source}".casefold()
    ]
    if not found:
        raise click.UsageError(f"none of {len(claims)} claims contains {word!r}.")
    return found


def _stands_for(name: str, slug: str) -> bool:
    return name == "all" or fnmatch(slug, name) or slug.startswith(f"{name}.")


def _nearest(name: str, words: Sequence[str]) -> str:
    groups = {word.split(".")[0] for word in words}
    near = get_close_matches(name, [*words, *sorted(groups), "all"], n=1, cutoff=0.5)
    if near:
        return f" Did you mean {near[0]}?"
    return " python -m verify list names them all."
