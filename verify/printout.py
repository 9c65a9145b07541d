"""What a person asks to read, on stdout."""

import io
import json
import shutil
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

import click
from rich.console import Console

from verify.budget import BUDGETS, of_budget
from verify.claim import Claim
from verify.compare import others_changed, verdicts_changed
from verify.formula import laid_out
from verify.judge import Judged
from verify.recipes import told
from verify.report.contents import PARTS
from verify.report.numerals import duration
from verify.report.tables import tables
from verify.report.tolerances import piloted
from verify.results import ResultsError, last_results, read_results
from verify.talk import Sentence, sentences_of
from verify.trial import Setting, Trial


def rows(trials: Sequence[Trial]) -> list[dict[str, Any]]:
    """Return what the list says of each claim."""
    return [
        {
            "name": trial.claim.name,
            "statement": trial.claim.statement,
            "slides": [_quoted(s) for s in sentences_of(trial.claim.name)],
            "expected": trial.expected.name,
            "seconds": trial.seconds,
        }
        for trial in trials
    ]


def listed(trials: Sequence[Trial], *, long: bool) -> None:
    """Print claims by topic, in the order of the deck."""
    width = max(len(trial.claim.name) for trial in trials)
    for topic, group in groupby(trials, lambda t: t.claim.name.split(".")[0]):
        members = list(group)
        count = f"{len(members)} claim{'s' * (len(members) > 1)}"
        part = PARTS.get(topic, topic.capitalize())
        click.echo(f"{part}: {count}, about {_total(members)} on one core")
        for trial in members:
            claim, cost = trial.claim, duration(trial.seconds)
            click.echo(f"  {claim.name:{width}}  {trial.expected.name:10} {cost:>9}")
            quoted = [_quoted(s) for s in sentences_of(claim.name)]
            for line in (claim.statement, *quoted) if long else ():
                click.echo(click.wrap_text(line, 78, "    ", "    "))


def _total(trials: Sequence[Trial]) -> str:
    """Return how long trials take together: what several read is measured once."""
    seconds = {
        (task.experiment.function, json.dumps(task.configuration), task.seed): (
            task.seconds
        )
        for trial in trials
        for task in trial.tasks.values()
    }
    return duration(sum(seconds.values()))


def show(claim: Claim, out: Path) -> None:
    """Print what stands behind a claim, and its last verdict."""
    width = min(80, shutil.get_terminal_size().columns)
    text = io.StringIO()
    say = Console(
        file=text, width=width, markup=False, emoji=False, highlight=False
    ).print
    say(f"{claim.name}\n\n{claim.statement}")
    for sentence in sentences_of(claim.name):
        say(f"  {_quoted(sentence)}")
    for one in claim.assumptions:
        say(f"  Assumes: {one.says} Without: {one.without}.")
    steps = claim.derivation()
    say("\nDerivation" if steps else "\nNot derived.")
    for number, step in enumerate(steps, start=1):
        say(f"\n{number}. {step.says} [{step.kind.value}]")
        say(laid_out(step.relation, width), soft_wrap=True)
    for line in _training(claim):
        say(line)
    say("\nRivals, each of which must be rejected")
    for rival in claim.rivals:
        say(f"  {rival.name}: {rival.because}")
    trials = {b: Trial(claim=claim, setting=Setting(budget=b)) for b in BUDGETS}
    bounds = ", ".join(f"{b} {trial.tolerance:g}" for b, trial in trials.items())
    say(f"\nTolerance ({claim.distance.name}): {bounds}\n  {claim.because}")
    for budget, trial in trials.items():
        if told := piloted(trial):
            say(f"  ({budget} budget) {told}")
    expected = ", ".join(f"{b} {trial.expected.name}" for b, trial in trials.items())
    say(f"\nExpected: {expected}.\n{_last_verdict(claim, out)}")
    click.echo(text.getvalue(), nl=False)


def _training(claim: Claim) -> list[str]:
    """Return how its networks are trained; nothing if that is not known."""
    lines = [f"  {line}" for line in told(claim)]
    seeds = ", ".join(map(str, of_budget(claim.seeds, "quick")))
    title = f"\nTrained (quick budget), at each of the seeds {seeds}"
    return [title, *lines] if lines else []


def _quoted(sentence: Sentence) -> str:
    return f"Slide {sentence.slide}: '{sentence.words}'"


def _last_verdict(of: Claim, out: Path) -> str:
    try:
        last = last_results(out)
    except ResultsError as error:
        return f"No last verdict: {error}"
    for claim in last["claims"] if last else []:
        if claim["name"] == of.name:
            return f"Last verdict: {claim['outcome']}, {claim['reason']}."
    return f"Not judged yet: python -m verify {of.asked or of.name}"


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
