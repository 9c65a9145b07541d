"""Measurements under way: begun, collected, and kept as soon as they are there."""

from collections.abc import Callable, Iterable
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from types import TracebackType
from typing import Protocol, Self

from verify.pool import Result, measure, stop_workers
from verify.store import Store
from verify.trial import Task


class Observer(Protocol):
    """Who is told how a run goes on."""

    def forecast(self, tasks: list[Task], stored: int) -> None:
        """Hear what will be measured before it starts."""

    def finished(self, task: Task, result: Result) -> None:
        """Hear that one measurement is safely stored."""


class Measuring:
    """Workers that measure while the body of a ``with`` goes on.

    The end of the body waits for all that was begun; an exception ends the workers at
    once, and what is finished by then is kept.

    Parameters
    ----------
    executor
        Starts the workers, once there is something to do; None measures nothing.
    store
        Where results are kept.
    observer
        Is told of every result.
    resumable
        Whether workers can reach the store's checkpoints.

    """

    def __init__(
        self,
        executor: Callable[[], Executor] | None,
        store: Store,
        observer: Observer,
        *,
        resumable: bool,
    ) -> None:
        self.executor, self.store, self.observer = executor, store, observer
        self.resumable = resumable
        self.crashed: dict[str, str] = {}
        self._begun = set[str]()
        self._pending: dict[Future[Result], Task] = {}
        self._workers: Executor | None = None

    def __enter__(self) -> Self:
        """Begin nothing yet."""
        return self

    def begin(self, tasks: Iterable[Task]) -> None:
        """Hand tasks to the workers, each once, and keep what is finished."""
        for task in tasks:
            if self.executor is None or task.key in self._begun:
                continue
            self._workers = self._workers or self.executor()
            self._begun.add(task.key)
            place = self.store.checkpoint(task.key) if self.resumable else None
            self._pending[self._workers.submit(measure, task, place)] = task
        self._collect(wait(self._pending, timeout=0).done)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Wait for what was begun, or stop it."""
        if self._workers is None:
            return
        try:
            while self._pending and error is None:
                self._collect(wait(self._pending, return_when=FIRST_COMPLETED).done)
        except BaseException:
            self._stop(self._workers)
            raise
        if error is None:
            self._workers.shutdown()
        else:
            self._stop(self._workers)

    def _stop(self, workers: Executor) -> None:
        finished = wait(self._pending, timeout=0).done
        workers.shutdown(wait=False, cancel_futures=True)
        stop_workers()
        self._collect(finished)

    def _collect(self, finished: Iterable[Future[Result]]) -> None:
        """Store results; remember why a measurement crashed."""
        for future in finished:
            task = self._pending.pop(future)
            error = future.exception()
            if error is not None:
                self.crashed[task.key] = f"{type(error).__name__}: {error}"
                continue
            result = future.result()
            self.store.save(
                task.key,
                task.identity,
                result.arrays,
                seconds=result.seconds,
                failure=result.failure,
            )
            self.observer.finished(task, result)
