"""Several commands in one folder."""

import os
import signal

from tests.faults.command import CLAIMS, at, begun, end_of, program
from tests.faults.kind import Bench, Kind, expect
from tests.faults.rules import fair, resumed, whole


def together(bench: Bench, number: int) -> None:
    """Begin two or three runs at once."""
    running = [
        begun(bench.folder, program(*CLAIMS, "--jobs", "1"))
        for _ in range(2 + number % 2)
    ]
    ends = [end_of(process) for process in running]
    for ended in ends:
        fair(ended, 0)
    measured = sum("0 measurements are stored" in ended.err for ended in ends)
    expect(measured == 1, f"{measured} runs measured everything")
    whole(bench, bench.folder)


def stopped(bench: Bench, number: int) -> None:
    """Stop the first of two runs: the other waits; end the first, or the other."""
    first = begun(bench.folder, program(*CLAIMS, "--jobs", "1"))
    expect(at(first, 0.7 * bench.seconds), "it was over too early")
    os.killpg(first.pid, signal.SIGSTOP)
    second = begun(bench.folder, program(*CLAIMS, "--jobs", "1"))
    at(second, 0.5 * bench.seconds)
    line = second.stderr.readline() if second.stderr else ""
    expect("Another run is using reports" in line, f"it does not wait: {line!r}")
    if number % 2:
        second.send_signal(signal.SIGINT)
        fair(end_of(second), 130)
        os.killpg(first.pid, signal.SIGCONT)
        fair(end_of(first), 0)
    else:
        os.killpg(first.pid, signal.SIGKILL)
        end_of(first)
        fair(end_of(second), 0)
    resumed(bench, bench.folder)


KINDS = (
    Kind(
        name="two or three runs at once",
        tries=4,
        provoke=together,
        rule="each status 0; one measures; the same results",
    ),
    Kind(
        name="a run waits for one that is killed or goes on",
        tries=2,
        provoke=stopped,
        rule="it says so; it goes on when the other ends; SIGINT ends its wait (130)",
    ),
)
