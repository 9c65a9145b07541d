"""What a person reads on stderr while a run goes on, and at its end."""

import math
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Literal

from rich.console import Console, RenderableType
from rich.progress import BarColumn, Progress, TextColumn
from rich.text import Text

from verify.claim import Outcome
from verify.judge import Judged
from verify.pace import Pace, wall
from verify.pool import Result
from verify.report.numerals import duration
from verify.trial import Task

Voice = Literal["quiet", "normal", "verbose"]

COLOURS = {
    Outcome.CONFIRMED: "green",
    Outcome.REFUTED: "red",
    Outcome.UNRESOLVED: "yellow",
    Outcome.INVALID: "magenta",
}

_SURE = 0.8
"""The share of a measurement up to which the bar goes by the clock."""


class Narrator:
    """Tells a person on stderr how a run goes on.

    Parameters
    ----------
    console
        Where to write.
    pace
        How long measurements take here; hears how long they took.
    voice
        ``quiet`` says what went wrong and the last line, ``verbose`` the reason of
        every verdict too.

    """

    def __init__(self, console: Console, pace: Pace, voice: Voice = "normal") -> None:
        self.console, self.pace, self.voice = console, pace, voice
        self.readers: Mapping[str, Sequence[str]] = {}
        self.left: dict[str, float] = {}
        self.total, self.count = 0.0, 0
        self.took: list[float] = []
        self.draw: Callable[[Judged], object] | None = None
        self.bar = _Bar(self)

    def say(
        self, sentence: str | Text, style: str = "", *, always: bool = False
    ) -> None:
        """Print a line; whatever it quotes is printed as it is."""
        if self.voice == "quiet" and not always:
            return
        line = Text(sentence, style=style) if isinstance(sentence, str) else sentence
        self.console.print(line, highlight=False, soft_wrap=True)

    def notify(self, sentence: str) -> None:
        """Print what somebody should notice."""
        self.say(sentence, style="yellow", always=True)

    def forecast(
        self,
        tasks: Sequence[Task],
        stored: int,
        readers: Mapping[str, Sequence[str]],
    ) -> None:
        """Say how much will be measured."""
        self.readers = readers
        self.left = {task.key: self.pace.seconds(task) for task in tasks}
        self.count = len(tasks)
        self.say(f"{stored} measurements are stored, {len(tasks)} are missing.")

    def began(self, cores: int, running: Callable[[], list[Task]]) -> None:
        """Say how long it should take, and begin the bar."""
        self.total = sum(self.left.values())
        expected = wall(self.left.values(), cores) + self.pace.waiting
        self.say(f"On {cores} cores that takes about {duration(expected)}.")
        self.bar.watch(cores, running)

    def spared(self, tasks: Iterable[Task]) -> None:
        """Count what turned out not to be worth measuring as not missing any more."""
        for task in tasks:
            self.total -= self.left.pop(task.key, 0.0)
            self.count -= 1

    def finished(self, task: Task, result: Result) -> None:
        """Say what was measured, and how long it took."""
        self.left.pop(task.key, None)
        self.took.append(result.seconds)
        self.pace.heard(task, result.seconds)
        note = f", failed: {result.failure}" if result.failure else ""
        seed = f"seed {task.seed}{' again' * task.repeated}"
        self.say(f"  {self.names(task)}, {seed}: {duration(result.seconds)}{note}")

    def died(self, task: Task) -> None:
        """Say that a worker died."""
        self.notify(
            f"The worker that measured {self.names(task)}, seed {task.seed}, was "
            "killed (for its memory?); that is tried once more, alone, at the end."
        )

    def judged(self, one: Judged) -> None:
        """Draw a claim while others are measured, or say that it is judged."""
        if not self.left:
            self.bar.stage(f"judging {one.claim.name}")
        if self.bar.cores and self.draw is not None:
            # Where it cannot be kept now, it is drawn again for the report.
            with suppress(OSError):
                self.draw(one)

    def stage(self, name: str) -> None:
        """Say what is done instead of measuring."""
        self.bar.stage(name)

    def rest(self) -> None:
        """Take the bar away, and keep what was learnt of the pace."""
        if self.bar.cores and not self.left:
            whole = time.monotonic() - self.bar.start_time
            self.pace.waited(whole - wall(self.took, self.bar.cores))
        if self.took:
            self.pace.keep()
        self.took, self.bar.cores = [], 0
        # Where it was never drawn, stopping it would print an empty line.
        if self.bar.live.is_started:
            self.bar.stop()

    def names(self, task: Task) -> str:
        """Return the claims that read a measurement, as a few words."""
        first, *others = self.readers.get(task.key, [task.name])
        return f"{first} and {len(others)} more" if others else first


