"""One command from its options to its files: what the command line calls."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import click
from rich.console import Console

from verify import piloted
from verify.accepting import is_own, refuse_cluster, refuse_powerless
from verify.asked.celeba import celeba_claim, found_in
from verify.asked.given_law import GivenLaw
from verify.asked.law import asked_law
from verify.asked.pgan import pgan_claim
from verify.claim import Claim, Outcome
from verify.cluster import Cluster
from verify.device import device
from verify.drawn import drawing_of
from verify.ending import interruptible
from verify.judge import Judged
from verify.own_file import OwnCodeError
from verify.pace import Pace
from verify.pool import LostWorkersError, Processes
from verify.printout import pilots
from verify.publishing import publish
from verify.results import as_text, exit_status, pilot_status, results
from verify.run import run
from verify.sealed import reason
from verify.standing import before, in_order, standing
from verify.store import Store, StoreError
from verify.subjects import Disks
from verify.terminal import Narrator, Voice, tell, tell_files
from verify.trial import Setting, Trial


class Unfinished(click.ClickException):
    """The run could not go on, through no fault of the command."""

    exit_code = 3


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where a run works and where its files go.

    Parameters
    ----------
    out
        The folder of the report, the results and the store.
    jobs
        Measurements at once, one core each.
    cluster
        The address of a Dask scheduler that measures instead; None for this machine.
    voice
        How much is said on the way.

    """

    out: Path
    jobs: int = 1
    cluster: str | None = None
    voice: Voice = "normal"


def verify(
    claims: Sequence[Claim],
    setting: Setting,
    place: Place,
    *,
    fresh: bool = False,
    as_json: bool = False,
) -> int:
    """Run claims, write ``results.json`` and the report, and return the exit status.

    Verdicts are told before any file is written. The files show everything that is
    known by then, not this run's claims alone.
    """
    narrator, found = _narrator(place), dict[str, Any]()
    trials = _trials(claims, setting, place)
    try:
        with _store(place.out, narrator, fresh=fresh) as store:
            narrator.draw = partial(drawing_of, store=store)
            judged = _run(trials, place, store, narrator)
            tell(narrator, judged)
            others = _others(judged, place.out, store, narrator)
            shown = in_order([*judged, *others])
            path = place.out / "verification.pdf"
            found |= results(shown, judged, report=str(path))
            publish(shown, found, path, store, narrator.stage)
            narrator.rest()
    finally:
        if as_json and found:
            click.echo(as_text(found))
    tell_files(narrator, place.out, len(others))
    return exit_status(judged)


def _others(
    judged: Sequence[Judged], out: Path, store: Store, narrator: Narrator
) -> list[Judged]:
    """Judge what else is known, by its stored measurements."""
    store.open_up()
    names = {one.claim.name for one in judged}
    setting = judged[0].trial.setting
    last = before(out, narrator.notify)
    others = standing(last, setting, store, names, narrator.notify)
    names |= {trial.claim.name for trial in others}
    if gone := [one for one in last if one["name"] not in names]:
        narrator.notify(
            f"{len(gone)} claims of the last report have no measurement of the present "
            f"sources and are left out; {_command(gone)} measures them."
        )
    return run(others, store, None, narrator)


def pilot(
    claims: Sequence[Claim], setting: Setting, place: Place, *, keep: bool
) -> int:
    """Measure the pilot seeds of claims, print what they gave, and return the status.

    No verdict is recorded, and with ``keep`` what the seeds gave; the status says
    whether every seed could be measured.
    """
    narrator = _narrator(place)
    if keep and any(map(is_own, claims)):
        raise click.UsageError(
            "--keep records pilots of the toolkit's own claims; say what yours gave in "
            "because."
        )
    trials = _trials(claims, setting, place)
    with _store(place.out, narrator) as store:
        judged = _run(trials, place, store, narrator)
    pilots(judged)
    for one in judged if keep else ():
        if not one.missing:
            _keep(one)
    return pilot_status(judged)


def _keep(judged: Judged) -> None:
    try:
        piloted.keep(judged)
    except OSError as error:
        raise Unfinished(
            f"the pilots of {judged.claim.name} cannot be kept in {piloted.FOLDER} "
            f"({reason(error)}); they are printed above."
        ) from error


def rebuild(place: Place) -> int:
    """Rebuild the report from the store, measuring nothing.

    It is never replaced by one with less: what the last one showed and the store does
    not have any more, for the present sources, stops it.
    """
    narrator, out = _narrator(place), place.out
    with _store(out, narrator) as store:
        last = before(out, narrator.notify)
        setting = Setting(device=_device("auto"))
        trials = standing(last, setting, store, notify=narrator.notify)
        judged = in_order(run(trials, store, None, narrator))
        _refuse_less(last, judged, out)
        path = out / "verification.pdf"
        found = results(judged, judged, report=str(path))
        publish(judged, found, path, store, narrator.stage, anew=True)
        narrator.rest()
    tell(narrator, judged)
    tell_files(narrator, out)
    return exit_status(judged)


