"""Where measurements run: one process per core, one torch thread each."""

import importlib
import os
import signal
import threading
import time
from concurrent.futures import Executor, ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import active_children, connection, get_context, parent_process
from typing import Any

from verify.claim import Arrays
from verify.trial import Task

# One thread a process: two processes with two threads each fight over two cores. The
# malloc settings keep freed image batches instead of returning them to the kernel.
_ENVIRONMENT = {
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "NUMBA_NUM_THREADS": "1",
    "MALLOC_MMAP_MAX_": "0",
    "MALLOC_TRIM_THRESHOLD_": "8589934592",
    "MALLOC_TOP_PAD_": "268435456",
}

# Named, because it loads torch.
_START = "empirical.training:Start"


@dataclass(frozen=True, kw_only=True)
class Result:
    """What a measurement gave: arrays, or the sentence that says why it failed."""

    arrays: Arrays
    seconds: float
    failure: str = ""


def processes(jobs: int) -> Executor:
    """Return an executor of ``jobs`` fresh processes that end with this one."""
    for name, value in _ENVIRONMENT.items():
        os.environ.setdefault(name, value)
    return ProcessPoolExecutor(
        jobs, mp_context=get_context("spawn"), initializer=_prepare_worker
    )


def cluster(address: str) -> Executor:
    """Return the executor of a Dask cluster.

    Raises
    ------
    ValueError
        If the ``cluster`` extra is not installed or nobody answers at the address.

    """
    try:
        from distributed import Client
    except ImportError as error:
        raise ValueError(
            "--cluster needs Dask: pip install 'latent-space-verify[cluster]'."
        ) from error
    try:
        client = Client(address, timeout=10)
    except (OSError, ValueError) as error:
        raise ValueError(
            f"no Dask scheduler answers at {address!r}; give --cluster an address "
            "such as tcp://host:8786."
        ) from error
    executor: Executor = client.get_executor(pure=False, retries=2)
    return executor


def stop_workers() -> None:
    """End every worker at once, so that an interrupted command does not linger."""
    for child in active_children():
        child.terminate()


def measure(task: Task, checkpoint: Any = None) -> Result:
    """Run one experiment for one seed; a failed training is a result.

    A ``FloatingPointError`` (the loss stopped being finite) becomes the failure of
    the result. Any other exception is a defect and is raised.
    """
    for name, value in _ENVIRONMENT.items():
        os.environ.setdefault(name, value)
    experiment, device = task.experiment, task.device
    function, begun = _named(experiment.function), time.perf_counter()
    given: dict[str, Any] = {"seed": task.seed}
    if experiment.trains:
        start = _named(_START)(seed=task.seed, device=device, checkpoint=checkpoint)
        given = {"start": start}
    try:
        arrays, failure = function(**given, **task.configuration), ""
    except FloatingPointError as error:
        arrays, failure = {}, str(error)
    return Result(arrays=arrays, seconds=time.perf_counter() - begun, failure=failure)


def _named(place: str) -> Any:
    module, name = place.split(":")
    return getattr(importlib.import_module(module), name)


def _prepare_worker() -> None:
    """Leave Ctrl-C to the parent, and do not outlive it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)
