"""What is said on the way is no reason to stop, whoever reads it."""

import errno
import os
import sys
from pathlib import Path
from typing import IO, cast

import pytest
from rich.console import Console

from verify.ending import Unheeded
from verify.judge import Judged
from verify.pace import Pace
from verify.terminal import Narrator


class Broken:
    """A stream that fails at once, or once it is to be emptied."""

    encoding = "utf-8"

    def __init__(self, error: Exception, late: bool) -> None:
        self.error, self.late = error, late

    def write(self, text: str) -> int:
        if not self.late:
            raise self.error
        return len(text)

    def flush(self) -> None:
        raise self.error

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize("late", [True, False])
@pytest.mark.parametrize(
    "error",
    [
        *(OSError(n, os.strerror(n)) for n in (errno.EPIPE, errno.EIO, errno.ENOSPC)),
        ValueError("I/O operation on closed file"),
    ],
    ids=str,
)
def test_a_stream_that_fails_stops_no_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception, late: bool
) -> None:
    monkeypatch.setattr(sys, "stderr", Broken(error, late))
    console = Console(file=cast("IO[str]", Unheeded(sys.stderr)), force_terminal=True)
    narrator = Narrator(console, Pace(tmp_path / "pace.json"))
    narrator.began(2, list)
    for _ in range(3):
        narrator.say("a sentence")
        narrator.stage("typesetting")
    narrator.rest()


def test_what_is_said_under_the_bar_is_said_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    console = Console(file=cast("IO[str]", Unheeded(sys.stderr)), force_terminal=True)
    narrator = Narrator(console, Pace(tmp_path / "pace.json"))
    narrator.began(2, list)
    sys.stderr.write("by a library\n")
    narrator.say("by the command")
    narrator.rest()
    said = capsys.readouterr().err
    assert said.count("by a library") == 1
    assert said.count("by the command") == 1


def test_a_drawing_that_cannot_be_kept_on_the_way_stops_nothing(tmp_path: Path) -> None:
    console = Console(file=cast("IO[str]", Unheeded(sys.stderr)))
    narrator = Narrator(console, Pace(tmp_path / "pace.json"))
    asked = []

    def draw(one: object) -> None:
        asked.append(one)
        raise OSError(errno.ENOSPC, "No space left on device")

    narrator.draw = draw
    narrator.left = {"another": 1.0}
    narrator.began(1, list)
    narrator.judged(cast("Judged", "a verdict"))
    narrator.rest()
    assert asked == ["a verdict"]
