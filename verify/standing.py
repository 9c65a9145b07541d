"""What is known beside a run: every claim whose verdict the store still has."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from verify.asked.words import asked_claim
from verify.claim import Claim
from verify.claims import ALL
from verify.judge import Judged
from verify.known import stands
from verify.results import ResultsError, last_results
from verify.store import Store
from verify.trial import Setting, Trial


def before(out: Path, notify: Callable[[str], object]) -> list[dict[str, Any]]:
    """Return the claims of the last ``results.json``, none of a bad one."""
    try:
        last = last_results(out)
    except ResultsError as error:
        notify(f"{error} It counts as empty.")
        return []
    return last["claims"] if last else []


def standing(
    last: Iterable[Mapping[str, Any]],
    setting: Setting,
    store: Store,
    besides: Iterable[str] = (),
    notify: Callable[[str], object] = lambda sentence: None,
) -> list[Trial]:
    """Return the trials that can be judged from the store as it is.

    Parameters
    ----------
    last
        The claims of the last ``results.json``: how each was judged, and what a person
        asked for.
    setting
        How to judge those that are not among them.
    store
        Where they must have all that they need, for the present sources.
    besides
        Names of claims to leave out.
    notify
        Is told why one that a person asked for cannot be made again.

    """
    entries = {entry["name"]: entry for entry in last if entry["name"] not in besides}
    settings = {name: setting_of(entry) for name, entry in entries.items()}
    claims = [claim for claim in ALL if claim.name not in besides]
    claims += _asked(entries.values(), notify)
    found = []
    for claim in claims:
        chosen = dict.fromkeys((settings.get(claim.name, setting), setting))
        trials = (Trial(claim=claim, setting=each) for each in chosen)
        found += [trial for trial in trials if stands(trial, store)][:1]
    return found


def setting_of(entry: Mapping[str, Any]) -> Setting:
    """Return how a claim of a ``results.json`` was judged."""
    return Setting(budget=entry["budget"], device=entry["device"], offset=entry["seed"])


def _asked(
    entries: Iterable[Mapping[str, Any]], notify: Callable[[str], object]
) -> list[Claim]:
    """Return the claims that a person asked for; data that is gone makes none."""
    found = []
    for entry in entries:
        if "asked" in entry:
            try:
                found.append(asked_claim(entry["asked"], entry.get("held", {})))
            except (ValueError, ArithmeticError, OSError) as error:
                notify(f"{entry['name']} cannot be looked at again: {error}")
    return found


def in_order(judged: Sequence[Judged]) -> list[Judged]:
    """Return verdicts in the order of the deck, those asked for last."""
    places = {claim.name: place for place, claim in enumerate(ALL)}
    return sorted(judged, key=lambda j: places.get(j.claim.name, len(places)))
