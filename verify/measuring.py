"""Measurements under way: begun, collected and kept while the run goes on."""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from contextlib import contextmanager
from typing import Protocol

from verify.pool import Result, measure, stop_workers
from verify.store import Store
from verify.trial import Task


class Observer(Protocol):
    """Who is told how a run goes on."""

    def forecast(self, tasks: list[Task], stored: int) -> None:
        """Hear what will be measured before it starts."""

    def finished(self, task: Task, result: Result) -> None:
        """Hear that one measurement is safely stored."""


@contextmanager
def measuring(
    executor: Callable[[], Executor] | None,
    store: Store,
    observer: Observer,
    *,
    resumable: bool,
) -> Iterator["UnderWay"]:
    """Measure while the body of a ``with`` goes on.

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
    under_way = UnderWay(executor, store, observer, resumable)
    try:
        yield under_way
        under_way.finish()
    except BaseException:
        under_way.stop()
        raise


class UnderWay:
    """What was begun, and why some of it crashed, by key."""

    def __init__(
        self,
        executor: Callable[[], Executor] | None,
        store: Store,
        observer: Observer,
        resumable: bool,
    ) -> None:
        self.executor, self.store, self.observer = executor, store, observer
        self.resumable = resumable
        self.crashed: dict[str, str] = {}
        self._begun = set[str]()
        self._pending: dict[Future[Result], Task] = {}
        self._workers: Executor | None = None

    def begin(self, tasks: Iterable[Task]) -> None:
        """Hand tasks to the workers, each once, and keep what is finished."""
        for task in tasks:
            if self.executor is None or task.key in self._begun:
                continue
            self._workers = self._workers or self.executor()
            self._begun.add(task.key)
            place = self.store.checkpoint(task.key)
            future = self._workers.submit(
                measure, task, place if self.resumable else None
            )
            self._pending[future] = task
        self.collect()

    def collect(self) -> None:
        """Keep what is finished."""
        self._keep(wait(self._pending, timeout=0).done)

    def finish(self) -> None:
        """Wait for everything, and let the workers go."""
        while self._pending:
            self._keep(wait(self._pending, return_when=FIRST_COMPLETED).done)
        if self._workers is not None:
            self._workers.shutdown()

    def stop(self) -> None:
        """End the workers at once, and keep what is finished."""
        if self._workers is None:
            return
        finished = wait(self._pending, timeout=0).done
        self._workers.shutdown(wait=False, cancel_futures=True)
        stop_workers()
        self._keep(finished)

    def _keep(self, finished: Iterable[Future[Result]]) -> None:
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
