"""What a person asks to read, on stdout."""

import shutil
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import click
import sympy
from rich.console import Console

from verify.budget import BUDGETS
from verify.claim import Claim
from verify.compare import others_changed, verdicts_changed
from verify.environment import environment, installed
from verify.judge import Judged
from verify.optional import OPTIONAL, install, missing
from verify.report.contents import tables
from verify.results import ResultsError, last_results, read_results
from verify.trial import Setting, Trial


def show(claim: Claim, out: Path) -> None:
    """Print what stands behind a claim, and its last verdict."""
    console = Console(width=min(100, shutil.get_terminal_size().columns))
    say = partial(console.print, highlight=False, markup=False)
    say(f"{claim.name}\n\n{claim.statement}\n{claim.source}\n\nDerivation")
    for number, step in enumerate(claim.derivation(), start=1):
        say(f"\n{number}. {step.says} [{step.kind.value}]")
        say(sympy.pretty(step.relation, wrap_line=False), overflow="fold")
    say("\nRivals, each of which must be rejected")
    for rival in claim.rivals:
        say(f"  {rival.name}: {rival.because}")
    trials = {b: Trial(claim=claim, setting=Setting(budget=b)) for b in BUDGETS}
    bounds = ", ".join(f"{b} {trial.tolerance:g}" for b, trial in trials.items())
    say(f"\nTolerance ({claim.distance.name}): {bounds}\n  {claim.because}")
    expected = ", ".join(f"{b} {trial.expected.name}" for b, trial in trials.items())
    say(f"\nExpected: {expected}. {_last_verdict(claim.name, out)}")


def doctor(out: Path) -> None:
    """Print versions, devices, disk space and optional data."""
    free = shutil.disk_usage(_existing(out)).free / 2**30
    data = {
        f"data: {name}": installed(name)
        + (f", for {brings}" if not missing([name]) else f": {install([name])}")
        for name, brings in OPTIONAL.items()
    }
    found = {**environment(), **data, "free disk at --out": f"{free:.1f} GiB"}
    for name, value in found.items():
        click.echo(f"{name:22} {value}")


def _existing(path: Path) -> Path:
    return next(p for p in (path, *path.absolute().parents) if p.exists())


def _last_verdict(name: str, out: Path) -> str:
    try:
        last = last_results(out)
    except ResultsError as error:
        return f"No last verdict: {error}"
    for claim in last["claims"] if last else []:
        if claim["name"] == name:
            return f"Last verdict: {claim['outcome']}, {claim['reason']}."
    return f"Not judged yet: python -m verify {name}"


def compare(old: Path, new: Path) -> int:
    """Print what changed between two files of results; return 1 if a verdict did."""
    try:
        before, after = read_results(old), read_results(new)
    except ResultsError as error:
        raise click.UsageError(str(error)) from error
    changed = verdicts_changed(before, after)
    for line in [*changed, *others_changed(before, after)]:
        click.echo(line)
    click.echo(f"{len(changed)} verdicts changed.")
    return 1 if changed else 0


def pilots(judged: Sequence[Judged]) -> None:
    """Print what pilot seeds gave: misfits, leans and values, beside their bounds."""
    for one in judged:
        budget = one.trial.setting.budget
        click.echo(f"{one.claim.name}, {budget} budget: {one.verdict.reason}")
        for number, (name, gap) in enumerate(one.known.gaps.items(), start=1):
            click.echo(f"  rival {number}, {gap:.3g} from the prediction: {name}")
        for table in tables(one):
            rows = [{"name": "seed", "cells": table["seeds"], "bound": "at most"}]
            rows += table["rows"]
            width = max(len(row["name"]) for row in rows)
            for row in rows:
                cells = " ".join(f"{cell:>12}" for cell in row["cells"])
                click.echo(f"  {row['name']:{width}} {cells}  {row['bound']}".rstrip())
