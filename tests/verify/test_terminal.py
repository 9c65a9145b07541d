"""What a person reads while a run goes on: forecasts, the bar, and how much of it."""

import io
import json
import random
from pathlib import Path
from statistics import median
from typing import Any

import pytest
from rich.console import Console

from verify.claim import Experiment
from verify.pace import Pace, wall
from verify.pool import Result
from verify.terminal import Narrator, Voice
from verify.trial import Task


def task(name: str = "level", seed: int = 0, seconds: float = 10.0) -> Task:
    experiment = Experiment(
        function=f"tests.calls:{name}", configurations={}, seconds=seconds, trains=False
    )
    return Task(
        experiment=experiment,
        configuration={},
        seed=seed,
        device="cpu",
        seconds=seconds,
    )


def result(seconds: float, failure: str = "") -> Result:
    return Result(arrays={}, seconds=seconds, made={}, failure=failure)


def narrator(
    folder: Path, voice: Voice = "normal", terminal: bool = True
) -> tuple[Narrator, io.StringIO]:
    screen = io.StringIO()
    console = Console(
        file=screen, force_terminal=terminal, width=80, no_color=True, highlight=False
    )
    return Narrator(console, Pace(folder / "pace.json"), voice), screen


class Clock:
    """A clock that a test sets."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = 0.0
        monkeypatch.setattr("verify.terminal.time.monotonic", lambda: self.now)


def bar(one: Narrator) -> Any:
    """Return the state of the bar as it is drawn next."""
    list(one.bar.get_renderables())
    return one.bar.tasks[0]


def test_the_bar_moves_within_a_measurement_and_names_the_claim(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock, (one, _) = Clock(monkeypatch), narrator(tmp_path)
    tasks = [task(seed=seed) for seed in range(4)]
    for each in tasks:
        monkeypatch.setattr(type(each), "key", property(lambda t: str(t.seed)))
    one.forecast(tasks, 3, {t.key: ["size.airy", "size.energy"] for t in tasks})
    one.began(2, lambda: tasks[:2])
    seen, said = [], []
    for clock.now in (0.0, 2.0, 5.0, 9.0, 12.0, 40.0):
        shown = bar(one)
        seen.append(shown.completed / shown.total)
        said.append(shown.fields["state"])
    assert shown.description == "measuring size.airy and 1 more"
    assert said[0] == "0 of 4, about 20.0 s left"
    assert said[2] == "0 of 4, about 15.0 s left"
    assert seen == sorted(seen)
    assert len(set(seen)) == len(seen)
    assert seen[-1] < 0.51
    for each in tasks:
        one.finished(each, result(10.0))
    assert bar(one).fields["state"].startswith("4 of 4, nearly done")
    one.stage("typesetting")
    assert bar(one).description == "typesetting"
    one.rest()


def test_a_screen_that_is_no_terminal_gets_lines_alone(tmp_path: Path) -> None:
    one, screen = narrator(tmp_path, terminal=False)
    one.forecast([task()], 0, {})
    one.began(2, list)
    one.finished(task(), result(1.0))
    one.stage("typesetting")
    one.rest()
    lines = screen.getvalue().splitlines()
    assert len(lines) == 3
    assert all(line.strip() for line in lines)


def test_a_forecast_goes_by_what_this_machine_has_measured(tmp_path: Path) -> None:
    pace = Pace(tmp_path / "pace.json", "here")
    known, other = task("known"), task("other", seconds=30.0)
    assert (pace.seconds(known), pace.seconds(other)) == (10.0, 30.0)
    for _ in range(9):
        pace.heard(known, 20.0)
    pace.keep()
    again = Pace(tmp_path / "pace.json", "here")
    assert again.seconds(known) == pytest.approx(20.0)
    assert again.seconds(other) == pytest.approx(60.0)
    assert Pace(tmp_path / "pace.json", "elsewhere").seconds(known) == 10.0


def test_after_one_run_forecasts_are_within_a_third(tmp_path: Path) -> None:
    draw = random.Random(3)
    true = {name: draw.uniform(1, 60) for name in "abcdefgh"}
    errors = []
    for _ in range(6):
        pace = Pace(tmp_path / "pace.json", "here")
        tasks = [task(name, seed, 10.0) for name in true for seed in range(3)]
        took = [true[t.name] * draw.uniform(0.85, 1.15) for t in tasks]
        expected = wall([pace.seconds(t) for t in tasks], 2) + pace.waiting
        errors.append(abs(expected / (wall(took, 2) + 8.0) - 1))
        for each, seconds in zip(tasks, took, strict=True):
            pace.heard(each, seconds)
        pace.waited(8.0)
        pace.keep()
    assert median(errors[1:]) < 0.1


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "7",
        '{"here": 3}',
        '{"here": {"x": []}}',
        '{"here": {"x": ["a", 1]}}',
    ],
)
def test_a_pace_of_no_use_counts_as_none(tmp_path: Path, text: str) -> None:
    path = tmp_path / "pace.json"
    path.write_text(text)
    pace = Pace(path, "here")
    assert pace.seconds(task()) == 10.0
    pace.heard(task(), 5.0)
    pace.keep()
    assert json.loads(path.read_text())["here"]


def test_what_is_quoted_is_printed_as_it_is(tmp_path: Path) -> None:
    one, screen = narrator(tmp_path)
    for words in ("a[/b]", "[red]c[/]", "[link=x]d"):
        one.say(words)
        one.notify(words)
        one.finished(task(), result(1.0, failure=words))
        assert screen.getvalue().count(words) == 3


@pytest.mark.parametrize(("voice", "lines"), [("quiet", 1), ("normal", 4)])
def test_quiet_says_what_went_wrong_alone(
    tmp_path: Path, voice: Voice, lines: int
) -> None:
    one, screen = narrator(tmp_path, voice, terminal=False)
    one.forecast([task()], 0, {})
    one.began(2, list)
    one.finished(task(), result(1.0))
    one.died(task(seed=5))
    said = screen.getvalue()
    assert len(said.splitlines()) == lines
    assert "seed 5, was killed" in said