def _refuse_less(
    last: Sequence[Mapping[str, Any]], judged: Sequence[Judged], out: Path
) -> None:
    """Refuse to put less in the place of more."""
    if not (last or judged):
        raise click.UsageError(
            f"nothing is measured in {out} yet; run python -m verify all first."
        )
    usable = {j.claim.name for j in judged if j.verdict.outcome is not Outcome.INVALID}
    gone = [
        entry
        for entry in last
        if entry["outcome"] != "INVALID" and entry["name"] not in usable
    ]
    if gone or not judged:
        names = " ".join(entry["name"] for entry in gone[:4])
        names += " ..." if len(gone) > 4 else ""
        raise Unfinished(
            f"{len(gone)} of {len(last)} claims of the last report have no measurement "
            f"of the present sources ({names}). The report is left as it is; "
            f"{_command(gone)} measures what is missing."
        )


def _command(gone: Sequence[Mapping[str, Any]]) -> str:
    """Return what measures claims of the last report again."""
    asked = [entry["asked"] for entry in gone if "asked" in entry]
    ours = ["all"] if len(asked) < len(gone) or not gone else []
    return " and ".join(f"python -m verify {words}" for words in [*ours, *asked])


def _trials(claims: Sequence[Claim], setting: Setting, place: Place) -> list[Trial]:
    """Return the trials of a run on the device that the setting stands for."""
    here = replace(setting, device=_device(setting.device))
    trials = [Trial(claim=claim, setting=here) for claim in claims]
    try:
        if place.cluster is not None:
            refuse_cluster(claims)
        refuse_powerless(trials)
    except OwnCodeError as error:
        raise click.UsageError(str(error)) from error
    return trials


def _narrator(place: Place) -> Narrator:
    pace = Pace(place.out / "store" / "pace.json", place.cluster or "")
    return Narrator(Console(stderr=True), pace, place.voice)


def _run(
    trials: Sequence[Trial], place: Place, store: Store, narrator: Narrator
) -> list[Judged]:
    cluster = place.cluster
    executor: Callable[[], Executor] = partial(Processes, place.jobs)
    if cluster is not None:
        executor = partial(_cluster, cluster, narrator.notify)
    try:
        return run(trials, store, executor, narrator, resumable=not cluster)
    except LostWorkersError as error:
        raise Unfinished(str(error)) from error
    finally:
        narrator.rest()


def law(given: GivenLaw, disks: Disks) -> Claim:
    """Return the claim on a law that was typed, or counted in a file."""
    return _made(partial(asked_law, given, disks))


def data(
    celeba: Path | None, pgan: Path | None, notify: Callable[[str], object]
) -> list[Claim]:
    """Return the claims on data that a person names, and say what was found there."""
    asked: list[Claim] = []
    if celeba is not None:
        asked.append(_made(partial(celeba_claim, celeba)))
        notify(found_in(celeba))
    if pgan is not None:
        asked.append(_made(partial(pgan_claim, pgan)))
    return asked


def _made(make: Callable[[], Claim]) -> Claim:
    """Return a claim, or say in one sentence why what was given makes none."""
    try:
        return make()
    except (ValueError, ArithmeticError) as error:
        raise click.UsageError(str(error)) from error


def _device(name: str) -> str:
    try:
        return device(name)
    except ValueError as error:
        raise click.UsageError(str(error)) from error


def _cluster(address: str, notify: Callable[[str], object]) -> Executor:
    try:
        return Cluster(address, notify)
    except ValueError as error:
        raise click.UsageError(str(error)) from error


@contextmanager
def _store(out: Path, narrator: Narrator, *, fresh: bool = False) -> Iterator[Store]:
    """Open the store, say what it notices, and turn its errors into sentences.

    What cannot be opened is the command's fault (2); what fails later leaves the run
    unfinished (3).
    """
    with interruptible(), ExitStack() as stack:
        try:
            store = stack.enter_context(
                Store(out / "store", narrator.notify, fresh=fresh)
            )
        except StoreError as error:
            raise click.UsageError(str(error)) from error
        try:
            yield store
        except BrokenPipeError:
            raise
        except OwnCodeError as error:
            raise Unfinished(str(error)) from error
        except OSError as error:
            raise _unwritten(f"cannot write to {out} ({reason(error)})") from error
        store.settle()
        if store.trouble:
            raise _unwritten(store.trouble)


def _unwritten(what: str) -> Unfinished:
    return Unfinished(
        f"{what}. What is written so far is safe; the same command measures the rest."
    )
