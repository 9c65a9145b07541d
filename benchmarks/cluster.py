"""One study on one and on two workers, and by arithmetic on more.

Measures, on a Dask cluster on this machine, 4 laws of radii at 2 seeds each. Then says
what a study of 12 laws at 100 seeds would take on p workers:

    T(p) = s laws + o n + t ceil(n / p)

with n measurements of t seconds, s seconds in which the command works out a law's
answers and judges it, and o seconds of client and scheduler for each measurement.
Nothing of it is taken to overlap: on quiet machines it takes less.
Prints Markdown. Takes about 200 seconds of work on two quiet cores.
"""

import math
import tempfile
import time
from dataclasses import replace
from functools import partial
from pathlib import Path

from distributed import LocalCluster

from verify import date
from verify.asked.law import asked_law
from verify.cluster import Cluster
from verify.measuring import Silence
from verify.pool import Result
from verify.run import run
from verify.store import Store
from verify.trial import Task, Trial

LAWS = ("(1 - r)**2", "(1 - r)**3", "exp(-4 * r)", "beta(2, 4)")
SEEDS = (0, 1)
CALLS = 200
STUDY_LAWS, STUDY_SEEDS = 12, 100
WORKERS = (1, 2, 8, 64, 512, 4096)


class Watch(Silence):
    """An observer that keeps what the workers say they took."""

    def __init__(self) -> None:
        self.seconds: list[float] = []

    def finished(self, task: Task, result: Result) -> None:
        """Add one."""
        self.seconds.append(result.seconds)


def study(folder: Path, address: str | None) -> tuple[float, list[float]]:
    """Return the seconds of the small study, and those of its measurements.

    Without an address what lies in the folder is judged, and nothing measured.
    """
    watch, start = Watch(), time.perf_counter()
    executor = partial(Cluster, address) if address else None
    with Store(folder) as store:
        trials = [Trial(claim=replace(asked_law(law), seeds=SEEDS)) for law in LAWS]
        run(trials, store, executor, watch, resumable=False)
    return time.perf_counter() - start, watch.seconds


def overhead(address: str) -> tuple[float, float]:
    """Return the seconds of a call that does nothing: of this process, and until done.

    The scheduler runs in this process.
    """
    with Cluster(address) as cluster:
        wall, client = time.perf_counter(), time.process_time()
        for future in [cluster.submit(date.epoch) for _ in range(CALLS)]:
            future.result()
        passed = time.perf_counter() - wall
        return (time.process_time() - client) / CALLS, passed * cluster.cores / CALLS


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        answers, _ = study(folder / "none", None)
        print(f"{len(LAWS)} laws at {len(SEEDS)} seeds:\n")
        print("| workers | seconds | of measurements, together | workers busy |")
        print("| ---: | ---: | ---: | ---: |", flush=True)
        for workers in (1, 2):
            with LocalCluster(
                n_workers=workers, threads_per_worker=1, dashboard_address=None
            ) as cluster:
                address = cluster.scheduler_address
                wall, tasks = study(folder / str(workers), address)
                each, call = overhead(address)
            spent = sum(tasks)
            print(
                f"| {workers} | {wall:.1f} | {spent:.1f} "
                f"| {spent / (wall * workers):.0%} |",
                flush=True,
            )
        judged, _ = study(folder / "2", None)
    extrapolated(
        law=(answers + judged) / len(LAWS),
        each=each,
        call=call,
        task=spent / len(tasks) + call,
    )


def extrapolated(*, law: float, each: float, call: float, task: float) -> None:
    """Print what the large study would take."""
    print(
        f"\nt = {task:.2f} s, of which {call:.3f} s are for checks and the way there "
        f"and back; s = {law:.2f} s; o = {1000 * each:.1f} ms.\n"
    )
    number = STUDY_LAWS * STUDY_SEEDS
    serial = law * STUDY_LAWS + each * number
    print(f"{STUDY_LAWS} laws at {STUDY_SEEDS} seeds, {number} measurements:\n")
    print("| workers | seconds | times as fast | of the workers' time used |")
    print("| ---: | ---: | ---: | ---: |")
    for workers in WORKERS:
        total = serial + task * math.ceil(number / workers)
        print(
            f"| {workers} | {total:.0f} | {(serial + task * number) / total:.1f} "
            f"| {task * number / (total * workers):.0%} |"
        )
    print(
        f"\nThe command's own {serial:.0f} s are half of it from "
        f"{task * number / serial:.0f} workers on, and no measurement can be shared: "
        f"beyond {number} workers nothing is faster than {serial + task:.0f} s."
    )


if __name__ == "__main__":
    main()
