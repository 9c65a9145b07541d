"""What a person reads on stderr while a run goes on, and at its end."""

from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from verify.claim import Outcome
from verify.judge import Judged
from verify.pool import Result
from verify.report.numerals import duration
from verify.trial import Task

COLOURS = {
    Outcome.CONFIRMED: "green",
    Outcome.REFUTED: "red",
    Outcome.UNRESOLVED: "yellow",
    Outcome.INVALID: "magenta",
}


class Narrator:
    """Tells a person on stderr how a run goes on."""

    def __init__(self, console: Console, jobs: int) -> None:
        self.console, self.jobs = console, jobs
        self.progress = Progress(
            TextColumn("measuring"),
            BarColumn(bar_width=30),
            TextColumn("{task.fields[done]} of {task.fields[count]}"),
            TimeRemainingColumn(),
            console=console,
            transient=True,
        )
        self.done = 0

    def forecast(self, tasks: Sequence[Task], stored: int) -> None:
        """Say what will be measured and how long that should take."""
        total = sum(task.seconds for task in tasks)
        longest = max((task.seconds for task in tasks), default=0)
        expected = max(longest, total / self.jobs)
        self.console.print(
            f"{stored} measurements are stored, {len(tasks)} are missing"
            + (f": about {duration(expected)}." if tasks else "."),
            highlight=False,
        )
        if tasks:
            self.bar = self.progress.add_task("", total=total, done=0, count=len(tasks))
            self.progress.start()

    def finished(self, task: Task, result: Result) -> None:
        """Advance the bar by what the measurement was expected to cost."""
        self.done += 1
        self.progress.advance(self.bar, task.seconds)
        self.progress.update(self.bar, done=self.done)
        note = f", failed: {result.failure}" if result.failure else ""
        self.console.print(
            f"  {task.name}, seed {task.seed}: {duration(result.seconds)}{note}",
            highlight=False,
        )


def tell(console: Console, judged: Sequence[Judged], out: Path) -> None:
    """Print one line for each claim, the reason where it is needed, and the files."""
    width = max((len(j.claim.name) for j in judged), default=0)
    for one in judged:
        verdict, expected = one.verdict, one.trial.expected
        worst = max(verdict.misfit, default=float("nan"))
        misfit = f"misfit {worst:.2g} of {verdict.tolerance:.2g}"
        console.print(
            f"[{COLOURS[verdict.outcome]}]{verdict.outcome.name:10}[/] "
            f"{one.claim.name:{width}}  {'not measured' if one.missing else misfit}"
            + ("" if one.as_expected else f", expected {expected.name}"),
            highlight=False,
        )
        if not one.as_expected:
            console.print(f"    {verdict.reason}", highlight=False, markup=False)
    console.print(
        f"{sum(j.as_expected for j in judged)} of {len(judged)} as expected. "
        f"Report: {out / 'verification.pdf'}",
        highlight=False,
        soft_wrap=True,
    )
