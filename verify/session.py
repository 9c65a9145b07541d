"""One command from its options to its files: what the command line calls."""

import hashlib
import shlex
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import click
import numpy as np
from rich.console import Console

from verify import date, sealed
from verify.asked.celeba import celeba_claim
from verify.asked.law import asked_law
from verify.asked.law_expression import of_histogram
from verify.asked.pgan import pgan_claim
from verify.claim import Claim
from verify.environment import environment
from verify.judge import Judged
from verify.pool import cluster as dask
from verify.pool import processes
from verify.printout import pilots
from verify.report.document import build, fingerprint
from verify.results import as_text, exit_status, last_results, pilot_status, results
from verify.run import run
from verify.store import Store, StoreError
from verify.terminal import Narrator, tell
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

    """

    out: Path
    jobs: int = 1
    cluster: str | None = None


def verify(
    claims: Sequence[Claim],
    setting: Setting,
    place: Place,
    *,
    fresh: bool = False,
    as_json: bool = False,
) -> int:
    """Run claims, write ``results.json`` and the report, and return the exit status."""
    console, epoch = Console(stderr=True), date.epoch()
    trials = _trials(claims, setting)
    with _store(place.out, console, fresh=fresh) as store:
        judged = _run(trials, place, store, console)
        found = _written(judged, place.out, epoch, store)
    tell(console, judged, place.out)
    if as_json:
        click.echo(as_text(found))
    return exit_status(judged)


def pilot(claims: Sequence[Claim], setting: Setting, place: Place) -> int:
    """Measure the pilot seeds of claims, print what they gave, and return the status.

    No verdict is recorded; the status says whether every seed could be measured.
    """
    console = Console(stderr=True)
    trials = _trials(claims, setting)
    with _store(place.out, console) as store:
        judged = _run(trials, place, store, console)
    pilots(judged)
    return pilot_status(judged)


def _trials(claims: Sequence[Claim], setting: Setting) -> list[Trial]:
    """Return the trials of a run on the device that the setting stands for."""
    here = replace(setting, device=_device(setting.device))
    return [Trial(claim=claim, setting=here) for claim in claims]


def _run(
    trials: Sequence[Trial], place: Place, store: Store, console: Console
) -> list[Judged]:
    cluster, narrator = place.cluster, Narrator(console, place.jobs)
    executor = partial(_cluster, cluster) if cluster else partial(processes, place.jobs)
    try:
        return run(trials, store, executor, narrator, resumable=not cluster)
    finally:
        narrator.progress.stop()


def rebuild(claims: Sequence[Claim], out: Path) -> int:
    """Rebuild the report of the last run from the store, measuring nothing."""
    console, epoch = Console(stderr=True), date.epoch()
    last = last_results(out)
    if last is None:
        raise click.UsageError(
            f"{out / 'results.json'} is not there or not readable; run "
            "python -m verify all first."
        )
    names = {claim["name"] for claim in last["claims"]}
    wanted = [claim for claim in claims if claim.name in names]
    wanted += [_asked(claim["asked"]) for claim in last["claims"] if "asked" in claim]
    if not wanted:
        raise click.UsageError(
            f"no claim of {out / 'results.json'} is known any more; run "
            "python -m verify all first."
        )
    setting = _setting(last, wanted)
    trials = [Trial(claim=claim, setting=setting) for claim in wanted]
    with _store(out, console) as store:
        judged = run(trials, store, None, Narrator(console, 1))
        _written(judged, out, epoch, store, anew=True)
    tell(console, judged, out)
    return exit_status(judged)


def law(text: str | None, histogram: Path | None) -> Claim:
    """Return the claim on a law that was typed, or counted in a file."""

    def typed() -> Claim:
        return asked_law((text if histogram is None else of_histogram(histogram)) or "")

    return _made(typed)


def data(celeba: Path | None, pgan: Path | None) -> list[Claim]:
    """Return the claims on data that a person names; nothing else is read."""
    asked: list[Claim] = []
    if celeba is not None:
        asked.append(_made(partial(celeba_claim, celeba)))
    if pgan is not None:
        asked.append(_made(partial(pgan_claim, pgan)))
    return asked


def _made(make: Callable[[], Claim]) -> Claim:
    """Return a claim, or say in one sentence why what was given makes none."""
    try:
        return make()
    except (ValueError, ArithmeticError) as error:
        raise click.UsageError(str(error)) from error


def _asked(words: str) -> Claim:
    """Return the claim that a person asked for in the last run."""
    kind, given = shlex.split(words)
    if kind == "law":
        return law(given, None)
    path = Path(given)
    return data(*((path, None) if kind == "--celeba" else (None, path)))[0]


def _device(name: str) -> str:
    if name == "cpu":
        return name
    from empirical.training import choose_device

    try:
        return choose_device(name).type
    except ValueError as error:
        raise click.UsageError(str(error)) from error


def _cluster(address: str) -> Any:
    try:
        return dask(address)
    except ValueError as error:
        raise click.UsageError(str(error)) from error


@contextmanager
def _store(out: Path, console: Console, *, fresh: bool = False) -> Iterator[Store]:
    """Open the store, say what it notices, and turn its errors into sentences.

    What cannot be opened is the command's fault (2); what fails later leaves the run
    unfinished (3).
    """
    notify = partial(console.print, style="yellow", highlight=False, markup=False)
    with ExitStack() as stack:
        try:
            store = stack.enter_context(Store(out / "store", notify, fresh=fresh))
        except StoreError as error:
            raise click.UsageError(str(error)) from error
        try:
            yield store
        except OSError as error:
            raise Unfinished(
                f"cannot write to {out} ({error.strerror or error}). What is finished "
                "is stored; the same command resumes."
            ) from error


def _written(
    judged: Sequence[Judged], out: Path, epoch: int, store: Store, *, anew: bool = False
) -> dict[str, Any]:
    """Write the report and ``results.json``, and return the object.

    A report that lies there as it was built from the same inputs is left alone,
    unless it is wanted anew. It names claims without their data among the
    circumstances of the run.
    """
    path = out / "verification.pdf"
    shown = [j for j in judged if not j.missing]
    about = environment() | {
        f"not judged: {j.claim.name}": j.verdict.reason for j in judged if j.missing
    }
    found = results(judged, report=str(path))
    inputs = fingerprint(shown, found, about, epoch)
    key = sealed.checksum(inputs)
    built = None if anew else store.load(key)
    if built is None or str(built.arrays["sha256"]) != _sha256(path):
        start = time.perf_counter()
        build(shown, found, about, path, epoch)
        seconds = time.perf_counter() - start
        store.save(key, inputs, {"sha256": np.array(_sha256(path))}, seconds=seconds)
    sealed.write_whole(out / "results.json", (as_text(found) + "\n").encode())
    return found


def _sha256(path: Path) -> str:
    """Return the checksum of a file; empty where there is none."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except FileNotFoundError:
        return ""


def _setting(last: Mapping[str, Any], claims: Sequence[Claim]) -> Setting:
    """Return what was chosen for the last run."""
    chosen = Setting(budget=last["budget"], device=last["device"])
    seeds = {claim["name"]: claim["seeds"] for claim in last["claims"]}
    for claim in claims:
        if measured := seeds[claim.name]:
            first = Trial(claim=claim, setting=chosen).seeds[0]
            return replace(chosen, offset=int(measured[0]) - first)
    return chosen