class _Bar(Progress):
    """A bar that moves while measurements go on, and says what is left of them."""

    def __init__(self, narrator: Narrator) -> None:
        # First, because what they inherit draws the bar as it is made.
        self.narrator, self.cores, self.start_time = narrator, 0, 0.0
        self.begun: dict[str, float] = {}
        self.running: Callable[[], list[Task]] = list
        super().__init__(
            TextColumn("{task.description}", markup=False),
            BarColumn(bar_width=24),
            TextColumn("{task.fields[state]}", markup=False),
            console=narrator.console,
            transient=True,
        )
        self.line = self.add_task("", total=None, state="", visible=False)

    def watch(self, cores: int, running: Callable[[], list[Task]]) -> None:
        """Begin to follow what is measured."""
        self.cores, self.running, self.start_time = cores, running, time.monotonic()
        self.update(self.line, visible=True)
        self._show()

    def stage(self, name: str) -> None:
        """Show that something else is done."""
        self.running, self.begun = list, {}
        self.reset(self.line, description=name, total=None, state="", visible=True)
        self._show()

    def _show(self) -> None:
        """Begin to draw, where somebody sees it move."""
        if self.console.is_terminal and self.narrator.voice != "quiet":
            self.start()

    def get_renderables(self) -> Iterable[RenderableType]:
        """Bring the bar up to date each time that it is drawn."""
        if now := self.running():
            self._follow(now)
        yield from super().get_renderables()

    def _follow(self, tasks: Sequence[Task]) -> None:
        """Count the measurements under way by the time that they have taken."""
        narrator, clock = self.narrator, time.monotonic()
        left = dict(narrator.left)
        for task in tasks:
            since = clock - self.begun.setdefault(task.key, clock)
            whole = left.get(task.key, 0.0)
            left[task.key] = whole * (1 - share_done(since, whole))
        seconds = wall(left.values(), self.cores)
        said = f"about {duration(seconds)} left" if seconds > 1 else "nearly done"
        done = narrator.count - len(narrator.left)
        self.update(
            self.line,
            description=f"measuring {narrator.names(tasks[0])}",
            total=narrator.total,
            completed=narrator.total - sum(left.values()),
            state=f"{done} of {narrator.count}, {said}",
        )


def share_done(since: float, whole: float) -> float:
    """Return how much of a measurement is done, by the clock.

    Beyond four fifths of what it should take it slows down, and never ends by itself.

    Examples
    --------
    >>> [round(share_done(since, 10.0), 3) for since in (0, 5, 8, 10, 20)]
    [0.0, 0.5, 0.8, 0.926, 1.0]
    >>> share_done(1.0, 0.0)
    1.0

    """
    if whole <= 0:
        return 1.0
    over = max(0.0, since / whole - _SURE) / (1 - _SURE)
    return min(since / whole, 1 - (1 - _SURE) * math.exp(-over))


def tell(narrator: Narrator, judged: Sequence[Judged]) -> None:
    """Print one line for each claim, and the reason where it is needed."""
    width = max((len(j.claim.name) for j in judged), default=0)
    for one in judged:
        verdict, expected = one.verdict, one.trial.expected
        worst = max(verdict.misfit, default=float("nan"))
        misfit = f"misfit {worst:.2g} of {verdict.tolerance:.2g}"
        line = Text(f"{verdict.outcome.name:10}", style=COLOURS[verdict.outcome])
        line.append(
            f" {one.claim.name:{width}}  {'not measured' if one.missing else misfit}"
            + ("" if one.as_expected else f", expected {expected.name}"),
            style="default",
        )
        narrator.say(line, always=not one.as_expected)
        if one.claim.asked:
            narrator.say(f"    {one.claim.statement}")
        if narrator.voice == "verbose" or not one.as_expected:
            narrator.say(f"    {verdict.reason}", always=True)
    count = sum(j.as_expected for j in judged)
    narrator.say(f"{count} of {len(judged)} as expected.", always=True)


def tell_files(narrator: Narrator, out: Path, others: int = 0) -> None:
    """Say where report and explorer are, and how much is not of this run."""
    beside = f", with {others} more claims as they are stored" if others else ""
    narrator.say(f"Report: {out / 'verification.pdf'}{beside}.")
    narrator.say(f"To move codes by hand: {out / 'explorer.html'}.")
