"""Processes that are killed, interrupted or stopped."""

import os
import signal
import subprocess
import time
from pathlib import Path

import psutil

from tests.faults.command import (
    CLAIMS,
    TRAINED,
    Ended,
    at,
    begun,
    end_of,
    left_behind,
    program,
    run,
)
from tests.faults.kind import Bench, Kind, expect
from tests.faults.rules import fair, measurements, resumed, stored, whole

JOBS = ("--jobs", "2")


def struck(
    bench: Bench, number: int, signals: tuple[int, ...], *, group: bool = False
) -> Ended:
    """Send signals at a random moment; return how the command ended."""
    moment = 0.05 if number == 0 else bench.chance.uniform(0.05, bench.seconds)
    process = begun(bench.folder, program(*CLAIMS, *JOBS))
    runs = at(process, moment)
    for one in signals if runs else ():
        try:
            (os.killpg if group else os.kill)(process.pid, one)
        except ProcessLookupError:
            break
        time.sleep(bench.chance.uniform(0, 0.02))
    ended = end_of(process)
    expect(not (names := left_behind(process.pid)), f"left running: {names}")
    return ended


def again(bench: Bench) -> None:
    """Resume, and expect that nothing finished was lost."""
    kept = measurements(bench.folder / "reports")
    found = stored(resumed(bench, bench.folder).err)
    expect(found == kept, f"{kept} were stored, {found} were found")


def kill(bench: Bench, number: int) -> None:
    """Kill the command, every fifth time the resumed one too."""
    for _ in range(1 + (number % 5 == 4)):
        ended = struck(bench, number, (signal.SIGKILL,))
        expect(ended.status in (-signal.SIGKILL, 0), f"status {ended.status}")
    again(bench)


def end(bench: Bench, number: int) -> None:
    """End the command as a system or a terminal that is closed does."""
    sent = (signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT)[number % 3]
    ended = struck(bench, number, (sent,), group=number % 2 == 0)
    expect(ended.status in (-sent, 0), f"status {ended.status}: {ended.err!r}")
    expect("Traceback" not in ended.err, f"a traceback: {ended.err!r}")
    again(bench)


def interrupt(bench: Bench, number: int) -> None:
    """Interrupt the command, or with all its workers as a terminal does."""
    count = 1 + (number % 7 == 6) * 4
    ended = struck(bench, number, (signal.SIGINT,) * count, group=number % 2 == 1)
    fair(ended, 130, 0)
    again(bench)


def pause(bench: Bench, number: int) -> None:
    """Stop the command with its workers for a moment."""
    sent = (signal.SIGSTOP if number % 2 else signal.SIGTSTP, signal.SIGCONT)
    fair(struck(bench, number, sent, group=True), 0)
    whole(bench, bench.folder)


def _workers(process: subprocess.Popen[str]) -> list[psutil.Process]:
    try:
        children = psutil.Process(process.pid).children()
        return [c for c in children if "spawn_main" in " ".join(c.cmdline())]
    except psutil.Error:
        return []


def _kill_worker(process: subprocess.Popen[str], wait: float) -> bool:
    """Kill a worker that has had some of the processor; say if there was one."""
    while process.poll() is None:
        for worker in _workers(process):
            try:
                if sum(worker.cpu_times()[:2]) >= wait:
                    worker.kill()
                    return True
            except psutil.Error:
                continue
        time.sleep(0.002)
    return False


def worker(bench: Bench, number: int) -> None:
    """Kill one worker: what it measured is tried once more, alone."""
    process = begun(bench.folder, program(*CLAIMS, *JOBS))
    killed = _kill_worker(process, bench.chance.uniform(0.0, 1.0))
    ended = end_of(process)
    fair(ended, 0)
    words = " ".join(ended.err.split())
    # One that had nothing to do yet costs nothing.
    expect(killed, "there was no worker to kill")
    told = words.count("was killed (for its memory?)")
    expect(told <= 1, f"told {told} times: {words!r}")
    expect(told or number % 2, f"it was not named: {words!r}")
    whole(bench, bench.folder)


def worker_twice(bench: Bench, number: int) -> None:
    """Kill whoever measures one thing, as often as it is tried."""
    wait = bench.chance.uniform(0.2, 0.8)
    process = begun(bench.folder, program(CLAIMS[0], "--jobs", "1"))
    while _kill_worker(process, wait):
        pass
    ended = end_of(process)
    fair(ended, 3, lines=ended.err.count("\n"))
    words = " ".join(ended.err.split())
    expect("its worker was killed twice" in words, f"not named: {words!r}")
    expect("was killed (for its memory?)" in words, f"not told: {words!r}")
    resumed(bench, bench.folder)


def training(bench: Bench, number: int) -> None:
    """Kill the command in a training once it has a checkpoint, and resume."""
    alone = bench.folder / "alone"
    alone.mkdir()
    fair(run(alone, TRAINED[-1], *JOBS), 0)
    process = begun(bench.folder, program(TRAINED[-1], *JOBS))
    place = bench.folder / "reports/store/checkpoints"
    while process.poll() is None and not _states(place):
        time.sleep(0.002)
    process.send_signal((signal.SIGKILL, signal.SIGINT)[number % 2])
    end_of(process)
    expect(_states(place), "it was over before a checkpoint was written")
    fair(run(bench.folder, TRAINED[-1], *JOBS), 0)
    from tests.faults.rules import results

    expect(results(bench.folder) == results(alone), "the results are not the same")
    expect(not _states(place), "a state of a finished training is left")


def _states(place: Path) -> list[str]:
    return [path.name for path in place.glob("?" * 64)] if place.is_dir() else []


RESUMED = "resumed, it finds every measurement that was stored, with the same results"

KINDS = (
    Kind(
        name="SIGKILL of the command",
        tries=20,
        provoke=kill,
        rule=f"workers end too; {RESUMED}",
    ),
    Kind(
        name="SIGINT, to it or to all its group",
        tries=21,
        provoke=interrupt,
        rule=f"status 130 with one sentence, or 0 if it was over; {RESUMED}",
    ),
    Kind(
        name="SIGTERM, SIGHUP or SIGQUIT",
        tries=6,
        provoke=end,
        rule=f"it ends by the signal, and its workers too; {RESUMED}",
    ),
    Kind(
        name="stopped and continued",
        tries=2,
        provoke=pause,
        rule="status 0; the same results",
    ),
    Kind(
        name="SIGKILL of a worker",
        tries=6,
        provoke=worker,
        rule="told once if it was measuring; status 0; the same results",
    ),
    Kind(
        name="SIGKILL of every worker of a measurement",
        tries=2,
        provoke=worker_twice,
        rule="tried once more, then named; status 3; resumed, the same results",
    ),
    Kind(
        name="killed or interrupted in a training",
        tries=2,
        provoke=training,
        rule="resumed from its checkpoint, the same results",
    ),
)
