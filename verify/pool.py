"""Where measurements run: one process per core, one torch thread each."""

import importlib
import os
import signal
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import (
    BrokenExecutor,
    Executor,
    Future,
    ProcessPoolExecutor,
    ThreadPoolExecutor,
)
from dataclasses import dataclass
from multiprocessing import active_children, connection, get_context, parent_process
from typing import Any

from verify.claim import Arrays
from verify.memory import keep_freed
from verify.own_file import arrays_of, function_at, guarding
from verify.place import located
from verify.threads import ONE_THREAD
from verify.trial import Task, identity_of

_CLEANING = "ignore:resource_tracker:UserWarning"

# Named, because it loads torch.
_START = "empirical.training:Start"


class LostWorkersError(Exception):
    """The workers are gone; the message says what to do."""


@dataclass(frozen=True, kw_only=True)
class Result:
    """What a measurement gave: arrays, or the sentence that says why it failed.

    ``made`` is the identity of what was measured, as the worker that made it found it.
    """

    arrays: Arrays
    seconds: float
    made: Mapping[str, Any]
    failure: str = ""


class Processes(Executor):
    """Fresh processes that start once; the death of one costs its own task alone.

    Each has a thread here that hands it one task after the other, so that a task whose
    process dies (killed for its memory, say) ends with a ``BrokenExecutor`` while all
    others go on, and the next task of that thread gets a new process.

    Parameters
    ----------
    jobs
        How many.

    """

    def __init__(self, jobs: int) -> None:
        os.environ.update(ONE_THREAD)
        # A file in the current folder would be taken for a module as a process starts.
        os.environ["PYTHONSAFEPATH"] = "1"
        _quieten_tracker()
        self.cores = jobs
        self._own = threading.local()
        self._threads = ThreadPoolExecutor(jobs, initializer=_hold_interrupts)
        self._started: list[Executor] = []

    def submit(
        self, function: Callable[..., Any], /, *args: Any, **kwargs: Any
    ) -> Future[Any]:
        """Hand over a task; it starts when one of the processes is free."""
        return self._threads.submit(self._on_own, function, args, kwargs)

    def _on_own(
        self,
        function: Callable[..., Any],
        args: Sequence[Any],
        kwargs: Mapping[str, Any],
    ) -> Any:
        """Run a task on the process of the present thread."""
        if args and isinstance(args[0], Task) and located(_where(args[0])).file:
            return self._alone(function, args, kwargs)
        if not hasattr(self._own, "process"):
            self._own.process = self._new()
        try:
            return self._own.process.submit(function, *args, **kwargs).result()
        except BrokenExecutor:
            del self._own.process
            raise

    def _alone(
        self,
        function: Callable[..., Any],
        args: Sequence[Any],
        kwargs: Mapping[str, Any],
    ) -> Any:
        """Run a person's code in a process of its own: what it changes there ends."""
        process = self._new()
        try:
            return process.submit(function, *args, **kwargs).result()
        finally:
            process.shutdown(wait=False)

    def _new(self) -> Executor:
        process = ProcessPoolExecutor(
            1, mp_context=get_context("spawn"), initializer=_prepare_worker
        )
        self._started.append(process)
        return process

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Let the processes go once they are done, or without ``wait`` end them now."""
        self._threads.shutdown(wait=wait, cancel_futures=cancel_futures)
        for process in self._started:
            process.shutdown(wait=wait, cancel_futures=cancel_futures)
        if not wait:
            for child in active_children():
                child.terminate()


def measure(task: Task, checkpoint: Any = None) -> Result:
    """Run one experiment for one seed; a failed training is a result.

    A ``FloatingPointError`` (the loss stopped being finite) becomes the failure of
    the result. Any other exception is a defect and is raised; one in a person's own
    code as an :class:`verify.own_file.OwnCodeError`.
    """
    os.environ.update(ONE_THREAD)
    keep_freed()
    experiment, device, made = task.experiment, task.device, identity_of(task)
    function, begun = _function(experiment.function), time.perf_counter()
    given: dict[str, Any] = {"seed": task.seed}
    if experiment.trains:
        start = _named(_START)(seed=task.seed, device=device, checkpoint=checkpoint)
        given = {"start": start}
    try:
        arrays, failure = function(**given, **task.configuration), ""
    except FloatingPointError as error:
        arrays, failure = {}, str(error)
    seconds = time.perf_counter() - begun
    return Result(arrays=arrays, seconds=seconds, made=made, failure=failure)


def _function(place: str) -> Callable[..., Arrays]:
    """Return an experiment; one of a person's own is told of, whatever it does."""
    where = located(place)
    file = where.file
    if file is None:
        return _named(place)  # type: ignore[no-any-return]
    function = function_at(place)

    def told(**given: Any) -> Arrays:
        with guarding(file, "the experiment", but=FloatingPointError):
            return arrays_of(function(**given), where.short)

    return told


def _named(place: str) -> Any:
    where = located(place)
    return getattr(importlib.import_module(where.module), where.name)


def _where(task: Task) -> str:
    return task.experiment.function


def _quieten_tracker() -> None:
    """Let Python clean up after a command that ends at once, without a word of it."""
    said = os.environ.get("PYTHONWARNINGS", "")
    if _CLEANING not in said:
        os.environ["PYTHONWARNINGS"] = ",".join(filter(None, (said, _CLEANING)))


def _hold_interrupts() -> None:
    """Leave Ctrl-C to the main thread; processes begun here never hear it either."""
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})


def _prepare_worker() -> None:
    """Leave Ctrl-C to the parent, and do not outlive it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)
