"""A Dask cluster whose workers or scheduler die."""

import os
import signal
from pathlib import Path

from tests.deployment import Deployment, kill, until
from tests.faults.command import CLAIMS, Ended, at, begun, end_of, program, run
from tests.faults.kind import Bench, Kind, expect
from tests.faults.rules import fair, measurements, resumed, stored, whole

LONG = ("position.theorem", *CLAIMS)
"""With a measurement of some seconds, during which something dies."""


def death(bench: Bench, number: int) -> None:
    """Let one worker, all workers or the scheduler die, or interrupt the command."""
    folder = bench.folder / "cluster"
    folder.mkdir()
    os.environ["OMP_NUM_THREADS"] = "1"
    with Deployment(folder) as cluster:
        workers = [cluster.worker() for _ in range(2)]
        log = bench.folder / "err"
        words = program(*LONG, "--cluster", cluster.address)
        with log.open("w") as err:
            process = begun(bench.folder, words, stderr=err)
            until(lambda: _measuring(log) or process.poll() is not None)
            at(process, 0.0)
            which = number % 4
            if which == 0:
                kill(workers[0])
            elif which == 1:
                for worker in workers:
                    kill(worker)
            elif which == 2:
                kill(cluster.scheduler)
            else:
                process.send_signal(signal.SIGINT)
            status = end_of(process).status
        ended = Ended(status, "", log.read_text())
        fair(ended, (0, 3, 3, 130)[which])
        if which in (1, 2):
            words_of = " ".join(ended.err.split())
            named = ("has no workers", "does not answer any more")[which - 1]
            expect(named in words_of, f"unsaid: {words_of!r}")
    if which == 0:
        fair(run(bench.folder, *CLAIMS, "--jobs", "1"), 0)
    again = resumed_locally(bench)
    expect(again >= 0, "nothing is stored")


def _measuring(log: Path) -> bool:
    return "measuring on" in log.read_text()


def resumed_locally(bench: Bench) -> int:
    """Resume on this machine; return how many measurements were found."""
    kept = measurements(bench.folder / "reports")
    ended = run(bench.folder, *LONG, "--jobs", "2")
    fair(ended, 0)
    found = stored(ended.err)
    expect(found == kept, f"{kept} were stored, {found} were found")
    return found


NOBODY = ("tcp://127.0.0.1:9", "nonsense", "tcp://[::1]:x", "http://127.0.0.1:1", "///")


def nobody(bench: Bench, number: int) -> None:
    """Name a scheduler that is not there."""
    ended = run(bench.folder, *CLAIMS, "--cluster", NOBODY[number % len(NOBODY)])
    fair(ended, 2)
    resumed(bench, bench.folder)
    whole(bench, bench.folder)


KINDS = (
    Kind(
        name="a cluster's worker, all workers, its scheduler die; SIGINT",
        tries=4,
        provoke=death,
        rule="one worker: status 0; all or the scheduler: 3 and named; SIGINT: 130; "
        "resumed on this machine, nothing stored is lost",
    ),
    Kind(
        name="no scheduler at the address",
        tries=len(NOBODY),
        provoke=nobody,
        rule="status 2; then the same results without it",
    ),
)
