"""Measurements under way: begun, collected and kept while the run goes on."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, wait
from contextlib import contextmanager
from typing import Any, Protocol

from verify import ending
from verify.judge import Judged
from verify.own_file import OwnCodeError
from verify.pool import LostWorkersError, Result, measure
from verify.store import Store
from verify.trial import Task

PATIENCE = 1.0
"""Seconds between two looks at whether somebody interrupted."""


class Observer(Protocol):
    """Who is told how a run goes on."""

    def forecast(
        self,
        tasks: Sequence[Task],
        stored: int,
        readers: Mapping[str, Sequence[str]],
    ) -> None:
        """Hear what will be measured, for which claims by key, before it starts."""

    def began(self, cores: int, running: Callable[[], list[Task]]) -> None:
        """Hear that workers are there, how many, and whom to ask what they do."""

    def spared(self, tasks: Iterable[Task]) -> None:
        """Hear what will not be measured: no claim that reads it has power."""

    def finished(self, task: Task, result: Result) -> None:
        """Hear that one measurement is safely stored."""

    def died(self, task: Task) -> None:
        """Hear that a worker died, and that its task is tried once more at the end."""

    def judged(self, one: Judged) -> None:
        """Hear of a verdict as soon as it is decided."""


class Silence:
    """An observer that keeps what it hears to itself."""

    def __getattr__(self, event: str) -> Callable[..., None]:
        """Take any event."""
        return lambda *heard: None


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

    Raises
    ------
    LostWorkersError
        If all workers are gone for good.

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
        self.begun = set[str]()
        self._pending: dict[Future[Result], Task] = {}
        self._again: list[Task] = []
        self._died = set[str]()
        self._workers: Executor | None = None

    def begin(self, tasks: Iterable[Task]) -> None:
        """Hand tasks to the workers, each once, and keep what is finished."""
        for task in tasks:
            if self.executor is not None and task.key not in self.begun:
                self.begun.add(task.key)
                self._submit(self.executor, task)
        self.collect()

    def collect(self) -> None:
        """Keep what is finished."""
        self._keep(wait(self._pending, timeout=0).done)

    def ended(self, tasks: Iterable[Task]) -> bool:
        """Return whether nothing more is to come of tasks."""
        under_way = {t.key for t in (*self._pending.values(), *self._again)}
        return not any(task.key in under_way for task in tasks)

    def wait(self) -> None:
        """Wait until some task has ended, but for a second at most.

        A task whose worker died is tried once more when all others are done, so that
        it has the memory of the machine to itself.
        """
        if not self._pending and self._again and self.executor is not None:
            self._submit(self.executor, self._again.pop())
        self._keep(wait(self._pending, PATIENCE, return_when=FIRST_COMPLETED).done)

    def finish(self) -> None:
        """Wait for everything, and let the workers go."""
        while self._pending or self._again:
            self.wait()
        if self._workers is not None:
            self._workers.shutdown()

    def stop(self) -> None:
        """End the workers at once, and keep what is finished."""
        if self._workers is None:
            return
        finished = wait(self._pending, timeout=0).done
        self._workers.shutdown(wait=False, cancel_futures=True)
        for future in finished:
            if not future.cancelled() and future.exception() is None:
                self._store(self._pending[future], future.result())

    def running(self) -> list[Task]:
        """Return what is being measured at this moment."""
        return [
            task for future, task in self._pending.copy().items() if future.running()
        ]

    def _submit(self, executor: Callable[[], Executor], task: Task) -> None:
        if self._workers is None:
            self._workers = executor()
            self.observer.began(getattr(self._workers, "cores", 1), self.running)
        place = self.store.checkpoint(task.key)
        future = self._workers.submit(measure, task, place if self.resumable else None)
        self._pending[future] = task

    def _keep(self, finished: Iterable[Future[Result]]) -> None:
        """Store results; remember why a measurement crashed."""
        ending.go_on()
        lost = None
        for future in finished:
            task, error = self._pending[future], future.exception()
            kept = error is None and self._store(task, future.result())
            del self._pending[future]
            if kept:
                self.observer.finished(task, future.result())
            elif error is None:
                continue
            elif isinstance(error, LostWorkersError):
                lost = error
            elif isinstance(error, BrokenExecutor):
                self._bury(task)
            else:
                own = isinstance(error, OwnCodeError)
                said = str(error) if own else f"{type(error).__name__}: {error}"
                self.crashed[task.key] = said
        if lost is not None:
            raise lost

    def _bury(self, task: Task) -> None:
        """Put a task whose worker died off to the end; name it if it dies again."""
        if task.key in self._died:
            self.crashed[task.key] = (
                "its worker was killed twice, the second time while nothing else was "
                "measured; it may need more memory than there is"
            )
            return
        self._died.add(task.key)
        self._again.append(task)
        self.observer.died(task)

    def _store(self, task: Task, result: Result) -> bool:
        """Keep a result under what made it, if that is what was asked for."""
        if differs := _different(task.identity, result.made):
            self.crashed[task.key] = f"it was measured with other {differs}"
            return False
        self.store.save(
            result.made, result.arrays, seconds=result.seconds, failure=result.failure
        )
        return True


def _different(asked: Mapping[str, Any], made: Mapping[str, Any]) -> str:
    """Name what differs between two identities; nothing where they are the same."""
    names = [n for n in {**asked, **made} if asked.get(n) != made.get(n)]
    return ", ".join(
        "sources, which changed meanwhile or are others on the worker"
        if name == "sources"
        else f"{name} ({made.get(name)} where {asked.get(name)} was asked for)"
        for name in names
    )
