"""Measurements on a Dask cluster, through the same calls as on this machine."""

import asyncio
import concurrent.futures
import logging
import threading
import warnings
from collections.abc import AsyncIterator, Callable
from concurrent.futures import (
    FIRST_COMPLETED,
    CancelledError,
    Executor,
    Future,
    InvalidStateError,
)
from contextlib import asynccontextmanager, suppress
from functools import partial
from itertools import count
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from verify.environment import NOT_INSTALLED, installed

if TYPE_CHECKING:
    from verify.crew import Crew

P = ParamSpec("P")
T = TypeVar("T")

CONNECT = 10.0
"""Seconds within which a scheduler must answer."""

_LOGGERS = (
    "asyncio",
    "distributed",
    "distributed.client",
    "tornado",
    "tornado.application",
)


class Cluster(Executor):
    """An executor on the workers of a Dask scheduler.

    Calls run on one worker each, one at a time in a worker process whatever its number
    of threads: NumPy and torch have one setting of threads a process. A worker is
    asked for its sources and versions before its first call, whenever it comes, and
    again around every call; one with others is named and not used. The call of a
    worker that is lost is made again on another.

    Parameters
    ----------
    address
        Where the scheduler answers.
    notify
        Is told, a sentence each, how many workers there are, and of workers that are
        lacking, refused or lost.
    patience
        Seconds to wait for a worker when there is none.

    Raises
    ------
    ValueError
        If Dask is not installed or nobody answers at the address.
    LostWorkersError
        If no worker that may measure comes in time. Calls end with it as well when
        the scheduler or all workers are lost, and every ``submit`` afterwards.

    """

    def __init__(
        self,
        address: str,
        notify: Callable[[str], object] = lambda sentence: None,
        patience: float = 60.0,
    ) -> None:
        if installed("distributed") == NOT_INSTALLED:
            raise ValueError(
                "--cluster needs Dask: pip install 'latent-space-verify[cluster]'."
            )
        self.address, self.notify, self.patience = address, notify, patience
        self._over: Exception | None = None
        self._lock = threading.Lock()
        self._numbers = count()
        self._futures = set[Future[object]]()
        self._ready = Future["Crew"]()
        self._loop = asyncio.new_event_loop()
        self._leaving = asyncio.Event()
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()
        try:
            self._crew = self._ready.result()
        except BaseException:
            self.shutdown(cancel_futures=True)
            raise

    @property
    def cores(self) -> int:
        """How many calls can run at once: one for each worker that may measure."""
        return len(self._crew.checked)

    def submit(
        self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs
    ) -> Future[T]:
        """Return the future of a call; what it needs and returns is pickled."""
        from verify.crew import Call

        with self._lock:
            if self._over is not None:
                raise self._over
            call = Call(next(self._numbers), partial(fn, *args, **kwargs))
            self._futures.add(call.future)
            call.future.add_done_callback(self._futures.discard)
            self._loop.call_soon_threadsafe(self._crew.calls.put_nowait, call)
        return call.future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Leave the cluster.

        Parameters
        ----------
        wait
            Whether to wait for all calls first; otherwise they end at once, those on
            workers too.
        cancel_futures
            Whether not to wait after all.

        """
        if wait and not cancel_futures:
            concurrent.futures.wait(self._futures)
        # A loop that has ended is closed.
        with suppress(RuntimeError):
            self._loop.call_soon_threadsafe(self._leaving.set)
        self._thread.join()

    def _serve(self) -> None:
        """Run the loop in a thread of its own."""
        with asyncio.Runner(loop_factory=lambda: self._loop) as runner:
            runner.run(self._work_until_left())

    async def _work_until_left(self) -> None:
        working = asyncio.create_task(self._work())
        leaving = asyncio.create_task(self._leaving.wait())
        await asyncio.wait({working, leaving}, return_when=FIRST_COMPLETED)
        leaving.cancel()
        working.cancel()
        (outcome,) = await asyncio.gather(working, return_exceptions=True)
        self._end(outcome if isinstance(outcome, Exception) else None)

    async def _work(self) -> None:
        """Connect, and keep workers at work until cancelled."""
        from verify.crew import Crew

        async with _connected(self.address) as client:
            crew = Crew(client, self.address, self.notify, self.patience)
            try:
                await crew.keep(partial(self._begin, crew))
            finally:
                await crew.dismiss()

    def _begin(self, crew: "Crew") -> None:
        """Let the first call come."""
        if self._ready.done():
            return
        workers = len(crew.checked)
        threads = sum(crew.threads[address] for address in crew.checked)
        spare = (
            f" ({threads - workers} of their {threads} threads stay idle: start more "
            "workers, with --nthreads 1)"
            if threads > workers
            else ""
        )
        self.notify(
            f"measuring on {workers} worker{'s' if workers > 1 else ''} of "
            f"{self.address}, one measurement at a time on each{spare}; a training "
            "that is broken off there starts again from its beginning."
        )
        self._ready.set_result(crew)

    def _end(self, error: Exception | None) -> None:
        """Answer all that was asked, and whatever will be."""
        after = RuntimeError("cannot schedule new futures after shutdown")
        with self._lock:
            self._over = error or after
            left = list(self._futures)
        if not self._ready.done():
            self._ready.set_exception(self._over)
        for future in left:
            # Its owner may just have cancelled it.
            with suppress(InvalidStateError):
                if error is not None or not future.cancel():
                    future.set_exception(error or CancelledError())


@asynccontextmanager
async def _connected(address: str) -> AsyncIterator[Any]:
    """Yield a client that says nothing by itself: what matters has its sentences."""
    from distributed import Client
    from distributed.versions import VersionMismatchWarning

    for name in _LOGGERS:
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    warnings.filterwarnings("ignore", category=VersionMismatchWarning)
    client = Client(address, asynchronous=True, timeout=CONNECT, set_as_default=False)
    try:
        try:
            await client
        except (OSError, ValueError) as error:
            raise ValueError(
                f"no Dask scheduler answers at {address!r} within {CONNECT:g} s; give "
                "--cluster the address of one, such as tcp://host:8786."
            ) from error
        yield client
    finally:
        with suppress(Exception):
            async with asyncio.timeout(CONNECT):
                await client.close()
